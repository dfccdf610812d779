import NetworkBytes

extension LinkLayer {
  /// Reads an 802.11 frame behind a radiotap header (radiotap.org).
  init(radiotap frame: Span<UInt8>) throws(HeaderFault) {
    guard frame.count >= 8 else { throw .short }
    let length = Int(frame.uint16(at: 2).byteSwapped)
    guard frame[0] == 0, length >= 8 else { throw .malformed }
    guard frame.count >= length else { throw .short }
    let isPadded = Self.radiotapFlags(frame.extracting(first: length)) & 0x20 != 0
    let inner = try LinkLayer(
      wlan: frame.extracting(droppingFirst: length), isPadded: isPadded)
    self.init(offset: length + inner.offset, etherType: inner.etherType)
  }

  /// The Flags field, 0 where there is none: it stands behind the words that say what is present,
  /// and a timestamp aligned to 8 bytes.
  private static func radiotapFlags(_ header: Span<UInt8>) -> UInt8 {
    let present = header.uint32(at: 4).byteSwapped
    var (offset, word) = (8, present)
    while word & 1 << 31 != 0 {
      guard header.count >= offset + 4 else { return 0 }
      word = header.uint32(at: offset).byteSwapped
      offset += 4
    }
    if present & 1 != 0 { offset = (offset + 7) & ~7 + 8 }
    return present & 2 != 0 && offset < header.count ? header[offset] : 0
  }

  /// Reads an 802.11 data frame (IEEE 802.11-2020, section 9.3.2.1) with LLC and SNAP.
  ///
  /// Management and control frames, encrypted frames and parts of frames carry nothing to read. Of
  /// an A-MSDU the first of its frames is read. `isPadded` says that zeros fill the header to a
  /// multiple of 4 bytes.
  init(wlan frame: Span<UInt8>, isPadded: Bool = false) throws(HeaderFault) {
    guard let body = try WLANBody(frame, isPadded: isPadded) else {
      self.init(offset: frame.count, etherType: 0)
      return
    }
    try self.init(snap: frame, at: body.offset + (body.isAggregate ? Subframe.headerLength : 0))
  }

  private init(snap frame: Span<UInt8>, at offset: Int) throws(HeaderFault) {
    guard frame.count >= offset + 8 else { throw .short }
    let isSNAP = frame.uint32(at: offset) == 0xAAAA_0300 && frame[offset + 4] == 0
    self.init(offset: offset + 8, etherType: isSNAP ? frame.uint16(at: offset + 6) : 0)
  }

  /// Where the first frame of an A-MSDU begins; nil for what is none.
  ///
  /// `linkType` is that of 802.11 or radiotap.
  static func firstSubframe(_ frame: Span<UInt8>, linkType: UInt16) -> Int? {
    guard linkType == 127 else {
      guard let body = try? WLANBody(frame, isPadded: false) else { return nil }
      return body.isAggregate ? body.offset : nil
    }
    guard frame.count >= 8, case let length = Int(frame.uint16(at: 2).byteSwapped), length >= 8,
      frame.count >= length
    else { return nil }
    let isPadded = radiotapFlags(frame.extracting(first: length)) & 0x20 != 0
    guard let body = try? WLANBody(frame.extracting(droppingFirst: length), isPadded: isPadded)
    else { return nil }
    return body.isAggregate ? length + body.offset : nil
  }

  /// A frame of an A-MSDU (IEEE 802.11-2020, section 9.3.2.2.2): two addresses and a length, then
  /// LLC, SNAP and a packet.
  struct Subframe {
    static let headerLength = 14
    /// The network layer in it.
    let link: LinkLayer
    /// Where it ends.
    let end: Int
    /// Where the next one begins, if there is one.
    let next: Int

    /// Nil where it is the last one's padding, breaks off or holds nothing.
    init?(_ frame: Span<UInt8>, at start: Int) {
      guard frame.count >= start + Self.headerLength + 8 else { return nil }
      let length = Int(frame.uint16(at: start + 12))
      end = start + Self.headerLength + length
      guard length >= 8, end <= frame.count,
        let link = try? LinkLayer(snap: frame, at: start + Self.headerLength)
      else { return nil }
      self.link = link
      next = start + (Self.headerLength + length + 3) & ~3
    }
  }
}

/// Where the body of an 802.11 data frame lies.
private struct WLANBody {
  let offset: Int
  /// Whether it is an A-MSDU.
  let isAggregate: Bool

  /// Nil for frames with nothing to read.
  init?(_ frame: Span<UInt8>, isPadded: Bool) throws(HeaderFault) {
    guard frame.count >= 2 else { throw .short }
    let (control, flags) = (frame[0], frame[1])
    guard control & 0x03 == 0 else { throw .malformed }
    let isData = control & 0x0C == 0x08 && control & 0x40 == 0
    guard isData, flags & 0x44 == 0 else { return nil }
    let isQoS = control & 0x80 != 0
    let addresses = flags & 0x03 == 0x03 ? 30 : 24
    let length = addresses + (isQoS ? 2 : 0) + (isQoS && flags & 0x80 != 0 ? 4 : 0)
    guard frame.count >= length else { throw .short }
    guard frame[22] & 0x0F == 0 else { return nil }
    isAggregate = isQoS && frame[addresses] & 0x80 != 0
    offset = isPadded ? (length + 3) & ~3 : length
  }
}
