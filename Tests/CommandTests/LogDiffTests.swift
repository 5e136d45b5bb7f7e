import Foundation
import TestSupport
import Testing

/// `diff` of two logs that hold several listings, or one and what is left of another.
@Suite struct LogDiffTests {
  private let trees = [TestTree(), TestTree(), TestTree(), TestTree()]
  private let place = TestTree()

  init() {
    for (index, tree) in trees.enumerated() {
      tree.file("same", "1").file("other", "\(index)")
    }
  }

  private func listing(_ tree: Int, _ options: String...) -> String {
    execute(Tool.command + (["-l"] + options + [trees[tree].string]).map { Array($0.utf8) }).text
  }

  private func diff(_ before: String, _ after: String, _ options: String...) -> Outcome {
    place.file("a.log", before).file("b.log", after)
    let files = ["a.log", "b.log"].map { place.string + "/" + $0 }
    return execute(Tool.command + (["diff"] + options + files).map { Array($0.utf8) })
  }

  @Test func `listings of two directories are not compared with each other`() {
    func log(_ name: String, _ tree: Int) -> String {
      let records = listing(tree).split(separator: "\n").map { "#6 0.1 \($0)\n" }.joined()
      return "#3 [1/3] FROM base\n#3 DONE 0.0s\n#5 [2/3] COPY \(name) /\(name)\n#5 DONE 0.1s\n"
        + "#6 [3/3] RUN dchecksum -l /\(name)\n\(records)#6 DONE 0.1s\n"
    }
    let outcome = diff(log("api", 0), log("web", 1), "--json")
    #expect(!outcome.text.contains("\"change\""), "\(outcome.text)")
    #expect(diff(log("api", 0), log("api", 1), "--json").text.contains("\"path\":\"other\""))
  }

  private func classic(_ image: String, _ records: String, tail: Bool = true) -> String {
    """
    Step 1/3 : FROM scratch
     --->
    Step 2/3 : COPY . /app
     ---> 0123456789ab
    Step 3/3 : RUN dchecksum -l /app
     ---> Running in 0123456789ac
    \(records)
    """
      + (!tail
        ? ""
        : "Removing intermediate container 0123456789ac\n ---> 0123456789ad\n"
          + "Successfully built 0123456789ad\nSuccessfully tagged \(image):latest\n")
  }

  private func buildKit(_ copy: String, _ records: String) -> String {
    "#5 [2/3] \(copy)\n#5 DONE 0.1s\n\n#6 [3/3] RUN dchecksum -l /app\n"
      + records.split(separator: "\n").map { "#6 0.123 \($0)\n" }.joined() + "#6 DONE 0.1s\n"
  }

  @Test func `each image is compared with itself, in whatever order`() {
    let before = classic("web", listing(0)) + classic("api", listing(1))
    let outcome = diff(
      before, classic("api", listing(1)) + classic("web", listing(2)), "--json")
    #expect(outcome.status == 1)
    let changes = outcome.lines.filter { $0.hasPrefix("{\"change\"") }
    #expect(changes.count == 1)
    #expect(changes.first?.contains("\"path\":\"other\"") == true)
    #expect(changes.first?.contains("web") == true)
  }

  @Test func `a build whose image is not told is not taken for another one`() {
    let before =
      classic("web", listing(0)) + classic("api", listing(1, "--exclude", "same"))
    let outcome = diff(before, classic("web", listing(2), tail: false), "--json")
    let changes = outcome.lines.filter { $0.hasPrefix("{\"change\"") }
    #expect(changes.count == 1)
    #expect(changes.first?.contains("\"change\":\"content\"") == true)
  }

  @Test func `each listing of a step counts`() {
    let outcome = diff(
      buildKit("COPY . /app", listing(0) + listing(1)),
      buildKit("COPY . /app", listing(2) + listing(1)), "--json")
    #expect(outcome.status == 1)
    #expect(outcome.lines.contains { $0.hasPrefix("{\"change\":\"content\"") })
  }

  @Test func `what lost its root is not passed over`() {
    let whole = listing(0)
    let rest = listing(1).split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let (before, after) = (classic("web", whole), classic("web", whole + rest))
    let outcome = diff(before, after.replacing("0123456789ab", with: "0123456789af"))
    #expect(outcome.status != 0)
    #expect(outcome.text.contains("without a counterpart"))
  }

