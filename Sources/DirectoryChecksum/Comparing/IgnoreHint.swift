/// A line for the ignore file that would have kept changed paths out which hardly anyone means to
/// copy.
public final class IgnoreHint: Equatable, Sendable {
  /// The line, in the syntax of `.dockerignore`.
  public let line: [UInt8]
  /// How many of the changed paths it would have kept out.
  public let count: Int

  fileprivate init(_ line: [UInt8], _ count: Int) {
    self.line = line
    self.count = count
  }

  public static func == (left: IgnoreHint, right: IgnoreHint) -> Bool {
    left.line == right.line && left.count == right.count
  }
}

extension IgnoreHint {
  /// What a line of the table names; its first letter.
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

  /// The lines that would have kept out some of the changed paths of `comparison`, in the order of
  /// the table.
  public static func hints(for comparison: Comparison) -> [IgnoreHint] {
    let text = UnsafeRawBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
    var rows = [0]
    while let end = text.firstIndex(of: UInt8(ascii: "\n"), from: rows[rows.count - 1]) {
      rows.append(end + 1)
    }
    var counts = [Int](repeating: 0, count: rows.count)
    var isDeep = [Bool](repeating: false, count: rows.count)
    var last: Change?
    for change in comparison.changes {
      if let last, last.hasSameEntry(as: change) { continue }
      last = change
      let path = change.record.path
      // The first name of the path that a row names, from the top.
      var start = 0
      search: while start < path.count {
        var end = start
        while end < path.count && path[end] != UInt8(ascii: "/") { end += 1 }
        let isDirectory = end < path.count || change.record.kind == .directory
        for row in 0..<rows.count - 1
        where names(text.slice(rows[row], rows[row + 1] - 1), path, start, end, isDirectory) {
          counts[row] += 1
          if start > 0 { isDeep[row] = true }
          break search
        }
        start = end + 1
      }
    }
    var hints: [IgnoreHint] = []
    for row in rows.indices where counts[row] > 0 {
      let subject = text.slice(rows[row], rows[row + 1] - 1)
      hints.append(IgnoreHint(line(for: subject, isDeep: isDeep[row]), counts[row]))
    }
    return hints
  }

  private static func line(for subject: UnsafeRawBufferPointer, isDeep: Bool) -> [UInt8] {
    var line: [UInt8] = []
    switch subject[0] {
    case Subject.topDirectory: break
    case Subject.repository: if isDeep { line.append("**/") }
    case Subject.suffix: line.append("**/*")
    default: line.append("**/")
    }
    line.append(subject.from(1))
    return line
  }

  /// Whether a row of the table names what `path` has from `start` to `end`.
  private static func names(
    _ subject: UnsafeRawBufferPointer, _ path: [UInt8], _ start: Int, _ end: Int,
    _ isDirectory: Bool
  ) -> Bool {
    let first = end - subject.count + 1
    guard first == start || first > start && subject[0] == Subject.suffix else { return false }
    for index in 1..<subject.count where path[first + index - 1] != subject[index] { return false }
    switch subject[0] {
    case Subject.repository: return true
    case Subject.directory: return isDirectory
    case Subject.topDirectory: return isDirectory && start == 0
    default: return !isDirectory
    }
  }
}
