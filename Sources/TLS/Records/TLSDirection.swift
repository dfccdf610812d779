import Cryptography

/// What is known of one direction of a connection.
struct TLSDirection {
  /// How the records are protected from here on.
  enum Phase {
    case clear
    case sealed(Epoch)
    /// The handshake of TLS 1.3 is over, and the keys of application data come next.
    case handshakeOver
    /// No more records are read: the sender has closed, or `error` says why.
    case over
  }

  /// Records under one key.
  struct Epoch {
    let cipher: any RecordCipher
    /// Of the next record.
    var sequence: UInt64 = 0
    /// What the keys are made of, in TLS 1.3.
    var trafficSecret: SecretBytes?
    /// Whether these are the keys of a handshake of TLS 1.3.
    var isHandshake = false
  }

  var buffer = RecordBuffer()
  var messages = HandshakeMessages()
  var phase = Phase.clear
  /// How often TLS 1.2 has changed the keys.
  var keyChanges = 0
  /// Why no more is read.
  private(set) var error: TLSError?
  /// What the next record waits for, as the error that it is if that never comes.
  var waitsFor: TLSError?
  /// Whether a record was opened.
  var hasOpened = false
  /// Records that may still fail to open before the first that does.
  var mayFail = 0
  /// Whether a record is looked for after a hole.
  var isSearching = false
  /// Attempts that the search may still make.
  var attempts = TLSLimits.attempts
  /// Whether what is handed out next does not follow on what was handed out last, or is the first.
  var isDiscontinuous = true

  /// Looks for the next record, of which it is not known where it begins.
  mutating func beginSearch() {
    isSearching = true
    messages = HandshakeMessages()
  }

  /// Stops reading.
  mutating func end(_ error: TLSError? = nil) {
    self.error = error
    waitsFor = nil
    phase = .over
    buffer.clear()
  }
}

extension TLSDirection {
  /// Takes in the bytes that come next.
  mutating func receive(_ bytes: Span<UInt8>, isDiscontinuous: Bool, at origin: SegmentOrigin) {
    if case .over = phase { return }
    buffer.append(bytes, isDiscontinuous: isDiscontinuous, at: origin)
  }

  /// Gives up what was read, and what has waited for too long.
  mutating func limit() {
    buffer.compact()
    if buffer.count > TLSLimits.waitingBytes || buffer.gaps.count > TLSLimits.gaps {
      end(waitsFor ?? .damaged)
    }
  }
}
