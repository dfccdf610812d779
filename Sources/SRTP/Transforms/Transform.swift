internal import Cryptography

/// What a suite does to a packet, with its session keys.
struct Transform: ~Copyable, Sendable {
  /// One of the two is there.
  private var counterMode: CounterModeTransform?
  private var galois: GaloisTransform?

  /// - Parameter isEncrypted: whether RTP is, where the suite leaves a choice.
  init(_ keys: SessionKeys, isEncrypted: Bool = true) throws(CryptographyError) {
    let isGalois = keys.suite.transform == .galoisCounterMode
    galois = isGalois ? try GaloisTransform(keys) : nil
    counterMode = isGalois ? nil : try CounterModeTransform(keys, isEncrypted: isEncrypted)
  }

  /// Decrypts in place if the tag is right; else the packet is what it was.
  mutating func open(_ packet: inout MutableSpan<UInt8>, _ layout: PacketLayout) -> Bool {
    if galois != nil { return galois?.open(&packet, layout) ?? false }
    guard counterMode?.verifies(packet.span, layout) == true else { return false }
    return counterMode?.apply(layout, to: &packet) ?? false
  }

  /// Whether the tag is right.
  mutating func verifies(_ packet: Span<UInt8>, _ layout: PacketLayout) -> Bool {
    if galois != nil { return galois?.verifies(packet, layout) ?? false }
    return counterMode?.verifies(packet, layout) ?? false
  }

  /// Encrypts in place and writes the tag; false where libgcrypt refuses.
  mutating func seal(_ packet: inout MutableSpan<UInt8>, _ layout: PacketLayout) -> Bool {
    if galois != nil { return galois?.seal(&packet, layout) ?? false }
    guard counterMode?.apply(layout, to: &packet) == true else { return false }
    counterMode?.sign(&packet, layout)
    return true
  }
}
