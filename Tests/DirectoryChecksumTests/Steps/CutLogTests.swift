import Testing

@testable import DirectoryChecksum

/// What logs prove that are cut, or that do not show all of a build.
@Suite struct CutLogTests {
  private static let whole = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.0s
    #2 [1/4] FROM base:1
    #2 DONE 0.0s
    #3 [2/4] RUN a
    #3 CACHED
    #4 [3/4] COPY b /b
    #4 CACHED
    #5 [4/4] RUN c
    #5 CACHED
    #6 exporting to image
    #6 DONE 0.1s
    """

  private func rerun(_ before: String, _ after: String) throws -> StepRerun {
    try #require(LogComparison(buildLog(before), buildLog(after)).steps.reruns.first)
  }

  private func first(_ count: Int) -> String {
    Self.whole.split(separator: "\n").prefix(count).joined(separator: "\n") + "\n"
  }

  @Test(arguments: 1..<10)
  func `a log that ends early does not prove that nothing ran`(_ count: Int) throws {
    let rerun = try rerun(Self.whole, first(count))
    #expect(rerun.cause == (count < 3 ? .unknown : .nothing))
    #expect(!rerun.isSure || rerun.cause == .unknown)
  }

  @Test(arguments: 3..<7)
  func `an instruction that the first log does not show is not new`(_ count: Int) throws {
    let after = Self.whole.replacing("#4 CACHED", with: "#4 DONE 0.2s")
      .replacing("#5 CACHED", with: "#5 DONE 0.3s")
    let rerun = try rerun(first(count), after)
    #expect(rerun.cause == .unknown)
    #expect(!rerun.isSure)
  }

  @Test func `the end of each stage ends a build that exports nothing`() throws {
    let rerun = try rerun(first(10), first(10))
    #expect(rerun.cause == .nothing)
    #expect(rerun.isSure)
  }

  @Test func `without its beginning a log does not tell the base image`() throws {
    let named = Self.whole.replacing(
      "base:1", with: "base:1@sha256:" + String(repeating: "a", count: 64))
    let other = named.replacing("aaa", with: "bbb").replacing("CACHED", with: "DONE 0.1s")
    #expect(try rerun(named, other).cause == .baseImage)
    let tail = other.split(separator: "\n").dropFirst(4).joined(separator: "\n")
    #expect(try !rerun(named, tail).isSure)
  }

  @Test func `a stage that is new is an instruction that is`() throws {
    let after = """
      #1 [internal] load build definition from Dockerfile
      #1 DONE 0.0s
      #2 [stage-1 1/4] FROM base:1
      #2 DONE 0.0s
      #3 [stage-1 2/4] RUN a
      #3 CACHED
      #7 [lint 2/2] RUN lint
      #7 DONE 1.0s
      #4 [stage-1 3/4] COPY b /b
      #4 CACHED
      #5 [stage-1 4/4] RUN c
      #5 CACHED
      #6 exporting to image
      #6 DONE 0.1s
      """
    let rerun = try rerun(Self.whole, after)
    #expect(rerun.cause == .instruction)
    #expect(rerun.isSure)
  }

  private static let borrowed = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.0s
    #2 [build 1/2] FROM base:1
    #2 DONE 0.0s
    #3 [build 2/2] RUN a
    #3 CACHED
    #4 [stage-1 2/2] WORKDIR /r
    #4 CACHED
    #5 exporting to image
    #5 DONE 0.1s
    """

  private static let other = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.0s
    #2 [build 1/2] FROM base:1
    #2 DONE 0.0s
    #3 [build 2/2] RUN a
    #3 CACHED
    #4 [stage-1 1/2] FROM base:2
    #4 DONE 0.0s
    #5 [stage-1 2/2] WORKDIR /r
    #5 DONE 0.1s
    #6 exporting to image
    #6 DONE 0.1s
    """

  /// BuildKit shows an image under none of the stages that begin with it where a step copies from it.
  private static let copied = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.0s
    #2 FROM base:1
    #2 DONE 0.0s
    #3 [stage-0 2/3] WORKDIR /r
    #3 CACHED
    #4 [stage-0 3/3] COPY --from=base:1 /a /a
    #4 CACHED
    #5 exporting to image
    #5 DONE 0.1s
    """

  private static let otherCopied = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.0s
    #2 FROM base:1
    #2 CACHED
    #3 [stage-0 1/3] FROM base:2
    #3 DONE 0.0s
    #4 [stage-0 2/3] WORKDIR /r
    #4 DONE 0.1s
    #5 [stage-0 3/3] COPY --from=base:1 /a /a
    #5 DONE 0.1s
    #6 exporting to image
    #6 DONE 0.1s
    """

  @Test(arguments: [(borrowed, other), (copied, otherCopied)])
  func `a FROM that one log shows under the stage is another image's`(
    _ before: String, _ after: String
  ) throws {
    let rerun = try rerun(before, after)
    #expect(rerun.cause == .baseImage)
    guard case .bases(let old, let new) = rerun.evidence else {
      Issue.record("another evidence")
      return
    }
    #expect(text(old) == "base:1")
    #expect(text(new) == "base:2")
  }

  @Test func `a stage that began with nothing did not begin with the image of another`() throws {
    let rerun = try rerun(
      Self.borrowed.replacing("[stage-1 2/2]", with: "[stage-1 1/1]"), Self.other)
    #expect(rerun.cause == .instruction)
    if case .bases = rerun.evidence { Issue.record("another base, of a stage that has none") }
  }
}
