import DirectoryChecksum

/// Which entries of a directory the command line leaves out.
struct IgnoreSettings {
  /// Whether the directory's own ignore file leaves entries out.
  var usesOwnFile = false
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
  /// whose own file is meant where none is named.
  func rules(for context: [UInt8]) throws(CommandError) -> IgnoreRules {
    var rules = IgnoreRules()
    var content: [UInt8] = []
    var source: [UInt8] = []
    if file != nil || usesOwnFile {
      source = file ?? Self.ownFile(of: context)
      do throws(Errno) {
        try InputFile.read(source) { content.append(contentsOf: $0) }
      } catch {
        if error == .noSuchFile, file == nil { throw .noIgnoreFile(source) }
        throw .failed(source, error)
      }
    }
    do throws(IgnoreError) {
      try rules.append(file: content, source: source)
      for pattern in patterns {
        try rules.append(pattern: pattern, source: [UInt8]("--exclude"))
      }
    } catch {
      throw .rule(error)
    }
    return rules
  }

  /// The path of the ignore file in `context`, as short as the user's own words allow.
  static func ownFile(of context: [UInt8]) -> [UInt8] {
    var path: [UInt8] = []
    if !context.isLiteral(".") {
      path.append(context)
      if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
    }
    path.append(".dockerignore")
    return path
  }
}
