internal import CPcap

/// A filter expression compiled by libpcap for one link type.
@safe
final class FilterProgram {
  /// Why there is none, in libpcap's words.
  struct Problem: Error {
    let text: String
  }

  // On the heap, as libpcap wants its address for each packet.
  private let program: UnsafeMutablePointer<bpf_program>

  init(_ expression: String, linkType: UInt16) throws(Problem) {
    // Files call raw IP 101; the library knows it by a number of the system's.
    let type: Int32 = linkType == 101 ? 12 : Int32(linkType)
    guard let handle = unsafe pcap_open_dead(type, 262_144) else {
      throw Problem(text: "no memory")
    }
    defer { unsafe pcap_close(handle) }
    let program = UnsafeMutablePointer<bpf_program>.allocate(capacity: 1)
    unsafe program.initialize(to: bpf_program())
    guard unsafe pcap_compile(handle, program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      unsafe program.deallocate()
      throw Problem(text: unsafe String(cString: pcap_geterr(handle)))
    }
    unsafe self.program = program
  }

  deinit {
    unsafe pcap_freecode(program)
    unsafe program.deallocate()
  }

  /// Whether a frame passes.
  func matches(_ frame: Span<UInt8>, originalLength: Int) -> Bool {
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: frame.count)
    header.len = UInt32(clamping: max(originalLength, frame.count))
    return unsafe frame.withUnsafeBufferPointer { frame in
      guard let bytes = frame.baseAddress else { return false }
      return unsafe pcap_offline_filter(program, &header, bytes) != 0
    }
  }
}
