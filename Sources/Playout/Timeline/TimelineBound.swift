/// How long a timeline may become: as long as its stream was captured, or as its audio is, and a little more.
///
/// All in ns.
struct TimelineBound: Sendable, BitwiseCopyable {
  /// When the first packet was captured, and where it stands.
  private let first: Int64
  private let start: Int64
  private var latest: Int64
  /// How long all audio is.
  private var audio: Int64 = 0
  /// What may be claimed beyond capture time.
  private var allowance: Int64 = 500_000_000
  /// What may be believed yet of loss that capture time does not bear out.
  private var credit: Int64 = 60_000_000_000

  /// A stream whose first packet was captured at `time` and stands at `start`.
  init(at time: Int64, start: Int64) { (first, latest, self.start) = (time, time, start) }

  /// Takes the capture time of a packet, and how long audio before it is.
  @inline(__always)
  mutating func reach(_ time: Int64, audio length: Int64 = 0) {
    latest = max(latest, time)
    audio &+= length
  }

  /// Takes what capture time does not bear out from the credit; false where that is spent.
  mutating func spend(_ early: Int64) -> Bool {
    guard early <= credit else { return false }
    credit &-= max(0, early)
    allowance &+= max(0, early)
    return true
  }

  /// Silence may reach so far from frame 0 on.
  var limit: Int64 {
    let (passed, overflow) = latest.subtractingReportingOverflow(first)
    return start &+ max(audio, overflow ? .max / 4 : min(passed, .max / 4)) &+ allowance
  }
}
