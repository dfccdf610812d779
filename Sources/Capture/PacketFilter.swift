/// A filter expression as tcpdump takes it, compiled for each link type of a trace.
///
/// It sees frames as they are, and so outer headers only. For some link types libpcap has no code
/// for some expressions; their packets do not match.
final class PacketFilter {
  /// Link types on one of which every right expression has code.
  private static let usualLinkTypes: [UInt16] = [1, 12, 113, 105, 127, 9, 0]
  /// Programs that are kept; a trace of more link types than that is made to harm.
  private static let maximumPrograms = 64

  private let expression: String
  private var programs: [UInt16: FilterProgram?] = [:]
  /// The link type of the last packet, and its program.
  private var lastType: UInt16?
  private var last: FilterProgram?
  /// Link types for which the expression has no code.
  private(set) var unfilteredLinkTypes: [UInt16] = []

  /// Throws libpcap's own words about a wrong expression.
  init(_ expression: String) throws(CaptureError) {
    self.expression = expression
    var problem: String?
    for linkType in Self.usualLinkTypes {
      do throws(FilterProgram.Problem) {
        programs[linkType] = .some(try FilterProgram(expression, linkType: linkType))
        return
      } catch {
        // Ethernet's message is what tcpdump would say.
        problem = problem ?? error.text
      }
    }
    throw CaptureError(.badFilter, "filter '\(expression)'", problem ?? "cannot be compiled")
  }

  /// Whether a frame passes.
  func matches(_ frame: Span<UInt8>, linkType: UInt16, originalLength: Int) -> Bool {
    if lastType != linkType {
      last = program(linkType)
      lastType = linkType
    }
    return last?.matches(frame, originalLength: originalLength) ?? false
  }

  private func program(_ linkType: UInt16) -> FilterProgram? {
    if let known = programs[linkType] { return known }
    guard programs.count < Self.maximumPrograms else { return nil }
    let program = try? FilterProgram(expression, linkType: linkType)
    if program == nil { unfilteredLinkTypes.append(linkType) }
    programs[linkType] = .some(program)
    return program
  }
}
