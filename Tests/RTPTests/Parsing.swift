import RTP

// A macro of Swift Testing cannot take a span, so that arrays are parsed here.

func parsed(_ bytes: [UInt8], isTruncated: Bool = false) -> RTPPacket? {
  RTPPacket(parsing: bytes.span, isTruncated: isTruncated)
}

func report(_ bytes: [UInt8], at offset: Int = 0) -> TelephoneEvent? {
  TelephoneEvent(bytes.span, at: offset)
}

func redBlocks(_ payload: [UInt8]) -> [RedundantBlock]? { RedundantBlock.blocks(in: payload.span) }

func kindOf(_ bytes: [UInt8]) -> DatagramKind { DatagramKind(bytes.span) }

func compound(_ bytes: [UInt8], isTruncated: Bool = false) -> RTCPCompound {
  RTCPCompound(parsing: bytes.span, isTruncated: isTruncated)
}
