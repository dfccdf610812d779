"""Rows of the table: a figure, what it is held against, and the goal."""

import dataclasses
import json


@dataclasses.dataclass
class Row:
    what: str
    value: float
    unit: str = "s CPU"
    goal: int = 0  # its number in Documentation/performance.md; 0: none
    reference: str = ""
    reference_value: float | None = None
    ratio: float | None = None
    at_most: float | None = None  # of the ratio, or of the value where there is no reference
    at_least: float | None = None

    @property
    def judged(self):
        return self.value if self.ratio is None else self.ratio

    @property
    def met(self):
        if self.at_most is not None:
            return self.judged <= self.at_most
        if self.at_least is not None:
            return self.judged >= self.at_least
        return None


def of_runs(runs, what, name, reference, measure="cpu", **options):
    """A row about two commands of `runs`."""
    units = {"cpu": "s CPU", "wall": "s", "peak": "MB"}
    return Row(what, runs.median(name, measure), units[measure], reference=reference,
               reference_value=runs.median(reference, measure),
               ratio=runs.ratio(name, reference, measure), **options)


def figure(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def cells(row):
    limit = f"≤ {row.at_most:g}" if row.at_most is not None else \
        f"≥ {row.at_least:g}" if row.at_least is not None else ""
    beside = "" if row.reference_value is None else f"{row.reference} {figure(row.reference_value)}"
    return [str(row.goal or ""), row.what, f"{figure(row.value)} {row.unit}".rstrip(), beside,
            "" if row.ratio is None else f"{row.ratio:.2f}", limit,
            {True: "met", False: "MISSED", None: ""}[row.met]]


def show(rows, markdown=False):
    lines = [["goal", "what", "value", "beside", "ratio", "limit", ""], *map(cells, rows)]
    if markdown:
        lines.insert(1, ["---"] * len(lines[0]))
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def document(rows, facts):
    return json.dumps({"schema": "rtp2wav.bench/1", **facts, "rows": [
        dict(dataclasses.asdict(row), met=row.met) for row in rows]}, indent=2) + "\n"
