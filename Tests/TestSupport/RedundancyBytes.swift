/// The header of an older block of RED (RFC 2198, section 3): F set, payload type, 14 bits of offset, 10 of length.
package func redHeader(_ payloadType: UInt32, offset: UInt32, length: Int) -> [UInt8] {
  big32(Int(1 << 31 | payloadType << 24 | offset << 10 | UInt32(length)))
}
