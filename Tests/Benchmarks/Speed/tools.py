"""The programs that are measured, and those that they are measured against."""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(f"{HERE}/../../..")
BUILT = os.path.join(ROOT, ".build", "benchmark")

LIBRARIES = {
    "generate": ["-lopus", "-lspandsp", "-lm"],
    "pcap-loop": ["-lpcap"],
    "decode-loop": ["-lpcap", "-lopus", "-lspandsp", "-lbcg729", "-lopencore-amrnb", "-lopencore-amrwb",
                    "-lspeex"],
    "speech": ["-lm"],
    "load": ["-ldl"],
    "discard.so": ["-shared", "-fPIC", "-ldl"],
    "read-walk": [],
    "write-floor": [],
    "create-files": [],
    "measure": [],
}


def rtp2wav():
    return os.path.abspath(os.environ.get("RTP2WAV") or f"{ROOT}/.build/release/rtp2wav")


def tool(name):
    return os.path.join(BUILT, name)


def build(names=LIBRARIES):
    """Compiles what is older than any of the sources."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        sys.exit("bench: a C compiler is needed: cc or clang")
    os.makedirs(BUILT, exist_ok=True)
    sources = [f"{HERE}/{name}" for name in os.listdir(HERE) if name.endswith((".c", ".h"))]
    newest = max(os.path.getmtime(source) for source in sources)
    for name in names:
        made = tool(name)
        if os.path.exists(made) and os.path.getmtime(made) > newest:
            continue
        source = f"{HERE}/{name.split('.')[0]}.c"
        subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", made, source,
                        *LIBRARIES[name]], check=True)
