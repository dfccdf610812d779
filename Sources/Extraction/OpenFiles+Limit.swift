import Files

extension OpenFiles {
  /// Descriptors that are left for inputs, the spool and the system.
  private static let reserved = 32

  /// Files that all together may be open.
  static var most: Int { max(1, min(4096, FileDescriptor.limit - reserved)) }
}
