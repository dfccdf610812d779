/// The methods that matter to media: those that open, describe and end a call.
enum SIPMethod: String {
  case invite = "INVITE"
  case ack = "ACK"
  case prack = "PRACK"
  case update = "UPDATE"
  case bye = "BYE"
  case cancel = "CANCEL"

  /// Whether session descriptions in it are offers and answers (RFC 6337, section 2.2); those in
  /// answers to OPTIONS, for one, only list capabilities.
  var carriesOffers: Bool { self != .bye && self != .cancel }
}
