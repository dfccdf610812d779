"""Fails where the program takes more instructions or memory than it did. See Scripts/guard."""

import sys

import measure
import tools
import traces
from measure import extract, rtp2wav
from traces import Shape

# What the release build took on 2026-12-01 (x86-64, Swift 6.3; ten more than before are the digest of the payload, by
# which a copy is told from a replay), and how much more is let through: other processors take other ways through the C
# library. After an improvement lower these to what the note says.
INSTRUCTIONS_PER_PACKET = {"extract": 905, "streams": 393}
# How much more it is to expand G.711 on a processor without AVX2.
WITHOUT_AVX2 = {"extract": 436, "streams": 0}
TOLERANCE = 0.05
# MB of peak memory that ten times the length may add; which worker is behind, and how far, differs from run to run.
GROWTH_AT_MOST = 2.0


def has_avx2():
    with open("/proc/cpuinfo") as file:
        return any(line.startswith("flags") and "avx2" in line.split() for line in file)


def instructions(folder):
    if not measure.has_valgrind():
        return ["valgrind is missing, instructions were not counted"]
    each = measure.instructions_per_packet(
        [Shape("pcmu", 100, packets, lost=100, reordered=100) for packets in (150, 450)],
        lambda trace: {"extract": extract(trace, "--jobs", "1", files=100),
                       "streams": rtp2wav("streams", trace, "-q")}, folder)
    said = []
    for name, count in each.items():
        usual = INSTRUCTIONS_PER_PACKET[name] + (0 if has_avx2() else WITHOUT_AVX2[name])
        said.append(f"{count:,.0f} instructions a packet ({name})")
        if count > usual * (1 + TOLERANCE):
            raise measure.Failure(
                f"{name} takes {count:,.0f} instructions a packet, and took {usual:,}; find out why, "
                "or state the new figure and its reason in Tests/Benchmarks/Speed/guard.py")
        if count < usual * (1 - TOLERANCE):
            said[-1] += f", {usual:,} before: lower it in Tests/Benchmarks/Speed/guard.py"
    return said


def memory(folder):
    shape = Shape("pcmu", 50, 2600, lost=100, reordered=100)
    peaks = []
    for length in shape, shape.scaled(10):
        command = extract("-", "--jobs", "2", files=shape.streams, discards=True,
                          piped_from=tuple(length.command()))
        peaks.append(measure.run(command, folder).peak)
    if peaks[1] > peaks[0] + GROWTH_AT_MOST:
        raise measure.Failure(f"peak memory grows with the length of a trace: {peaks[0]:.1f} MB, and "
                              f"{peaks[1]:.1f} MB at ten times the length")
    return [f"{peaks[0]:.0f} MB, {peaks[1]:.0f} MB at ten times the length"]


def descriptors(folder):
    shape = Shape("pcmu", 2000, 50)
    with traces.trace(shape, folder) as trace:
        cost = measure.run(extract(trace, files=shape.streams, descriptors=64), folder)
    whole = shape.streams * (44 + 320 * shape.packets)
    if cost.written != whole:
        raise measure.Failure(
            f"with 64 descriptors {shape.streams:,} files hold {cost.written:,} bytes of {whole:,}")
    return [f"{shape.streams:,} files with 64 descriptors"]


def main():
    tools.build()
    said, failed = [], False
    with traces.workspace(150, lambda _: None) as folder:
        for check in instructions, memory, descriptors:
            try:
                said += check(folder)
            except measure.Failure as failure:
                print(f"guard: {failure}", file=sys.stderr)
                failed = True
    if failed:
        sys.exit(1)
    print("guard: " + "; ".join(said))


main()
