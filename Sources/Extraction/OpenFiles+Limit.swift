import Glibc

extension OpenFiles {
  /// Descriptors that are left for inputs, the spool and the system.
  private static let reserved = 32

  /// Files that all together may be open.
  static var most: Int { max(1, min(4096, limitOfDescriptors - reserved)) }

  /// Descriptors that the process may have, after asking for all it can get.
  private static var limitOfDescriptors: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 256
    }
    return Int(clamping: limit.rlim_cur)
  }
}
