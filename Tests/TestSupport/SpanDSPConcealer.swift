import CSpanDSPTones

/// libspandsp's concealment of lost packets at 8 kHz, called as its header says and without any code of ours.
@safe
package final class SpanDSPConcealer {
  private var state = plc_state_t()

  package init() { _ = unsafe plc_init(&state) }

  /// What becomes of a packet that came.
  package func receive(_ samples: [Int16]) -> [Int16] {
    var samples = samples
    unsafe _ = plc_rx(&state, &samples, Int32(samples.count))
    return samples
  }

  /// What stands in for one that did not, of 30 samples or more.
  package func fill(_ count: Int) -> [Int16] {
    var samples = [Int16](repeating: 0, count: count)
    unsafe _ = plc_fillin(&state, &samples, Int32(count))
    return samples
  }
}
