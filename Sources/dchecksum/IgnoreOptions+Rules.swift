import DirectoryChecksum

extension IgnoreOptions {
  /// Reads the ignore file, if one is wanted, and adds the patterns. `context` is the directory
  /// whose own file is meant where none is named.
  func rules(for context: [UInt8]) throws(CommandError) -> IgnoreRules {
    let rules = IgnoreRules()
    switch file {
    case .none: break
    case .path(let path): try append(path, to: rules)
    case .inContext:
      let path = Self.ownFile(of: context)
      do throws(CommandError) { try append(path, to: rules) } catch {
        if case .unreadable(_, .noSuchFile) = error { throw .noIgnoreFile(path) }
        throw error
      }
    }
    for pattern in patterns {
      do throws(IgnoreError) {
        try rules.append(pattern: pattern, source: [UInt8]("--exclude"))
      } catch {
        throw .ignoring(error)
      }
    }
    return rules
  }

  /// The path of the ignore file in `context`, as short as the user's own words allow.
  static func ownFile(of context: [UInt8]) -> [UInt8] {
    let name = [UInt8](".dockerignore")
    if context == [UInt8(ascii: ".")] { return name }
    let slash = UInt8(ascii: "/")
    return context.last == slash ? context + name : context + [slash] + name
  }

  private func append(_ path: [UInt8], to rules: IgnoreRules) throws(CommandError) {
    var content: [UInt8] = []
    do throws(Errno) {
      try InputFile.read(path) { content.append(contentsOf: $0) }
    } catch {
      throw .unreadable(path, error)
    }
    do throws(IgnoreError) { try rules.append(file: content, source: path) } catch {
      throw .ignoring(error)
    }
  }
}
