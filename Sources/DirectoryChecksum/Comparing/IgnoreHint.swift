/// A line for the ignore file that would have kept changed paths out which hardly anyone means to
/// copy.
public final class IgnoreHint {
  /// What is named, by the letter that a line of the table starts with.
  private enum Subject {
    /// A directory of this name, anywhere, and everything below it.
    static let directory = UInt8(ascii: "D")
    /// The same; in a sub-module or work tree it is a file.
    static let repository = UInt8(ascii: "R")
    /// The same, but only at the top: deeper down a directory of this name may be source.
    static let topDirectory = UInt8(ascii: "T")
    /// A file of this name.
    static let file = UInt8(ascii: "F")
    /// A file whose name ends so.
    static let suffix = UInt8(ascii: "S")
  }

  private let subject: UInt8
  private let name: [UInt8]
  /// Whether something below a sub-directory is meant.
  private var isDeep = false
  /// How many of the changed paths it would have kept out.
  public private(set) var count = 0

  private init(_ row: ByteView) {
    subject = row[0]
    name = [UInt8](row.from(1))
  }
}

extension IgnoreHint: Equatable {
  public static func == (left: IgnoreHint, right: IgnoreHint) -> Bool {
    left.line == right.line && left.count == right.count
  }
}

extension IgnoreHint {
  /// Nothing here is ever a source or a result that an image needs. `dist`, `target`, `build`,
  /// `bin` and `vendor` are left out on purpose: some copy them, and mean it.
  private static let table: StaticString = """
    R.git
    R.hg
    R.svn
    R.bzr
    Dnode_modules
    D__pycache__
    S.pyc
    S.pyo
    D.pytest_cache
    D.mypy_cache
    D.ruff_cache
    D.hypothesis
    D.ipynb_checkpoints
    D.tox
    D.nox
    D.venv
    D.eggs
    D.gradle
    D.terraform
    D.vagrant
    D.nyc_output
    D.cache
    D.parcel-cache
    D.sass-cache
    D.scannerwork
    D.idea
    D.vscode
    D.vs
    D.settings
    Tcoverage
    Thtmlcov
    Ttest-results
    F.coverage
    Fcoverage.xml
    Fcoverage-final.json
    Fclover.xml
    Flcov.info
    Fjunit.xml
    F.eslintcache
    F.DS_Store
    FThumbs.db
    Fdesktop.ini
    D__MACOSX
    S.log
    S.swp
    S.swo
    S~

    """

  /// One for each row, without a count.
  private static var rows: [IgnoreHint] {
    let text = ByteView(start: table.utf8Start, count: table.utf8CodeUnitCount)
    var all: [IgnoreHint] = []
    var start = 0
    while let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) {
      all.append(IgnoreHint(text.slice(start, end)))
      start = end + 1
    }
    return all
  }

  /// The lines that would have kept out some of the changed paths of `comparison`, in the order of
  /// the table.
  public static func hints(for comparison: Comparison) -> [IgnoreHint] {
    let all = rows
    var last: Change?
    for change in comparison.changes {
      if let last, last.hasSameEntry(as: change) { continue }
      last = change
      count(change.record, all)
    }
    var hints: [IgnoreHint] = []
    for hint in all where hint.count > 0 { hints.append(hint) }
    return hints
  }

  /// Counts a record for the first name of its path, from the top, that a row of the table names.
  private static func count(_ record: Record, _ hints: [IgnoreHint]) {
    let path = record.path
    var start = 0
    while start < path.count {
      var end = start
      while end < path.count && path[end] != UInt8(ascii: "/") { end += 1 }
      let isDirectory = end < path.count || record.kind == .directory
      for hint in hints where hint.names(path, start, end, isDirectory) {
        hint.count += 1
        if start > 0 { hint.isDeep = true }
        return
      }
      start = end + 1
    }
  }

  /// Whether it names what `path` has from `start` to `end`.
  private func names(_ path: [UInt8], _ start: Int, _ end: Int, _ isDirectory: Bool) -> Bool {
    let first = end - name.count
    guard first == start || first > start && subject == Subject.suffix else { return false }
    for index in name.indices where path[first + index] != name[index] { return false }
    switch subject {
    case Subject.repository: return true
    case Subject.directory: return isDirectory
    case Subject.topDirectory: return isDirectory && start == 0
    default: return !isDirectory
    }
  }

  /// The line, in the syntax of `.dockerignore`.
  public var line: [UInt8] {
    var line: [UInt8] = []
    let isAnywhere = subject == Subject.repository ? isDeep : subject != Subject.topDirectory
    if isAnywhere { line.append("**/") }
    if subject == Subject.suffix { line.append(UInt8(ascii: "*")) }
    line.append(name)
    return line
  }
}

extension IgnoreHint {
  /// The lines that would keep out what instructions take of a context though hardly anyone means
  /// to copy it, in the order of the table.
  package static func hints(for use: ContextUse) -> [IgnoreHint] {
    let all = rows
    let tree = use.tree
    let isTaken = use.isTaken
    var node = 1
    while node < tree.count {
      // Only its own name counts: what is above has been looked at.
      let isTop = tree.nodes[node].parent == 0
      let start = isTop ? 0 : 1
      var path: [UInt8] = []
      if !isTop { path.append(UInt8(ascii: "/")) }
      tree.withName(of: node) { path.append($0) }
      let isDirectory = tree.nodes[node].kind == .directory
      var found: IgnoreHint?
      for hint in all where hint.names(path, start, path.count, isDirectory) {
        found = hint
        break
      }
      guard let found else {
        node += 1
        continue
      }
      var count = 0
      for below in node..<tree.nodes[node].end where isTaken[below] { count += 1 }
      found.count += count
      if count > 0, !isTop { found.isDeep = true }
      node = tree.nodes[node].end
    }
    var hints: [IgnoreHint] = []
    for hint in all where hint.count > 0 { hints.append(hint) }
    return hints
  }
}
