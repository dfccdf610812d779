internal import Glibc

/// Bytes that nobody may see, such as a key: they are cleared when the last owner drops them, and never printed.
///
/// They never change once they are made, so several threads may read them.
@safe
package final class SecretBytes: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// Makes `count` bytes; `fill` gets them as zeros.
  package init<Failure: Error>(
    count: Int, fill: (inout MutableSpan<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    unsafe storage = .allocate(capacity: max(0, count))
    unsafe storage.initialize(repeating: 0)
    var bytes = unsafe storage.mutableSpan
    try fill(&bytes)
  }

  /// Copies `bytes`; the caller clears its own.
  package convenience init(copying bytes: Span<UInt8>) {
    self.init(count: bytes.count) { copy in
      for index in bytes.indices { copy[index] = bytes[index] }
    }
  }

  deinit {
    if let start = unsafe storage.baseAddress { unsafe explicit_bzero(start, storage.count) }
    unsafe storage.deallocate()
  }

  package var count: Int { unsafe storage.count }

  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(storage.span, borrowing: self) }
  }
}

extension SecretBytes: Hashable {
  package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
    left === right || left.bytes.isEqualInConstantTime(to: right.bytes)
  }

  package func hash(into hasher: inout Hasher) {
    unsafe hasher.combine(bytes: UnsafeRawBufferPointer(storage))
  }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(secret)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
