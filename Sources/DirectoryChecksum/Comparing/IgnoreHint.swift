/// A line for the ignore file that would have kept changed paths out which hardly anyone means to
/// copy.
public struct IgnoreHint: Equatable, Sendable {
  /// The line, in the syntax of `.dockerignore`.
  public let line: [UInt8]
  /// How many of the changed paths it would have kept out.
  public let count: Int
}

extension IgnoreHint {
  /// What is named.
  private enum Subject {
    /// A directory of this name, anywhere, and everything below it.
    case directory
    /// The same; in a sub-module or work tree it is a file.
    case repository
    /// The same, but only at the top: deeper down a directory of this name may be source.
    case topDirectory
    /// A file of this name.
    case file
    /// A file whose name ends so.
    case suffix
  }

  /// Nothing here is ever a source or a result that an image needs. `dist`, `target`, `build`,
  /// `bin` and `vendor` are left out on purpose: some copy them, and mean it.
  private static var table: [(subject: Subject, name: StaticString)] {
    [
      (.repository, ".git"), (.repository, ".hg"), (.repository, ".svn"), (.repository, ".bzr"),
      (.directory, "node_modules"), (.directory, "__pycache__"), (.suffix, ".pyc"),
      (.suffix, ".pyo"), (.directory, ".pytest_cache"), (.directory, ".mypy_cache"),
      (.directory, ".ruff_cache"), (.directory, ".hypothesis"),
      (.directory, ".ipynb_checkpoints"), (.directory, ".tox"), (.directory, ".nox"),
      (.directory, ".venv"), (.directory, ".eggs"), (.directory, ".gradle"),
      (.directory, ".terraform"), (.directory, ".vagrant"), (.directory, ".nyc_output"),
      (.directory, ".cache"), (.directory, ".parcel-cache"), (.directory, ".sass-cache"),
      (.directory, ".scannerwork"), (.directory, ".idea"), (.directory, ".vscode"),
      (.directory, ".vs"), (.directory, ".settings"), (.topDirectory, "coverage"),
      (.topDirectory, "htmlcov"), (.topDirectory, "test-results"), (.file, ".coverage"),
      (.file, "coverage.xml"), (.file, "coverage-final.json"), (.file, "clover.xml"),
      (.file, "lcov.info"), (.file, "junit.xml"), (.file, ".eslintcache"), (.file, ".DS_Store"),
      (.file, "Thumbs.db"), (.file, "desktop.ini"), (.directory, "__MACOSX"), (.suffix, ".log"),
      (.suffix, ".swp"), (.suffix, ".swo"), (.suffix, "~"),
    ]
  }

  /// The lines that would have kept out some of the changed paths of `comparison`, in the order of
  /// the table. Paths that `rules` leave out already have theirs, and so have those that went along
  /// with a change of the ignore file; no line is worth it for a mode, an owner or an attribute.
  public static func hints(
    for comparison: Comparison, beyond rules: IgnoreRules = IgnoreRules()
  ) -> [IgnoreHint] {
    let table = table
    var counts = [Int](repeating: 0, count: table.count)
    // Whether something below a sub-directory is meant.
    var areDeep = [Bool](repeating: false, count: table.count)
    var last: Change?
    var hasNewRules = false
    for change in comparison.changes
    where change.after != nil && change.record.isAt([UInt8](".dockerignore")) {
      hasNewRules = true
    }
    for change in comparison.changes {
      switch change.aspect {
      case .mode, .owner, .attributes, .unreadable: continue
      case .removed where hasNewRules: continue
      default: break
      }
      if let last, last.hasSameEntry(as: change) { continue }
      last = change
      guard let (row, isDeep) = row(of: change.record, table),
        change.aspect != .removed || table[row].subject != .repository,
        !leavesOut(rules, change.record)
      else { continue }
      counts[row] += 1
      if isDeep { areDeep[row] = true }
    }
    return hints(table, counts, areDeep)
  }

