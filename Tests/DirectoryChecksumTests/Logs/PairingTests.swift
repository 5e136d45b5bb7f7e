import Testing

@testable import DirectoryChecksum

@Suite struct PairingTests {
  static func runs(
    _ labels: [String], integrity: [Int: Listing.Integrity] = [:]
  ) -> [Listing] {
    labels.enumerated().map { index, label in
      Listing(
        format: .content, records: [], integrity: integrity[index] ?? .complete,
        label: Array(label.utf8))
    }
  }

  static func pair(_ before: Int, _ after: Int) -> Pairing {
    .pair(Pairing.Pair(before: before, after: after))
  }

  @Test(arguments: [
    ("#8 [4/6] RUN dchecksum .", "RUN dchecksum ."), ("[6/6] RUN x", "RUN x"),
    ("Step 4/6 : RUN x", "RUN x"), ("STEP 4/6: RUN x", "RUN x"),
    ("[1/2] STEP 6/6: RUN x", "RUN x"),
    (
      "#5 [linux/amd64 builder 4/6] RUN x",
      "[linux/amd64 builder] RUN x"
    ), ("[web builder 4/6] RUN x", "[web builder] RUN x"),
    ("sha256:86f7e437faa5 [builder 6/6] RUN x", "[builder] RUN x"),
    ("job-1 build #10 [6/6] RUN x", "job-1 build RUN x"),
    ("Running: [/bin/sh -c dchecksum .]", "Running: [/bin/sh -c dchecksum .]"),
    ("RUN ls /usr/2/3", "RUN ls /usr/2/3"), ("RUN step x", "RUN step x"), ("", ""), ("[4/6]", ""),
  ])
  func `a step's name has no numbers`(_ label: String, _ name: String) {
    let found = String(decoding: Pairing.stepName(Array(label.utf8)), as: UTF8.self)
    #expect(found == name)
  }

  @Test func `one listing each is a pair`() {
    #expect(Pairing.between(Self.runs(["a"]), Self.runs(["b"])) == Self.pair(0, 0))
    #expect(Pairing.between([], Self.runs(["b"])) == Pairing.none)
  }

  @Test func `the step that both logs have is compared`() {
    let before = Self.runs(["[3/7] RUN a", "[4/7] RUN b", "[5/7] RUN c"])
    let after = Self.runs(["[2/5] RUN b", "[3/5] RUN d"])
    #expect(Pairing.between(before, after) == Self.pair(1, 0))
  }

  @Test func `of a step that ran twice the last run counts, if it has a root`() {
    let before = Self.runs(["[4/6] RUN a", "[6/6] RUN a"])
    #expect(Pairing.between(before, before) == Self.pair(1, 1))
    let after = Self.runs(["[4/6] RUN a", "[6/6] RUN a"], integrity: [1: .partial])
    #expect(Pairing.between(before, after) == Self.pair(1, 0))
  }

  @Test func `without a common step the last listings are compared`() {
    #expect(Pairing.between(Self.runs(["", ""]), Self.runs([""])) == Self.pair(1, 0))
    #expect(
      Pairing.between(Self.runs(["RUN a", "RUN b"]), Self.runs(["RUN c", ""])) == Self.pair(1, 1))
  }

  @Test func `several common steps are a choice`() {
    let labels = ["#4 [linux/arm64 4/6] RUN a", "#5 [linux/amd64 4/6] RUN a"]
    #expect(
      Pairing.between(Self.runs(labels), Self.runs(labels.reversed()))
        == .choice([.init(before: 0, after: 1), .init(before: 1, after: 0)]))
  }

  @Test func `in one log the first run of a step is compared with the last`() {
    #expect(
      Pairing.within(Self.runs(["#8 [4/6] RUN a", "RUN b", "#10 [6/6] RUN a"])) == Self.pair(0, 2))
    #expect(Pairing.within(Self.runs(["", "", ""])) == Self.pair(0, 2))
    #expect(Pairing.within(Self.runs(["RUN a", "RUN b"])) == Self.pair(0, 1))
    #expect(Pairing.within(Self.runs(["RUN a"])) == Pairing.none)
    let jobs = [
      "job-1 #8 [4/6] RUN a", "job-1 #10 [6/6] RUN a", "job-2 #8 [4/6] RUN a",
      "job-2 #10 [6/6] RUN a",
    ]
    #expect(
      Pairing.within(Self.runs(jobs))
        == .choice([.init(before: 0, after: 1), .init(before: 2, after: 3)]))
  }
}
