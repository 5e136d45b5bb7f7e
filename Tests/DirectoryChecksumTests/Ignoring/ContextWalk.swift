@testable import DirectoryChecksum

/// A build context in memory, and the walk in which a builder sends it.
final class ContextDirectory {
  var directories: [(name: [UInt8], content: ContextDirectory)] = []
  var files: [[UInt8]] = []
  var links: [[UInt8]] = []

  /// - Parameters:
  ///   - paths: Files; with a `/` at the end, directories.
  ///   - links: Symbolic links.
  init(paths: [[UInt8]] = [], links: [[UInt8]] = []) {
    for path in paths {
      let names = path.split(separator: UInt8(ascii: "/")).map { [UInt8]($0) }
      if path.last == UInt8(ascii: "/") {
        _ = directory(names[...])
      } else {
        directory(names.dropLast()).files.append(names[names.count - 1])
      }
    }
    for path in links {
      let names = path.split(separator: UInt8(ascii: "/")).map { [UInt8]($0) }
      directory(names.dropLast()).links.append(names[names.count - 1])
    }
  }

  private func directory(_ names: ArraySlice<[UInt8]>) -> ContextDirectory {
    guard let first = names.first else { return self }
    for (name, content) in directories where name == first {
      return content.directory(names.dropFirst())
    }
    let content = ContextDirectory()
    directories.append((first, content))
    return content.directory(names.dropFirst())
  }
}

/// What arrives of a context: paths, those of directories with a `/` at the end.
struct ContextWalk {
  private let rules: IgnoreRules
  private(set) var kept: [[UInt8]] = []
  private(set) var emptied: [[UInt8]] = []
  private var pending: [[UInt8]] = []
  private var scratch = MatchScratch()

  init(_ root: ContextDirectory, _ rules: IgnoreRules) throws(IgnoreError) {
    self.rules = rules
    try visit(root, prefix: [], above: HitList())
    kept.sort { $0.lexicographicallyPrecedes($1) }
    emptied.sort { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func visit(
    _ directory: ContextDirectory, prefix: [UInt8], above: HitList
  ) throws(IgnoreError) {
    for name in directory.files + directory.links {
      let path = prefix + name
      let (decision, emptyingRule) = try path.withBytes { path throws(IgnoreError) in
        (
          try rules.evaluate(path, below: above, &scratch),
          rules.ruleThatEmpties(path, below: above, &scratch)
        )
      }
      if decision.isExcluded { continue }
      report(path)
      if emptyingRule != nil, directory.files.contains(name) { emptied.append(path) }
    }
    for (name, content) in directory.directories {
      let path = prefix + name
      var hits = HitList()
      let (decision, mayEnter) = try path.withBytes { path throws(IgnoreError) in
        (
          try rules.evaluate(directory: path, below: above, hits: &hits, &scratch),
          rules.mayEnter(excludedDirectory: path)
        )
      }
      let slashed = path + [UInt8(ascii: "/")]
      if !decision.isExcluded {
        report(slashed)
        try visit(content, prefix: slashed, above: hits)
      } else if mayEnter {
        pending.append(slashed)
        try visit(content, prefix: slashed, above: hits)
        if pending.last == slashed { pending.removeLast() }
      }
    }
  }

  private mutating func report(_ path: [UInt8]) {
    kept += pending
    pending = []
    kept.append(path)
  }
}
