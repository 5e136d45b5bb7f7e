extension StageEvaluation {
  /// Understands COPY and ADD.
  func copy(_ step: inout PlannedStep, _ links: StageLinks) throws(DockerfileFault) {
    let flags = step.instruction.flags
    var parts: [[UInt8]] = []
    let sources = try sources(of: &step, &parts)
    if let checksum = flags.value(.checksum) {
      try check(try expand(checksum), of: &step, &parts)
    }
    var excludes: [[UInt8]] = []
    for pattern in flags.values(.exclude) where !pattern.isEmpty { excludes.append(pattern) }
    var reference: PlannedStep.Reference?
    if let origin = try links.origins(of: step.instruction).first {
      reference = PlannedStep.Reference(origin: origin)
    }
    for source in sources {
      let selector = Selector(
        source: source, excludes: excludes, keepsParents: flags.isOn(.parents))
      parts.append(selector.path.baseName)
      parts.append(selector.include ?? [])
      if reference != nil {
        reference?.paths.append(Selector.rooted(source))
        reference?.paths.append(0)
      } else {
        step.selectors.append(selector)
        step.requested.append(Selector.rooted(source))
      }
    }
    if let reference { step.references = [reference] }
    for exclude in excludes { parts.append(exclude) }
    parts.append(try destination(of: step.instruction))
    parts.append(try expand(flags.value(.chown) ?? []))
    if let mode = flags.value(.chmod) { parts.append(try Self.mode(try expand(mode))) }
    parts.append(flags.value(.keepGitDirectory) ?? [])
    // What ADD does to files of the context, but for those that it unpacks, is what COPY does.
    let isAdd = step.instruction.keyword == .add
    let unpacks = flags.value(.unpack).map { $0.isLiteral("true") } ?? isAdd
    step.operation = operation(unpacks ? "ADD" : "COPY", parts)
    step.isDetached = flags.isOn(.link) && flags.value(.chmod) == nil
  }

  /// The paths that the instruction copies from; what it brings along itself, or fetches, are `parts`
  /// of what it does.
  private func sources(
    of step: inout PlannedStep, _ parts: inout [[UInt8]]
  ) throws(DockerfileFault) -> [[UInt8]] {
    let instruction = step.instruction
    var sources: [[UInt8]] = []
    for word in instruction.words.dropLast() {
      if let heredoc = instruction.heredoc(word) {
        parts.append(heredoc.name)
        parts.append(try content(of: heredoc))
        continue
      }
      let source = try expand(word)
      guard RemoteSource.isRemote(source) else {
        sources.append(source)
        continue
      }
      guard instruction.keyword == .add else { throw DockerfileFault(.addressInCopy, source) }
      step.isRemote = true
      parts.append(source)
    }
    return sources
  }

  /// Takes the value of `--checksum`, which is for the one source that is fetched.
  private func check(
    _ value: [UInt8], of step: inout PlannedStep, _ parts: inout [[UInt8]]
  ) throws(DockerfileFault) {
    let isCommit = parts.contains(where: RemoteSource.isRepository)
    guard step.instruction.words.count == 2, step.isRemote,
      isCommit || RemoteSource.isChecksum(value)
    else {
      throw DockerfileFault(.badChecksum, value)
    }
    // What comes is known, or the build fails.
    step.isRemote = false
    parts.append(value)
  }

  /// Where the instruction copies to; a slash stands behind what has to be a directory.
  private func destination(of instruction: Instruction) throws(DockerfileFault) -> [UInt8] {
    let target = try expand(instruction.words[instruction.words.count - 1])
    let isDirectory = target.isLiteral(".") || target.last == UInt8(ascii: "/")
    var destination = absolute(target)
    if isDirectory, destination.last != UInt8(ascii: "/") { destination.append(UInt8(ascii: "/")) }
    return destination
  }

  /// A document as it is copied: with its variables replaced, but not its quotes.
  private func content(of heredoc: Heredoc) throws(DockerfileFault) -> [UInt8] {
    if heredoc.isLiteral { return heredoc.content }
    return try WordExpander.expand(
      heredoc.content, environment, escape: UInt8(ascii: "\\"), keepsQuotes: true)
  }

  /// The value of `--chmod`, without needless zeros: an octal number, or what chmod(1) calls a
  /// symbolic mode.
  private static func mode(_ value: [UInt8]) throws(DockerfileFault) -> [UInt8] {
    var number: [UInt8] = []
    var isOctal = true
    var hasOperator = false
    for byte in value {
      if byte != UInt8(ascii: "0") || !number.isEmpty { number.append(byte) }
      if byte &- UInt8(ascii: "0") >= 8 { isOctal = false }
    }
    if isOctal, number.count <= 4 { return number }
    for byte in value {
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "="): hasOperator = true
      case UInt8(ascii: ","): break
      default:
        guard byte.isLetter else { throw DockerfileFault(.badFlagValue, value) }
      }
    }
    guard hasOperator else { throw DockerfileFault(.badFlagValue, value) }
    return value
  }
}
