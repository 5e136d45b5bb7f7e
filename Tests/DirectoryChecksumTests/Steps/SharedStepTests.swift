import Testing

@testable import DirectoryChecksum

/// Steps that stand under another name, and listings that are of more than the step above them.
@Suite struct SharedStepTests {
  private static let before = [
    "5ea7db6e674cbb39d611eff470686ef8f978fc3d D .",
    "b11ae7df88e7fe477943dd127c4f1d0fb2c846b5 D src",
    "356a192b7913b04c54574d18c28d46e6395428ab F src/add.js",
    "bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f F package.json",
  ]
  private static let after = [
    "ba1abfe08ba9ac4658d6cdc28c4fbf3d3e8aedb1 D .",
    "29742d6c21715e732a881417de17352307eb9bb9 D src",
    "da4b9237bacccdf19c0760cab7aec4a8359010b0 F src/add.js",
    "bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f F package.json",
  ]

  /// A log of steps, the last of which prints a listing.
  private func log(_ copy: String, _ copies: String, _ listing: [String], run: String = "DONE 0.1s")
    -> BuildLog
  {
    let output = listing.map { "#7 0.100 \($0)\n" }.joined()
    return buildLog(
      """
      #1 [internal] load build definition from Dockerfile
      #1 DONE 0.0s
      #2 [1/4] FROM docker.io/library/base
      #2 CACHED
      #5 [2/4] COPY package.json /app/
      #5 \(copy)
      #6 [3/4] COPY . /app
      #6 \(copies)
      #7 [4/4] RUN --mount=type=bind,from=dchecksum,target=/dc ["/dc/dchecksum","-d","all","/app"]
      \(output)#7 \(run)
      #8 exporting to image
      #8 DONE 0.1s
      """)
  }

  @Test func `a file that a COPY does not take is not its cause`() throws {
    let old = log("DONE 0.1s", "DONE 0.1s", Self.before)
    let all = LogComparison(old, log("DONE 0.1s", "DONE 0.1s", Self.after))
    let rerun = try #require(all.steps.reruns.first)
    #expect(rerun.step == 1)
    #expect(rerun.cause == .unknown)
    let second = LogComparison(old, log("CACHED", "DONE 0.1s", Self.after))
    let sure = try #require(second.steps.reruns.first)
    #expect(sure.step == 2)
    #expect(sure.cause == .files)
    #expect(sure.isSure)
  }

  @Test func `a listing step that ran alone is told by its own listing`() throws {
    let old = log("DONE 0.1s", "DONE 0.1s", Self.before)
    let other = LogComparison(old, log("CACHED", "CACHED", Self.after))
    #expect(try #require(other.steps.reruns.first).cause == .files)
    let same = LogComparison(old, log("CACHED", "CACHED", Self.before, run: "DONE 0.3s"))
    let rerun = try #require(same.steps.reruns.first)
    #expect(rerun.cause == .environment)
    #expect(!rerun.isSure)
  }

  @Test func `a step that two stages begin with counts for both`() throws {
    func log(_ label: String, _ state: String) -> BuildLog {
      buildLog(
        """
        #1 [internal] load build definition from Dockerfile
        #1 DONE 0.0s
        #2 [deps 1/3] FROM docker.io/library/base
        #2 CACHED
        #3 [\(label)] WORKDIR /app
        #3 \(state)
        #4 [deps 3/3] COPY package.json ./
        #4 \(state)
        #5 [build 3/3] COPY --from=deps /app/package.json ./
        #5 \(state)
        #6 exporting to image
        #6 DONE 0.1s
        """)
    }
    let comparison = LogComparison(log("deps 2/3", "CACHED"), log("build 2/3", "DONE 0.1s"))
    let rerun = try #require(comparison.steps.reruns.first)
    let step = try #require(rerun.step)
    #expect(comparison.steps.after[0].steps[step].isInstruction("WORKDIR"))
    #expect(rerun.cause == .noCache)
  }
}
