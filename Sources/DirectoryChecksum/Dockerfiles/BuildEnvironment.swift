/// The variables of a build stage, or those before the first one.
struct BuildEnvironment {
  /// In the order in which they were first set.
  private(set) var variables: [(name: [UInt8], value: [UInt8])] = []
  /// Their places, in the order of their names.
  private var order: [Int] = []

  /// The value of `name`; nil where it is not set.
  func value(of name: [UInt8]) -> [UInt8]? {
    let place = place(of: name)
    return isSet(name, place) ? variables[order[place]].value : nil
  }

  mutating func set(_ name: [UInt8], _ value: [UInt8]) {
    let place = place(of: name)
    if isSet(name, place) {
      variables[order[place]].value = value
    } else {
      order.insert(variables.count, at: place)
      variables.append((name, value))
    }
  }

  /// Where `name` stands in the order, or would.
  private func place(of name: [UInt8]) -> Int {
    lowerBound(below: order.count) { precedes(variables[order[$0]].name, name) }
  }

  private func isSet(_ name: [UInt8], _ place: Int) -> Bool {
    place < order.count && variables[order[place]].name == name
  }

  /// Sets `NAME=VALUE`; `NAME` alone sets nothing.
  mutating func set(assignment: [UInt8]) {
    let (name, value) = Self.split(assignment)
    if let value { set(name, value) }
  }

  /// A word in two at its first `=`; the value is nil where there is none.
  static func split(_ word: [UInt8]) -> (name: [UInt8], value: [UInt8]?) {
    word.withUnsafeBufferPointer { word in
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { return ([UInt8](word), nil) }
      return ([UInt8](word.upTo(equals)), [UInt8](word.from(equals + 1)))
    }
  }
}

extension BuildEnvironment {
  /// The processor that is built for, where nothing else is asked for: this one.
  private static var architecture: StaticString {
    #if arch(arm64)
      "arm64"
    #else
      "amd64"
    #endif
  }

  /// What is known before the first instruction. `target` is the stage that is built.
  static func predefined(target: [UInt8]) -> BuildEnvironment {
    var environment = BuildEnvironment()
    for side in ["BUILD", "TARGET"] as [StaticString] {
      var platform = [UInt8]("linux/")
      platform.append(architecture)
      environment.set(named: side, "PLATFORM", platform)
      environment.set(named: side, "OS", [UInt8]("linux"))
      environment.set(named: side, "OSVERSION", [])
      environment.set(named: side, "ARCH", [UInt8](architecture))
      environment.set(named: side, "VARIANT", [])
    }
    environment.set([UInt8]("TARGETSTAGE"), target)
    return environment
  }

  private mutating func set(named prefix: StaticString, _ rest: StaticString, _ value: [UInt8]) {
    var name = [UInt8](prefix)
    name.append(rest)
    set(name, value)
  }
}
