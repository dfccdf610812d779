/// A straight line through points that come one by one, by least squares, in constant memory.
struct RunningLine: Sendable {
  private(set) var points = 0
  private var (meanX, meanY) = (0.0, 0.0)
  private var (squaresX, squaresY, products) = (0.0, 0.0, 0.0)
  private var (firstX, lastX) = (0.0, 0.0)

  mutating func add(_ x: Double, _ y: Double) {
    points += 1
    if points == 1 { firstX = x }
    lastX = x
    let (fromMeanX, fromMeanY) = (x - meanX, y - meanY)
    meanX += fromMeanX / Double(points)
    meanY += fromMeanY / Double(points)
    squaresX += fromMeanX * (x - meanX)
    squaresY += fromMeanY * (y - meanY)
    products += fromMeanX * (y - meanY)
  }

  /// From the first point to the last.
  var span: Double { lastX - firstX }

  /// Nil below two points, or where they stand above one another.
  var slope: Double? { points > 1 && squaresX > 0 ? products / squaresX : nil }

  /// The slope's standard error, by the points' own scatter; nil below three points.
  var slopeError: Double? {
    guard points > 2, let slope else { return nil }
    let scatter = max(0, squaresY - slope * products) / Double(points - 2)
    return (scatter / squaresX).squareRoot()
  }
}
