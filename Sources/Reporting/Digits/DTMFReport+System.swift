import DTMFAnalysis
import NetworkBytes
import RTP

extension DTMFReport {
  /// Compares the legs into a system with those out of it: each with the one that differs least.
  mutating func compare(
    _ legs: [DigitLeg], of trace: ExtractionReport, around system: IPAddress
  ) {
    let origin = trace.startTime
    let traced = legs.filter { $0.members[0].stream < trace.streams.count }
    func key(_ leg: DigitLeg) -> StreamKey { trace.streams[leg.members[0].stream].key }
    let inputs = traced.filter { key($0).destination.address == system && !$0.presses.isEmpty }
    var outputs = traced.filter { key($0).source.address == system }
    for input in inputs {
      let stream = trace.streams[input.members[0].stream]
      // What comes back to where the digits came from is the answer, unless there is nothing else.
      let onward = outputs.filter { key($0).destination != key(input).source }
      let candidates = (onward.isEmpty ? outputs.filter { !$0.presses.isEmpty } : onward).filter {
        trace.streams[$0.members[0].stream].overlaps(stream)
      }
      let before = input.presses.shifted(to: stream.zeroTime &- origin)
      let compared = candidates.map { output in
        let zero = trace.streams[output.members[0].stream].zeroTime
        return (
          output,
          LegComparison(input: before, output: output.presses.shifted(to: zero &- origin))
        )
      }
      let best = compared.min { $0.1.differences < $1.1.differences }
      systemLegs.append(
        SystemLeg(
          input: input.members[0].stream, output: best?.0.members[0].stream,
          comparison: best?.1 ?? LegComparison(input: before, output: [])))
      outputs.removeAll { $0.members[0].stream == best?.0.members[0].stream }
    }
    for output in outputs where !output.presses.isEmpty {
      let zero = trace.streams[output.members[0].stream].zeroTime
      systemLegs.append(
        SystemLeg(
          input: nil, output: output.members[0].stream,
          comparison: LegComparison(
            input: [], output: output.presses.shifted(to: zero &- origin))))
    }
    let uncompared = systemLegs.reduce(0) { $0 + $1.comparison.uncompared }
    if uncompared > 0 {
      faults.append("\(system): \(uncompared) digits were not compared, as they are too many")
    }
    let differences = systemLegs.reduce(0) { $0 + $1.comparison.differences }
    if differences > 0 {
      faults.append("\(system): \(differences) digits came out otherwise than they went in")
    }
    if inputs.isEmpty { faults.append("\(system): no digits go in") }
  }
}

extension [LegComparison.Press] {
  /// The same, counted from the start of the trace.
  fileprivate func shifted(to zero: Int64) -> [LegComparison.Press] {
    map { LegComparison.Press(digit: $0.digit, start: $0.start + Double(zero) * 1e-9) }
  }
}
