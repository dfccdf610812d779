import Foundation
import TestSupport
import Testing

/// What tshark sees of a call whose parties send from the ports 4000 and 5000.
struct ProtectedCall {
  /// A key as a party's SDP tells it.
  struct OfferedKey {
    let suite: String
    let bytes: [UInt8]
    let mki: [UInt8]
    /// As `SRTPPeer` has them.
    let flags: String

    /// Of the attributes of an SDP.
    init?(_ attributes: String) {
      guard let line = attributes.split(separator: ",").first(where: { $0.hasPrefix("crypto:1 ") })
      else { return nil }
      let words = line.split(separator: " ").map(String.init)
      let key = words[2].trimmingPrefix("inline:").split(separator: "|").map(String.init)
      guard let data = Data(base64Encoded: key[0]) else { return nil }
      let identifier = key.count < 2 ? [] : key[1].split(separator: ":").compactMap { Int($0) }
      suite = words[1]
      bytes = Array(data)
      mki = identifier.isEmpty ? [] : big32(identifier[0]).suffix(identifier[1])
      flags = words.contains("UNENCRYPTED_SRTP") ? "a" : ""
    }
  }

  /// Of the offer and of the answer.
  private(set) var keys: [OfferedKey] = []
  /// The RTP packets of caller and callee, by SSRC; what comes twice is there once.
  private(set) var streams: [[[[UInt8]]]] = [[], []]

  init(_ trace: Trace) throws {
    for row in try trace.fields("udp.dstport", "udp.payload", "sdp.media_attr") {
      if let key = OfferedKey(row[2]) { keys.append(key) }
      guard let party = ["5000", "4000"].firstIndex(of: row[0]) else { continue }
      let packet = bytes(hex: row[1])
      if let index = streams[party].firstIndex(where: { $0[0][8..<12] == packet[8..<12] }) {
        if streams[party][index].last != packet { streams[party][index].append(packet) }
      } else {
        streams[party].append([packet])
      }
    }
  }
}