  @inline(never)
  static func leavesOut(_ rules: IgnoreRules, _ record: Record) -> Bool {
    guard !rules.isEmpty, !record.isRoot else { return false }
    do throws(IgnoreError) {
      return try rules.explain(record.path, kind: record.kind).isExcluded
    } catch {
      return false
    }
  }

  /// The row for the first name of a path, from the top, that one names, and whether that is below a
  /// sub-directory.
  private static func row(
    of record: Record, _ table: [(subject: Subject, name: StaticString)]
  ) -> (row: Int, isDeep: Bool)? {
    let path = record.path
    var start = 0
    while start < path.count {
      var end = start
      while end < path.count && path[end] != UInt8(ascii: "/") { end += 1 }
      let isDirectory = end < path.count || record.kind == .directory
      for row in table.indices where names(table[row], path, start, end, isDirectory) {
        return (row, start > 0)
      }
      start = end + 1
    }
    return nil
  }

  /// Whether a row names what `path` has from `start` to `end`.
  private static func names(
    _ row: (subject: Subject, name: StaticString), _ path: [UInt8], _ start: Int, _ end: Int,
    _ isDirectory: Bool
  ) -> Bool {
    let length = row.name.utf8CodeUnitCount
    let first = end - length
    guard first == start || first > start && row.subject == .suffix else { return false }
    for index in 0..<length where path[first + index] != row.name.utf8Start[index] { return false }
    switch row.subject {
    case .repository: return true
    case .directory: return isDirectory
    case .topDirectory: return isDirectory && start == 0
    case .file, .suffix: return !isDirectory
    }
  }

  private static func line(
    _ row: (subject: Subject, name: StaticString), isDeep: Bool
  ) -> [UInt8] {
    var line: [UInt8] = []
    let isAnywhere = row.subject == .repository ? isDeep : row.subject != .topDirectory
    if isAnywhere { line.append("**/") }
    if row.subject == .suffix { line.append(UInt8(ascii: "*")) }
    line.append(row.name)
    return line
  }
}

extension IgnoreHint {
  /// The lines that would keep out what instructions take of a context though hardly anyone means
  /// to copy it, in the order of the table; where there are changes, of what changed.
  package static func hints(for use: ContextUse, changes: [Change]?) -> [IgnoreHint] {
    let table = table
    var counts = [Int](repeating: 0, count: table.count)
    var areDeep = [Bool](repeating: false, count: table.count)
    let tree = use.tree
    var isMeant = use.isTaken
    if let changes {
      var isChanged = [Bool](repeating: false, count: tree.count)
      for change in changes where change.after != nil {
        if let node = tree.node(of: change.record) { isChanged[node] = true }
      }
      for node in isMeant.indices where !isChanged[node] { isMeant[node] = false }
    }
    var node = 1
    while node < tree.count {
      // Only its own name counts: what is above has been looked at.
      let isTop = tree.nodes[node].parent == 0
      let start = isTop ? 0 : 1
      var path: [UInt8] = []
      if !isTop { path.append(UInt8(ascii: "/")) }
      tree.withName(of: node) { path.append($0) }
      let isDirectory = tree.nodes[node].kind == .directory
      var found: Int?
      for row in table.indices where names(table[row], path, start, path.count, isDirectory) {
        found = row
        break
      }
      guard let found else {
        node += 1
        continue
      }
      var count = 0
      for below in node..<tree.nodes[node].end where isMeant[below] { count += 1 }
      counts[found] += count
      if count > 0, !isTop { areDeep[found] = true }
      node = tree.nodes[node].end
    }
    return hints(table, counts, areDeep)
  }

  /// Those rows that have a count.
  private static func hints(
    _ table: [(subject: Subject, name: StaticString)], _ counts: [Int], _ areDeep: [Bool]
  ) -> [IgnoreHint] {
    var hints: [IgnoreHint] = []
    for row in table.indices where counts[row] > 0 {
      hints.append(
        IgnoreHint(line: line(table[row], isDeep: areDeep[row]), count: counts[row]))
    }
    return hints
  }
}
