#!/usr/bin/env python3
"""over-tls.py 1.2|1.3 IN.pcap OUT.pcap KEYLOG [SEGMENT]: makes of a trace with SIP over TCP one of the same call over TLS.

What each side sends over TCP to port 5060 and back goes through OpenSSL to port 5061, in segments with the times of those
that brought it, of SEGMENT bytes at most. All other packets are copied. KEYLOG is written as by SSLKEYLOGFILE. IN is
little-endian, and Ethernet with IPv4 all through.
"""

import os
import ssl
import struct
import subprocess
import sys
import tempfile

FIN, SYN, PUSH, ACK = 1, 2, 8, 16


def certificate(folder):
    path = os.path.join(folder, "certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test",
         "-keyout", path, "-out", path + ".crt"],
        check=True, capture_output=True,
    )
    return path


class Direction:
    """The bytes of one side in order, and the segments that take their place."""

    def __init__(self, headers, number):
        self.headers = headers
        self.next = number
        self.sent = number
        self.held = {}

    def receive(self, number, data):
        """The bytes that a segment adds, with those that waited for them."""
        self.held[number] = max(data, self.held.get(number, b""), key=len)
        added = b""
        for number in sorted(self.held):
            skip = self.next - number
            if skip < 0:
                break
            added += self.held[number][skip:]
            self.next = max(self.next, number + len(self.held.pop(number)))
        return added

    def segment(self, data, flags):
        """A frame with these bytes."""
        ethernet, ip, ports = self.headers
        tcp = ports + struct.pack("!IIBBHHH", self.sent, 0, 5 << 4, flags, 64240, 0, 0)
        ip = ip[:2] + struct.pack("!H", 20 + len(tcp) + len(data)) + ip[4:]
        self.sent += len(data) + (1 if flags & (SYN | FIN) else 0)
        return ethernet + ip + tcp + data


class Connection:
    """A connection to port 5060, and the same one to port 5061."""

    def __init__(self, version, folder, keylog):
        versions = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
        self.directions, self.ends = {}, {}
        for is_server in (False, True):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
            context.minimum_version = context.maximum_version = versions[version]
            if is_server:
                context.load_cert_chain(os.path.join(folder, "certificate.crt"), os.path.join(folder, "certificate"))
            else:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                context.keylog_filename = keylog
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            self.ends[is_server] = (context.wrap_bio(incoming, outgoing, server_side=is_server), incoming, outgoing)
        self.is_open = False

    def exchange(self):
        """What goes over the wire until nobody has more to send: by whom, and the bytes."""
        moved = True
        while moved:
            moved = False
            for is_server in (False, True):
                end, _, outgoing = self.ends[is_server]
                if not self.is_open:
                    try:
                        end.do_handshake()
                    except ssl.SSLWantReadError:
                        pass
                data = outgoing.read()
                if data:
                    self.ends[not is_server][1].write(data)
                    yield is_server, data
                    moved = True
        self.is_open = True

    def send(self, is_server, data):
        """The segments that carry these bytes, the handshake before the first."""
        if not self.is_open:
            yield from self.exchange()
        self.ends[is_server][0].write(data)
        yield from self.exchange()
        for name in (False, True):
            try:
                while self.ends[name][0].read(65536):
                    pass
            except ssl.SSLWantReadError:
                pass


def records(path):
    with open(path, "rb") as trace:
        yield trace.read(24)
        while header := trace.read(16):
            yield header, trace.read(struct.unpack("<4I", header)[2])


def main():
    version, source, target, keylog = sys.argv[1:5]
    size = int(sys.argv[5]) if len(sys.argv) > 5 else 1300
    trace = records(source)
    connections = {}
    with tempfile.TemporaryDirectory() as folder, open(target, "wb") as output:
        certificate(folder)
        output.write(next(trace))
        for header, frame in trace:
            frames = [frame]
            ip = frame[14:]
            tcp = ip[20:]
            if frame[12:14] == b"\x08\x00" and ip[0] == 0x45 and ip[9] == 6 and 5060 in struct.unpack("!HH", tcp[:4]):
                ports = struct.unpack("!HH", tcp[:4])
                number, _, offset, flags = struct.unpack("!IIBB", tcp[4:14])
                data = tcp[(offset >> 4) * 4: struct.unpack("!H", ip[2:4])[0] - 20]
                is_server = ports[0] == 5060
                ends = (ip[12:16], ports[0]), (ip[16:20], ports[1])
                connection = connections.setdefault(frozenset(ends), Connection(version, folder, keylog))
                if is_server not in connection.directions:
                    headers = frame[:14], ip[:20], struct.pack("!HH", *(5061 if port == 5060 else port for port in ports))
                    connection.directions[is_server] = Direction(headers, number)
                direction = connection.directions[is_server]
                frames = []
                if flags & (SYN | FIN):
                    frames.append(direction.segment(b"", flags))
                    direction.next += 1
                elif data and (added := direction.receive(number, data)):
                    for sender, flight in connection.send(is_server, added):
                        for start in range(0, len(flight), size):
                            frames.append(connection.directions[sender].segment(flight[start:start + size], PUSH | ACK))
            for frame in frames:
                output.write(header[:8] + struct.pack("<II", len(frame), len(frame)) + frame)


main()