  @Test func `a root alone proves no modes`() {
    let whole = listing(0)
    let root = listing(0, "-d", "0")
    #expect(diff(whole, root).status == 2)
    #expect(diff(root, root).status == 0)
    // BuildKit's digest covers them.
    let keyed = listing(0, "--digest", "buildkit")
    #expect(diff(keyed, listing(0, "--digest", "buildkit", "-d", "0")).status == 0)
  }

  /// A build in which a listing stands in `run`, behind a COPY that runs.
  private func written(_ run: String, between: String = "", state: String = "CACHED") -> String {
    "#4 [2/5] RUN make\n#4 \(state)\n\n#5 [3/5] COPY . /app\n#5 DONE 0.1s\n\n" + between
      + "#7 [5/5] RUN \(run)\n"
      + listing(0).split(separator: "\n").map { "#7 0.123 \($0)\n" }.joined()
      + "#7 DONE 0.1s\n"
  }

  @Test(arguments: [
    "rm -r /app/x && dchecksum -l /app", "dchecksum -l /app > /app/list; cat /app/list",
    "echo $(rm /app/x); dchecksum -l /app", "[\"sh\", \"-c\", \"rm /app/x; dchecksum -l /app\"]",
  ])
  func `what a RUN may have written before it listed tells nothing of a COPY's files`(
    _ run: String
  ) {
    let outcome = diff(written(run, state: "DONE 1.0s"), written(run))
    #expect(!outcome.text.contains("not the files"), "\(outcome.text)")
    #expect(!outcome.text.contains("and yet"), "\(outcome.text)")
  }

  @Test(arguments: [
    "dchecksum -l /app", "cd /app && dchecksum -l .", "[\"/bin/dchecksum\", \"-l\", \"/app\"]",
    "--mount=type=bind,from=dchecksum,target=/d,ro /d/dchecksum -l /app 2>&1",
    "set -e; echo files; dchecksum -l /app 2>/dev/null | cat",
    "[\"/bin/sh\", \"-c\", \"dchecksum -l /app\"]",
  ])
  func `a RUN that only lists shows what a COPY wrote`(_ run: String) {
    #expect(diff(written(run, state: "DONE 1.0s"), written(run)).text.contains("not the files"))
    let between = "#6 [4/5] RUN rm -r /app/x\n#6 DONE 0.1s\n\n"
    let outcome = diff(
      written(run, between: between, state: "DONE 1.0s"), written(run, between: between))
    #expect(!outcome.text.contains("and yet"), "\(outcome.text)")
  }

  @Test(arguments: ["--chmod=600", "--chown=5:5"])
  func `what a COPY sets tells nothing of the context`(_ option: String) {
    let (one, two) = (listing(0), listing(0).replacing("F:0644", with: "F:0600"))
    let outcome = diff(
      buildKit("COPY \(option) . /app", one), buildKit("COPY \(option) . /app", two), "--json")
    // What its log tells of a builder is so.
    #expect(outcome.lines.contains { $0.hasPrefix("{\"verdict\":\"buildkit\",\"rebuild\":true") })
    guard option.hasPrefix("--chmod") else { return }
    for builder in ["buildah", "kaniko", "docker-classic"] {
      #expect(
        outcome.lines.contains {
          $0.hasPrefix("{\"verdict\":\"\(builder)\",\"rebuild\":null,\"because\":[\"mode\"")
        })
    }
  }

  @Test func `beside a directory a listing that came from the cache is named as well`() {
    place.file(
      "c.log", "#7 [2/3] COPY . /app\n#7 CACHED\n\n#8 [3/3] RUN dchecksum -l /app\n#8 CACHED\n")
    let outcome = Tool.run("diff", place.string + "/c.log", trees[0].string)
    #expect(outcome.status == 2)
    #expect(outcome.complaints.contains("#8 [3/3] RUN dchecksum -l /app was CACHED"))
  }

  @Test func `logs of equal steps with other bytes are two logs`() {
    let log = { (digit: String) in
      "2026-02-03T04:05:0\(digit).0Z #5 [2/2] COPY . /app\n"
        + "2026-02-03T04:05:0\(digit).0Z #5 DONE 0.1s\n"
    }
    #expect(diff(log("1"), log("2")).status == 1)
    #expect(diff(log("1"), log("1")).text.contains("the same log twice"))
  }
}
