"""What is measured: each case makes its traces, runs its commands in turn, and yields rows."""

import contextlib
import dataclasses
import os
import shutil
import subprocess

import measure
import tools
import traces
from bench import check_written, loop
from decoding import codecs, g722, libraries, opus
from measure import OUT, Command, extract, rtp2wav
from table import Row, of_runs


def floor(trace, shape):
    return loop("write-floor", trace, OUT, str(shape.streams), files=shape.streams)


def tshark(trace):
    return Command(("tshark", "-n", "-r", trace, "-q", "-d", "udp.port==40000-40198,rtp",
                    "-z", "rtp,streams"))


def calls(bench):
    shape = bench.sized(traces.CALLS)
    with traces.trace(shape, bench.folder) as trace:
        runs = bench.runs({
            "libpcap": loop("pcap-loop", trace),
            "walk": loop("read-walk", trace),
            "discarded": extract(trace, files=shape.streams, discards=True),
            "discarded 1": extract(trace, "--jobs", "1", files=shape.streams, discards=True),
            "floor": floor(trace, shape),
            "extract": extract(trace, files=shape.streams),
            "--jobs 1": extract(trace, "--jobs", "1", files=shape.streams),
            "--jobs 2": extract(trace, "--jobs", "2", files=shape.streams),
            "streams": rtp2wav("streams", trace, "-q"),
        })
        check_written(runs, shape)
        yield of_runs(runs, "read and walk the records", "walk", "libpcap")
        yield of_runs(runs, "the floor of writing", "floor", "libpcap")
        yield of_runs(runs, "streams, nothing decoded", "streams", "libpcap")
        yield of_runs(runs, "decoded, nothing written", "discarded", "libpcap", goal=1, at_most=2.0)
        yield of_runs(runs, "decoded, nothing written, --jobs 1", "discarded 1", "libpcap", goal=1, at_most=2.0)
        yield of_runs(runs, "extract", "extract", "floor", goal=2, at_most=1.5)
        yield of_runs(runs, "extract --jobs 1", "--jobs 1", "floor", goal=2, at_most=1.5)
        yield of_runs(runs, "extract, wall", "extract", "floor", "wall")
        yield of_runs(runs, "extract --jobs 2, wall", "--jobs 2", "floor", "wall", goal=2, at_most=1.0)
        yield Row("peak memory of extract", runs.median("extract", "peak"), "MB", goal=4, at_most=32)
        if not shutil.which("tshark"):
            return bench.say("tshark is not installed: skipped")
        beside = bench.runs({
            "tshark": tshark(trace),
            "extract": extract(trace, files=shape.streams),
            "streams": rtp2wav("streams", trace, "-q"),
        })
        yield of_runs(beside, "tshark -q -z rtp,streams", "tshark", "extract", goal=3, at_least=10)
        yield of_runs(beside, "tshark -q -z rtp,streams", "tshark", "streams", goal=3, at_least=25)
        yield of_runs(beside, "tshark's peak memory", "tshark", "extract", "peak")


def instructions(bench):
    if not measure.has_valgrind():
        return bench.say("valgrind is not installed: instructions are skipped")
    shape = traces.CALLS.scaled(traces.QUICK)
    each = measure.instructions_per_packet([shape.scaled(0.5), shape], lambda trace: {
        "libpcap": loop("pcap-loop", trace),
        "extract": extract(trace, "--jobs", "1", files=shape.streams, discards=True),
        "streams": rtp2wav("streams", trace, "-q"),
    }, bench.folder)
    for name, what, limits in (
            ("extract", "decoded, nothing written", {"goal": 1, "at_most": 2.1}), ("streams", "streams", {})):
        yield Row(what, each[name], "instructions a packet", reference="libpcap",
                  reference_value=each["libpcap"], ratio=each[name] / each["libpcap"], **limits)


def containers(bench):
    plain = bench.sized(traces.CALLS)
    pcapng = dataclasses.replace(plain, format="pcapng")
    with contextlib.ExitStack() as stack:
        paths = {"pcap": stack.enter_context(traces.trace(plain, bench.folder)),
                 "pcapng": stack.enter_context(traces.trace(pcapng, bench.folder)),
                 "gzip": stack.enter_context(traces.trace(plain, bench.folder, compress=True))}
        runs = bench.runs({
            **{name: extract(path, files=plain.streams) for name, path in paths.items()},
            "libpcap": loop("pcap-loop", paths["pcapng"]),
            "gzip -dc": Command(("gzip", "-dc", paths["gzip"])),
        })
        yield of_runs(runs, "extract from pcapng", "pcapng", "pcap")
        yield of_runs(runs, "extract from pcapng", "pcapng", "libpcap")
        yield of_runs(runs, "extract from gzip", "gzip", "pcap")
        yield of_runs(runs, "extract from gzip", "gzip", "gzip -dc")


