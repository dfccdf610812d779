internal import NetworkBytes

/// A whole packet of a stream, as it was captured, by which keys are tried.
package struct SamplePacket: Sendable {
  package let bytes: [UInt8]
  package let order: Int64

  /// - Parameter order: its extended sequence number; nil where it is not known, which stands for no wrap so far.
  package init(bytes: [UInt8], order: Int64? = nil) {
    self.bytes = bytes
    let sequenceNumber = ProtectedHeader(bytes.span)?.sequenceNumber ?? 0
    self.order = order ?? Int64(sequenceNumber)
  }
}
