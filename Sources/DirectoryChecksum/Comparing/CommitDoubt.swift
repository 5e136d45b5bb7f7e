/// Why a change need be none between two builds, where the context of one is known by a commit or a
/// listing alone.
package enum CommitDoubt: CaseIterable, Sendable {
  /// The entry is only not in the commit, and may have been in both builds.
  case uncommitted
  /// The same of what git tracks, where archives may leave out what is in the commit.
  case leftOut
  /// Git tracks it and leaves it out of this working tree, a sparse one, as it may have before.
  case notCheckedOut
  /// The contents differ in line ends alone, which a checkout may convert.
  case lineEnds
  /// One of the contents is a pointer of Git LFS, and the other, as far as is known, what it points to.
  case pointer
  /// The content has keywords that git replaces.
  case keywords
  /// The ignore rules leave it out on one side, and the other was perhaps listed without them.
  case ignored
  /// Another mode, of which git keeps the owner's execute bit of files at the most.
  case mode
}

extension Change {
  /// What a commit before leaves open of it, by itself.
  func commitDoubt(_ tree: WorkingTree?) -> CommitDoubt? {
    guard let (old, new) = sides else { return aspect == .added ? .uncommitted : nil }
    switch aspect {
    case .mode:
      guard let old = old.metadata, let new = new.metadata else { return nil }
      let isKept = record.kind == .file && (old.mode ^ new.mode) & 0o100 != 0
      return isKept && tree?.habits.contains(.ignoresModes) != true ? nil : .mode
    case .content: return tree?.conversion(of: self)
    default: return nil
    }
  }
}
