/// The working tree of git around a directory, as far as it tells what a commit knows of that.
package struct WorkingTree: Sendable {
  /// What git does there, other than to keep what there is.
  package struct Habits: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What is tracked may be left out of an archive: `export-ignore` (gitattributes(5)).
    package static let leavesOut = Habits(rawValue: 1)
    /// Keywords in files may be replaced: `export-subst`, `ident`.
    package static let expands = Habits(rawValue: 2)
    /// The execute bits of files are passed over: `core.fileMode` (git-config(1)).
    package static let ignoresModes = Habits(rawValue: 4)
  }

  /// The directory's own.
  let files: ChangedFiles
  /// What git tracks; nil where that is not known.
  package var index: GitIndex?
  /// Where in the working tree the directory is: empty, or a path that ends in `/`.
  package var prefix: [UInt8] = []
  package var habits: Habits = []

  /// Nothing is known but the directory.
  package init(_ directory: [UInt8]) {
    files = ChangedFiles(before: [], after: directory)
  }

  /// What git may have made of a file so that the commit before has another content.
  func conversion(of change: Change) -> CommitDoubt? {
    files.conversion(of: change, expands: habits.contains(.expands))
  }
}
