internal import CCompression

/// Decompresses the LZ4 frame format with liblz4; its blocks have 4 MB at most.
@safe
final class LZ4Decoder: MemberDecoder {
  private let context: OpaquePointer

  /// Nil where there is no memory.
  init?() {
    var context: OpaquePointer?
    guard unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION)) == 0,
      let context = unsafe context
    else { return nil }
    unsafe self.context = context
  }

  deinit { unsafe LZ4F_freeDecompressionContext(context) }

  func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> DecodingStep {
    var step = DecodingStep(consumed: input.count, produced: output.count)
    let result = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe LZ4F_decompress(
          context, output.baseAddress, &step.produced, input.baseAddress, &step.consumed, nil)
      }
    }
    if LZ4F_isError(result) != 0 {
      step.outcome = .damaged(unsafe String(cString: LZ4F_getErrorName(result)))
      step.produced = 0
    } else if result == 0 {
      step.outcome = .memberEnded
    }
    return step
  }
}
