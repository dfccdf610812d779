/// The files of one worker that are open at a time, well under what the system allows.
///
/// A file that has not been written for longest is closed for the while; its sink opens it again.
final class OpenFiles {
  /// A file in the chain from the one used last to the one used first.
  private struct Place {
    var sink: SoundFileSink?
    /// The places of its neighbours; `none` at an end.
    var newer = OpenFiles.none
    var older = OpenFiles.none
  }

  private static let none = -1

  private var places: [Place] = []
  private var free: [Int] = []
  private var newest = OpenFiles.none
  private var oldest = OpenFiles.none
  private let limit: Int

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// Notes that `sink` is about to write, and makes room for it.
  func touch(_ sink: SoundFileSink) {
    if let place = sink.place {
      guard place != newest else { return }
      unchain(place)
      chain(place)
      return
    }
    if places.count - free.count >= limit, let closing = places[oldest].sink {
      forget(closing)
      closing.suspend()
    }
    let place: Int
    if let last = free.popLast() {
      place = last
    } else {
      place = places.count
      places.append(Place())
    }
    places[place].sink = sink
    sink.place = place
    chain(place)
  }

  /// Lets go of a file that is closed.
  func forget(_ sink: SoundFileSink) {
    guard let place = sink.place else { return }
    sink.place = nil
    unchain(place)
    places[place].sink = nil
    free.append(place)
  }

  private func chain(_ place: Int) {
    places[place].newer = Self.none
    places[place].older = newest
    if newest == Self.none { oldest = place } else { places[newest].newer = place }
    newest = place
  }

  private func unchain(_ place: Int) {
    let (newer, older) = (places[place].newer, places[place].older)
    if newer == Self.none { newest = older } else { places[newer].older = older }
    if older == Self.none { oldest = newer } else { places[older].newer = newer }
  }
}
