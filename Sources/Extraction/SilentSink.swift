import Playout

/// Drops the audio: the stream is only listened to.
final class SilentSink: AudioSink {
  func write(_ frames: Span<Int16>, sampleRate: Int, channels: Int) {}
}
