/// The files behind changes of content, where a side is a directory at hand: what only they
/// themselves tell.
package struct ChangedFiles: Sendable {
  private let before: [UInt8]
  private let after: [UInt8]

  /// How many bytes are read at the most to compare line ends, of each side.
  static let byteBudget = 64 << 20

  /// - Parameters:
  ///   - before: The directory before, as the system takes its path; empty where it is none.
  ///   - after: The directory after.
  package init(before: [UInt8], after: [UInt8]) {
    self.before = before
    self.after = after
  }
}

extension ChangedFiles {
  /// Whether the two files have one size and one time of their last change, down to the nanosecond.
  /// A builder that tells files apart by these takes the one for the other.
  package func haveSameSizeAndTime(_ change: Change) -> Bool {
    guard let (old, new) = paths(of: change), !old.isEmpty, !new.isEmpty else { return false }
    do throws(Errno) {
      let (old, new) = (try Self.status(of: old), try Self.status(of: new))
      return old.size == new.size && old.modified == new.modified
    } catch {
      return false
    }
  }

  /// Whether the two files are the same but for a CR in front of their LFs; false as well where they
  /// can't be read, or where more than `budget` would have to be. Of a side that is not at hand the
  /// digest tells, where its lines all end in LF.
  func differInLineEnds(_ change: Change, budget: inout Int) -> Bool {
    guard let (old, new) = paths(of: change) else { return false }
    let first = old.isEmpty ? new : old
    do throws(Errno) {
      let last = new.isEmpty ? old : new
      let size = max(try Self.status(of: first).size, try Self.status(of: last).size)
      guard size < UInt64(min(budget, Self.largestText)) else { return false }
      budget -= Int(size)
      if old.isEmpty || new.isEmpty {
        let other = old.isEmpty ? change.before : change.after
        return HashFunction.sha1(of: try Self.lines(of: first)) == other?.digest
      }
      return try Self.lines(of: old) == Self.lines(of: new)
    } catch {
      return false
    }
  }

  /// No text is larger that is looked at for its lines, in bytes.
  private static let largestText = 16 << 20

  /// The first bytes of a file, with LF for each CR LF.
  private static func lines(of path: [UInt8]) throws(Errno) -> [UInt8] {
    var lines: [UInt8] = []
    for byte in try InputFile.start(of: path, limit: largestText) {
      if byte == UInt8(ascii: "\n"), lines.last == UInt8(ascii: "\r") { lines.removeLast() }
      lines.append(byte)
    }
    return lines
  }

  /// What git, or the filter of Git LFS, may have made of a file so that the commit before has
  /// another content. `expands`: whether it replaces keywords.
  func conversion(of change: Change, expands: Bool) -> CommitDoubt? {
    guard let path = paths(of: change)?.after else { return nil }
    do throws(Errno) {
      _ = try Self.status(of: path)
      let lines = try Self.lines(of: path)
      if HashFunction.sha1(of: lines) == change.before?.digest { return .lineEnds }
      if lines.hasPrefix("version https://git-lfs") { return .pointer }
      let hasKeyword = lines.withUnsafeBufferPointer {
        $0.firstIndex(of: "$Format:") != nil || $0.firstIndex(of: "$Id") != nil
      }
      if expands, hasKeyword { return .keywords }
      let pointer = HashFunction.sha1(of: try Self.pointer(to: path))
      return pointer == change.before?.digest ? .pointer : nil
    } catch {
      return nil
    }
  }

  /// What Git LFS commits in the place of a file (git-lfs's spec.md):
  ///
  ///     version https://git-lfs.github.com/spec/v1
  ///     oid sha256:HEX
  ///     size BYTES
  private static func pointer(to path: [UInt8]) throws(Errno) -> [UInt8] {
    var hash = HashFunction.sha256
    var size: UInt64 = 0
    try InputFile.read(path) {
      hash.update($0)
      size += UInt64($0.count)
    }
    var text = [UInt8]("version https://git-lfs.github.com/spec/v1\noid sha256:")
    text.append(hexadecimal: hash.finalize())
    text.append("\nsize ")
    text.append(decimal: size)
    text.append("\n")
    return text
  }

  /// Where the files of both sides are; empty for one that is not at hand.
  private func paths(of change: Change) -> (before: [UInt8], after: [UInt8])? {
    guard let (old, new) = change.sides, old.kind == .file, new.kind == .file else { return nil }
    func path(_ record: Record, in directory: [UInt8]) -> [UInt8] {
      directory.isEmpty ? [] : directory + [UInt8(ascii: "/")] + record.path
    }
    return (path(old, in: before), path(new, in: after))
  }

  @inline(never)
  private static func status(of path: [UInt8]) throws(Errno) -> FileStatus {
    let status = try path.withCString { (path) throws(Errno) in
      try FileStatus(at: FileDescriptor.currentDirectory, path)
    }
    // What is no file any more might never end.
    guard status.kind == .file else { throw .staleFile }
    return status
  }
}
