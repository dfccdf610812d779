internal import Glibc

/// A file without a name that grows at its end and is gone when the program is.
///
/// What is appended waits until it is worth a write: thousands of streams append little at a time. It is
/// public so that its generic functions are compiled where they are called, for the types there.
public struct TemporaryFile: ~Copyable, Sendable {
  private var file: FileDescriptor?
  /// Bytes in the file.
  private var written = 0
  /// Bytes behind them that are not in the file yet.
  private var waiting: [UInt8] = []

  private static let writeSize = 256 * 1024

  /// Makes no file yet: the first write does, in the folder that `TMPDIR` names, or in `/tmp`.
  package init() {}

  /// Appends the elements as they lie in memory; returns where they begin.
  ///
  /// Where that fails they are not appended: the caller still has them, and memory does not grow with
  /// each new try.
  @inlinable
  public mutating func append<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) throws(FileError) -> Int {
    let start = end
    unsafe elements.withUnsafeBytes { unsafe keep($0) }
    do throws(FileError) { try flushIfFull() } catch {
      cut(to: start)
      throw error
    }
    return start
  }

  /// Reads elements back over those of `elements`, from where they begin.
  @inlinable
  public mutating func read<Element: BitwiseCopyable>(
    _ elements: inout [Element], at offset: Int
  ) throws(FileError) {
    let failure = unsafe elements.withUnsafeMutableBytes {
      unsafe fill($0, .init(start: nil, count: 0), at: offset)
    }
    if let failure { throw failure }
  }

  /// Reads elements of one kind and, behind them, some of another: a spool of many streams is read in
  /// hundreds of thousands of small pieces.
  @inlinable
  public mutating func read<First: BitwiseCopyable, Second: BitwiseCopyable>(
    _ count: Int, of: First.Type, then more: Int, of others: Second.Type, at offset: Int
  ) throws(FileError) -> ([First], [Second]) {
    var failure: FileError?
    var second: [Second] = []
    let first = unsafe [First](unsafeUninitializedCapacity: count) { first, filled in
      unsafe second = [Second](unsafeUninitializedCapacity: more) { second, filled in
        unsafe failure = fill(
          .init(start: first.baseAddress, count: count * MemoryLayout<First>.stride),
          .init(start: second.baseAddress, count: more * MemoryLayout<Second>.stride), at: offset)
        filled = failure == nil ? more : 0
      }
      filled = failure == nil ? count : 0
    }
    if let failure { throw failure }
    return (first, second)
  }

  /// Where the next bytes will lie.
  @usableFromInline
  var end: Int { written + waiting.count }

  @usableFromInline
  mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    unsafe waiting.append(contentsOf: bytes)
  }

  /// Drops what was appended from `end` on, none of which is in the file.
  @usableFromInline
  mutating func cut(to end: Int) { waiting.removeLast(self.end - end) }

  @usableFromInline
  mutating func flushIfFull() throws(FileError) {
    if waiting.count >= Self.writeSize { try flush() }
  }

  /// Fills two pieces of memory with what lies from `offset` on.
  @usableFromInline
  mutating func fill(
    _ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> FileError? {
    do throws(FileError) {
      if offset + first.count + second.count > written { try flush() }
      do throws(FileError.Reason) {
        try unsafe file?.fill(first, second, at: offset)
        return nil
      } catch {
        return FileError(.readTemporary, "", error)
      }
    } catch {
      return error
    }
  }

  private mutating func flush() throws(FileError) {
    if file == nil { file = try Self.make() }
    do throws(FileError.Reason) { try file?.write(waiting.span, at: written) } catch {
      throw FileError(.writeTemporary, "", error)
    }
    written += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }

  private static func make() throws(FileError) -> FileDescriptor {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    do throws(FileError.Reason) { return try FileDescriptor(temporaryIn: folder) } catch {
      throw FileError(.createTemporary, folder, error)
    }
  }
}
