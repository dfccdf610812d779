"""What PESQ says of lost packets, filled in each way. See Scripts/bench-concealment."""

import argparse
import glob
import math
import os
import subprocess
import tempfile
import wave

import numpy
from pesq import pesq

RATE = 8000
# Percent lost, and the mean length of a burst in packets of 20 ms.
LOSSES = [(1, 1), (2.4, 1), (5, 1), (10, 1), (5, 3)]
FILLS = ["silence", "conceal"]
# P.862 is made for utterances of about 8 s; as many of each voice, the first by name.
SECONDS = (8, 12)
PROMPTS_OF_A_VOICE = 2


def length(path):
    with wave.open(path) as file:
        return file.getnframes() / file.getframerate()


def prompts():
    for voice in sorted(glob.glob("/usr/share/asterisk/sounds/*_*_*")):
        paths = sorted(glob.glob(voice + "/*.wav"))
        yield from [path for path in paths if SECONDS[0] <= length(path) <= SECONDS[1]][:PROMPTS_OF_A_VOICE]


def rtp2wav(*arguments):
    subprocess.run([os.environ["RTP2WAV"], *arguments], check=True, stdout=subprocess.DEVNULL)


def heard(trace, fill, folder):
    """The samples that are extracted of a trace's only stream."""
    rtp2wav(trace, f"{folder}/out", "--name", "heard", "--gaps", fill, "--overwrite", "-q")
    with wave.open(f"{folder}/out/heard.wav") as file:
        return numpy.frombuffer(file.readframes(file.getnframes()), numpy.int16)


def scores(path, loss, burst, seed, reference, folder):
    """The score of each fill, beside the same stream without losses."""
    trace = f"{folder}/lossy.pcap"
    rtp2wav("synth", path, trace, "--codec", "PCMU", "--loss", f"{loss}%", "--burst", str(burst),
            "--seed", str(seed), "--overwrite")
    for fill in FILLS:
        samples = heard(trace, fill, folder)
        # A packet lost at an end is no gap.
        samples = numpy.pad(samples, (0, max(0, len(reference) - len(samples))))
        yield pesq(RATE, reference, samples[:len(reference)], "nb")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, required=True)
    parser.add_argument("wav", nargs="*")
    given = parser.parse_args()
    paths = given.wav or list(prompts())
    print(f"PESQ (P.862, narrow band) of {len(paths)} utterances, {given.seeds} seeds each\n", flush=True)
    print("| lost | burst | silence | conceal | gained |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        whole = f"{folder}/whole.pcap"
        results = {case: [] for case in LOSSES}
        for path in paths:
            rtp2wav("synth", path, whole, "--codec", "PCMU", "--seed", "1", "--overwrite")
            reference = heard(whole, "silence", folder)
            for case in LOSSES:
                results[case] += [list(scores(path, *case, seed, reference, folder))
                                  for seed in range(1, given.seeds + 1)]
    for (loss, burst), rows in results.items():
        silence, conceal = numpy.mean(rows, axis=0)
        gains = numpy.array(rows) @ [-1, 1]
        error = numpy.std(gains) / math.sqrt(len(gains))
        print(f"| {loss} % | {burst} | {silence:.2f} | {conceal:.2f} | {conceal - silence:.2f} ± {error:.2f} |")


main()
