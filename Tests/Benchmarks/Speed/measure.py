"""Running programs, and what that cost."""

import dataclasses
import glob
import os
import re
import shutil
import statistics
import subprocess

import tools
import traces


@dataclasses.dataclass(frozen=True)
class Command:
    """What is run. OUT among the arguments is a folder, new for each run; `files` is how many
    WAVs must be in it at the end."""

    arguments: tuple
    files: int = 0
    discards: bool = False  # nothing is written
    descriptors: int = 0  # limit of open files; 0: as it is
    piped_from: tuple = ()  # a command whose output is standard input
    inspect: object = None  # is given the folder, and finds something


@dataclasses.dataclass(frozen=True)
class Cost:
    cpu: float  # user and system, seconds
    wall: float  # seconds
    peak: float  # megabytes
    written: int = 0  # bytes of WAVs
    found: object = None  # by `inspect`


OUT = "{OUT}"


def rtp2wav(*arguments, **options):
    return Command((tools.rtp2wav(), *arguments), **options)


def extract(trace, *arguments, files, **options):
    return rtp2wav(trace, OUT, "-q", *arguments, files=files, **options)


class Failure(Exception):
    pass


# Swift's hash tables are seeded by chance elsewhere, and C's messages are English.
ENVIRONMENT = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1", LC_ALL="C")


def run(command, folder, around=(), warm=0):
    """Runs `command`, behind `around`, with its output in a folder that is made and removed, after so many
    megabytes of memory were touched."""
    out = os.path.join(folder, "out")
    result = os.path.join(folder, "result")
    words = [word.replace(OUT, out) for word in command.arguments]
    has_output = any(OUT in word for word in command.arguments)
    if has_output:
        os.mkdir(out)
    options = ["-n", str(command.descriptors)] if command.descriptors else []
    if warm:
        options += ["-w", str(warm)]
    if command.discards:
        options += ["-p", tools.tool("discard.so")]
    source = None
    if command.piped_from:
        source = subprocess.Popen(command.piped_from, stdout=subprocess.PIPE)
    try:
        ended = subprocess.run(
            [tools.tool("measure"), *options, result, *around, *words], env=ENVIRONMENT,
            stdin=source.stdout if source else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        if ended.returncode:
            raise Failure(f"measure: status {ended.returncode}")
        with open(result) as file:
            status, user, system, wall, peak = file.read().split()
        count, written = wavs(out) if has_output else (0, 0)
        if int(status) != 0 or count != command.files:
            last = ended.stderr.strip().splitlines()[-1:] or [""]
            raise Failure(f"{os.path.basename(words[0])}: status {status}, {count} files of "
                          f"{command.files}; {last[0]}")
        found = command.inspect(out) if command.inspect else None
    finally:
        if source:
            source.stdout.close()
            source.wait()
        shutil.rmtree(out, ignore_errors=True)
    return Cost(float(user) + float(system), float(wall), int(peak) / 1024, written, found)


def wavs(folder):
    with os.scandir(folder) as entries:
        sizes = [entry.stat().st_size for entry in entries if entry.name.endswith(".wav")]
    return len(sizes), sum(sizes)


class Runs:
    """The costs of several commands that were run in turn, A B A B …, so that whatever else the
    machine did fell on all of them."""

    def __init__(self, commands, folder, rounds, warm=0):
        self.costs = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                self.costs[name].append(run(command, folder, warm=warm))

    def median(self, name, what):
        return statistics.median(getattr(cost, what) for cost in self.costs[name])

    def ratio(self, name, reference, what):
        """The median of the rounds' ratios: each is of two runs beside one another."""
        return statistics.median(
            getattr(cost, what) / getattr(base, what)
            for cost, base in zip(self.costs[name], self.costs[reference]))


def has_valgrind():
    return shutil.which("valgrind") is not None


def instructions(command, folder):
    """How many instructions `command` takes, by cachegrind."""
    log = os.path.join(folder, "cachegrind")
    run(command, folder, around=[
        "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
        f"--log-file={log}"])
    with open(log) as file:
        text = file.read()
    os.unlink(log)
    found = re.search(r"I\s+refs:\s+([\d,]+)", text)
    if not found:
        raise Failure("valgrind: " + text.strip().splitlines()[-1])
    return int(found[1].replace(",", ""))


def loaded(command, folder):
    """The libraries that `command` loads as it runs, but for those that these need."""
    log = os.path.join(folder, "loader")
    run(command, folder, around=["env", "LD_DEBUG=files", f"LD_DEBUG_OUTPUT={log}"])
    found = set()
    for path in glob.glob(f"{log}.*"):
        with open(path) as file:
            found.update(re.findall(r"file=(\S+) \[0\];  dynamically loaded by", file.read()))
        os.unlink(path)
    return found


def instructions_per_packet(shapes, commands, folder):
    """Of each of the commands that `commands` names for a trace: the difference of two lengths, in
    which start-up and the end drop out."""
    counts, packets = {}, []
    for shape in shapes:
        with traces.trace(shape, folder) as trace:
            packets.append(traces.packets_in(trace))
            for name, command in commands(trace).items():
                counts.setdefault(name, []).append(instructions(command, folder))
    return {name: (more - less) / (packets[1] - packets[0]) for name, (less, more) in counts.items()}
