/// The flags of an instruction.
struct InstructionFlags: Sendable {
  enum Name: UInt8, Sendable {
    case from, chown, chmod, link, parents, exclude, keepGitDirectory, checksum, unpack
    case mount, network, security, device, platform
    case interval, timeout, startPeriod, startInterval, retries
  }

  /// In the order in which they were given; `true` or `false` for those that are switches.
  private(set) var all: [(name: Name, value: [UInt8])] = []

  /// - Throws: For a flag that the instruction does not have, one that is given twice, or a value
  ///   that it can't have.
  init(_ texts: [[UInt8]], of keyword: Instruction.Keyword) throws(DockerfileFault) {
    for text in texts {
      let (word, value) = BuildEnvironment.split(text)
      guard let name = Name(word, of: keyword) else { throw DockerfileFault(.unknownFlag, word) }
      let repeats = name == .exclude || name == .mount || name == .device
      if !repeats, self.value(name) != nil { throw DockerfileFault(.duplicateFlag, word) }
      guard name.isSwitch else {
        guard let value, name.takes(value) else { throw DockerfileFault(.badFlagValue, text) }
        all.append((name, value))
        continue
      }
      guard let isOn = Self.truth(of: value) else { throw DockerfileFault(.badFlagValue, text) }
      all.append((name, [UInt8](isOn ? "true" as StaticString : "false")))
    }
  }

  private static func truth(of value: [UInt8]?) -> Bool? {
    guard let value else { return true }
    return value.withUnsafeBufferPointer { value in
      if value.isWord("true") { return true }
      return value.isWord("false") ? false : nil
    }
  }
}

extension InstructionFlags {
  func value(_ name: Name) -> [UInt8]? {
    for flag in all where flag.name == name { return flag.value }
    return nil
  }

  func values(_ name: Name) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for flag in all where flag.name == name { values.append(flag.value) }
    return values
  }

  func isOn(_ name: Name) -> Bool { value(name)?.isLiteral("true") ?? false }
}

extension InstructionFlags {
  /// - Throws: For a time or a number of HEALTHCHECK that is none.
  func checkHealth() throws(DockerfileFault) {
    for (name, value) in all {
      let isRight = value.withUnsafeBufferPointer { value in
        if name != .retries { return InstructionValue.isDuration(value) }
        let digits = value.from(value.first == UInt8(ascii: "+") ? 1 : 0)
        return value.isEmpty || InstructionValue.number(digits, limit: Int(Int32.max)) != nil
      }
      guard isRight else { throw DockerfileFault(.badFlagValue, value) }
    }
  }
}

extension InstructionFlags.Name {
  private static let texts: [StaticString] = [
    "--from", "--chown", "--chmod", "--link", "--parents", "--exclude", "--keep-git-dir",
    "--checksum", "--unpack", "--mount", "--network", "--security", "--device", "--platform",
    "--interval", "--timeout", "--start-period", "--start-interval", "--retries",
  ]

  init?(_ word: [UInt8], of keyword: Instruction.Keyword) {
    for (number, text) in Self.texts.enumerated() where word.isLiteral(text) {
      guard let name = Self(rawValue: UInt8(number)), name.belongs(to: keyword) else { return nil }
      self = name
      return
    }
    return nil
  }

  private func belongs(to keyword: Instruction.Keyword) -> Bool {
    switch self {
    case .from, .parents: keyword == .copy
    case .chown, .chmod, .link, .exclude: keyword == .copy || keyword == .add
    case .keepGitDirectory, .checksum, .unpack: keyword == .add
    case .mount, .network, .security, .device: keyword == .run
    case .platform: keyword == .from
    case .interval, .timeout, .startPeriod, .startInterval, .retries: keyword == .healthcheck
    }
  }

  /// Whether it can have this value, as far as no variable stands in it.
  fileprivate func takes(_ value: [UInt8]) -> Bool {
    value.withUnsafeBufferPointer {
      switch self {
      case .network: InstructionValue.isWord($0, of: "default none host")
      case .security: InstructionValue.isWord($0, of: "insecure sandbox")
      default: true
      }
    }
  }

  fileprivate var isSwitch: Bool {
    switch self {
    case .link, .parents, .keepGitDirectory, .unpack: true
    default: false
    }
  }
}
