"""Codecs beside bare loops over their libraries, and the libraries themselves."""

import dataclasses
import statistics
import subprocess

import measure
import tools
import traces
from bench import check_written, loop
from measure import OUT, extract, rtp2wav
from table import Row, of_runs

MAPPING = ("--rtpmap", "111=opus/48000/2")


def codec(bench, name, shape):
    shape = bench.sized(shape, quick=1 / 4)
    with traces.trace(shape, bench.folder) as trace:
        options = {"files": shape.streams}
        runs = bench.runs({
            "bare loop": loop("decode-loop", shape.codec, trace, str(shape.streams)),
            "discarded": extract(trace, *MAPPING, "--jobs", "1", discards=True, **options),
            "discarded 2": extract(trace, *MAPPING, "--jobs", "2", discards=True, **options),
            "bare loop that writes": loop(
                "decode-loop", shape.codec, trace, str(shape.streams), OUT, **options),
            "two loops": loop("decode-loop", "-p", "2", shape.codec, trace, str(shape.streams)),
            "--jobs 1": extract(trace, *MAPPING, "--jobs", "1", **options),
            "--jobs 2": extract(trace, *MAPPING, "--jobs", "2", **options),
            "streams": rtp2wav("streams", trace, "-q", *MAPPING),
        })
        yield of_runs(runs, f"{name}: decoded, nothing written, --jobs 1", "discarded", "bare loop",
                      goal=5, at_most=1.10)
        yield of_runs(runs, f"{name}: extract --jobs 1", "--jobs 1", "bare loop that writes",
                      goal=5, at_most=1.10)
        yield of_runs(runs, f"{name}: nothing written, --jobs 2", "discarded 2", "two loops")
        yield of_runs(runs, f"{name}: nothing written, --jobs 2, wall", "discarded 2", "bare loop",
                      "wall", goal=5, at_most=0.6)
        yield of_runs(runs, f"{name}: extract --jobs 2, wall", "--jobs 2", "bare loop that writes",
                      "wall", goal=5, at_most=0.6)
        yield from workers(runs, name)


def workers(runs, name):
    """The serial share by two points of Amdahl's law, as far as the machine gave two processors at
    the time (two bare loops that share the streams tell), and what the reader alone takes."""
    yield of_runs(runs, f"{name}: bare loop in two processes, wall", "two loops", "bare loop", "wall")
    yield of_runs(runs, f"{name}: two workers for one, wall", "--jobs 2", "--jobs 1", "wall")
    given = max(0.5, runs.ratio("two loops", "bare loop", "wall"))
    serial = min(1, max(0, runs.ratio("--jobs 2", "--jobs 1", "wall") / given - 1))
    reader = runs.ratio("streams", "--jobs 1", "cpu")
    yield Row(f"{name}: serial share by Amdahl's law", 100 * serial, "%")
    yield Row(f"{name}: the reader's share of CPU", 100 * reader, "%")
    yield Row(f"{name}: 16 cores, by Amdahl's law", 1 / (serial + (1 - serial) / 16), "times")
    yield Row(f"{name}: 16 cores, the reader as the limit", min(16, 1 / max(reader, 1e-3)), "times")


def opus(bench):
    return codec(bench, "Opus", traces.OPUS)


def g722(bench):
    return codec(bench, "G.722", traces.G722)


def mapping(codec):
    known = traces.CODECS.get(codec)
    return ("--rtpmap", f"{traces.PAYLOAD_TYPE}={known.rtpmap}") if known else ()


def coded(bench, name, codec):
    shape = dataclasses.replace(bench.sized(traces.CODED, quick=1 / 8), codec=name)
    options, streams = ("--jobs", "1", *mapping(name)), {"files": shape.streams}
    with traces.trace(shape.scaled(1 / 100), bench.folder) as trace:
        check_written(bench.runs({
            "bare loop": loop("decode-loop", name, trace, str(shape.streams), OUT, **streams),
            "extract": extract(trace, *options, **streams),
        }, rounds=1), shape, floor="bare loop")
    with traces.trace(shape, bench.folder) as trace:
        runs = bench.runs({
            "bare loop": loop("decode-loop", name, trace, str(shape.streams)),
            "discarded": extract(trace, *options, discards=True, **streams),
        })
    ours, bare = (1e9 * runs.median(which, "cpu") / shape.sent for which in ("discarded", "bare loop"))
    return Row(f"{codec.title}: decoded, nothing written", ours, "ns a packet", goal=7, reference="bare loop",
               reference_value=bare, ratio=runs.ratio("discarded", "bare loop", "cpu"),
               at_most=round(1.1 + 200 / bare, 2))


def codecs(bench):
    """The whole job beside a bare loop over the library."""
    return (coded(bench, name, codec) for name, codec in traces.CODECS.items())


def loaded(bench, codec):
    """The libraries that are loaded for a trace of it."""
    shape = dataclasses.replace(traces.CODED, codec=codec, packets=20)
    with traces.trace(shape, bench.folder) as trace:
        return measure.loaded(extract(trace, *mapping(codec), files=shape.streams), bench.folder)


def libraries(bench):
    """What the first packet of a codec waits for, and only that."""
    for name in sorted(set().union(*(codec.libraries for codec in traces.CODECS.values()))):
        times = [float(subprocess.run([tools.tool("load"), name], check=True, capture_output=True).stdout)
                 for _ in range(51)]
        yield Row(f"loading {name}", statistics.median(times), "ms", goal=8, at_most=0.2)
    yield Row("G.711: libraries loaded", len(loaded(bench, "pcmu")), "", goal=8, at_most=0)
    wrong = [loaded(bench, name) ^ set(codec.libraries) for name, codec in traces.CODECS.items()]
    yield Row("other codecs: libraries loaded that are not theirs, or not loaded", sum(map(len, wrong)), "",
              goal=8, at_most=0)
