import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// What a daemon ran again, and took from its cache, when a context or a Dockerfile had changed.
@Suite struct RerunTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Verdict: Decodable {
      let line: Int
      let kind: String
      let verdict: String
    }

    let name: String
    let tree: Int
    let dockerfile: String
    let dockerfileOfSecondBuild: String?
    let dockerignore: String?
    let dockerfileInContext: Bool
    let buildArgs: [String: String]
    let buildArgsOfSecondBuild: [String: String]?
    let target: String?
    let mutation: [[String]]
    let rerunLines: [Int]
    let cachedLines: [Int]
    let reference: [Verdict]

    var testDescription: String { name }
  }

  struct File: Decodable {
    let trees: [[DockerfileFixture.Entry]]
    let cases: [Case]
  }

  /// How the earlier context is known.
  enum Knowledge: CaseIterable {
    case directory, longListing, buildkitListing
    /// Those of a scan that shows so many levels.
    case oneLevel, twoLevels, twoBuildkitLevels
  }

  static let file = DockerfileFixture.decode(File.self, "rerun.json")

  @Test func `all cases are read`() {
    #expect(Self.file?.cases.count == 55)
  }

  @Test(arguments: file?.cases ?? [], Knowledge.allCases)
  func `a step runs again where the daemon ran it again`(
    _ example: Case, _ knowledge: Knowledge
  ) throws {
    let entries = Self.file?.trees[example.tree] ?? []
    let before = DockerfileFixture.build(entries, dockerignore: example.dockerignore)
    let after = DockerfileFixture.build(entries, dockerignore: example.dockerignore)
    let second = example.dockerfileOfSecondBuild ?? example.dockerfile
    if example.dockerfileInContext {
      before.file("Dockerfile", example.dockerfile)
      after.file("Dockerfile", second)
    }
    for change in example.mutation { try Self.apply(change, to: after) }
    let isOfBuildkit = knowledge == .buildkitListing || knowledge == .twoBuildkitLevels
    let format: DigestFormat = isOfBuildkit ? .buildkit : .content
    let levels: Int? =
      switch knowledge {
      case .directory, .longListing, .buildkitListing: nil
      case .oneLevel: 1
      case .twoLevels, .twoBuildkitLevels: 2
      }
    let shown = try Self.listing(
      before, format, knowledge == .directory ? example.dockerignore : nil,
      asText: knowledge != .directory, levels: levels)
    let rules = try Self.rules(example.dockerignore)
    let rerun = Rerun(
      before: BuildSide(
        try Self.plan(example.dockerfile, example.buildArgs, example.target),
        try shown.kept(by: rules), mayCoverIgnored: shown.mayCoverIgnored(by: rules)),
      after: BuildSide(
        try Self.plan(
          second, example.buildArgsOfSecondBuild ?? example.buildArgs, example.target),
        try Self.listing(after, format, example.dockerignore, asText: false)))
    for (step, outcome) in zip(rerun.after.plan.steps, rerun.outcomes) {
      let kind = String(decoding: step.instruction.keyword.name, as: UTF8.self)
      let expected = example.reference.first { $0.line == step.line && $0.kind == kind }?.verdict
      switch outcome.rerun {
      case true?: #expect(expected == "miss", "line \(step.line)")
      case false?: #expect(expected ?? "hit" == "hit", "line \(step.line)")
      // Below the levels that are shown nobody knows.
      case nil: #expect(expected == "depends" || levels != nil, "line \(step.line)")
      }
      if outcome.rerun == true { #expect(!outcome.causes.isEmpty) }
    }
  }

  /// The outcomes for contexts with a file `a` of these texts.
  private static func outcomes(
    _ before: String, _ after: String, _ texts: (String, String) = ("1", "1")
  ) throws -> [Rerun.Outcome] {
    func side(_ dockerfile: String, _ text: String) throws -> BuildSide {
      BuildSide(
        try plan("FROM scratch\n" + dockerfile, [:], nil),
        try listing(TestTree().file("a", text).file("b", "2"), .content, nil, asText: false))
    }
    return try Rerun(before: side(before, texts.0), after: side(after, texts.1)).outcomes
  }

  @Test func `of equal lines each is held against the one in its place`() throws {
    let lines = String(repeating: "COPY a /x/\n", count: 400)
    let same = try Self.outcomes(lines, lines + "COPY a /x/\n")
    #expect(same.map { $0.rerun } == Array(repeating: false, count: 401) + [true])
    #expect(same.dropFirst().map { $0.counterpart } == Array(1...400) + [400])
    #expect(same.last?.causes == [.base])
    let changed = try Self.outcomes(lines, lines, ("1", "2"))
    #expect(changed.map { $0.rerun } == [false] + Array(repeating: true, count: 400))
    #expect(changed.dropFirst().map { $0.counterpart } == Array(1...400))
    #expect(changed[1].causes == [.files])
    #expect(changed[400].causes == [.files, .behind(2)])
  }

  @Test func `of steps as near the first is taken, and one of the same stage before nearer lines`()
    throws
  {
    let before = "RUN x\nRUN y\nFROM scratch\nCOPY --from=0 / /\nRUN z\nRUN x\nRUN x\n"
    // The stage is another, on whose base no step was built.
    let after = "RUN y\nRUN z\nFROM busybox\nCOPY --from=0 / /\nRUN x\n"
    let outcomes = try Self.outcomes(before, after)
    #expect(outcomes.map { $0.counterpart } == [nil, 2, 5, nil, 4, 6])
    #expect(outcomes[2].causes == [.behind(2)])
    #expect(outcomes[5].causes == [.behind(5)])
  }

  @Test func `a detached step finds any that does the same to the same files`() throws {
    let before = "RUN x\nCOPY --link b /d/b\nCOPY --link a /d/b\nCOPY --link b /d/b\n"
    let after = "RUN y\nCOPY --link b /d/b\nCOPY --link b /d/b\nCOPY --link b /d/b\n"
    let outcomes = try Self.outcomes(before, after)
    #expect(outcomes.map { $0.rerun } == [false, true, false, false, false])
    #expect(outcomes.map { $0.counterpart } == [nil, nil, 2, 2, 4])
  }

  @Test func `stages that are the same are one to the cache`() throws {
    let stages = (0..<30).map { "FROM scratch AS s\($0)\nCOPY a /x/\n" }.joined()
    let copies = (0..<30).map { "COPY --from=s\($0) / /\n" }.joined()
    let text = stages + "FROM scratch\n" + copies
    let outcomes = try Self.outcomes(text, text)
    #expect(outcomes.allSatisfy { $0.rerun == false })
    #expect(outcomes[1].counterpart == 1)
    #expect(outcomes[59].counterpart == 59)
    let changed = try Self.outcomes(text, text, ("1", "2"))
    #expect(changed[61].causes == [.stage(1)])
    #expect(changed[62].causes == [.stage(2), .behind(61 + 2)])
  }

  private static func plan(
    _ text: String, _ arguments: [String: String], _ target: String?
  ) throws -> BuildPlan {
    try BuildPlan(
      try Dockerfile(Array(text.utf8)), target: target.map { Array($0.utf8) },
      arguments: arguments.map { Array("\($0.key)=\($0.value)".utf8) })
  }

  private static func rules(_ ignoreFile: String?) throws -> IgnoreRules {
    var rules = IgnoreRules()
    if let ignoreFile {
      try rules.append(file: Array(ignoreFile.utf8), source: Array(".dockerignore".utf8))
    }
    return rules
  }

  /// - Parameter asText: Whether it is written and read again, and only then meets the rules.
  private static func listing(
    _ tree: TestTree, _ format: DigestFormat, _ ignoreFile: String?, asText: Bool,
    levels: Int? = nil
  ) throws -> Listing {
    let rules = try rules(ignoreFile)
    var options = ScanOptions()
    options.format = format
    options.maxDepth = levels
    options.metadata = true
    options.inodeFacts = !asText
    if !asText { options.rules = rules }
    let listing = Listing(try DirectoryScanner(options).scan(tree.path).tree)
    guard asText else { return listing }
    var text: [UInt8] = []
    let writer = RecordWriter(style: .lines, format: format)
    for record in listing.records { writer.append(record, to: &text) }
    var reader = LogReader()
    text.withUnsafeBytes { reader.consume($0) }
    let read = try #require(reader.finish().first)
    #expect(read.integrity == .complete)
    return try read.kept(by: rules)
  }

  private static func apply(_ change: [String], to tree: TestTree) throws {
    let path = "\(tree.string)/\(change[1])"
    let files = FileManager.default
    switch change[0] {
    case "write": tree.file(Name(change[1]), change[2])
    case "chmod": tree.mode(Name(change[1]), try #require(mode_t(change[2], radix: 8)))
    case "rm": try files.removeItem(atPath: path)
    case "mv": try files.moveItem(atPath: path, toPath: "\(tree.string)/\(change[2])")
    case "ln":
      try files.removeItem(atPath: path)
      tree.link(Name(change[1]), to: Name(change[2]))
    case "cp": try files.copyItem(atPath: path, toPath: "\(tree.string)/\(change[2])")
    case "touch":
      try files.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
    default: Issue.record("unknown change \(change)")
    }
  }
}
