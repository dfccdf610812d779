"""What all cases share: where and how often they run, and the loops that they are held against."""

import dataclasses

import measure
import tools
import traces
from measure import Command, Runs


@dataclasses.dataclass
class Bench:
    folder: str
    is_full: bool
    rounds: int
    say: object

    def sized(self, shape, quick=traces.QUICK):
        return shape if self.is_full else shape.scaled(quick)

    def runs(self, commands, rounds=None):
        # What the largest outputs take, and some.
        return Runs(commands, self.folder, rounds or self.rounds, warm=1200 if self.is_full else 100)


def loop(name, *arguments, **options):
    return Command((tools.tool(name), *arguments), **options)


def check_written(runs, shape, floor="floor"):
    """The floor is one only if it writes what the program writes; headers may differ."""
    ours = runs.costs["extract"][0].written
    least = runs.costs[floor][0].written
    if not -512 * shape.streams <= ours - least <= 512 * shape.streams:
        raise measure.Failure(f"extract wrote {ours} bytes and the floor {least}")
