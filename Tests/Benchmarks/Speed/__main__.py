"""Measures rtp2wav beside the floor of what a machine can do. See Documentation/performance.md."""

import argparse
import os
import platform
import signal
import sys
import time

import bench
import cases
import measure
import sweep
import table
import tools
import traces


def say(message):
    print(f"bench: {message}", file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases; without one, all")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a twentieth of the size (the default)")
    size.add_argument("--full", action="store_true", help="the sizes that the goals are stated for")
    parser.add_argument("--list", action="store_true", help="name the cases and end")
    parser.add_argument("--rounds", type=int, help="runs of each command (5; with --full 3)")
    parser.add_argument("--strict", action="store_true", help="status 1 where a goal is missed")
    parser.add_argument("--json", metavar="FILE", help="write the rows there, too; - is stdout")
    parser.add_argument("--markdown", action="store_true", help="print the table for a document")
    parser.add_argument("--sweep", action="store_true", help="how cost and memory grow")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.names if name not in cases.ALL]
    if unknown:
        parser.error(f"no case '{unknown[0]}'; there are: {', '.join(cases.ALL)}")
    return chosen


def measured(setting, names):
    rows = []
    for name in names or cases.ALL:
        say(f"{name}…")
        try:
            rows.extend(cases.ALL[name](setting))
        except measure.Failure as failure:
            say(f"{name}: {failure}")
            rows.append(table.Row(f"{name}: {failure}", 1, "failure", at_most=0))
    return rows


def main():
    chosen = arguments()
    if chosen.list:
        return print("\n".join(cases.ALL))
    # The folder of traces goes whatever ends this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tools.build()
    began = time.time()
    load = os.getloadavg()[0]
    if load > 0.5:
        say("the machine is busy: wall times, and CPU to a lesser degree, are not to be trusted")
    megabytes = sweep.MEGABYTES if chosen.sweep else cases.MEGABYTES[chosen.full]
    with traces.workspace(megabytes, say) as folder:
        rounds = chosen.rounds or (3 if chosen.full else 5)
        setting = bench.Bench(folder, chosen.full, rounds, say)
        if chosen.sweep:
            return print(sweep.show(setting))
        rows = measured(setting, chosen.names)
    facts = {"size": "full" if chosen.full else "quick", "rounds": rounds,
             "processors": os.cpu_count(), "machine": platform.machine(),
             "load": round(load, 1),
             "date": time.strftime("%Y-%m-%d"), "seconds": round(time.time() - began)}
    if chosen.json:
        with (sys.stdout if chosen.json == "-" else open(chosen.json, "w")) as file:
            file.write(table.document(rows, facts))
    if chosen.json != "-":
        print(table.show(rows, chosen.markdown))
        print(f"{facts['size']} size, {rounds} rounds, {facts['processors']} processors, "
              f"{facts['date']}, {facts['seconds']} s")
        if not chosen.full:
            print("The goals are for --full: here start-up and 400 files weigh twenty times as much.")
    sys.exit(1 if chosen.strict and any(row.met is False for row in rows) else 0)


try:
    main()
except KeyboardInterrupt:
    sys.exit(130)
