"""amr.py FRAMES TRACE [OPTION...]: sends a file of AMR or AMR-WB (RFC 4867, section 5) in ways that no program here
does, and writes the trace of it: a call by SIP, and RTP one way."""

import argparse
import struct

SPEECH_BITS = {"AMR": (95, 103, 118, 134, 148, 159, 204, 244, 39),
               "AMR-WB": (132, 177, 253, 285, 317, 365, 397, 461, 477, 40)}
# Of which the most important are checked (3GPP TS 26.101, table 2, and TS 26.201, table 2).
CLASS_A_BITS = {"AMR": (42, 49, 55, 58, 61, 75, 65, 81, 39),
                "AMR-WB": (54, 64, 72, 72, 72, 72, 72, 72, 72, 40)}
NO_DATA = (15, "")


def stored(path):
    """The codec, and the type and the bits of each frame."""
    with open(path, "rb") as file:
        codec, data = file.readline()[2:-1].decode(), file.read()
    frames = []
    while data:
        kind = data[0] >> 3 & 15
        count = SPEECH_BITS[codec][kind] if kind < len(SPEECH_BITS[codec]) else 0
        size = 1 + (count + 7) // 8
        frames.append((kind, "".join(f"{byte:08b}" for byte in data[1:size])[:count]))
        data = data[size:]
    return codec, frames


def checksum(bits):
    """1 + x² + x³ + x⁴ + x⁸ (section 4.4.2.1)."""
    rest = 0
    for bit in bits:
        rest = rest << 1 ^ int(bit) << 8
        rest ^= 0x11D * (rest >> 8)
    return rest


def payload(codec, frames, options):
    """Sections 4.3 and 4.4."""
    def padded(bits):
        return bits + "0" * (-len(bits) % 8) if options.octet_align else bits

    bits = padded("1111")
    for index, (kind, _) in enumerate(frames):
        bits += padded(f"{int(index < len(frames) - 1)}{kind:04b}1")
    if options.crc:
        bits += "".join(f"{checksum(speech[:CLASS_A_BITS[codec][kind]]):08b}" for kind, speech in frames if speech)
    bits += "".join(padded(speech) for _, speech in frames)
    return int(bits + "0" * (-len(bits) % 8), 2).to_bytes((len(bits) + 7) // 8, "big")


def packets(frames, options):
    """The first frame of each packet, and its frames: the new ones behind those that are sent once more, which have
    no data where they are not (section 3.7.1)."""
    for new in range(0, len(frames), options.frames):
        end = min(new + options.frames, len(frames))
        if options.dtx and all(frame == NO_DATA for frame in frames[new:end]):
            continue
        offsets = options.again if new >= options.since else []
        first = max(0, new - max(offsets, default=0))
        again = {frame - offset for frame in range(new, end) for offset in offsets}
        yield first, [frames[at] if at >= new or at in again else NO_DATA for at in range(first, end)]


def sip(codec, clock, sender, options):
    fmtp = ["octet-align=1"] * options.octet_align + ["crc=1"] * options.crc
    fmtp += [f"max-red={20 * max(options.again)}"] if options.again else []
    lines = ["v=0", "o=- 1 1 IN IP4 10.0.0.%d" % sender, "s=-", "c=IN IP4 10.0.0.%d" % sender, "t=0 0",
             f"m=audio {5000 + 2 * sender} RTP/AVP 96", f"a=rtpmap:96 {codec}/{clock}/1"]
    lines += [f"a=fmtp:96 {'; '.join(fmtp)}"] if fmtp else []
    body = "".join(f"{line}\r\n" for line in lines)
    head = ["INVITE sip:b@10.0.0.2 SIP/2.0" if sender == 1 else "SIP/2.0 200 OK",
            "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1", "From: <sip:a@10.0.0.1>;tag=1",
            "To: <sip:b@10.0.0.2>" + ";tag=2" * (sender == 2), "Call-ID: amr", "CSeq: 1 INVITE",
            f"Contact: <sip:10.0.0.{sender}>", "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(head).encode()


def record(seconds, sender, ports, data):
    """From 10.0.0.1 to 10.0.0.2 or back."""
    udp = struct.pack(">HHHH", *ports, 8 + len(data), 0) + data
    ip = struct.pack(">BBHHHBBH4B4B", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, 10, 0, 0, sender, 10, 0, 0, 3 - sender)
    frame = bytes(12) + b"\x08\x00" + ip + udp
    microseconds = 1_700_000_000_000_000 + round(seconds * 1e6)
    return struct.pack("<IIII", *divmod(microseconds, 1_000_000), len(frame), len(frame)) + frame


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("trace")
    parser.add_argument("--frames", type=int, default=1, help="new ones in a packet")
    parser.add_argument("--again", type=int, nargs="*", default=[], metavar="N",
                        help="each frame is sent once more N frames later")
    parser.add_argument("--since", type=int, default=0, metavar="N", help="from frame N on; before it, none is")
    parser.add_argument("--octet-align", action="store_true")
    parser.add_argument("--crc", action="store_true", help="with --octet-align")
    parser.add_argument("--dtx", action="store_true", help="a packet without new data is not sent")
    parser.add_argument("--lose", type=int, nargs="*", default=[], metavar="N", help="the packet is not in the trace")
    options = parser.parse_args()
    codec, frames = stored(options.file)
    clock = {"AMR": 8000, "AMR-WB": 16000}[codec]
    with open(options.trace, "wb") as trace:
        trace.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        trace.write(record(-0.5, 1, (5060, 5060), sip(codec, clock, 1, options)))
        trace.write(record(-0.3, 2, (5060, 5060), sip(codec, clock, 2, options)))
        end = 0
        for number, (first, sent) in enumerate(packets(frames, options)):
            # The marker is for the first packet of a talkspurt, the timestamp that of its oldest frame (section 4.1).
            header = struct.pack(">BBHII", 0x80, 96 | (first > end or not number) << 7, number, first * clock // 50, 7)
            end = first + len(sent)
            if number not in options.lose:
                data = header + payload(codec, sent, options)
                trace.write(record(end * 0.02, 1, (5002, 5004), data))


main()
