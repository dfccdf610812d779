internal import Cryptography

extension SecretBytes {
  /// Reads a key as it is pasted: hexadecimal where its length makes that a key, else base64.
  ///
  /// Hexadecimal may have colons. Base64 may lack its padding and may have the letters of URLs (RFC 4648, section 5).
  static func key(text: some StringProtocol) throws(SRTPError) -> SecretBytes {
    let text = Array(text.utf8)
    let isHexadecimal = !text.isEmpty && text.allSatisfy { hexadecimal($0) != nil || $0 == 0x3a }
    if isHexadecimal {
      let digits = text.filter { $0 != 0x3a }
      let isKey = !CryptoSuite.suites(masterBytes: digits.count / 2).isEmpty
      let isBase64Key = !CryptoSuite.suites(masterBytes: text.count * 3 / 4).isEmpty
      if digits.count.isMultiple(of: 2), isKey || !isBase64Key {
        return unpacked(digits, bits: 4, value: hexadecimal)
      }
    }
    let letters = text.prefix { $0 != 0x3d }
    guard !letters.isEmpty, letters.allSatisfy({ base64($0) != nil }),
      text.count - letters.count <= 2, text.dropFirst(letters.count).allSatisfy({ $0 == 0x3d }),
      letters.count % 4 != 1
    else { throw .notAKey }
    return unpacked(Array(letters), bits: 6, value: base64)
  }

  /// The whole bytes of letters that stand for `bits` bits each.
  private static func unpacked(
    _ letters: [UInt8], bits: Int, value: (UInt8) -> UInt32?
  ) -> SecretBytes {
    SecretBytes(count: letters.count * bits / 8) { bytes in
      var (buffer, held, place) = (UInt32(0), 0, 0)
      for letter in letters {
        buffer = buffer << UInt32(bits) | (value(letter) ?? 0)
        held += bits
        if held >= 8, place < bytes.count {
          held -= 8
          bytes[place] = UInt8(truncatingIfNeeded: buffer >> UInt32(held))
          place += 1
        }
      }
    }
  }

  private static func hexadecimal(_ letter: UInt8) -> UInt32? {
    switch letter {
    case 0x30...0x39: UInt32(letter) - 0x30
    case 0x41...0x46: UInt32(letter) - 0x41 + 10
    case 0x61...0x66: UInt32(letter) - 0x61 + 10
    default: nil
    }
  }

  private static func base64(_ letter: UInt8) -> UInt32? {
    switch letter {
    case 0x41...0x5a: UInt32(letter) - 0x41
    case 0x61...0x7a: UInt32(letter) - 0x61 + 26
    case 0x30...0x39: UInt32(letter) - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
  }
}
