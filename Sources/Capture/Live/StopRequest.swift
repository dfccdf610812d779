/// Whether reading is to end before the inputs do.
package enum StopRequest: Sendable {
  case none
  /// What is no regular file ends as soon as it brings nothing for a second.
  case whenSilent
  case now
}