def two(bench):
    shape = bench.sized(traces.TWO)
    with traces.trace(shape, bench.folder) as trace:
        runs = bench.runs({
            "libpcap": loop("pcap-loop", trace),
            "discarded": extract(trace, files=shape.streams, discards=True),
            "floor": floor(trace, shape),
            "extract": extract(trace, files=shape.streams),
            "--jobs 2": extract(trace, "--jobs", "2", files=shape.streams),
        })
        check_written(runs, shape)
        yield of_runs(runs, "two streams: decoded, nothing written", "discarded", "libpcap")
        yield of_runs(runs, "two streams: extract", "extract", "floor")
        yield of_runs(runs, "two streams: --jobs 2, wall", "--jobs 2", "floor", "wall")
        yield Row("two streams: peak memory", runs.median("extract", "peak"), "MB")


def extras(bench):
    """What is only done where it is asked for, and the report, which always is."""
    shape = bench.sized(traces.CALLS).scaled(1 / 4)
    with traces.trace(shape, bench.folder) as trace:
        asked = {"--detect": ("--detect",), "--rate 16000": ("--rate", "16000")}
        runs = bench.runs({
            "extract": extract(trace, "--jobs", "1", files=shape.streams),
            **{name: extract(trace, "--jobs", "1", *options, files=shape.streams)
               for name, options in asked.items()},
        })
        for name in asked:
            yield of_runs(runs, f"extract {name}, --jobs 1", name, "extract")
    streams = traces.SHORT.streams if bench.is_full else 1000
    shape = dataclasses.replace(traces.SHORT, streams=streams, at_once=streams // 20)
    with traces.trace(shape, bench.folder) as trace:
        runs = bench.runs({
            "streams": rtp2wav("streams", trace, "-q"),
            "--json": rtp2wav("streams", trace, "--json"),
        })
        yield of_runs(runs, f"{streams:,} short streams: streams --json", "--json", "streams")


def short(bench):
    size = traces.SHORT
    if not bench.is_full:
        size = dataclasses.replace(size, streams=1000, at_once=100)
    wav = 44 + 320 * size.packets
    for shape, named in ((size, f"{size.at_once:,} at once"),
                         (dataclasses.replace(size, at_once=size.streams), "all at once")):
        named = f"{shape.streams:,} short streams, {named}"
        with traces.trace(shape, bench.folder) as trace:
            runs = bench.runs({
                "files": loop("create-files", OUT, str(shape.streams), str(wav), files=shape.streams),
                "extract": extract(trace, files=shape.streams, descriptors=256),
            })
            yield of_runs(runs, f"{named}, 256 descriptors", "extract", "files", goal=4, at_most=2.5)
            yield Row(f"{named}: peak memory", runs.median("extract", "peak"), "MB", goal=4, at_most=128)


def memory(bench):
    """The peak at ten times the length, both through a pipe, as the longer one is 5.9 GB."""
    shape = bench.sized(traces.CALLS)
    runs = bench.runs({
        name: extract("-", files=shape.streams, discards=True,
                      piped_from=tuple(shape.scaled(factor).command()))
        for name, factor in (("once", 1), ("ten times", 10))}, rounds=1)
    yield of_runs(runs, "peak memory at ten times the length", "ten times", "once", "peak", goal=4,
                  at_most=1.10)


def start(bench):
    runs = bench.runs({"true": Command(("/bin/true",)), "version": rtp2wav("--version")}, rounds=51)
    yield of_runs(runs, "rtp2wav --version, wall beside true(1)", "version", "true", "wall")
    yield Row("rtp2wav --version, wall", 1000 * runs.median("version", "wall"), "ms", goal=6, at_most=5)


def peers(bench):
    """One stream to one file: all that each of them does."""
    shape = bench.sized(traces.ONE)
    with traces.trace(shape, bench.folder) as trace:
        commands = {"extract": extract(trace, files=1)}
        if shutil.which("gst-launch-1.0"):
            commands["GStreamer"] = Command((
                "gst-launch-1.0", "-q", "filesrc", f"location={trace}", "!", "pcapparse", "!",
                "application/x-rtp,media=audio,clock-rate=8000,encoding-name=PCMU,payload=0", "!",
                "rtppcmudepay", "!", "mulawdec", "!", "wavenc", "!",
                "filesink", f"location={OUT}/out.wav"), files=1)
        else:
            bench.say("GStreamer is not installed: skipped")
        if not subprocess.run(["/usr/bin/python3", "-c", "import scapy"], capture_output=True).returncode:
            script = os.path.join(tools.HERE, "with_scapy.py")
            commands["scapy"] = Command(("/usr/bin/python3", script, trace, OUT), files=1)
        else:
            bench.say("scapy is not installed: skipped")
        runs = bench.runs(commands, rounds=1 if bench.is_full else 3)
        for name in commands:
            if name != "extract":
                yield of_runs(runs, f"{name}, one stream to a file", name, "extract")


ALL = {case.__name__: case for case in (
    calls, instructions, memory, short, opus, g722, codecs, libraries, two, extras, containers, peers, start)}

MEGABYTES = {True: 2600, False: 300}  # what a run needs at most: two traces, and what comes of one
