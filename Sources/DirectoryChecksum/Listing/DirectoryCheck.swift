/// Recomputes one directory's digest from the records listed in it.
struct DirectoryCheck {
  enum Outcome {
    /// The digest follows from the children.
    case proven
    /// Nothing can be said: the directory has extended attributes, which its digest covers and of
    /// which a record has but a tag.
    case unproven
    /// The digest does not follow from the children.
    case failed
    /// No missing record could explain the digest either.
    case contradicted
  }

  /// SHA-256 work, in bytes, that may be spent on trying modes in one listing: below a second.
  private static let modeBudget = 128 << 20
  /// Modes that directories mostly have, tried before all others.
  private static let usualModes: [UInt16] = [
    0o755, 0o775, 0o700, 0o750, 0o777, 0o770, 0o711, 0o751, 0o2755, 0o2775, 0o1777, 0o555, 0o500,
  ]

  private let format: DigestFormat
  private var budget = Self.modeBudget
  /// The mode found last: most directories of a tree have the same one.
  private var lastMode: UInt16 = 0o755

  init(format: DigestFormat) {
    self.format = format
  }
}

extension DirectoryCheck {
  /// Checks the directory at `index` of `tree` against those of its children that `isListed` does
  /// not leave out.
  mutating func outcome(
    of index: Int, in tree: HashTree, isListed: (Int32) -> Bool
  ) -> Outcome {
    let record = tree.records[index]
    guard let digest = record.digest else { return .proven }
    var children: [Int32] = []
    for child in tree.children(of: index) where isListed(child) {
      if tree.records[Int(child)].digest == nil { return .contradicted }
      children.append(child)
    }
    switch format {
    case .content:
      if Self.content(of: children, in: tree) == digest { return .proven }
      return !children.isEmpty && digest == SHA1.digest(of: []) ? .contradicted : .failed
    case .buildkit:
      return buildKitOutcome(record, digest, Self.byName(children, in: tree), in: tree)
    }
  }

  /// The digest that a content listing gives a directory with these children.
  static func content(of children: [Int32], in tree: HashTree) -> Digest {
    var hash = SHA1()
    for child in children {
      let record = tree.records[Int(child)]
      guard let digest = record.digest else { continue }
      tree.withName(at: Int(child)) {
        ContentFormat.update(&hash, name: $0, kind: record.kind, digest: digest)
      }
    }
    return hash.finalize()
  }
}

extension DirectoryCheck {
  private mutating func buildKitOutcome(
    _ record: Record, _ digest: Digest, _ children: [Int32], in tree: HashTree
  ) -> Outcome {
    let text = Self.text(of: children, in: tree)
    if record.isRoot {
      let header =
        children.isEmpty ? BuildKitFormat.directoryHeader(mode: 0o755) : BuildKitFormat.rootHeader
      return Self.content(header, text) == digest ? .proven : .failed
    }
    if let metadata = record.metadata {
      if metadata.attributesTag != nil { return .unproven }
      return Self.content(BuildKitFormat.directoryHeader(mode: metadata.mode), text) == digest
        ? .proven : .failed
    }
    return hasMode(digest, text) ? .proven : .failed
  }

  /// Whether there is a mode with which a directory of the content `text` has the digest.
  private mutating func hasMode(_ digest: Digest, _ text: [UInt8]) -> Bool {
    if Self.content(BuildKitFormat.directoryHeader(mode: lastMode), text) == digest { return true }
    for mode in Self.usualModes
    where Self.content(BuildKitFormat.directoryHeader(mode: mode), text) == digest {
      lastMode = mode
      return true
    }
    let work = 4096 * (text.count + 256)
    guard work <= budget else { return false }
    budget -= work
    for mode in 0..<4096 as Range<UInt16> {
      if Self.content(BuildKitFormat.directoryHeader(mode: mode), text) == digest {
        lastMode = mode
        return true
      }
    }
    return false
  }

  /// The children in byte order of their names, which in a listing holds among the directories
  /// and among the others.
  private static func byName(_ children: [Int32], in tree: HashTree) -> [Int32] {
    var merged: [Int32] = []
    merged.reserveCapacity(children.count)
    let split =
      children.firstIndex { tree.records[Int($0)].kind != .directory } ?? children.count
    var (directory, other) = (0, split)
    while directory < split || other < children.count {
      // All have the same parent, so the order of the paths is that of the names.
      if other == children.count
        || directory < split
          && precedes(
            tree.records[Int(children[directory])].path, tree.records[Int(children[other])].path)
      {
        merged.append(children[directory])
        directory += 1
      } else {
        merged.append(children[other])
        other += 1
      }
    }
    return merged
  }

  /// What a directory's content digest covers behind its header.
  private static func text(of children: [Int32], in tree: HashTree) -> [UInt8] {
    var text = CollectedBytes()
    for child in children {
      guard let digest = tree.records[Int(child)].digest else { continue }
      tree.withName(at: Int(child)) {
        BuildKitFormat.updateChild(&text, name: $0, digest: digest)
      }
    }
    return text.bytes
  }

  private static func content(_ header: Digest, _ text: [UInt8]) -> Digest {
    var hash = SHA256()
    BuildKitFormat.updateDirectory(&hash, header: header)
    text.withUnsafeBytes { hash.update($0) }
    return hash.finalize()
  }
}

/// Keeps the bytes that a format would hash, for hashing them more than once.
private struct CollectedBytes: HashInput {
  var bytes: [UInt8] = []

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    self.bytes.append(contentsOf: bytes)
  }
}
