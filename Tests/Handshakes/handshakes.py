#!/usr/bin/env python3
"""handshakes CASE...: lets OpenSSL talk to itself in memory, and prints what went over the wire, one JSON object a CASE.

A CASE is `tls12|tls13|dtls12 SUITE[ OPTION]...` with OpenSSL's name of the suite. Options: `no-etm` (the HMAC first),
`rekey` (renegotiation, or an update of the keys), `resume` (a second connection of the same session), `early` (with data
before the server has answered), `retry` (another ClientHello is asked for), `srtp=PROFILES`, `mtu=BYTES`. In the object: `flights`, each with its sender (`c`, `s`) and
its bytes, for DTLS a record each; `client` and `server`, what either application sent; `keylog`; `profile` and
`exported`, what OpenSSL itself says of SRTP; `exporter`, what it exports under the label "EXPORTER-test".
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile

ssl = ctypes.CDLL("libssl.so.3")
crypto = ctypes.CDLL("libcrypto.so.3")
for library, names in (
    (ssl, ["TLS_method", "DTLS_method", "SSL_CTX_new", "SSL_new", "SSL_get1_session", "SSL_get_selected_srtp_profile"]),
    (crypto, ["BIO_new", "BIO_s_mem"]),
):
    for name in names:
        getattr(library, name).restype = ctypes.c_void_p
ssl.SSL_CTX_set_options.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
ssl.SSL_CTX_ctrl.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
ssl.SSL_ctrl.argtypes = ssl.SSL_CTX_ctrl.argtypes

VERSIONS = {"tls12": 0x0303, "tls13": 0x0304, "dtls12": 0xFEFD}
SET_MTU, SET_DH_AUTO, SET_GROUPS, SET_MINIMUM, SET_MAXIMUM, PENDING = 17, 118, 92, 123, 124, 10
NO_QUERY_MTU, COOKIE_EXCHANGE, NO_ENCRYPT_THEN_MAC, CLIENT_RENEGOTIATION, NO_ANTI_REPLAY = (
    1 << bit for bit in (12, 13, 19, 8, 24)
)
PEM = 1

keylog = []
LINE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)
COOKIE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_ubyte), ctypes.POINTER(ctypes.c_uint))
VERIFY = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_ubyte), ctypes.c_uint)


@LINE
def log(_, line):
    keylog.append(line.decode())


@COOKIE
def cookie(_, room, length):
    room[0], length[0] = 42, 1
    return 1


@VERIFY
def verify(_, given, length):
    return int(length == 1 and given[0] == 42)


def check(success):
    if not success:
        sys.exit("handshakes: OpenSSL refuses")


class Side:
    """A client or server without a socket."""

    def __init__(self, version, suite, options, certificates, is_server):
        self.is_datagram = version == "dtls12"
        context = ctypes.c_void_p(ssl.SSL_CTX_new(ctypes.c_void_p((ssl.DTLS_method if self.is_datagram else ssl.TLS_method)())))
        for control in (SET_MINIMUM, SET_MAXIMUM):
            check(ssl.SSL_CTX_ctrl(context, control, VERSIONS[version], None))
        if version == "tls13":
            check(ssl.SSL_CTX_set_ciphersuites(context, suite.encode()))
        else:
            # With a list too long for one datagram.
            rest = ":ALL" if "mtu" in options and not is_server else ""
            check(ssl.SSL_CTX_set_cipher_list(context, f"{suite}{rest}:@SECLEVEL=0".encode()))
        flags = NO_QUERY_MTU | CLIENT_RENEGOTIATION
        if "no-etm" in options:
            flags |= NO_ENCRYPT_THEN_MAC
        ssl.SSL_CTX_set_keylog_callback(context, log)
        if "srtp" in options:
            check(ssl.SSL_CTX_set_tlsext_use_srtp(context, options["srtp"].encode()) == 0)
        if is_server:
            for key in certificates:
                check(ssl.SSL_CTX_use_certificate_file(context, key.encode(), PEM) == 1)
                check(ssl.SSL_CTX_use_PrivateKey_file(context, key.encode(), PEM) == 1)
            check(ssl.SSL_CTX_ctrl(context, SET_DH_AUTO, 1, None))
            if "retry" in options and self.is_datagram:
                flags |= COOKIE_EXCHANGE
                ssl.SSL_CTX_set_cookie_generate_cb(context, cookie)
                ssl.SSL_CTX_set_cookie_verify_cb(context, verify)
            elif "retry" in options:
                check(ssl.SSL_CTX_ctrl(context, SET_GROUPS, 0, b"P-256"))
        if "early" in options:
            check(ssl.SSL_CTX_set_max_early_data(context, 1 << 14))
            flags |= NO_ANTI_REPLAY
        ssl.SSL_CTX_set_options(context, flags)
        self.context, self.options, self.is_server = context, options, is_server

    def connect(self, session=None):
        self.ssl = ctypes.c_void_p(ssl.SSL_new(self.context))
        self.input, self.output = (
            ctypes.c_void_p(crypto.BIO_new(ctypes.c_void_p(crypto.BIO_s_mem()))) for _ in range(2)
        )
        ssl.SSL_set_bio(self.ssl, self.input, self.output)
        if self.is_datagram:
            ssl.SSL_ctrl(self.ssl, SET_MTU, int(self.options.get("mtu", 1400)), None)
        if session:
            check(ssl.SSL_set_session(self.ssl, session))
        (ssl.SSL_set_accept_state if self.is_server else ssl.SSL_set_connect_state)(self.ssl)

    def sent(self):
        """What went out, for DTLS a record each."""
        room = ctypes.create_string_buffer(1 << 17)
        count = crypto.BIO_read(self.output, room, len(room))
        data = room.raw[: max(count, 0)]
        while self.is_datagram and data:
            end = 13 + int.from_bytes(data[11:13], "big")
            yield data[:end]
            data = data[end:]
        if data:
            yield data

    def receive(self, data):
        crypto.BIO_write(self.input, data, len(data))
        if self.is_server and "early" in self.options:
            room, count = ctypes.create_string_buffer(1 << 15), ctypes.c_size_t()
            while ssl.SSL_read_early_data(self.ssl, room, ctypes.c_size_t(len(room)), ctypes.byref(count)) == 1:
                pass
        ssl.SSL_do_handshake(self.ssl)

    def read(self):
        room = ctypes.create_string_buffer(1 << 15)
        data = b""
        while (count := ssl.SSL_read(self.ssl, room, len(room))) > 0:
            data += room.raw[:count]
        return data

    def write(self, data):
        check(ssl.SSL_write(self.ssl, data, len(data)) == len(data))

    def export(self, label, length):
        room = ctypes.create_string_buffer(length)
        check(ssl.SSL_export_keying_material(self.ssl, room, ctypes.c_size_t(length), label, ctypes.c_size_t(len(label)), None, ctypes.c_size_t(0), 0) == 1)
        return room.raw.hex()


def talk(case, certificates):
    words = case.split()
    version, suite = words[:2]
    options = {name: value for name, _, value in (word.partition("=") for word in words[2:])}
    keylog.clear()
    client, server = (Side(version, suite, options, certificates, is_server) for is_server in (False, True))
    session = None
    for _ in range(2 if "resume" in options else 1):
        flights, said = [], {"c": b"", "s": b""}
        client.connect(session)
        server.connect()

        def exchange():
            ssl.SSL_do_handshake(client.ssl)
            while True:
                moved = False
                for name, sender, receiver in (("c", client, server), ("s", server, client)):
                    for data in sender.sent():
                        flights.append([name, data.hex()])
                        receiver.receive(data)
                        said[name] += receiver.read()
                        moved = True
                if not moved:
                    return

        if session and "early" in options:
            check(ssl.SSL_write_early_data(client.ssl, b"early", ctypes.c_size_t(5), ctypes.byref(ctypes.c_size_t())) == 1)
        exchange()
        check(ssl.SSL_is_init_finished(client.ssl) and ssl.SSL_is_init_finished(server.ssl))
        sent = {"c": b"", "s": b""}
        sizes = [300] if version == "dtls12" else [1, 300, 16384, 40000, 17]
        for turn, size in enumerate(sizes):
            for name, side in (("c", client), ("s", server)):
                data = f"{name}{turn} ".encode() * size
                side.write(data[:size])
                sent[name] += data[:size]
                exchange()
            if turn == 1 and "rekey" in options:
                if version == "tls13":
                    check(ssl.SSL_key_update(client.ssl, 1))
                else:
                    check(ssl.SSL_renegotiate(client.ssl))
                exchange()
                client.read()
        check(said == sent)
        for side in (client, server):
            ssl.SSL_shutdown(side.ssl)
            exchange()
        session = ctypes.c_void_p(ssl.SSL_get1_session(client.ssl))
    result = {"flights": flights, "client": sent["c"].hex(), "server": sent["s"].hex(), "keylog": "\n".join(keylog) + "\n"}
    result["exporter"] = client.export(b"EXPORTER-test", 77)
    profile = ssl.SSL_get_selected_srtp_profile(client.ssl)
    if profile:
        # struct srtp_protection_profile_st: a name and a number.
        result["profile"] = ctypes.cast(profile + ctypes.sizeof(ctypes.c_void_p), ctypes.POINTER(ctypes.c_ulong))[0]
        result["exported"] = client.export(b"EXTRACTOR-dtls_srtp", {1: 60, 2: 60, 7: 56, 8: 88}[result["profile"]])
    return result


def main():
    with tempfile.TemporaryDirectory() as folder:
        certificates = []
        for algorithm in (["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]):
            path = os.path.join(folder, algorithm[0][:2])
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", *algorithm, "-nodes", "-subj", "/CN=test", "-keyout", path, "-out", path + ".crt"],
                check=True, capture_output=True,
            )
            with open(path, "a", encoding="ascii") as both, open(path + ".crt", encoding="ascii") as certificate:
                both.write(certificate.read())
            certificates.append(path)
        for case in sys.argv[1:]:
            print(json.dumps(talk(case, certificates)), flush=True)


main()
