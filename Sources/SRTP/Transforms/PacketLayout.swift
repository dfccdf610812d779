internal import NetworkBytes

/// Where the parts of a protected packet lie, and by which numbers it is transformed.
struct PacketLayout {
  let ssrc: UInt32
  /// Of RTP the packet index, 48 bits (RFC 3711, section 3.3.1); of RTCP that of SRTCP, 31 bits (section 3.4).
  let index: UInt64
  /// Of RTP the rollover counter; of RTCP the word with the E flag and the index.
  let word: UInt32
  let isRTCP: Bool
  /// What stays in clear, from the start of the packet.
  let clear: Range<Int>
  /// What is encrypted, right behind.
  let body: Range<Int>
  let tag: Range<Int>
  /// Where the word of RTCP stands.
  let wordStart: Int
  let identifier: Range<Int>

  /// The parts of a whole packet of `count` bytes, or nil where it is too short.
  ///
  /// In counter mode the tag comes last (RFC 3711, sections 3.1 and 3.4), behind the identifier. Of AES-GCM it ends what
  /// is encrypted, with the word of RTCP and the identifier behind it (RFC 7714, sections 7.2 and 9.2).
  private init?(
    _ suite: CryptoSuite, ssrc: UInt32, index: UInt64, word: UInt32, isRTCP: Bool, clear: Int,
    count: Int, identifierBytes: Int, tagBytes: Int
  ) {
    let wordBytes = isRTCP ? 4 : 0
    let end = count - tagBytes - identifierBytes - wordBytes
    guard end >= clear else { return nil }
    (self.ssrc, self.index, self.word, self.isRTCP) = (ssrc, index, word, isRTCP)
    self.clear = 0..<clear
    body = clear..<end
    if suite.transform == .galoisCounterMode {
      tag = end..<end + tagBytes
      wordStart = tag.upperBound
      identifier = wordStart + wordBytes..<count
    } else {
      wordStart = end
      identifier = wordStart + wordBytes..<count - tagBytes
      tag = identifier.upperBound..<count
    }
  }

  /// Of an RTP packet with this header.
  init?(
    _ suite: CryptoSuite, _ header: ProtectedHeader, rolloverCounter: UInt32, count: Int,
    identifierBytes: Int, tagBytes: Int
  ) {
    self.init(
      suite, ssrc: header.ssrc,
      index: UInt64(rolloverCounter) << 16 | UInt64(header.sequenceNumber), word: rolloverCounter,
      isRTCP: false, clear: header.count, count: count, identifierBytes: identifierBytes,
      tagBytes: tagBytes)
  }

  /// Of an RTCP packet; its word is found from its end.
  init?(_ suite: CryptoSuite, rtcp packet: Span<UInt8>, identifierBytes: Int, tagBytes: Int) {
    let isTagLast = suite.transform != .galoisCounterMode
    let wordStart = packet.count - 4 - identifierBytes - (isTagLast ? tagBytes : 0)
    guard packet.count >= 8, packet[0] & 0xc0 == 0x80, wordStart >= 8 else { return nil }
    self.init(
      suite, rtcp: packet, word: packet.uint32(at: wordStart), count: packet.count,
      identifierBytes: identifierBytes, tagBytes: tagBytes)
  }

  /// Of an RTCP packet with this word; only its first 8 bytes are looked at.
  init?(
    _ suite: CryptoSuite, rtcp packet: Span<UInt8>, word: UInt32, count: Int,
    identifierBytes: Int, tagBytes: Int
  ) {
    guard packet.count >= 8 else { return nil }
    // AES-GCM authenticates all of a packet that it does not encrypt as additional data (RFC 7714, section 9.3).
    let isClear = suite.transform == .galoisCounterMode && word & Self.encryptedFlag == 0
    let end = count - tagBytes - identifierBytes - 4
    guard end >= 8 else { return nil }
    self.init(
      suite, ssrc: packet.uint32(at: 4), index: UInt64(word & ~Self.encryptedFlag), word: word,
      isRTCP: true, clear: isClear ? end : 8, count: count, identifierBytes: identifierBytes,
      tagBytes: tagBytes)
  }

  /// The E flag of SRTCP.
  static let encryptedFlag: UInt32 = 0x8000_0000

  /// Whether the packet says that it is encrypted, which RTP has no way to say.
  var isEncrypted: Bool { !isRTCP || word & Self.encryptedFlag != 0 }
}
