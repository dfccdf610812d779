"""How cost and memory grow, one property of the trace at a time."""

import dataclasses
import json
import os

import measure
import traces
from measure import extract, rtp2wav
from traces import Shape

BASE = Shape("pcmu", 400, 1250, lost=100, reordered=100)


def varied(**values):
    return dataclasses.replace(BASE, **values)


# What grows, and for each of its values the trace.
SWEEPS = {
    "packets": {400 * count: varied(packets=count) for count in (125, 1250, 12500)},
    "streams at once": {
        count: varied(streams=count, packets=500000 // count) for count in (1, 10, 100, 1000, 10000)},
    "streams, 100 of them at once": {
        count: varied(streams=count, packets=500000 // count, at_once=100)
        for count in (100, 1000, 10000)},
    "lost, %": {percent: varied(lost=100 * percent) for percent in (0, 1, 5, 20)},
    "reordered by one, %": {percent: varied(reordered=100 * percent) for percent in (0, 1, 5, 20)},
    "reorder depth of 1 %, packets": {depth: varied(depth=depth) for depth in (1, 10, 100, 200)},
}

MEGABYTES = 3000  # the longest trace, and its audio

COLUMNS = ["what grows", "to", "extract, ns a packet", "extract, MB", "streams, ns a packet",
           "streams, MB", "too late, %"]


def late(folder):
    with open(os.path.join(folder, "streams.json")) as file:
        return sum(stream["late"] for stream in json.load(file)["streams"])


def line(name, value, shape, bench):
    with traces.trace(shape, bench.folder) as trace:
        packets = traces.packets_in(trace)
        runs = bench.runs({"extract": extract(trace, files=shape.streams),
                           "streams": rtp2wav("streams", trace, "-q")})
        given_up = measure.run(extract(trace, files=shape.streams, inspect=late), bench.folder).found
    cells = [name, f"{value:,}"]
    for command in "extract", "streams":
        cells.append(f"{1e9 * runs.median(command, 'cpu') / packets:,.0f}")
        cells.append(f"{runs.median(command, 'peak'):.1f}")
    return [*cells, f"{100 * given_up / packets:.2g}"]


def show(bench):
    lines = [COLUMNS, ["---"] * len(COLUMNS)]
    for name, shapes in SWEEPS.items():
        bench.say(f"{name}…")
        lines += [line(name, value, shape, bench) for value, shape in shapes.items()]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
