/// What a trace, or a key log, can make this module hold, at most.
enum TLSLimits {
  /// Secrets of a key log, some 80 MB: those that follow are not kept.
  static let secrets = 262_144
  /// A line of a key log: a longer one is none.
  ///
  /// The longest that has a meaning has 225 bytes.
  static let lineBytes = 512
  /// A ClientHello or ServerHello: a longer one is not read.
  static let helloBytes = 16_384
  /// Profiles of one use_srtp extension: those that follow are not read.
  static let profiles = 32
  /// Hellos of one direction that wait for fragments: past it, the oldest is given up.
  static let unfinishedHellos = 4
  /// Fragments of one hello that touch no other: past it, the hello is given up.
  static let fragments = 64
  /// Associations of one pair of addresses: past it, the oldest is forgotten.
  static let associations = 8
  /// Pairs of addresses with DTLS: past it, no more are followed.
  static let pairs = 65_536
  /// Bytes of hellos that wait for fragments, over all pairs: past it, all of them are given up.
  static let fragmentBytes = 8 << 20
  /// What a record may hold beside its header (RFC 5246, section 6.2.3: 2^14 and 2,048 bytes).
  static let recordBytes = 18_432
  /// Bytes of one direction that wait for a secret or for the other direction: past it, it is given up.
  static let waitingBytes = 65_536
  /// Holes among these: past it, the direction is given up.
  static let gaps = 16
  /// Bytes that wait over all connections: past it, all connections that wait are given up.
  static let pendingBytes = 16 << 20
  /// Connections that are looked at, as secrets came while they waited: past it, they wait for their own next bytes.
  static let visits = 1 << 20
  /// Handshakes of one connection that one direction is ahead of the other: past it, the connection is given up.
  static let negotiations = 16
  /// Connections that are followed: past it, those that are over are forgotten, else no more are followed.
  static let connections = 16_384
  /// Records at the start of a direction that need not open: early data that was refused, or a handshake whose own
  /// secrets are not in the key log.
  static let skippedRecords = 64
  /// Records that may be missing in a hole, and those of them under keys that are new after it.
  static let (lostRecords, lostEpochRecords): (UInt64, UInt64) = (1024, 64)
  /// Attempts to open a record after a hole, anew after each that opens: past it, the direction is given up.
  static let attempts = 4096
}
