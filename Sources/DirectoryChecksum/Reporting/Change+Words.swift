// What a change is called, and what it shows, in every report.

extension Change.Aspect {
  /// The word that stands for it in every report.
  var word: StaticString {
    switch self {
    case .added: "added"
    case .removed: "removed"
    case .moved: "moved"
    case .kind: "kind"
    case .content: "content"
    case .target: "target"
    case .entry: "entry"
    case .mode: "mode"
    case .owner: "owner"
    case .attributes: "attributes"
    case .below: "below"
    case .unreadable: "unreadable"
    }
  }
}

extension [UInt8] {
  /// Appends the `/` that stands behind the path of a directory, but of the root.
  mutating func appendSlash(of record: Record) {
    if record.kind == .directory && !record.isRoot { append(UInt8(ascii: "/")) }
  }

  /// Appends `  0644 -> 0755` for another mode or owner.
  mutating func append(valuesOf change: Change) {
    append("  ")
    append(value: change.aspect, of: change.before)
    append(" -> ")
    append(value: change.aspect, of: change.after)
  }

  /// Appends `a/b -> c`, in one directory `c` alone.
  mutating func append(moveOf change: Change) {
    guard let old = change.before else { return }
    let (from, to) = (old.path, change.record.path)
    append(shown: from)
    appendSlash(of: old)
    append(" -> ")
    let length = RecordPath.parentLength(to)
    let isHere = length == RecordPath.parentLength(from) && from.starts(with: to[..<length])
    append(shown: isHere ? [UInt8](to[(length == 0 ? 0 : length + 1)...]) : to)
    appendSlash(of: change.record)
  }
}

extension EntryKind {
  var word: StaticString {
    switch self {
    case .directory: "directory"
    case .file: "file"
    case .link: "link"
    case .fifo: "FIFO"
    case .socket: "socket"
    case .characterDevice, .blockDevice: "device"
    }
  }
}
