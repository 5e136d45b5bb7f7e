/// Recomputes one directory's digest from the records listed in it.
struct DirectoryCheck {
  enum Outcome {
    /// The digest follows from the children.
    case proven
    /// Nothing can be said: the directory has extended attributes, which its digest covers and of
    /// which a record has but a tag.
    case unproven
    /// The digest follows from the children with no mode: one of them is missing, or the directory
    /// has extended attributes, of which a short record shows nothing.
    case unfit
    /// The digest does not follow from the children.
    case failed
    /// No missing record could explain the digest either.
    case contradicted
  }

  /// SHA-256 work, in bytes, that may be spent on trying modes in one listing: a second or two.
  private static let modeBudget = 1 << 30
  /// Modes that have special bits or are otherwise apart, but not rare.
  private static let apartModes: [UInt16] = [
    0o1777, 0o2755, 0o2775, 0o2770, 0o2750, 0o2777, 0o2700, 0o555, 0o550, 0o500, 0o511, 0o1755,
    0o1775, 0o1770,
  ]

  private let format: DigestFormat
  private var budget = Self.modeBudget
  /// The modes found so far, the last one in front: most directories of a tree have the same one.
  private var knownModes: [UInt16] = [0o755]
  private let nothing: Digest
  /// The children of the directory that is checked.
  private var children: [Int] = []
  /// Whether any name begins with the byte FF, see ``NameTail``; nil as long as none was looked at.
  private var hasTails: Bool?
  /// What a directory's content digest covers behind its header.
  private var text: [UInt8] = []

  init(format: DigestFormat) {
    self.format = format
    nothing = HashFunction.sha1(of: [])
  }
}

extension DirectoryCheck {
  /// Checks the directory at `index` of `tree` against those of its children that are listed.
  mutating func outcome(of index: Int, in tree: HashTree) -> Outcome {
    guard let digest = tree.records[index].digest else { return .proven }
    children.removeAll(keepingCapacity: true)
    for place in 0..<tree.childCount(of: index) {
      let child = tree.child(place, of: index)
      guard tree.isListed(child) else { continue }
      if tree.records[child].digest == nil { return .contradicted }
      children.append(child)
    }
    guard format == .content else { return buildKitOutcome(index, digest, tree) }
    if content(in: tree) == digest { return .proven }
    return !children.isEmpty && digest == nothing ? .contradicted : .failed
  }

  /// The digest that a content listing gives the directory that was checked last, if the one at
  /// `wrong` in it had the digest `right`.
  func content(in tree: HashTree, wrong: Int = -1, right: Digest? = nil) -> Digest {
    var text: [UInt8] = []
    for child in children {
      let record = tree.records[child]
      guard let digest = child == wrong ? right : record.digest else { continue }
      record.withName {
        ContentFormat.append(name: $0, kind: record.kind, digest: digest, to: &text)
      }
    }
    return HashFunction.sha1(of: text)
  }
}

extension DirectoryCheck {
  private mutating func buildKitOutcome(
    _ index: Int, _ digest: Digest, _ tree: HashTree
  ) -> Outcome {
    let record = tree.records[index]
    collect(tree, record.isRoot ? 0 : record.withPath { $0.count + 1 })
    if record.isRoot {
      let header = BuildKitFormat.rootHeader(isEmpty: children.isEmpty)
      return content(header) == digest ? .proven : .failed
    }
    if let metadata = record.metadata {
      if metadata.attributesTag != nil { return .unproven }
      return content(BuildKitFormat.directoryHeader(mode: metadata.mode)) == digest
        ? .proven : .failed
    }
    return hasMode(digest) ? .proven : .unfit
  }

  /// Whether there is a mode with which a directory of the content `text` has the digest.
  private mutating func hasMode(_ digest: Digest) -> Bool {
    for place in knownModes.indices where isMode(knownModes[place], digest) {
      if place > 0 { knownModes.swapAt(0, place) }
      return true
    }
    guard let mode = commonMode(digest) ?? rareMode(digest) else { return false }
    knownModes.append(mode)
    knownModes.swapAt(0, knownModes.count - 1)
    return true
  }

