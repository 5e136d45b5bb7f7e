import DirectoryChecksum

/// The Dockerfile and the ignore file of a build, where they lie.
struct BuildFiles {
  /// The Dockerfile, as the user would name it.
  let path: [UInt8]
  /// What is in it.
  let content: [UInt8]
  /// The ignore file that the build uses; nil where it has none.
  let ignoreFile: [UInt8]?

  /// Looks them up for a build of `context`.
  ///
  /// `Dockerfile` may be spelled `dockerfile`. An ignore file beside it, of the same name with
  /// `.dockerignore` behind, comes before the context's own, even where it is empty.
  /// - Parameter file: The Dockerfile; nil for the context's own.
  init(_ file: [UInt8]?, in context: [UInt8]) throws(CommandError) {
    let named = file ?? contextPath(of: [UInt8]("Dockerfile"), in: context)
    var found = named
    if !Self.isFile(found), Self.isDefault(found) { found[found.count - 10] = UInt8(ascii: "d") }
    path = Self.isFile(found) ? found : named
    content = try Self.read(path)
    ignoreFile = Self.ignoreFile(of: named, in: context)
  }

  /// Those of another state, of which the Dockerfile has this content.
  init(_ other: BuildFiles, content: [UInt8], ignoreFile: [UInt8]?) {
    path = other.path
    self.content = content
    self.ignoreFile = ignoreFile
  }
}

extension BuildFiles {
  /// Takes the Dockerfile apart, and finds out what a build of it does.
  func plan(
    target: [UInt8]? = nil, arguments: [[UInt8]] = []
  ) throws(CommandError) -> BuildPlan {
    do throws(DockerfileError) {
      return try BuildPlan(try Dockerfile(content), target: target, arguments: arguments)
    } catch {
      throw .dockerfile(path, error)
    }
  }

  /// The ignore file of a build of `context` with the Dockerfile `file`.
  static func ignoreFile(of file: [UInt8], in context: [UInt8]) -> [UInt8]? {
    IgnoreFileChoice(context: context, dockerfile: file).path
  }

  /// The ignore file that belongs to the Dockerfile `file` alone.
  static func besides(_ file: [UInt8]) -> [UInt8] {
    var beside = file
    beside.append(".dockerignore")
    return beside
  }

  /// How a scan applies it.
  var ignoreSettings: IgnoreSettings {
    var settings = IgnoreSettings()
    settings.file = ignoreFile
    return settings
  }

  private static func isDefault(_ path: [UInt8]) -> Bool {
    let name = [UInt8]("Dockerfile")
    guard path.count >= name.count else { return false }
    let start = path.count - name.count
    guard start == 0 || path[start - 1] == UInt8(ascii: "/") else { return false }
    return path.part(start, path.count) == name
  }

  static func isFile(_ path: [UInt8]) -> Bool {
    do throws(Errno) { return try InputFile.kind(of: path) == .readable } catch { return false }
  }

  static func read(_ path: [UInt8]) throws(CommandError) -> [UInt8] {
    var content: [UInt8] = []
    do throws(Errno) {
      if try InputFile.kind(of: path) == .directory { throw Errno.isDirectory }
      try InputFile.read(path) { content.append(contentsOf: $0) }
    } catch {
      throw .failed(path, error)
    }
    return content
  }
}

extension BuildFiles {
  /// The path of the Dockerfile below `context`; nil where it lies outside, as far as the words go.
  func pathBelow(_ context: [UInt8]) -> [UInt8]? {
    var rest = path
    if !context.isLiteral(".") {
      let prefix = contextPath(of: [], in: context)
      guard path.count > prefix.count, path.part(0, prefix.count) == prefix else { return nil }
      rest = path.part(prefix.count, path.count)
    }
    do throws(ContextPathError) { return try contextPath(rest) } catch { return nil }
  }
}

extension CommandError {
  /// A Dockerfile that a build refuses: `Dockerfile:7: REASON`.
  static func dockerfile(_ path: [UInt8], _ error: DockerfileError) -> CommandError {
    var text = Messages.shown(path)
    if let line = error.line {
      text.append(UInt8(ascii: ":"))
      text.append(decimal: UInt64(line))
    }
    text.append(": ")
    text.append(error.fault.words)
    return CommandError(message: text)
  }
}
