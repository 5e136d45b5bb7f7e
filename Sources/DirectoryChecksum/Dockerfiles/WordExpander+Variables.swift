extension WordExpander {
  /// What stands behind a `$` that has been taken.
  mutating func variable() throws(DockerfileFault) -> [UInt8] {
    guard skip(UInt8(ascii: "{")) else {
      let name = self.name()
      return name.isEmpty ? [UInt8(ascii: "$")] : value(of: name) ?? []
    }
    switch peek() {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"): throw fault
    default: break
    }
    let name = self.name()
    let value = value(of: name)
    guard var modifier = next() else { throw fault }
    if modifier == UInt8(ascii: "}") { return value ?? [] }
    if modifier == UInt8(ascii: "/") { return try replaced(in: value ?? []) }
    var isSet = value != nil
    if modifier == UInt8(ascii: ":") {
      guard let behind = next() else { throw fault }
      modifier = behind
      if value?.isEmpty ?? true { isSet = false }
    }
    switch modifier {
    case UInt8(ascii: "-"):
      let word = try process(until: UInt8(ascii: "}"))
      return isSet ? value ?? [] : word
    case UInt8(ascii: "+"):
      let word = try process(until: UInt8(ascii: "}"))
      return isSet ? word : []
    case UInt8(ascii: "?"):
      _ = try process(until: UInt8(ascii: "}"))
      guard isSet || onlyChecks else { throw fault }
      return value ?? []
    case UInt8(ascii: "#"), UInt8(ascii: "%"):
      var pattern = try rawWord(until: UInt8(ascii: "}"))
      let isLongest = pattern.first == modifier
      if isLongest { pattern.removeFirst() }
      guard let shell = ShellPattern(pattern) else { throw fault }
      return shell.trimmed(
        value ?? [], atEnd: modifier == UInt8(ascii: "%"), isLongest: isLongest)
    default: throw fault
    }
  }

  private mutating func value(of name: [UInt8]) -> [UInt8]? {
    let value = environment.value(of: name)
    if value == nil { hasUnknown = true }
    return value
  }

  private mutating func replaced(in value: [UInt8]) throws(DockerfileFault) -> [UInt8] {
    let isGlobal = skip(UInt8(ascii: "/"))
    let pattern = try rawWord(until: UInt8(ascii: "/"))
    let replacement = try rawWord(until: UInt8(ascii: "}"))
    guard let shell = ShellPattern(pattern) else { throw fault }
    return shell.replaced(value, by: replacement, isGlobal: isGlobal)
  }

  private mutating func rawWord(until stop: UInt8) throws(DockerfileFault) -> [UInt8] {
    let before = keepsEscapes
    keepsEscapes = true
    defer { keepsEscapes = before }
    return try process(until: stop)
  }

  /// The name of a variable: digits, one of the shell's special parameters, or letters, digits and
  /// `_`. What is not ASCII counts as a letter.
  private mutating func name() -> [UInt8] {
    var name: [UInt8] = []
    let onlyDigits = peek()?.isDigit ?? false
    while let byte = peek() {
      if name.isEmpty, !onlyDigits, Self.isSpecial(byte) {
        index += 1
        return [byte]
      }
      let belongs =
        byte.isDigit || !onlyDigits && (byte.isLetter || byte == UInt8(ascii: "_") || byte >= 0x80)
      guard belongs else { break }
      name.append(byte)
      index += 1
    }
    return name
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "-"), UInt8(ascii: "$"), UInt8(ascii: "!"):
      true
    default: false
    }
  }
}
