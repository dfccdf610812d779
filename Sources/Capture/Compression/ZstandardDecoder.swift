internal import CCompression

/// Decompresses Zstandard (RFC 8878) with libzstd, which refuses windows of more than 128 MB.
@safe
final class ZstandardDecoder: MemberDecoder {
  private let context: OpaquePointer

  /// Nil where there is no memory.
  init?() {
    guard let context = unsafe ZSTD_createDCtx() else { return nil }
    unsafe self.context = context
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> DecodingStep {
    unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = unsafe ZSTD_decompressStream(context, &target, &source)
        var step = unsafe DecodingStep(consumed: source.pos, produced: target.pos)
        if ZSTD_isError(result) != 0 {
          step.outcome = .damaged(unsafe String(cString: ZSTD_getErrorName(result)))
        } else if result == 0 {
          step.outcome = .memberEnded
        }
        return step
      }
    }
  }
}
