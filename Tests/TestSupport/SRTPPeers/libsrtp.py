"""Protects and unprotects packets with libsrtp2, as asked for on standard input, a request a line:

protect|unprotect rtp|rtcp SUITE KEY MKI FLAGS ROC PACKET...

All but SUITE in hexadecimal or decimal; `-` stands for no MKI, no FLAGS (`a` RTP is only authenticated, `b` RTCP is,
`s` RTCP has the short tag). Packets of a request are of one stream, in its order. Answers a line a request: the packets
as they are then, or `failed` for one that was refused.
"""
import ctypes
import sys

srtp = ctypes.CDLL("libsrtp2.so.1")


class CryptoPolicy(ctypes.Structure):
    _fields_ = [
        ("cipher_type", ctypes.c_uint32), ("cipher_key_len", ctypes.c_int), ("auth_type", ctypes.c_uint32),
        ("auth_key_len", ctypes.c_int), ("auth_tag_len", ctypes.c_int), ("sec_serv", ctypes.c_int),
    ]


class MasterKey(ctypes.Structure):
    _fields_ = [("key", ctypes.c_char_p), ("mki_id", ctypes.c_char_p), ("mki_size", ctypes.c_uint)]


class Policy(ctypes.Structure):
    _fields_ = [
        ("ssrc_type", ctypes.c_int), ("ssrc_value", ctypes.c_uint), ("rtp", CryptoPolicy), ("rtcp", CryptoPolicy),
        ("key", ctypes.c_char_p), ("keys", ctypes.POINTER(ctypes.POINTER(MasterKey))),
        ("num_master_keys", ctypes.c_ulong), ("deprecated_ekt", ctypes.c_void_p), ("window_size", ctypes.c_ulong),
        ("allow_repeat_tx", ctypes.c_int), ("enc_xtn_hdr", ctypes.c_void_p), ("enc_xtn_hdr_count", ctypes.c_int),
        ("next", ctypes.c_void_p),
    ]


SETTERS = {
    "AES_CM_128_HMAC_SHA1": "srtp_crypto_policy_set_rtp_default",
    "AES_256_CM_HMAC_SHA1": "srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80",
    "NULL_HMAC_SHA1": "srtp_crypto_policy_set_null_cipher_hmac_sha1_80",
    "AEAD_AES_128_GCM": "srtp_crypto_policy_set_aes_gcm_128_16_auth",
    "AEAD_AES_256_GCM": "srtp_crypto_policy_set_aes_gcm_256_16_auth",
}
AUTHENTICATION = 2  # sec_serv_auth


def policy(suite, key, mki, flags, ssrc):
    policy = Policy(ssrc_type=1, ssrc_value=ssrc, window_size=1024)
    setter = getattr(srtp, SETTERS[suite.removesuffix("_80").removesuffix("_32")])
    setter(ctypes.byref(policy.rtp))
    setter(ctypes.byref(policy.rtcp))
    if suite.endswith("_32"):
        policy.rtp.auth_tag_len = 4
        if "s" in flags:
            policy.rtcp.auth_tag_len = 4
    if "a" in flags:
        policy.rtp.sec_serv = AUTHENTICATION
    if "b" in flags:
        policy.rtcp.sec_serv = AUTHENTICATION
    if mki:
        policy.keys = (ctypes.POINTER(MasterKey) * 1)(ctypes.pointer(MasterKey(key, mki, len(mki))))
        policy.num_master_keys = 1
    else:
        policy.key = key
    return policy


def answer(verb, kind, suite, key, mki, flags, roc, *packets):
    packets = [bytes.fromhex(packet) for packet in packets]
    mki = b"" if mki == "-" else bytes.fromhex(mki)
    place = 8 if kind == "rtp" else 4
    ssrc = int.from_bytes(packets[0][place:place + 4], "big")
    session = ctypes.c_void_p()
    settings = policy(suite, bytes.fromhex(key), mki, flags, ssrc)
    if srtp.srtp_create(ctypes.byref(session), ctypes.byref(settings)):
        return "refused"
    if roc != "0":
        srtp.srtp_set_stream_roc(session, ssrc, int(roc))
    call = getattr(srtp, "srtp_" + verb + ("_rtcp_mki" if kind == "rtcp" else "_mki"))
    results = []
    for packet in packets:
        buffer = ctypes.create_string_buffer(packet, len(packet) + 256)
        length = ctypes.c_int(len(packet))
        arguments = [session, buffer, ctypes.byref(length), int(bool(mki))] + ([0] if verb == "protect" else [])
        status = call(*arguments)
        results.append("failed" if status else buffer.raw[:length.value].hex())
    srtp.srtp_dealloc(session)
    return " ".join(results)


srtp.srtp_init()
for line in sys.stdin:
    print(answer(*line.split()))
