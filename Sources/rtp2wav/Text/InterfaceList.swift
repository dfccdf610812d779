import Capture
import JSON

/// The answer to `-D`: the network interfaces, numbered as `tcpdump -D` does.
enum InterfaceList {
  /// The names, for completion; none where the system does not tell them.
  static var names: [String] { ((try? NetworkInterface.all()) ?? []).map(\.name) }

  static func print(asJSON: Bool) throws {
    let interfaces: [NetworkInterface]
    do throws(CaptureError) { interfaces = try NetworkInterface.all() } catch {
      Terminal.message("\(error)")
      throw ExitStatus.noInput
    }
    guard asJSON else {
      for (number, interface) in zip(1..., interfaces) {
        let states = [interface.isUp ? "up" : nil, interface.isLoopback ? "loopback" : nil]
        let details = ([interface.description] + states.compactMap { $0 }).filter { !$0.isEmpty }
        Terminal.answer(
          "\(number). \(interface.name)"
            + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))") + "\n")
      }
      return
    }
    var json = JSONWriter { Terminal.answer($0) }
    json.array { json in
      for interface in interfaces {
        json.object(inline: true) { json in
          json.key("name")
          json.value(interface.name)
          json.key("description")
          json.value(interface.description)
          json.key("up")
          json.value(interface.isUp)
          json.key("loopback")
          json.value(interface.isLoopback)
        }
      }
    }
    json.finish()
  }
}
