import Testing

@testable import DirectoryChecksum

/// Modes of a commit beside those of a work tree.
@Suite struct GitModesTests {
  private func listing(_ modes: [(String, EntryKind, UInt16)]) -> Listing {
    let digest = HashFunction.sha1.digest(of: [])
    return Listing(
      format: .content,
      records: ([(".", .directory, 0o755)] + modes).map { path, kind, mode in
        Record(
          digest: digest, kind: kind, path: Array(path.utf8),
          metadata: Metadata(mode: mode, owner: 0, group: 0))
      })
  }

  /// As `git archive` writes them by itself.
  private var commit: Listing {
    listing([
      ("d", .directory, 0o775), ("a", .file, 0o664), ("b", .file, 0o775), ("c", .file, 0o664),
    ])
  }

  @Test(arguments: [0o022, 0o002, 0o027, 0o077, 0o007] as [UInt16])
  func `the umask that fits most is taken`(_ umask: UInt16) throws {
    let tree = listing([
      ("d", .directory, 0o777 & ~umask), ("a", .file, 0o666 & ~umask),
      ("b", .file, 0o777 & ~umask), ("c", .file, 0o600),
    ])
    let modes = try #require(GitModes(of: commit, beside: tree))
    #expect(modes.umask == umask)
    let changes = Comparison(before: modes.applied(to: commit), after: tree).changes
    #expect(changes.map(\.record.path) == (umask == 0o077 ? [] : [Array("c".utf8)]))
  }

  @Test func `without modes there is nothing to fit`() {
    let short = Listing(format: .content, records: [])
    #expect(GitModes(of: commit, beside: short) == nil)
  }
}
