internal import CPcap
import Glibc

/// Packets of a network interface by libpcap, written down as a pcap file has them.
@safe
final class LiveCapture {
  /// What is kept of each packet, as tcpdump does.
  private static let snapshotLength: Int32 = 262_144
  private static let bufferLength: Int32 = 16 << 20

  /// Readable when there may be packets.
  let descriptor: Int32
  private let handle: OpaquePointer
  private let name: String
  /// What the next read is to begin with: the file header, or a packet that had no room.
  private var pending: [UInt8]

  /// Starts to capture on `interface`, only what passes `filter`.
  init(_ interface: String, filter: String?) throws(CaptureError) {
    var text = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let handle = unsafe pcap_create(interface, &text) else {
      throw CaptureError(.cannotOpen, interface, Self.string(text))
    }
    do throws(CaptureError) {
      try unsafe Self.activate(handle, interface)
      if let filter { try unsafe Self.set(filter, on: handle) }
      guard unsafe pcap_setnonblock(handle, 1, &text) == 0 else {
        throw CaptureError(.cannotOpen, interface, Self.string(text))
      }
    } catch {
      unsafe pcap_close(handle)
      throw error
    }
    unsafe self.handle = handle
    name = interface
    descriptor = unsafe pcap_get_selectable_fd(handle)
    let isExact = unsafe pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO
    pending = Self.words([
      isExact ? 0xA1B2_3C4D : 0xA1B2_C3D4, 0x0004_0002, 0, 0, UInt32(Self.snapshotLength),
      UInt32(truncatingIfNeeded: unsafe pcap_datalink(handle)),
    ])
  }

  deinit { unsafe pcap_close(handle) }

  /// Packets that the kernel or the interface dropped, as no buffer had room.
  var dropped: Int {
    var statistics = pcap_stat()
    guard unsafe pcap_stats(handle, &statistics) == 0 else { return 0 }
    return Int(statistics.ps_drop) + Int(statistics.ps_ifdrop)
  }

  /// Writes what packets there are to the front of `bytes`, as many as have room; 0 if there are none.
  @_lifetime(bytes: copy bytes)
  func read(into bytes: inout MutableSpan<UInt8>) throws(CaptureError) -> Int {
    var end = 0
    while true {
      let count = min(pending.count, bytes.count - end)
      for index in 0..<count { bytes[end + index] = pending[index] }
      end += count
      pending.removeFirst(count)
      guard pending.isEmpty, end < bytes.count, try next() else { return end }
    }
  }

  /// Puts the next packet into `pending`; false if there is none at the moment.
  private func next() throws(CaptureError) -> Bool {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    let result = unsafe pcap_next_ex(handle, &header, &data)
    guard result >= 0 else {
      throw CaptureError(.readFailed, name, unsafe String(cString: pcap_geterr(handle)))
    }
    guard result == 1, let header = unsafe header, let data = unsafe data else { return false }
    unsafe pending.append(
      contentsOf: Self.words([
        UInt32(truncatingIfNeeded: header.pointee.ts.tv_sec),
        UInt32(truncatingIfNeeded: header.pointee.ts.tv_usec), header.pointee.caplen,
        header.pointee.len,
      ]))
    unsafe pending.append(
      contentsOf: UnsafeBufferPointer(start: data, count: Int(header.pointee.caplen)))
    return true
  }

  private static func activate(
    _ handle: OpaquePointer, _ interface: String
  ) throws(CaptureError) {
    unsafe pcap_set_snaplen(handle, snapshotLength)
    unsafe pcap_set_promisc(handle, interface == "any" ? 0 : 1)
    unsafe pcap_set_timeout(handle, 100)
    unsafe pcap_set_buffer_size(handle, bufferLength)
    unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
    let result = unsafe pcap_activate(handle)
    guard result < 0 else { return }
    switch result {
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      throw CaptureError(
        .cannotOpen, interface,
        "no permission to capture; run it as root, or allow the program to: "
          + "setcap cap_net_raw,cap_net_admin+ep PATH-OF-RTP2WAV")
    case PCAP_ERROR_NO_SUCH_DEVICE:
      throw CaptureError(.cannotOpen, interface, "no such interface; -D lists those there are")
    default:
      let detail = unsafe String(cString: pcap_geterr(handle))
      let meaning = unsafe String(cString: pcap_statustostr(result))
      throw CaptureError(.cannotOpen, interface, detail.isEmpty ? meaning : detail)
    }
  }

  private static func set(
    _ filter: String, on handle: OpaquePointer
  ) throws(CaptureError) {
    var program = unsafe bpf_program()
    guard unsafe pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      throw CaptureError(
        .badFilter, "filter '\(filter)'", unsafe String(cString: pcap_geterr(handle)))
    }
    defer { unsafe pcap_freecode(&program) }
    guard unsafe pcap_setfilter(handle, &program) == 0 else {
      throw CaptureError(
        .cannotOpen, "filter '\(filter)'", unsafe String(cString: pcap_geterr(handle)))
    }
  }

  private static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  private static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
