/// Writes PCM to a new sound file.
///
/// A writer that is dropped without `finish` leaves a file with a valid header, too.
package struct SoundFileWriter: ~Copyable, Sendable {
  /// Data bytes of a WAV beyond which it becomes RF64; leaves room for chunks after the data.
  static let largestWAV: Int64 = 0xFFFF_FFFF - 0x100_0000

  package let path: String
  /// The format asked for, or RF64 where a WAV outgrew its kind.
  package internal(set) var format: SoundFileFormat
  /// Frames written so far.
  package private(set) var frames: Int64 = 0

  let largestWAV: Int64
  /// Nil while suspended.
  var handle: SoundFileHandle?
  var identity: FileDescriptor.Identity

  /// Makes a new file and writes its header.
  ///
  /// A file that is there, a symbolic link too, is left alone and is an error. The mode is 0666,
  /// less the umask.
  package init(creating path: String, format: SoundFileFormat) throws(SoundFileError) {
    try self.init(creating: path, format: format, largestWAV: Self.largestWAV)
  }

  init(creating path: String, format: SoundFileFormat, largestWAV: Int64) throws(SoundFileError) {
    guard format.isPossible else { throw .impossibleFormat(format) }
    let identity: FileDescriptor.Identity
    let handle: SoundFileHandle
    do throws(Failure) {
      let file = try FileDescriptor.create(path)
      identity = try file.identity()
      do throws(Failure) {
        handle = try SoundFileHandle(writing: format, to: file)
      } catch {
        FileName.remove(path)
        throw error
      }
    } catch {
      throw .cannotCreate(path: path, reason: error.reason)
    }
    self.path = path
    self.format = format
    self.largestWAV = largestWAV
    self.identity = identity
    self.handle = consume handle
  }

  /// Whether `suspend` can close the file for now; a FLAC cannot be gone on with.
  package var canSuspend: Bool { format.container != .flac }

  /// Appends whole frames, channels interleaved; samples after the last one are dropped.
  ///
  /// Where this fails, every whole frame before the failure is in the file.
  package mutating func write(_ interleaved: Span<Int16>) throws(SoundFileError) {
    let count = interleaved.count / format.channels
    try resume()
    if format.container == .wav,
      (frames + Int64(count)) * Int64(format.bytesPerFrame) > largestWAV
    {
      try becomeRF64()
    }
    let samples = interleaved.extracting(first: count * format.channels)
    let written = handle?.write(samples) ?? 0
    frames += Int64(written / format.channels)
    if written < samples.count {
      let reason = handle?.failure.reason ?? "the file is closed"
      if canSuspend { handle?.truncate(toFrames: frames) }
      throw .writeFailed(path: path, reason: reason)
    }
  }

  /// Makes the file on disk a valid, playable one that holds all samples written.
  ///
  /// Of a FLAC the last block, up to 4096 frames, is still missing.
  package mutating func updateHeader() throws(SoundFileError) {
    do throws(Failure) {
      try handle?.updateHeader()
    } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
  }

  /// Gives the descriptor back until the next write; leaves a valid file, as `finish` does.
  ///
  /// Does nothing where `canSuspend` is false.
  package mutating func suspend() throws(SoundFileError) {
    guard canSuspend else { return }
    try closeHandle()
  }

  /// Writes the final header and closes the file.
  package consuming func finish() throws(SoundFileError) {
    try closeHandle()
  }

  private mutating func closeHandle() throws(SoundFileError) {
    do throws(Failure) {
      if let handle = handle.take() { try handle.close() }
    } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
  }

  /// Opens a suspended file again.
  private mutating func resume() throws(SoundFileError) {
    guard handle == nil else { return }
    do throws(Failure) {
      handle = try SoundFileHandle.append(to: FileDescriptor.reopen(path, identity))
    } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
  }
}
