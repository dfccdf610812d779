internal import CLibAV

/// Owns a decoder of libavcodec that gives one channel at 8 kHz; it keeps no state outside it and may move between
/// threads.
@safe
struct LibAVDecoder: ~Copyable, @unchecked Sendable {
  private var context: OpaquePointer?
  private var packet: OpaquePointer?
  private var frame: UnsafeMutablePointer<AVFrame>?

  /// Opens the decoder of that name, nil where it cannot be opened; `bitRate`, in bits a second, tells apart what one
  /// name stands for.
  init?(named name: String, bitRate: Int) {
    // What it has to say of damaged payloads is counted here.
    av_log_set_level(Int32(LIBAV_QUIET))
    guard let codec = unsafe avcodec_find_decoder_by_name(name) else { return nil }
    unsafe context = avcodec_alloc_context3(codec)
    unsafe packet = av_packet_alloc()
    unsafe frame = av_frame_alloc()
    guard let context = unsafe context, unsafe packet != nil, unsafe frame != nil else {
      return nil
    }
    let settings = unsafe UnsafeMutableRawPointer(context)
    _ = unsafe av_opt_set_int(settings, "ar", 8000, 0)
    _ = unsafe av_opt_set_int(settings, "b", Int64(bitRate), 0)
    // From version 61 on only the layout says how many channels there are, before 59 only their number.
    if unsafe av_opt_set(settings, "ch_layout", "mono", 0) < 0 {
      _ = unsafe av_opt_set_int(settings, "ac", 1, 0)
    }
    guard unsafe avcodec_open2(context, codec, nil) >= 0 else { return nil }
  }

  deinit {
    var (context, packet, frame) = unsafe (context, packet, frame)
    unsafe avcodec_free_context(&context)
    unsafe av_packet_free(&packet)
    unsafe av_frame_free(&frame)
  }

  /// Decodes one coded frame to all of `pcm`; false where the library refuses it, or gives another number of samples.
  mutating func decode(_ bytes: Span<UInt8>, into pcm: inout MutableSpan<Int16>) -> Bool {
    guard send(bytes), let frame = unsafe frame,
      unsafe avcodec_receive_frame(context, frame) >= 0
    else { return false }
    let format = unsafe frame.pointee.format
    guard unsafe Int(frame.pointee.nb_samples) == pcm.count,
      format == Int32(LIBAV_S16) || format == Int32(LIBAV_S16_PLANAR),
      let data = unsafe frame.pointee.data.0
    else { return false }
    unsafe data.withMemoryRebound(to: Int16.self, capacity: pcm.count) { samples in
      for index in 0..<pcm.count { pcm[index] = unsafe samples[index] }
    }
    return true
  }

  private func send(_ bytes: Span<UInt8>) -> Bool {
    guard let count = Int32(exactly: bytes.count), count > 0,
      let data = unsafe av_mallocz(bytes.count + Int(LIBAV_PADDING))
    else { return false }
    let target = unsafe data.assumingMemoryBound(to: UInt8.self)
    for index in bytes.indices { unsafe target[index] = bytes[index] }
    guard unsafe av_packet_from_data(packet, target, count) >= 0 else {
      unsafe av_free(data)
      return false
    }
    defer { unsafe av_packet_unref(packet) }
    return unsafe avcodec_send_packet(context, packet) >= 0
  }
}

extension CodecLibrary {
  /// libavcodec, which has codecs that nobody else has.
  static let libavcodec = CodecLibrary(
    name: "libavcodec", debianPackage: "libavcodec59 (libavcodec61 in Debian 13)"
  ) { libavcodec_is_there() }
}
