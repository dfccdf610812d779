import Glibc
import ToneSignals

/// What the command line asks for.
struct Options {
  var seed: UInt64 = 1
  /// Factor on the number of signals.
  var scale = 1.0
  /// Only properties whose name holds this; `talk` is what no tone is in.
  var only = ""
  var peers = false
  var multimon = false
  var verbose = false
  var files: [String] = []

  init(_ arguments: some Sequence<String>) {
    var arguments = arguments.makeIterator()
    while let argument = arguments.next() {
      switch argument {
      case "--seed": seed = arguments.next().flatMap { UInt64($0) } ?? 1
      case "--scale": scale = arguments.next().flatMap { Double($0) } ?? 1
      case "--only": only = arguments.next() ?? ""
      case "--peers": peers = true
      case "--multimon": multimon = true
      case "--verbose": verbose = true
      default: files.append(argument)
      }
    }
  }
}

@main
struct BenchDTMF {
  static func main() {
    let options = Options(CommandLine.arguments.dropFirst())
    let table = Table(options)
    table.head()
    let speech = options.files.prefix(300).flatMap { Talk.wav($0) ?? [] }
    for property in heardProperties() + (speech.isEmpty ? [] : [speechProperty(speech)])
    where options.only.isEmpty || property.name.contains(options.only) {
      table.row(property)
    }
    table.edges()
    if options.only.isEmpty || options.only == "talk" { table.talk(options.files) }
    if options.only.isEmpty || options.only == "speed" { table.speed(options.files) }
  }
}
