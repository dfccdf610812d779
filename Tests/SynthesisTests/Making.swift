import Audio
import Synthesis

/// A tone of that many seconds.
func tone(_ seconds: Double, _ frequency: Int = 440, level: Int = -12) throws -> Prompt {
  Prompt([try PromptSegment(parsing: "tone:\(frequency),for=\(seconds)s,level=\(level)")])
}

/// 20 ms packets of PCMU, or of another codec.
func media(_ name: String = "PCMU", clock: Int = 8000, type: UInt8 = 0) -> MediaOptions {
  MediaOptions(
    MediaFormat(encodingName: name, clockRate: clock), payloadType: type, packetTime: 0.02)
}
