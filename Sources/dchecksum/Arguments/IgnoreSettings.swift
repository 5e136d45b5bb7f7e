import DirectoryChecksum

/// Which entries of a directory the command line leaves out.
struct IgnoreSettings {
  /// Whether the directory's own ignore file leaves entries out.
  var usesOwnFile = false
  /// Whether it need not have one.
  var mayLackOwnFile = false
  /// Another file that does.
  var file: [UInt8]?
  /// Patterns that do so behind those of the file.
  var patterns: [[UInt8]] = []

  init() {}

  init(_ invocation: Invocation) {
    if let setting = invocation.last(.dockerignore) {
      file = setting.value
      usesOwnFile = setting.value == nil
    }
    patterns = invocation.values(.exclude)
  }
}

extension IgnoreSettings {
  /// Reads the ignore file, if one is wanted, and adds the patterns. `context` is the directory
  /// whose own file is meant where none is named; `path` one more thing in it that is left out.
  func rules(
    for context: [UInt8], leavingOut path: [UInt8]? = nil
  ) throws(CommandError) -> IgnoreRules {
    var content: [UInt8] = []
    let source = try source(in: context)
    if let source {
      do throws(Errno) {
        try InputFile.read(source.target) { content.append(contentsOf: $0) }
      } catch {
        throw .failed(source.name, error)
      }
    }
    return try rules(content, source?.name ?? [], leavingOut: path)
  }

  /// The rules of the ignore file with this content, and the patterns.
  func rules(
    _ content: [UInt8], _ source: [UInt8], leavingOut path: [UInt8]? = nil
  ) throws(CommandError) -> IgnoreRules {
    var rules = IgnoreRules()
    do throws(IgnoreError) {
      try rules.append(file: content, source: source)
      for pattern in patterns {
        try rules.append(pattern: pattern, source: [UInt8]("--exclude"))
      }
      if let path {
        try rules.append(pattern: Self.pattern(for: path), source: [UInt8]("--output"))
      }
    } catch {
      throw .rule(error)
    }
    return rules
  }

  /// The name of the ignore file and the file to read, which is another one behind a link; nil where
  /// there is none to be applied.
  private func source(
    in context: [UInt8]
  ) throws(CommandError) -> (name: [UInt8], target: [UInt8])? {
    let choice = IgnoreFileChoice(context: context)
    if let file { return (file, file == choice.path ? choice.target : file) }
    guard usesOwnFile else { return nil }
    if let path = choice.path { return (path, choice.target) }
    if mayLackOwnFile { return nil }
    // Rules hold for a whole context alone.
    var whole = context
    while let end = whole.lastIndex(of: UInt8(ascii: "/")), end > 0 || whole.count > 1 {
      whole = whole.part(0, end)
      if Self.hasOwnFile(whole) { throw .partOfContext(choice.usual, whole) }
    }
    let here = [UInt8(ascii: ".")]
    if context.first != UInt8(ascii: "/"), context.first != here[0],
      Self.hasOwnFile(here)
    {
      throw .partOfContext(choice.usual, here)
    }
    throw .noIgnoreFile(choice.usual, InputFile.entryKind(of: choice.usual))
  }

  /// What a comparison of `context` can't know for the sake of its ignore file: which entries
  /// count, where it is not applied, or what builders that read another one take.
  func unknown(for context: [UInt8]) -> UnknownFacts {
    guard file == nil else { return [] }
    let choice = IgnoreFileChoice(context: context)
    return choice.unknown.union(usesOwnFile || choice.path == nil ? [] : .rules)
  }

  /// The pattern that matches `path` alone, as a line of an ignore file.
  static func pattern(for path: [UInt8]) -> [UInt8] {
    var pattern: [UInt8] = []
    for index in path.indices {
      let byte = path[index]
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "\\"):
        pattern.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "!"), UInt8(ascii: "#"):
        if index == 0 { pattern.append(UInt8(ascii: "\\")) }
      case 0...0x20:
        // Blanks around a line are no part of it.
        if index == 0 || index == path.count - 1 {
          pattern.append(UInt8(ascii: "?"))
          continue
        }
      default: break
      }
      pattern.append(byte)
    }
    return pattern
  }

  /// The path of the ignore file in `context` that a build of its Dockerfile takes, as short as the
  /// user's own words allow; where there is none, that of the one that most have.
  static func ownFile(of context: [UInt8]) -> [UInt8] {
    let choice = IgnoreFileChoice(context: context)
    return choice.path ?? choice.usual
  }

  /// Whether `context` has an ignore file for BuildKit.
  static func hasOwnFile(_ context: [UInt8]) -> Bool {
    IgnoreFileChoice(context: context).path != nil
  }

  /// Whether nothing is left out, though `context` has a file that says what a build leaves out.
  func forgetsOwnFile(of context: [UInt8]) -> Bool {
    !usesOwnFile && file == nil && patterns.isEmpty && Self.hasOwnFile(context)
  }
}
