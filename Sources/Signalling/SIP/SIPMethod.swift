/// The methods that matter to media: those that open, describe and end a call, and INFO, which may
/// carry digits.
enum SIPMethod: String {
  case invite = "INVITE"
  case ack = "ACK"
  case prack = "PRACK"
  case update = "UPDATE"
  case bye = "BYE"
  case cancel = "CANCEL"
  case info = "INFO"

  /// Whether session descriptions in it are offers and answers (RFC 6337, section 2.2); those in
  /// answers to OPTIONS, for one, only list capabilities.
  var carriesOffers: Bool { self != .bye && self != .cancel && self != .info }
}
