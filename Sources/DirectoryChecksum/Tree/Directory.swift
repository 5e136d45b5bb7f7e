/// The entries of one directory in listing order, and what the scan found out about them.
///
/// One block of memory holds entries, digests and names, so that a directory costs the same few
/// allocations however many entries it has. Several threads fill it in: each entry is written by
/// one of them only, and read when all have finished.
final class Directory: @unchecked Sendable {
  /// The number of entries: sub-directories first, then everything else, both in byte order.
  let count: Int
  /// How many of them are sub-directories.
  let directoryCount: Int
  /// The length of a digest, in bytes.
  let digestByteCount: Int

  private let block: UnsafeMutableRawPointer
  private let entries: UnsafeMutablePointer<Entry>
  private let digests: UnsafeMutableRawPointer
  private let names: UnsafeMutablePointer<UInt8>
  private let metadata: UnsafeMutablePointer<Metadata>?
  /// In bytes; kept with the metadata.
  private let sizes: UnsafeMutablePointer<UInt64>?
  /// Targets of links; empty unless metadata is kept.
  private let targets: UnsafeMutablePointer<[UInt8]>?
  /// What is known of inodes beyond the metadata.
  private var facts = EntryFacts()
  /// The sub-directories that are listed with what is in them; allocated when there is one.
  private var children: UnsafeMutablePointer<Directory?>?

  /// Makes room for `count` entries whose names, each with a NUL behind it, take `nameByteCount`.
  init(
    count: Int, directoryCount: Int, nameByteCount: Int, format: DigestFormat, metadata: Bool
  ) {
    self.count = count
    self.directoryCount = directoryCount
    digestByteCount = format.byteCount
    let entriesSize = count * MemoryLayout<Entry>.stride
    let digestsSize = count * digestByteCount
    block = .allocate(
      byteCount: entriesSize + digestsSize + nameByteCount,
      alignment: MemoryLayout<UInt64>.alignment
    )
    entries = block.bindMemory(to: Entry.self, capacity: count)
    digests = block + entriesSize
    names = (digests + digestsSize).bindMemory(to: UInt8.self, capacity: nameByteCount)
    guard metadata else {
      self.metadata = nil
      sizes = nil
      targets = nil
      return
    }
    let all = UnsafeMutablePointer<Metadata>.allocate(capacity: count)
    all.initialize(repeating: Directory.unknown, count: count)
    self.metadata = all
    let bytes = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    bytes.initialize(repeating: 0, count: count)
    sizes = bytes
    let links = UnsafeMutablePointer<[UInt8]>.allocate(capacity: count)
    links.initialize(repeating: [], count: count)
    targets = links
  }

  deinit {
    // Iterates: directories may be nested deeper than a stack is.
    var remaining: [Directory] = []
    moveChildren(to: &remaining)
    while let next = remaining.popLast() { next.moveChildren(to: &remaining) }
    metadata?.deallocate()
    sizes?.deallocate()
    if let targets {
      targets.deinitialize(count: count)
      targets.deallocate()
    }
    block.deallocate()
  }
}

extension Directory {
  /// Sets the entry at `index` and copies its name to `offset`, with a NUL behind it.
  func setEntry(
    _ index: Int, kind: EntryKind, state: Entry.State, name: ByteView,
    at offset: Int
  ) {
    (entries + index).initialize(
      to: Entry(
        nameOffset: UInt32(truncatingIfNeeded: offset),
        nameLength: UInt16(truncatingIfNeeded: name.count), kind: kind, state: state))
    if let bytes = name.baseAddress {
      UnsafeMutableRawPointer(names + offset).copyMemory(from: bytes, byteCount: name.count)
    }
    names[offset + name.count] = 0
  }

  func kind(of index: Int) -> EntryKind { entries[index].kind }

  func state(of index: Int) -> Entry.State { entries[index].state }

  func setState(of index: Int, _ state: Entry.State) { entries[index].state = state }

  /// The name, with a NUL behind it; valid as long as the directory.
  func name(of index: Int) -> ByteView {
    let entry = entries[index]
    return ByteView(
      start: names + Int(entry.nameOffset), count: Int(entry.nameLength))
  }

  /// The name for a system call.
  func cName(of index: Int) -> UnsafePointer<CChar> {
    UnsafeRawPointer(names + Int(entries[index].nameOffset))
      .assumingMemoryBound(to: CChar.self)
  }
}

extension Directory {
  /// The bytes of the digest; meaningful once set.
  func digestBytes(of index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: digests + index * digestByteCount, count: digestByteCount)
  }

  /// The digest of an entry that is ``Entry/State/present``.
  func presentDigest(of index: Int) -> Digest { Digest(digestBytes(of: index)) }

  /// The digest, nil for an entry that could not be read.
  func digest(of index: Int) -> Digest? {
    state(of: index) == .present ? Digest(digestBytes(of: index)) : nil
  }

  /// Sets the digest; nil marks the entry as unreadable.
  func setDigest(of index: Int, _ digest: Digest?) {
    guard let digest else { return setState(of: index, .unreadable) }
    setState(of: index, .present)
    digest.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        (digests + index * digestByteCount).copyMemory(
          from: start, byteCount: min(bytes.count, digestByteCount))
      }
    }
  }

  /// What no entry has: its mode is none.
  private static var unknown: Metadata { Metadata(mode: .max, owner: 0, group: 0) }

  /// Mode, owner and attributes; nil where they are not kept, or could not be had.
  func metadata(of index: Int) -> Metadata? {
    guard let known = metadata?[index], known.mode != Directory.unknown.mode else { return nil }
    return known
  }

  func setMetadata(of index: Int, _ value: Metadata) { metadata?[index] = value }

  /// How many bytes a regular file has; 0 where that is not kept, and for all else.
  func size(of index: Int) -> UInt64 { sizes?[index] ?? 0 }

  func setSize(of index: Int, _ value: UInt64) { sizes?[index] = value }

  /// The target of a link; nil where it is not kept, could not be read, or is no link.
  func target(of index: Int) -> [UInt8]? {
    kind(of: index) == .link && state(of: index) == .present ? targets?[index] : nil
  }

  func setTarget(of index: Int, _ value: [UInt8]) { targets?[index] = value }
}

extension Directory {
  /// What is known of the inode of the entry at `index`; nil for most. Only after ``sortFacts()``.
  func facts(of index: Int) -> InodeFacts? { facts.facts(of: index) }

  /// Remembers facts about an entry. One thread at a time.
  func addFacts(of index: Int, _ known: InodeFacts) { facts.add(known, of: index) }

  /// Puts the facts in order, when all that there are have been added: several threads may have.
  func sortFacts() { facts.sort() }
}

extension Directory {
  /// The contents of the sub-directory at `index`, where they are listed.
  func child(of index: Int) -> Directory? {
    guard let children, index < directoryCount else { return nil }
    return children[index]
  }

  /// Makes room for the contents of sub-directories; called before any is set.
  func keepChildren() {
    guard children == nil, directoryCount > 0 else { return }
    let all = UnsafeMutablePointer<Directory?>.allocate(capacity: directoryCount)
    all.initialize(repeating: nil, count: directoryCount)
    children = all
  }

  func setChild(of index: Int, _ directory: Directory) { children?[index] = directory }

  private func moveChildren(to directories: inout [Directory]) {
    guard let children else { return }
    self.children = nil
    for index in 0..<directoryCount {
      if let child = children[index] { directories.append(child) }
    }
    children.deinitialize(count: directoryCount)
    children.deallocate()
  }
}
