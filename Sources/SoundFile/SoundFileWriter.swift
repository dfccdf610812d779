import Files

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
  /// The open file, where it is one that is written without libsndfile; both are nil while suspended.
  var plain: PlainWAV?
  /// The open file of any other kind.
  var handle: SoundFileHandle?
  /// What the suspended file must still be; of a plain file it is asked when it is closed.
  var identity: FileStatus.Identity?

  /// Makes a new file and writes its header.
  ///
  /// A file that is there, a symbolic link too, is left alone and is an error. The mode is 0666,
  /// less the umask.
  package init(creating path: String, format: SoundFileFormat) throws(SoundFileError) {
    try self.init(creating: path, format: format, largestWAV: Self.largestWAV)
  }

  init(creating path: String, format: SoundFileFormat, largestWAV: Int64) throws(SoundFileError) {
    guard format.isPossible else { throw .impossibleFormat(format) }
    var plain: PlainWAV?
    var handle: SoundFileHandle?
    var identity: FileStatus.Identity?
    do throws(FileError.Reason) {
      let file = try FileDescriptor(creating: path)
      if PlainWAV.canWrite(format) {
        plain = PlainWAV(writing: format, to: file)
      } else {
        identity = try file.identity()
        handle = try Self.handle(of: file, path, format)
      }
    } catch {
      throw .cannotCreate(path: path, reason: error.description)
    }
    self.path = path
    self.format = format
    self.largestWAV = largestWAV
    self.plain = consume plain
    self.handle = consume handle
    self.identity = identity
  }

  private static func handle(
    of file: consuming FileDescriptor, _ path: String, _ format: SoundFileFormat
  ) throws(FileError.Reason) -> SoundFileHandle {
    do throws(FileError.Reason) {
      return try SoundFileHandle(writing: format, to: file)
    } catch {
      FileName.remove(path)
      throw error
    }
  }

  /// Whether `suspend` can close the file for now; a FLAC cannot be gone on with.
  package var canSuspend: Bool { format.container != .flac }

  /// Appends whole frames, channels interleaved; samples after the last one are dropped.
  ///
  /// Where this fails, every whole frame before the failure is in the file.
  package mutating func write(_ interleaved: Span<Int16>) throws(SoundFileError) {
    let count = try makeRoom(interleaved.count)
    let samples = interleaved.extracting(first: count)
    if plain != nil { return try writePlain(samples) }
    let written = handle?.write(samples) ?? 0
    try note(written, of: count)
  }

  /// The same of samples of 32 bits, of which a file of more than 16 keeps as many upper ones as it has.
  package mutating func write(_ interleaved: Span<Int32>) throws(SoundFileError) {
    let count = try makeRoom(interleaved.count)
    let written = handle?.write(interleaved.extracting(first: count)) ?? 0
    try note(written, of: count)
  }

  /// Opens the file for that many samples; returns those that are whole frames.
  private mutating func makeRoom(_ samples: Int) throws(SoundFileError) -> Int {
    let count = samples / format.channels
    try resume()
    if format.container == .wav,
      (frames + Int64(count)) * Int64(format.bytesPerFrame) > largestWAV
    {
      try becomeRF64()
    }
    return count * format.channels
  }

  private mutating func note(_ written: Int, of samples: Int) throws(SoundFileError) {
    frames += Int64(written / format.channels)
    if written < samples {
      let reason = handle?.failure.description ?? "the file is closed"
      if canSuspend { handle?.truncate(toFrames: frames) }
      throw .writeFailed(path: path, reason: reason)
    }
  }

  private mutating func writePlain(_ samples: Span<Int16>) throws(SoundFileError) {
    do throws(FileError.Reason) {
      try plain?.write(samples)
      frames = plain?.frames ?? frames
    } catch {
      frames = plain?.frames ?? frames
      throw refusal(error)
    }
  }

  /// Tells a failure to write; a file that has not even a header is taken away, as if it had not been
  /// made.
  private mutating func refusal(_ failure: FileError.Reason) -> SoundFileError {
    guard let hasHeader = plain?.hasHeader, !hasHeader else {
      return .writeFailed(path: path, reason: failure.description)
    }
    FileName.remove(path)
    return .cannotCreate(path: path, reason: failure.description)
  }

  /// Makes the file on disk a valid, playable one that holds all samples written.
  ///
  /// Of a FLAC the last block, up to 4096 frames, is still missing.
  package mutating func updateHeader() throws(SoundFileError) {
    do throws(FileError.Reason) {
      try plain?.updateHeader()
      try handle?.updateHeader()
    } catch {
      throw refusal(error)
    }
  }

  /// Gives the descriptor back until the next write; leaves a valid file, as `finish` does.
  ///
  /// Does nothing where `canSuspend` is false.
  package mutating func suspend() throws(SoundFileError) {
    guard canSuspend else { return }
    do throws(FileError.Reason) { identity = try plain?.identity() ?? identity } catch {
      throw .writeFailed(path: path, reason: error.description)
    }
    try closeFile()
  }

  /// Writes the final header and closes the file.
  package consuming func finish() throws(SoundFileError) {
    try closeFile()
  }

  private mutating func closeFile() throws(SoundFileError) {
    do throws(FileError.Reason) {
      try plain?.close()
      if let handle = handle.take() { try handle.close() }
    } catch {
      throw refusal(error)
    }
    plain = nil
  }

  /// Opens a suspended file again.
  private mutating func resume() throws(SoundFileError) {
    guard handle == nil, plain == nil, let identity else { return }
    do throws(FileError.Reason) {
      let file = try FileDescriptor(updating: path, ifStill: identity)
      if PlainWAV.canWrite(format) {
        plain = PlainWAV(appendingTo: file, format, frames: frames)
      } else {
        handle = try SoundFileHandle.append(to: file)
      }
    } catch {
      throw .writeFailed(path: path, reason: error.description)
    }
  }
}
