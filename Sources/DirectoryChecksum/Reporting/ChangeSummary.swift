/// What is said of a group of changes in place of its paths.
struct ChangeSummary {
  /// The directory that they lie in; empty for the root.
  let directory: [UInt8]
  /// `12 of 40 files`, `3 files, 2 directories (and 9 entries below)`.
  private(set) var counts: [UInt8] = []
  /// Whether all went from one mode, or owner, to one other.
  private(set) var haveEqualValues = true
  private let members: [Int]

  init(_ group: ChangeGroup, _ comparison: Comparison) {
    members = group.members
    let first = comparison.changes[members[0]]
    directory = [UInt8](first.record.path[..<group.directoryLength])
    var (files, directories, links, others, below) = (0, 0, 0, 0, 0)
    for index in members {
      let change = comparison.changes[index]
      switch change.record.kind {
      case .file: files += 1
      case .directory: directories += 1
      case .link: links += 1
      default: others += 1
      }
      below += change.entriesBelow ?? 0
      if !change.hasValues(of: first) { haveEqualValues = false }
    }
    if files == members.count, group.aspect != .added, group.aspect != .moved,
      !comparison.scope.isIncomplete
    {
      let side = group.aspect == .removed ? comparison.before : comparison.after
      counts.append(decimal: UInt64(files))
      counts.append(" of ")
      counts.append("{file|files}", count: fileCount(in: side))
    } else {
      add("{file|files}", files)
      add("{directory|directories}", directories)
      add("{link|links}", links)
      add("{special file|special files}", others)
    }
    if below > 0 { counts.append(" (and {entry|entries} below)", count: below) }
  }
}

extension ChangeSummary {
  private mutating func add(_ words: StaticString, _ count: Int) {
    if count == 0 { return }
    if !counts.isEmpty { counts.append(", ") }
    counts.append(words, count: count)
  }

  /// How many files are listed below the directory.
  private func fileCount(in listing: Listing) -> Int {
    var count = 0
    for record in listing.records where record.kind == .file {
      let path = record.path
      if directory.isEmpty
        || path.count > directory.count && path[directory.count] == UInt8(ascii: "/")
          && path.starts(with: directory)
      {
        count += 1
      }
    }
    return count
  }

  /// The path of a member below the directory.
  func name(of member: Int, _ comparison: Comparison) -> [UInt8] {
    let record = comparison.changes[members[member]].record
    var name = [UInt8](record.path[(directory.isEmpty ? 0 : directory.count + 1)...])
    name.appendSlash(of: record)
    return name
  }
}

extension Change {
  /// Whether mode and owner went from and to the same as in `other`.
  fileprivate func hasValues(of other: Change) -> Bool {
    if aspect == .mode {
      return before?.metadata?.mode == other.before?.metadata?.mode
        && after?.metadata?.mode == other.after?.metadata?.mode
    }
    guard aspect == .owner, let old = before?.metadata, let new = after?.metadata,
      let otherOld = other.before?.metadata, let otherNew = other.after?.metadata
    else { return true }
    return old.owner == otherOld.owner && old.group == otherOld.group
      && new.owner == otherNew.owner && new.group == otherNew.group
  }
}
