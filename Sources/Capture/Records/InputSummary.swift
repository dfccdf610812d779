/// What has been read of one input so far.
package struct InputSummary: Hashable, Sendable {
  /// The path as it was given; "-" for standard input.
  package let path: String
  /// Whole packets read.
  package internal(set) var packets = 0
  /// Bytes of the input consumed, file headers included.
  package internal(set) var bytes = 0
  /// Bytes in the file, for showing progress; nil for what is no regular file.
  package internal(set) var size: Int?
  /// Whether the input ends inside its last record, which is then not used.
  package internal(set) var isTruncated = false
  /// Where and why reading stopped before the end, in words; nil if it did not.
  package internal(set) var damage: String?
  /// Packets that the kernel dropped on a network interface; nil for what is none.
  package internal(set) var dropped: Int?
  /// Decryption Secrets Blocks of a pcapng file that contradict themselves and were passed over.
  package internal(set) var damagedSecrets = 0

  init(path: String) { self.path = path }
}
