import Foundation
import TestSupport
import Testing

/// `steps` of one log and of two: what is printed, and the statuses.
@Suite struct StepsTests {
  private let place = TestTree()

  /// A log in a file; its path.
  private func log(_ name: String, _ lines: String...) -> String {
    place.file(Name(name), lines.joined(separator: "\n") + "\n")
    return "\(place.string)/\(name)"
  }

  private var before: String {
    log(
      "a.log", "#4 [1/3] FROM base", "#4 DONE 0.0s", "#5 [2/3] COPY a /a", "#5 CACHED",
      "#6 [3/3] RUN b", "#6 CACHED")
  }

  private var after: String {
    log(
      "b.log", "#4 [1/3] FROM base", "#4 DONE 0.0s", "#5 [2/3] COPY a /a", "#5 CACHED",
      "#6 [3/3] RUN c", "#6 DONE 1.3s")
  }

  @Test func `the steps of a log, and what came of them`() {
    let outcome = Tool.run("steps", after)
    #expect(outcome.status == 0)
    #expect(
      outcome.lines == [
        "  base               [1/3] FROM base", "  cached             [2/3] COPY a /a",
        "  ran         1.3 s  [3/3] RUN c",
        "3 steps: 1 base, 1 cached, 1 ran (1.3 s); first that ran: [3/3] RUN c",
      ])
  }

  @Test func `no line of what came of the steps is wider than a terminal`() {
    let long = "RUN " + String(repeating: "x", count: 90)
    let outcome = Tool.run("steps", log("long.log", "#4 [1/1] \(long)", "#4 DONE 1.3s"))
    #expect(
      outcome.lines.suffix(2) == [
        "1 step: 1 ran (1.3 s);",
        "first that ran: [1/1] RUN " + String(repeating: "x", count: 47) + "...",
      ], "\(outcome.text)")
  }

  @Test func `of two logs the first step that ran again, and why`() {
    let outcome = Tool.run("steps", before, after)
    #expect(outcome.status == 1)
    #expect(
      outcome.lines.prefix(2) == [
        "ran again: [3/3] RUN c",
        "because      the instruction, or an ARG in it, changed; it was: RUN b",
      ])
    #expect(Tool.run("steps", before, before).status == 0)
    #expect(Tool.run("steps", after, after).status == 0)
    #expect(Tool.run("steps", after, before).status == 0)
  }

  @Test func `an object for each step, and one for what ran again`() {
    let outcome = Tool.run("steps", "--json", before, after)
    #expect(outcome.status == 1)
    #expect(outcome.lines.count == 7)
    #expect(
      outcome.lines[5]
        == "{\"log\":2,\"image\":null,\"platform\":null,\"stage\":null,\"step\":3,\"of\":3,"
        + "\"text\":\"RUN c\",\"state\":\"ran\",\"seconds\":1.3,\"base\":null}")
    #expect(
      outcome.lines[6]
        == "{\"first\":{\"stage\":null,\"text\":\"RUN c\"},\"cause\":\"instruction\","
        + "\"detail\":\"the instruction, or an ARG in it, changed; it was: RUN b\",\"sure\":true,\"image\":null}"
    )
  }

  /// A log whose COPY has the state, and which makes an image of the id.
  private func log(_ name: String, copy state: String, image id: String) -> String {
    log(
      name, "#3 [1/3] FROM base", "#3 DONE 0.0s", "#4 [2/3] RUN b", "#4 CACHED",
      "#5 [3/3] COPY a /a", "#5 \(state)",
      "#6 exporting to image", "#6 writing image sha256:\(id) done", "#6 DONE 0.0s")
  }

  @Test func `a COPY without a listing: the two images that the logs name tell its files`() {
    let (old, new) = (String(repeating: "0123abcd", count: 8), String(repeating: "89ef", count: 16))
    let first = log("old.log", copy: "CACHED", image: old)
    let outcome = Tool.run("steps", first, log("new.log", copy: "DONE 0.1s", image: new))
    #expect(outcome.status == 1)
    #expect(
      outcome.lines[2...5].map { $0.trimmingCharacters(in: .whitespaces) } == [
        "To see which files, where both images still are:",
        "dchecksum diff \\", "<(docker save 0123abcd0123) \\", "<(docker save 89ef89ef89ef)",
      ])
    let noID = String(repeating: "$(reboot)", count: 2)
    let other = Tool.run("steps", first, log("odd.log", copy: "DONE 0.1s", image: noID))
    #expect(!other.text.contains("reboot"), "nothing but an id comes to stand in a shell's line")
    #expect(other.text.contains("git archive COMMIT-OF-THE-FIRST | dchecksum explain --since - ."))
  }

  @Test func `a RUN whose variables changed: the two images that the logs name tell their values`()
  {
    func log(_ name: String, _ state: String, _ id: String) -> String {
      self.log(
        name, "#3 [1/3] FROM base", "#3 DONE 0.0s", "#4 [2/3] RUN b", "#4 CACHED",
        "#5 [3/3] RUN c", "#5 \(state)", "#6 exporting to image", "#6 writing image \(id)")
    }
    let ids = ["0123abcd", "89ef89ef"].map { "sha256:" + String(repeating: $0, count: 8) }
    let outcome = Tool.run(
      "steps", log("old.log", "CACHED", ids[0]), log("new.log", "DONE 1.0s", ids[1]))
    #expect(outcome.text.contains("  diff <(h 0123abcd0123) <(h 89ef89ef89ef)\n"))
    let unnamed = Tool.run(
      "steps", log("old.log", "CACHED", ids[0]), log("new.log", "DONE 1.0s", "none"))
    #expect(unnamed.text.contains("docker history --no-trunc IMAGE"))
    #expect(!unnamed.text.contains("diff <("))
  }

  @Test(
    arguments: [
      ("DONE 0.1s", "CACHED", "note         it ran in the first log, too"),
      (
        "DONE 0.1s", "DONE 1.0s",
        "note         it ran in the first log, too: maybe no cache is kept between builds"
      ),
      (
        "ERROR: exit code: 1", "CACHED",
        "because      it failed in the first log, and what fails is never in the cache"
      ),
    ])
  func `what the first log says of the step is told`(before: String, above: String, line: String) {
    func log(_ name: String, _ state: String) -> String {
      self.log(
        name, "#3 [1/3] FROM base", "#3 DONE 0.0s", "#4 [2/3] COPY a /a", "#4 \(above)",
        "#5 [3/3] COPY c /c", "#5 \(state)")
    }
    let outcome = Tool.run("steps", log("old.log", before), log("new.log", "DONE 1.0s"))
    #expect(outcome.lines.contains(line), "\(outcome.text)")
  }

  @Test func `a base behind which steps came from the cache is not blamed`() {
    func log(_ name: String, _ base: String, _ state: String) -> String {
      self.log(
        name, "#3 [1/3] FROM \(base)", "#3 DONE 0.0s", "#4 [2/3] RUN a", "#4 CACHED",
        "#5 [3/3] COPY c /c", "#5 \(state)")
    }
    let outcome = Tool.run(
      "steps", log("old.log", "b:2", "CACHED"), log("new.log", "b:1", "DONE 1.0s"))
    #expect(outcome.lines[1].hasPrefix("most likely  its files"), "\(outcome.text)")
  }

  @Test func `the logs of two builders share no cache, and no base is blamed`() {
    let other = log(
      "new.log", "Step 1/2 : FROM base", " ---> 0123456789ab", "Step 2/2 : COPY a /a",
      " ---> 1123456789ab", "Successfully built 1123456789ab")
    let outcome = Tool.run("steps", before, other)
    #expect(outcome.lines[1].hasSuffix("the logs are of two builders, which share no cache"))
  }

  @Test(arguments: [
    ("COPY c /", ""), ("COPY my.conf /etc/my.conf", ""), ("COPY [\"a b\",\"/x y/\"]", ""),
    ("COPY src /app", "\"/app\""), ("COPY my.conf /etc/", "\"/etc/\""), ("COPY . .", "\".\""),
  ])
  func `the line to paste lists a directory, or is not given`(_ copy: String, _ path: String) {
    func log(_ name: String, _ state: String) -> String {
      self.log(
        name, "#3 [1/3] FROM base", "#3 DONE 0.0s", "#4 [2/3] RUN a", "#4 CACHED",
        "#5 [3/3] \(copy)", "#5 \(state)")
    }
    let outcome = Tool.run("steps", log("old.log", "CACHED"), log("new.log", "DONE 1.0s"))
    let line = outcome.lines.first { $0.contains("\"/dc/dchecksum\"") }
    #expect(line?.hasSuffix("\"all\",\(path)]") ?? path.isEmpty, "\(outcome.text)")
  }

  @Test func `what is pasted as one stands in one block of a summary`() {
    func log(_ name: String, _ state: String) -> String {
      self.log(
        name, "#3 [1/3] FROM base", "#3 DONE 0.0s", "#4 [2/3] RUN a", "#4 CACHED",
        "#5 [3/3] COPY c /c", "#5 \(state)")
    }
    let outcome = Tool.run(
      "steps", "--markdown", log("old.log", "CACHED"), log("new.log", "DONE 1.0s"))
    #expect(
      outcome.text.contains(
        """

        ```
        RUN --mount=type=bind,from=dchecksum,target=/dc \\
          ["/dc/dchecksum","-l","-d","all","/c"]
        ```

        """))
  }

  @Test func `of a long instruction the part that differs is told`() {
    let start = "RUN apt-get update && apt-get install --yes one two three four"
    func log(_ name: String, _ text: String, _ state: String) -> String {
      self.log(name, "#3 [1/2] FROM base", "#3 DONE 0.0s", "#4 [2/2] \(text)", "#4 \(state)")
    }
    let outcome = Tool.run(
      "steps", log("old.log", "\(start) five", "CACHED"),
      log("new.log", "\(start) six", "DONE 1.0s"))
    #expect(outcome.text.contains("...five; is:") && outcome.text.contains("...six\n"))
  }

  /// What is said of a COPY that ran, above a listing whose file has the digit.
  private func told(_ copy: String, _ run: String, _ before: String, _ after: String) -> String {
    func log(_ name: String, _ state: String, _ digit: String) -> String {
      let tree = TestTree().file("stamp", digit)
      let listing = withExtendedLifetime(tree) {
        Tool.run(tree.string).lines.map { "#7 0.1 \($0)\n" }
      }
      return self.log(
        name, "#3 [1/5] FROM base", "#3 DONE 0.0s", "#4 [2/5] RUN b", "#4 CACHED",
        "#5 [3/5] \(copy)",
        "#5 \(state)", "#6 [4/5] \(run)", "#6 DONE 0.1s", "#7 [5/5] RUN dchecksum /app",
        listing.joined() + "#7 DONE 0.1s")
    }
    return Tool.run(
      "steps", log("old.log", "DONE 0.1s", before), log("new.log", "DONE 0.2s", after)
    )
    .lines[1]
  }

  @Test func `a listing of another directory says nothing of what a COPY took`() {
    #expect(
      told("COPY conf /etc/conf", "RUN x", "1", "2").hasPrefix("most likely  its files; no li"))
    #expect(
      told("COPY src /application", "RUN x", "1", "2").hasPrefix("most likely  its files; no"))
    #expect(told("COPY stamp /app/", "RUN x", "1", "2") == "because      a file: stamp")
  }

  @Test func `what a RUN may have written is not said to be a COPY's for sure`() {
    #expect(told("COPY package.json /app/", "RUN x", "1", "2") == "most likely  a file: stamp")
    #expect(told("COPY src /app/", "WORKDIR /w", "1", "2") == "because      a file: stamp")
  }

  @Test func `a log without steps is trouble`() {
    let empty = log("c.log", "hello")
    let outcome = Tool.run("steps", empty)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("no step of a build found in it"))
    let two = Tool.run("steps", "--json", before, empty)
    #expect(two.status == 2)
    #expect(two.lines.last?.hasPrefix("{\"first\":null,\"cause\":\"unknown\"") == true)
    #expect(Tool.run("steps", "\(place.string)/none").status == 2)
    #expect(Tool.run("steps", place.string).status == 2)
  }

  @Test func `a log on standard input`() {
    let outcome = Tool.run("steps", "-", input: Array("#6 [3/3] RUN b\n#6 CACHED\n".utf8))
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "  cached             [3/3] RUN b")
  }
}
