"""with_scapy.py TRACE FOLDER: one PCMU stream of a trace to a WAV, as one does it with scapy."""

import sys
import wave

from scapy.layers.inet import UDP
from scapy.layers.rtp import RTP
from scapy.utils import PcapReader


def expanded(code):
    """ITU-T G.711, µ-law."""
    code = ~code & 0xFF
    magnitude = (((code & 15) << 3) + 132 << (code >> 4 & 7)) - 132
    return (-magnitude if code & 0x80 else magnitude).to_bytes(2, "little", signed=True)


TABLE = [expanded(code) for code in range(256)]
payloads = {}
with PcapReader(sys.argv[1]) as packets:
    for packet in packets:
        rtp = RTP(bytes(packet[UDP].payload))
        payloads[rtp.timestamp] = bytes(rtp.payload)
with wave.open(f"{sys.argv[2]}/out.wav", "wb") as out:
    out.setparams((1, 2, 8000, 0, "NONE", None))
    for timestamp in sorted(payloads):
        out.writeframesraw(b"".join(map(TABLE.__getitem__, payloads[timestamp])))
