import RTP

/// The rules on the reports of one event.
extension ConformanceCheck {
  /// The timestamp names the event, so all its reports bear that of its start.
  func timestampChanged(_ press: EventPress, after previous: EventPress?) -> Finding? {
    let first = press.first
    guard let previous, previous.code == press.code, previous.endReports == 0,
      !first.packet.marker, !first.isRedundant,
      (1...3).contains(first.packet.order - previous.last.packet.order)
    else { return nil }
    let step = Int64(Int32(bitPattern: first.timestamp &- previous.last.timestamp))
    let limit = Int64(press.format.clockRate)
    let isUpdate = first.telephoneEvent.duration >= previous.last.telephoneEvent.duration
    guard step > 0, step < limit, isUpdate else { return nil }
    return Finding(
      .timestampChanged, at: first.packet,
      "the timestamp moves on by \(step) within \(press.name), so that receivers hear a new one "
        + "(RFC 4733, 2.2.1)")
  }

  /// Durations count from the start of the event or segment, so they never fall.
  func durationDecreased(_ press: EventPress) -> Finding? {
    var highest: [UInt32: UInt16] = [:]
    for report in press.reports where !report.isRedundant && !report.packet.isDuplicate {
      let duration = report.telephoneEvent.duration
      let before = highest[report.timestamp] ?? 0
      if duration < before {
        return Finding(
          .durationDecreased, at: report.packet,
          "the duration of \(press.name) falls from \(before) to \(duration) (RFC 4733, 2.5.1.2)")
      }
      highest[report.timestamp] = duration
    }
    return nil
  }

  /// The E bit ends an event; its packet is sent three times in all.
  func end(_ press: EventPress) -> Finding? {
    let ends = press.endReports
    let isHoled = isFollowed(byHoleBehind: press.last.packet.order)
    if ends == 0 {
      // A state, such as off hook, has no end.
      guard press.digit != nil || press.code == 16 else { return nil }
      return Finding(
        .endMissing, at: press.last.packet,
        "\(press.name) has no packet with the E bit"
          + (isHoled ? "; packets are missing behind it" : "") + " (RFC 4733, 2.5.1.2)",
        isExcused: isHoled)
    }
    let isRedundant = press.reports.contains { $0.isRedundant }
    guard ends < 3, !isHoled, !isRedundant, !hasHole(press) else { return nil }
    return Finding(
      .endNotRepeated, at: press.last.packet,
      "the end of \(press.name) was sent \(ends == 1 ? "once" : "twice"), not three times "
        + "(RFC 4733, 2.5.1.4)")
  }

  /// Whether a packet is missing between the last reports, as one of the ends may be.
  private func hasHole(_ press: EventPress) -> Bool {
    press.reports.contains {
      $0.telephoneEvent.isEnd && isPreceded(byHoleBefore: $0.packet.order)
    }
  }

  /// The first packet of an event has the marker bit, those of later segments have not.
  func markerMissing(_ press: EventPress, after previous: EventPress?) -> Finding? {
    let first = press.first
    guard !first.packet.marker, !first.isRedundant, !first.packet.isTruncated,
      !isPreceded(byHoleBefore: first.packet.order),
      previous?.last.packet.order != first.packet.order
    else { return nil }
    return Finding(
      .markerMissing, at: first.packet,
      "the first packet of \(press.name) lacks the marker bit (RFC 4733, 2.2.2)")
  }

  /// Zero stands for a state that lasts, which no digit is.
  func durationZero(_ press: EventPress) -> Finding? {
    guard press.digit != nil,
      let report = press.reports.first(where: { $0.telephoneEvent.duration == 0 })
    else { return nil }
    return Finding(
      .durationZero, at: report.packet, "\(press.name) with a duration of 0 (RFC 4733, 2.3.5)")
  }

  /// A digit below −36 dBm0 need not be heard; what is no tone has no volume.
  func volume(_ press: EventPress) -> Finding? {
    let volume = press.first.telephoneEvent.volume
    if press.digit != nil, volume > 36 {
      return Finding(
        .volumeOutOfRange, at: press.first.packet,
        "\(press.name) at -\(volume) dBm0; receivers need not take less than -36 "
          + (volume > 55 ? "and drop less than -55 " : "") + "(RFC 2833, 3.5; ITU-T Q.24)")
    }
    guard press.code == 16, volume != 0 else { return nil }
    return Finding(
      .volumeOutOfRange, at: press.first.packet,
      "\(press.name) has no volume, but says -\(volume) dBm0 (RFC 4733, 2.3.4)")
  }

  /// Events come as the payload type and codes that the receiver agreed to.
  func notNegotiated(_ press: EventPress) -> Finding? {
    switch press.format.negotiation {
    case .missing:
      return Finding(
        .notNegotiated, at: press.first.packet,
        "payload type \(press.format.payloadType) is not in the SDP (RFC 4733, 2.5.1.1)")
    case .negotiated(let codes?) where !codes.contains(press.code):
      return Finding(
        .notNegotiated, at: press.first.packet,
        "\(press.name) (event \(press.code)) is not among the events of the SDP's fmtp "
          + "(RFC 4733, 2.5.1.1)")
    case .negotiated, .unknown:
      return nil
    }
  }
}
