/// A line for the ignore file that would have kept changed paths out which hardly anyone means to
/// copy.
public struct IgnoreHint: Equatable, Sendable {
  /// The line, in the syntax of `.dockerignore`.
  public let line: [UInt8]
  /// How many of the changed paths it would have kept out.
  public let count: Int
}

extension IgnoreHint {
  /// What a row of the table names.
  private enum Subject {
    /// A directory of this name, anywhere, and everything below it.
    case directory(StaticString)
    /// The same; in a sub-module or work tree it is a file.
    case repository(StaticString)
    /// The same, but only at the top: deeper down a directory of this name may be source.
    case topDirectory(StaticString)
    /// A file of this name.
    case file(StaticString)
    /// A file whose name ends so.
    case suffix(StaticString)
  }

  /// Nothing here is ever a source or a result that an image needs. `dist`, `target`, `build`,
  /// `bin` and `vendor` are left out on purpose: some copy them, and mean it.
  private static let subjects: [Subject] = [
    .repository(".git"), .repository(".hg"), .repository(".svn"), .repository(".bzr"),
    .directory("node_modules"), .directory("__pycache__"), .suffix(".pyc"), .suffix(".pyo"),
    .directory(".pytest_cache"), .directory(".mypy_cache"), .directory(".ruff_cache"),
    .directory(".hypothesis"), .directory(".ipynb_checkpoints"), .directory(".tox"),
    .directory(".nox"), .directory(".venv"), .directory(".eggs"), .directory(".gradle"),
    .directory(".terraform"), .directory(".vagrant"), .directory(".nyc_output"),
    .directory(".cache"), .directory(".parcel-cache"), .directory(".sass-cache"),
    .directory(".scannerwork"), .directory(".idea"), .directory(".vscode"), .directory(".vs"),
    .directory(".settings"), .topDirectory("coverage"), .topDirectory("htmlcov"),
    .topDirectory("test-results"), .file(".coverage"), .file("coverage.xml"),
    .file("coverage-final.json"), .file("clover.xml"), .file("lcov.info"), .file("junit.xml"),
    .file(".eslintcache"), .file(".DS_Store"), .file("Thumbs.db"), .file("desktop.ini"),
    .directory("__MACOSX"), .suffix(".log"), .suffix(".swp"), .suffix(".swo"), .suffix("~"),
  ]

  /// The lines that would have kept out some of the changed paths of `comparison`, in the order of
  /// the table.
  public static func hints(for comparison: Comparison) -> [IgnoreHint] {
    var counts = [Int](repeating: 0, count: subjects.count)
    var isOnlyAtTop = [Bool](repeating: true, count: subjects.count)
    var last: Change?
    for change in comparison.changes {
      if let last, last.hasSameEntry(as: change) { continue }
      last = change
      let record = comparison.record(of: change)
      guard let (subject, start) = subject(of: record) else { continue }
      counts[subject] += 1
      if start > 0 { isOnlyAtTop[subject] = false }
    }
    var hints: [IgnoreHint] = []
    for index in subjects.indices where counts[index] > 0 {
      hints.append(
        IgnoreHint(
          line: line(for: subjects[index], atTop: isOnlyAtTop[index]), count: counts[index]))
    }
    return hints
  }

  private static func line(for subject: Subject, atTop: Bool) -> [UInt8] {
    var line: [UInt8] = []
    switch subject {
    case .repository(let name):
      if !atTop { line.append("**/") }
      line.append(name)
    case .topDirectory(let name): line.append(name)
    case .directory(let name), .file(let name):
      line.append("**/")
      line.append(name)
    case .suffix(let suffix):
      line.append("**/*")
      line.append(suffix)
    }
    return line
  }

  /// The first name of the path that a row of the table names, from the top, and where it starts.
  private static func subject(of record: Record) -> (Int, Int)? {
    record.path.withUnsafeBytes { path in
      var start = 0
      while start < path.count {
        var end = start
        while end < path.count && path[end] != UInt8(ascii: "/") { end += 1 }
        let name = UnsafeRawBufferPointer(rebasing: path[start..<end])
        let isDirectory = end < path.count || record.kind == .directory
        for index in subjects.indices
        where matches(subjects[index], name, isDirectory: isDirectory, isTop: start == 0) {
          return (index, start)
        }
        start = end + 1
      }
      return nil
    }
  }

  private static func matches(
    _ subject: Subject, _ name: UnsafeRawBufferPointer, isDirectory: Bool, isTop: Bool
  ) -> Bool {
    switch subject {
    case .repository(let text): isEqual(name, text)
    case .directory(let text): isDirectory && isEqual(name, text)
    case .topDirectory(let text): isTop && isDirectory && isEqual(name, text)
    case .file(let text): !isDirectory && isEqual(name, text)
    case .suffix(let text): !isDirectory && hasSuffix(name, text)
    }
  }

  private static func isEqual(_ name: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    name.count == text.utf8CodeUnitCount && hasSuffix(name, text)
  }

  private static func hasSuffix(_ name: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    let start = name.count - text.utf8CodeUnitCount
    guard start >= 0 else { return false }
    for offset in 0..<text.utf8CodeUnitCount where name[start + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }
}
