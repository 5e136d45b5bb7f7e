/// One instruction of a Dockerfile, taken apart but with its variables as they are written.
public struct Instruction: Sendable {
  public enum Keyword: UInt8, Sendable {
    case add, arg, cmd, copy, entrypoint, env, expose, from, healthcheck, label, maintainer, onbuild
    case run, shell, stopsignal, user, volume, workdir
  }

  public let keyword: Keyword
  /// The number of its first line, and of the last that belongs to it, documents included.
  public let line: Int
  public let endLine: Int
  /// As it is written, its lines joined.
  public let text: [UInt8]
  let flags: InstructionFlags
  /// What follows the flags.
  let operands: [UInt8]
  /// The operands of ADD, COPY, FROM, WORKDIR and the like; empty for others.
  let words: [[UInt8]]
  let isJSON: Bool
  let heredocs: [Heredoc]
  let mounts: [RunMount]
}

extension Instruction.Keyword {
  package static let names: [StaticString] = [
    "add", "arg", "cmd", "copy", "entrypoint", "env", "expose", "from", "healthcheck", "label",
    "maintainer", "onbuild", "run", "shell", "stopsignal", "user", "volume", "workdir",
  ]

  init?(_ word: ByteView) {
    for (number, name) in Self.names.enumerated() where word.isWord(name) {
      self.init(rawValue: UInt8(number))
      return
    }
    return nil
  }

  /// In capitals.
  package var name: [UInt8] {
    var name = [UInt8](Self.names[Int(rawValue)])
    for index in name.indices { name[index] &= 0xdf }
    return name
  }
}

extension Instruction {
  /// - Throws: What is wrong with it whatever the variables are.
  init(_ statement: Statement, escape: UInt8) throws(DockerfileFault) {
    let (word, rest) = statement.text.withUnsafeBufferPointer { text in
      let (word, rest) = InstructionText.split(text)
      return ([UInt8](word), [UInt8](rest))
    }
    guard let keyword = word.withUnsafeBufferPointer({ Keyword($0) }) else {
      throw DockerfileFault(.unknownInstruction, word)
    }
    self.keyword = keyword
    line = statement.line
    endLine = statement.endLine
    text = statement.text
    heredocs = statement.heredocs
    let parts = rest.withUnsafeBufferPointer { InstructionText($0) }
    operands = parts.operands
    var words: [[UInt8]] = []
    var isJSON = false
    switch keyword {
    case .add, .copy, .volume, .run, .cmd, .entrypoint, .shell:
      let strings = try operands.withBytes { bytes throws(DockerfileFault) in
        try InstructionText.strings(bytes)
      }
      if let strings {
        isJSON = true
        words = strings
      }
      if !isJSON { words = operands.withUnsafeBufferPointer { InstructionText.words($0) } }
    case .from, .expose: words = operands.withUnsafeBufferPointer { InstructionText.words($0) }
    case .arg, .env, .label: words = InstructionText.quotedWords(operands, escape: escape)
    default: words = operands.isEmpty ? [] : [operands]
    }
    self.words = words
    self.isJSON = isJSON
    flags = try InstructionFlags(parts.flags, of: keyword)
    var mounts: [RunMount] = []
    for value in flags.values(.mount) { mounts.append(try RunMount(value)) }
    self.mounts = mounts
    try check()
  }

  private func check() throws(DockerfileFault) {
    switch keyword {
    case .add, .copy:
      guard words.count >= 2 else { throw DockerfileFault(.noDestination) }
      guard heredoc(words[words.count - 1]) == nil else {
        throw DockerfileFault(.heredocDestination, words[words.count - 1])
      }
    case .from:
      let hasName = words.count == 3 && words[1].withUnsafeBufferPointer { $0.isWord("as") }
      guard words.count == 1 || hasName else { throw DockerfileFault(.wrongArguments) }
    case .arg:
      guard !words.isEmpty else { throw DockerfileFault(.wrongArguments) }
      for word in words where word[0] == UInt8(ascii: "=") {
        throw DockerfileFault(.wrongArguments, word)
      }
    case .env, .label: try checkAssignments()
    case .shell:
      guard isJSON, !words.isEmpty else { throw DockerfileFault(.wrongArguments) }
    case .run, .cmd, .entrypoint: break
    case .healthcheck:
      try operands.withBytes { operands throws(DockerfileFault) in
        let (type, command) = InstructionText.split(operands)
        let isRight = type.isWord("none") ? command.isEmpty : type.isWord("cmd") && !command.isEmpty
        guard isRight else { throw DockerfileFault(.wrongArguments, [UInt8](type)) }
        _ = try InstructionText.strings(command)
        if !command.isEmpty { try flags.checkHealth() }
      }
    case .volume:
      guard !words.isEmpty else { throw DockerfileFault(.wrongArguments) }
      for word in words where word.withUnsafeBufferPointer({ $0.trimmed.isEmpty }) {
        throw DockerfileFault(.emptyVolume)
      }
    case .onbuild:
      guard !operands.isEmpty else { throw DockerfileFault(.wrongArguments) }
    default:
      guard !words.isEmpty else { throw DockerfileFault(.wrongArguments) }
    }
  }

  private func checkAssignments() throws(DockerfileFault) {
    guard let first = words.first else { throw DockerfileFault(.wrongArguments) }
    if BuildEnvironment.split(first).value == nil {
      // `ENV NAME the rest of the line`
      let count = operands.withUnsafeBufferPointer { InstructionText.words($0).count }
      guard count >= 2 else { throw DockerfileFault(.wrongArguments, first) }
      return
    }
    for word in words {
      guard word[0] != UInt8(ascii: "="), BuildEnvironment.split(word).value != nil else {
        throw DockerfileFault(.wrongArguments, word)
      }
    }
  }
}

extension Instruction {
  /// The document that a word of this instruction stands for.
  func heredoc(_ word: [UInt8]) -> Heredoc? {
    guard let named = word.withUnsafeBufferPointer({ Heredoc($0) }) else { return nil }
    for heredoc in heredocs where heredoc.name == named.name { return heredoc }
    return named
  }

  /// Names and values of ENV and LABEL, as they are written.
  var assignments: [(name: [UInt8], value: [UInt8])] {
    var assignments: [(name: [UInt8], value: [UInt8])] = []
    if let first = words.first, BuildEnvironment.split(first).value == nil {
      operands.withUnsafeBufferPointer { operands in
        let (name, value) = InstructionText.split(operands)
        assignments.append(([UInt8](name), [UInt8](value)))
      }
      return assignments
    }
    for word in words {
      let (name, value) = BuildEnvironment.split(word)
      assignments.append((name, value ?? []))
    }
    return assignments
  }
}
