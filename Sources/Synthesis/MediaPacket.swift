/// An RTP packet to be sent.
struct MediaPacket {
  /// Nanoseconds from the start of the media.
  var time: Int64
  /// Ticks of the RTP clock from the start of the stream.
  var tick: Int
  var payloadType: UInt8
  var marker = false
  var payload: [UInt8]

  var sequenceNumber: UInt16 = 0
  /// How often the sequence numbers of its SSRC have wrapped, which no packet says (RFC 3711, section 3.3.1).
  var rolloverCounter: UInt32 = 0
  var timestamp: UInt32 = 0
  var ssrc: UInt32 = 0

  init(at time: Double, tick: Int, payloadType: UInt8, marker: Bool = false, _ payload: [UInt8]) {
    self.time = Int64((time * 1e9).rounded())
    self.tick = tick
    self.payloadType = payloadType
    self.marker = marker
    self.payload = payload
  }

  /// Header and payload (RFC 3550, section 5.1).
  var bytes: [UInt8] {
    var bytes: [UInt8] = [0x80, payloadType | (marker ? 0x80 : 0)]
    bytes.append(big: sequenceNumber)
    bytes.append(big: timestamp)
    bytes.append(big: ssrc)
    return bytes + payload
  }
}

extension [UInt8] {
  /// Appends a number in network byte order.
  mutating func append(big value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends a number, its lowest byte first.
  mutating func append(little value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
