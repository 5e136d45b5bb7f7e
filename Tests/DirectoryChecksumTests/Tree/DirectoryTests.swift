import Testing

@testable import DirectoryChecksum

@Suite struct DirectoryTests {
  private func directory(
    _ entries: [(kind: EntryKind, name: [UInt8])], _ format: DigestFormat = .content,
    metadata: Bool = false
  ) -> Directory {
    let directory = Directory(
      count: entries.count, directoryCount: entries.count(where: { $0.kind == .directory }),
      nameByteCount: entries.reduce(0) { $0 + $1.name.count + 1 }, format: format,
      metadata: metadata)
    var offset = 0
    for (index, entry) in entries.enumerated() {
      entry.name.withUnsafeBufferPointer {
        directory.setEntry(index, kind: entry.kind, state: .present, name: $0, at: offset)
      }
      offset += entry.name.count + 1
    }
    return directory
  }

  @Test func `an entry takes eight bytes`() {
    #expect(MemoryLayout<Entry>.size == 8)
  }

  @Test(arguments: [DigestFormat.content, .buildkit])
  func `names, digests and facts of each entry are kept apart`(_ format: DigestFormat) {
    let names: [[UInt8]] = [[0x61], [0xff, 0x0a], [0x62, 0x62]]
    let kinds: [EntryKind] = [.directory, .file, .link]
    let directory = directory(Array(zip(kinds, names)), format, metadata: true)
    let digests = (0..<3).map { number in
      [UInt8](repeating: UInt8(number + 1), count: format.byteCount).withUnsafeBytes { Digest($0) }
    }
    for index in 0..<3 { directory.setDigest(of: index, digests[index]) }
    directory.setMetadata(of: 1, Metadata(mode: 0o4755, owner: 1, group: .max))
    directory.setTarget(of: 2, [0x2f])
    for index in 0..<3 {
      #expect([UInt8](directory.name(of: index)) == names[index])
      #expect(directory.cName(of: index)[names[index].count] == 0)
      #expect(directory.kind(of: index) == kinds[index])
      #expect(directory.digest(of: index) == digests[index])
    }
    #expect(directory.metadata(of: 0) == nil, "was never set")
    #expect(directory.metadata(of: 1) == Metadata(mode: 0o4755, owner: 1, group: .max))
    #expect(directory.target(of: 1) == nil && directory.target(of: 2) == [0x2f])
  }

  @Test func `an entry without a digest is unreadable, and so has no target`() {
    let directory = directory([(.link, [0x61])], metadata: true)
    directory.setTarget(of: 0, [0x62])
    directory.setDigest(of: 0, nil)
    #expect(directory.state(of: 0) == .unreadable)
    #expect(directory.digest(of: 0) == nil && directory.target(of: 0) == nil)
  }

  @Test func `a chain of directories that is deeper than a stack is released`() {
    var top = directory([])
    for _ in 0..<200_000 {
      let above = directory([(.directory, [0x61])])
      above.keepChildren()
      above.setChild(of: 0, top)
      top = above
    }
    #expect(top.child(of: 0)?.child(of: 0) != nil)
  }
}
