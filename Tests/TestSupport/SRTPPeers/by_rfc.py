"""Protects packets after RFC 3711 and RFC 6188 with what python3-cryptography has; requests as of libsrtp.py.

For AES_192_CM, of which libsrtp2 2.5 derives other session keys (its issue 763).
"""
import hmac
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def keystream(key, counter, length):
    encryptor = Cipher(algorithms.AES(key), modes.CTR(counter.to_bytes(16, "big"))).encryptor()
    return encryptor.update(bytes(length))


def protected(suite, master, mki, roc, packet):
    size = len(master) - 14
    key, salt = master[:size], int.from_bytes(master[size:], "big")

    def derived(label, length):
        return keystream(key, (salt ^ label << 48) << 16, length)

    ssrc, sequence = int.from_bytes(packet[8:12], "big"), int.from_bytes(packet[2:4], "big")
    session_salt = int.from_bytes(derived(2, 14), "big")
    counter = session_salt << 16 ^ ssrc << 64 ^ (roc << 16 | sequence) << 16
    stream = keystream(derived(0, size), counter, len(packet) - 12)
    packet = packet[:12] + bytes(a ^ b for a, b in zip(packet[12:], stream))
    tag = hmac.digest(derived(1, 20), packet + roc.to_bytes(4, "big"), "sha1")
    return packet + mki + tag[: 4 if suite.endswith("_32") else 10]


for line in sys.stdin:
    _, _, suite, master, mki, _, roc, *packets = line.split()
    mki = b"" if mki == "-" else bytes.fromhex(mki)
    print(*(protected(suite, bytes.fromhex(master), mki, int(roc), bytes.fromhex(p)).hex() for p in packets))
