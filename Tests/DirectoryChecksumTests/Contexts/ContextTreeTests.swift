import Testing

@testable import DirectoryChecksum

/// A context as numbers: everything is found where it is.
@Suite struct ContextTreeTests {
  private func record(_ path: String, _ kind: EntryKind) -> Record {
    Record(
      digest: HashFunction.sha1.digest(of: Array(path.utf8)), kind: kind, path: Array(path.utf8),
      metadata: Metadata(mode: 0o644, owner: 0, group: 0))
  }

  private func isFound(_ entries: [(String, EntryKind)]) -> Bool {
    let listing = Listing(
      format: .content, records: entries.map { record($0.0, $0.1) }, integrity: .complete)
    let tree = ContextTree(listing, .all)
    for record in listing.records {
      guard let node = tree.node(of: record) else { return false }
      let path = tree.path(of: node)
      guard record.isRoot ? path.isEmpty : Array(path.dropFirst()) == record.path else {
        return false
      }
    }
    return tree.count == entries.count
  }

  @Test func `names are found of which one begins with another, beside what is below it`() {
    #expect(
      isFound([
        (".", .directory), ("a", .directory), ("a/z", .directory), ("a/z/a", .file),
        ("a.b", .directory), ("a.b/c", .file), ("b", .directory), ("A", .file), ("a b", .file),
        ("a!", .file), ("a0", .file), ("c", .file),
      ]))
  }

  /// Each of them is looked for: with a look at every sibling that would take a minute.
  @Test(.timeLimit(.minutes(1))) func `a directory may hold very many`() {
    var entries: [(String, EntryKind)] = [(".", .directory), ("d", .directory)]
    for number in 100_000..<160_000 { entries.append(("d/\(number)", .file)) }
    #expect(isFound(entries))
    #expect(!isFound([(".", .directory), ("d/lost", .file)]))
  }
}
