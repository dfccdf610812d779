internal import CCompression

/// Decompresses gzip (RFC 1952) with zlib; the checksum of each member is checked.
@safe
final class GzipDecoder: MemberDecoder {
  // On the heap, as zlib keeps the address.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Nil where there is no memory.
  init?() {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe self.stream = stream
    guard unsafe inflate_gzip_init(stream) == Z_OK else { return nil }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> DecodingStep {
    let (inputCount, outputCount) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
    let result = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        // zlib only reads there; its interface is older than const.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = inputCount
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = outputCount
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    var step = DecodingStep()
    step.consumed = unsafe Int(inputCount - stream.pointee.avail_in)
    step.produced = unsafe Int(outputCount - stream.pointee.avail_out)
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      step.outcome = .memberEnded
      unsafe inflateReset(stream)
    default:
      let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      step.outcome = .damaged(message ?? "zlib error \(result)")
    }
    return step
  }
}