  /// The mode, if it is one with all rights for the owner, or another that is not rare.
  private func commonMode(_ digest: Digest) -> UInt16? {
    var mode: UInt16 = 0o700
    while mode <= 0o777 {
      if isMode(mode, digest) { return mode }
      mode += 1
    }
    for mode in Self.apartModes where isMode(mode, digest) { return mode }
    return nil
  }

  private mutating func rareMode(_ digest: Digest) -> UInt16? {
    let work = 4096 * (text.count + 256)
    guard work <= budget else { return nil }
    budget -= work
    var mode: UInt16 = 0
    while mode < 4096 {
      if isMode(mode, digest) { return mode }
      mode += 1
    }
    return nil
  }

  @inline(never)
  private func isMode(_ mode: UInt16, _ digest: Digest) -> Bool {
    content(BuildKitFormat.directoryHeader(mode: mode)) == digest
  }

  /// Whether the record of a directory says by its digest that there is nothing in it. Of a short
  /// BuildKit record only modes that are not rare are tried.
  static func isEmpty(_ record: Record, format: DigestFormat) -> Bool {
    guard record.kind == .directory, let digest = record.digest else { return false }
    let check = DirectoryCheck(format: format)
    guard format == .buildkit else { return digest == check.nothing }
    if record.isRoot { return check.content(BuildKitFormat.rootHeader(isEmpty: true)) == digest }
    if let metadata = record.metadata {
      return metadata.attributesTag == nil && check.isMode(metadata.mode, digest)
    }
    return check.commonMode(digest) != nil
  }

  /// Makes `text` of the children, in byte order of their names: that holds in a listing among the
  /// directories and among the others, so the two are merged. Names begin at `start` of the paths.
  private mutating func collect(_ tree: HashTree, _ start: Int) {
    text.removeAll(keepingCapacity: true)
    var split = 0
    while split < children.count, tree.records[children[split]].kind == .directory {
      split += 1
    }
    let isMixed = addTails(tree)
    if isMixed { split = children.count }
    var (directory, other) = (0, split)
    while directory < split || other < children.count {
      // Of paths with the same parent the order is that of the names.
      let isDirectory =
        other == children.count
        || directory < split
          && tree.records[children[directory]].walkOrder(to: tree.records[children[other]]) < 0
      let child = children[isDirectory ? directory : other]
      if isDirectory { directory += 1 } else { other += 1 }
      let record = tree.records[child]
      guard let digest = record.digest else { continue }
      let end = text.count
      record.withPath {
        BuildKitFormat.appendChild(name: $0.from(start), digest: digest, to: &text)
      }
      guard isMixed else { continue }
      for place in end..<text.count where text[place] == UInt8(ascii: "/") { text[place] = 0 }
    }
  }

  /// Adds what counts once more of the entries below sub-directories, see ``NameTail``, and puts all
  /// in order; false where there is none.
  private mutating func addTails(_ tree: HashTree) -> Bool {
    if hasTails == nil { hasTails = tree.records.contains { $0.beginsTail } }
    guard hasTails == true else { return false }
    let count = children.count
    var next = 0
    while next < children.count {
      for place in 0..<tree.childCount(of: children[next]) {
        let child = tree.child(place, of: children[next])
        if tree.isListed(child), tree.records[child].beginsTail { children.append(child) }
      }
      next += 1
    }
    guard children.count > count else { return false }
    let all = children
    children.removeAll(keepingCapacity: true)
    for place in sortedIndexes(
      all.count,
      by: {
        tree.records[all[$0]].walkOrder(to: tree.records[all[$1]]) < 0
      })
    {
      children.append(all[place])
    }
    return true
  }

  private func content(_ header: Digest) -> Digest {
    var start: [UInt8] = []
    BuildKitFormat.appendDirectory(header: header, to: &start)
    var hash = HashFunction.sha256
    start.withUnsafeBytes { hash.update($0) }
    return hash.digest(of: text)
  }
}
