import Testing

@testable import DirectoryChecksum

/// What a side can't know is neither compared nor guessed.
@Suite struct UnknownFactsTests {
  private func listing(
    _ mode: UInt16, owner: UInt32 = 0, root: UInt16 = 0o755, isMadeUp: Bool = false,
    unknown: UnknownFacts = []
  ) -> Listing {
    let digest = HashFunction.sha1.digest(of: [])
    var facts = InodeFacts()
    facts.isMadeUp = isMadeUp
    return Listing(
      format: .content,
      records: [
        Record(
          digest: digest, kind: .directory, path: [UInt8(ascii: ".")],
          metadata: Metadata(mode: root, owner: owner, group: 0)),
        Record(
          digest: digest, kind: .directory, path: [UInt8(ascii: "d")],
          metadata: Metadata(mode: mode, owner: owner, group: 0), inodeFacts: facts),
      ], unknown: unknown)
  }

  @Test(
    arguments: [
      (UnknownFacts.owners, 0o755, 7, 0o755), (.modes, 0o700, 0, 0o755),
      (.rootMode, 0o755, 0, 0o700),
      (.directorySetIDs, 0o2755, 0, 0o755),
    ] as [(UnknownFacts, UInt16, UInt32, UInt16)])
  func `what is not known is not compared`(
    _ fact: UnknownFacts, _ mode: UInt16, _ owner: UInt32, _ root: UInt16
  ) {
    let before = listing(0o755)
    #expect(
      !Comparison(before: before, after: listing(mode, owner: owner, root: root)).changes.isEmpty)
    let unknowing = listing(mode, owner: owner, root: root, unknown: fact)
    #expect(Comparison(before: before, after: unknowing).changes.isEmpty)
    #expect(Comparison(before: unknowing, after: before).changes.isEmpty)
  }

  @Test func `what is known beside it is compared`() {
    let unknowing = listing(0o2700, unknown: .directorySetIDs)
    let changes = Comparison(before: listing(0o755), after: unknowing).changes
    #expect(changes.map(\.aspect) == [.mode])
  }

  @Test func `a directory that an archive only implies has no mode to compare`() {
    let implied = listing(0o755, isMadeUp: true)
    #expect(Comparison(before: implied, after: listing(0o700)).changes.isEmpty)
  }
}
