/// What became of the messages of signalling.
package struct SignallingCounters: Hashable, Sendable {
  /// SIP messages seen, malformed ones included.
  package internal(set) var messages = 0
  /// Messages, descriptions or parts of TCP streams that could not be read.
  package internal(set) var malformed = 0
  /// SIP messages with a body that is compressed (Content-Encoding), which is not read.
  package internal(set) var compressed = 0
  /// Descriptions of media without an IP address, or with a host name in its place, which are not announced.
  package internal(set) var unaddressed = 0
  /// Crypto lines and candidates beyond the limit of one description, which are not kept.
  package internal(set) var surplusAttributes = 0
  /// Digits of SIP INFO beyond the limit, which are counted only.
  package internal(set) var droppedDigits = 0
  /// Messages not followed as there were too many calls or requests already, and sessions of RTSP
  /// forgotten.
  package internal(set) var unfollowed = 0
  /// Calls whose offers were forgotten before they ended, as there were too many.
  package internal(set) var forgottenCalls = 0

  /// Makes counters of nothing.
  package init() {}
}

extension SignallingCounters {
  /// The counters that a report warns of where they are not zero, each with the words behind its number.
  package static let warnings: [(counter: any KeyPath<Self, Int> & Sendable, text: StaticString)] =
    [
      (\.malformed, "messages or descriptions of SIP and RTSP could not be read"),
      (
        \.compressed,
        "SIP bodies are compressed (Content-Encoding) and were not read, session descriptions among them"
      ),
      (
        \.unaddressed,
        "descriptions of media give no IP address; they are not used"
      ),
      (
        \.surplusAttributes,
        "crypto lines or candidates of descriptions were not read, as they were too many"
      ),
      (\.droppedDigits, "digits of SIP INFO were not kept, as they were too many"),
      (\.unfollowed, "messages or sessions of signalling were not followed, as they were too many"),
      (\.forgottenCalls, "calls were forgotten before their end, as they were too many"),
    ]
}
