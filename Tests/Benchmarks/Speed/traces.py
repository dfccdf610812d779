"""The traces: their shapes, and where they lie."""

import contextlib
import dataclasses
import os
import shutil
import subprocess
import tempfile

import tools


@dataclasses.dataclass(frozen=True)
class Codec:
    """What `rtp2wav synth` is told of a codec whose payloads `generate` does not make."""

    title: str
    rtpmap: str
    fmtp: str = ""
    libraries: tuple = ()  # that decode it
    milliseconds: int = 20  # of a packet


# By the names of codecs.h.
CODECS = {
    "gsm": Codec("GSM", "GSM/8000", libraries=("libspandsp.so.2",)),
    "g726": Codec("G.726-32", "G726-32/8000"),
    "dvi4": Codec("DVI4", "DVI4/8000"),
    "lpc": Codec("LPC-10", "LPC/8000", libraries=("libspandsp.so.2",), milliseconds=90),
    "g729": Codec("G.729", "G729/8000", libraries=("libbcg729.so.0",)),
    "amr": Codec("AMR 12.2", "AMR/8000", "octet-align=1;mode-set=7", ("libopencore-amrnb.so.0",)),
    "amr-wb": Codec("AMR-WB 12.65", "AMR-WB/16000", "octet-align=1;mode-set=2", ("libopencore-amrwb.so.0",)),
    "speex": Codec("Speex, 8 kHz", "speex/8000", libraries=("libspeex.so.1",)),
    "speex-wb": Codec("Speex, 16 kHz", "speex/16000", libraries=("libspeex.so.1",)),
    "l24": Codec("L24, 1 ms a packet", "L24/48000", milliseconds=1),
}
PAYLOAD_TYPE = 96


@dataclasses.dataclass(frozen=True)
class Shape:
    """What `generate` is told."""

    codec: str
    streams: int
    packets: int  # that each stream sends
    at_once: int = 0
    lost: int = 0  # of 10,000
    reordered: int = 0  # of 10,000
    depth: int = 1
    format: str = "pcap"

    def scaled(self, factor):
        return dataclasses.replace(self, packets=int(self.packets * factor))

    def command(self, folder=None):
        """`folder` is for what lies beside the trace."""
        codec = CODECS.get(self.codec)
        source = synthesize(codec, folder) if codec else self.codec
        options = [f"{name.replace('_', '-')}={value}" for name, value in (
            ("at_once", self.at_once), ("lost", self.lost), ("reordered", self.reordered))
            if value]
        if self.depth > 1:
            options.append(f"depth={self.depth}")
        if self.format != "pcap":
            options.append(f"format={self.format}")
        if codec:
            options.append(f"microseconds={1000 * codec.milliseconds}")
        return [tools.tool("generate"), source, str(self.streams), str(self.packets), *options]

    @property
    def sent(self):
        return self.streams * self.packets


# Full sizes: 594 MB of `calls` (shared by all ratios of goals 1 to 3), and the like.
CALLS = Shape("pcmu", 400, 6522, lost=100, reordered=100)
TWO = Shape("pcmu", 2, 1304400, lost=100, reordered=100)
SHORT = Shape("pcmu", 20000, 50, at_once=1000)
OPUS = Shape("opus", 40, 1500)
G722 = Shape("g722", 40, 6250)
CODED = Shape("", 40, 6250)
ONE = Shape("pcmu", 1, 130000)

QUICK = 1 / 20


def synthesize(codec, folder):
    """A trace of one stream of the codec."""
    speech, trace = os.path.join(folder, "speech.wav"), os.path.join(folder, "payloads.pcap")
    with open(speech, "wb") as file:
        subprocess.run([tools.tool("speech"), codec.rtpmap.split("/")[1]], stdout=file, check=True)
    subprocess.run([
        tools.rtp2wav(), "synth", speech, trace, "--overwrite", "--codec", codec.rtpmap, "--pt", str(PAYLOAD_TYPE),
        "--ptime", str(codec.milliseconds), *(["--fmtp", codec.fmtp] if codec.fmtp else [])], check=True)
    return trace


def megabytes_free(folder):
    """What fits: a tmpfs takes memory, of which something must be left."""
    free = shutil.disk_usage(folder).free
    with open("/proc/meminfo") as file:
        available = [int(line.split()[1]) for line in file if line.startswith("MemAvailable")]
    if available:
        free = min(free, (available[0] << 10) - (1 << 30))
    return free >> 20


@contextlib.contextmanager
def workspace(megabytes, say):
    """A folder in memory if `megabytes` fit there, else where temporary files are; removed at the end."""
    parent = "/dev/shm"
    if not os.path.isdir(parent) or megabytes_free(parent) < megabytes:
        parent = tempfile.gettempdir()
        free = shutil.disk_usage(parent).free >> 20
        if free < megabytes:
            raise SystemExit(f"bench: {megabytes} MB are needed, and {parent} has {free} MB free; "
                             "make room, set TMPDIR, or take --quick")
        say(f"/dev/shm has no room for {megabytes} MB: files are in {parent}, so times include a disk's")
    with tempfile.TemporaryDirectory(prefix="rtp2wav-bench-", dir=parent) as folder:
        yield folder


@contextlib.contextmanager
def trace(shape, folder, compress=False):
    """Makes the trace; it is gone at the end."""
    command = shape.command(folder)
    descriptor, path = tempfile.mkstemp(prefix="trace-", suffix=f".{shape.format}", dir=folder)
    with open(descriptor, "wb") as file:
        if compress:
            generator = subprocess.Popen(command, stdout=subprocess.PIPE)
            subprocess.run(["gzip", "-1"], stdin=generator.stdout, stdout=file, check=True)
            generator.stdout.close()
            if generator.wait():
                raise SystemExit("bench: generate failed")
        else:
            subprocess.run(command, stdout=file, check=True)
    try:
        yield path
    finally:
        os.unlink(path)


def packets_in(path):
    """How many there are, by the loop over libpcap."""
    counted = subprocess.run([tools.tool("pcap-loop"), path], check=True, capture_output=True, text=True)
    return int(counted.stdout.split()[0])
