internal import CSpanDSP

extension CodecLibrary {
  /// spandsp, which has the codecs of telephony.
  static let spandsp = CodecLibrary(name: "libspandsp", debianPackage: "libspandsp2") {
    libspandsp_is_there()
  }
}
