import TestSupport
import Testing

/// `diff` of logs with lines that are lost, cut or another run's: what neither a digest nor the log
/// vouches for is no change.
@Suite struct StrayLineTests {
  private let tree = TestTree()
  private let changed = TestTree()
  private let other = TestTree()
  private let place = TestTree()

  init() {
    for tree in [tree, changed] {
      tree.file("d/e", "1").file("d/f", "2").file("m", "3").file("p", "4").file("t", "5")
    }
    changed.file("p", "changed")
    other.file("n", "6").file("q", "7")
  }

  private func lines(_ tree: TestTree, _ options: String...) -> [String] {
    execute(Tool.command + (options + [tree.string]).map { Array($0.utf8) }).lines
  }

  private func step(_ lines: [String], place: Int = 2, tail: Bool = true) -> String {
    var text = "#5 [1/2] COPY . /app\n#5 DONE 0.1s\n\n#6 [\(place)/2] RUN dchecksum /app\n"
    for line in lines { text += line.first == "#" ? "\(line)\n" : "#6 0.123 \(line)\n" }
    return text + (tail ? "#6 DONE 0.1s\n" : "")
  }

  private func changes(
    _ before: String, _ after: String, status: Int32,
    _ location: SourceLocation = #_sourceLocation
  ) -> [String] {
    place.file("a.log", before).file("b.log", after)
    let files = ["a.log", "b.log"].map { place.string + "/" + $0 }
    let outcome = execute(
      Tool.command + (["diff", "--json"] + files).map { Array($0.utf8) })
    #expect(outcome.status == status, sourceLocation: location)
    return outcome.lines.filter { $0.hasPrefix("{\"change\"") }
  }

  @Test func `a line of another run in the place of a lost one is no change`() {
    var mixed = lines(tree)
    mixed.removeAll { $0.hasSuffix(" F m") }
    mixed.insert(lines(other).first { $0.hasSuffix(" F n") }!, at: mixed.count - 2)
    #expect(changes(step(lines(tree)), step(mixed), status: 1).isEmpty)
    #expect(changes(step(mixed), step(lines(changed)), status: 1).isEmpty)
  }

  @Test func `in a file that is nothing but records a change is told whatever its digests prove`() {
    func unproven(_ tree: TestTree, _ digit: String) -> String {
      lines(tree).map {
        $0.contains(" D ") ? String(repeating: digit, count: 40) + $0.dropFirst(40) : $0
      }.joined(separator: "\n") + "\n"
    }
    let found = changes(unproven(tree, "1"), unproven(changed, "2"), status: 1)
    #expect(found.contains { $0.contains("\"path\":\"p\"") }, "\(found)")
  }

  @Test func `what stands beside lines that the log says it clipped is told`() {
    let clip = "#6 0.2 [output clipped, log limit 200KiB/s reached]"
    let clipped = lines(changed).map { $0.hasSuffix(" F m") ? clip : $0 }
    let found = changes(step(lines(tree)), step(clipped), status: 1)
    #expect(found.count == 1 && found.first?.contains("\"path\":\"p\"") == true)
  }

  @Test func `a log that ends is told as far as it goes`() {
    let found = changes(
      step(lines(changed)), step(lines(tree).dropLast(1), tail: false), status: 1)
    #expect(found.count == 1 && found.first?.contains("\"path\":\"p\"") == true)
  }

  @Test func `a cut line below a new directory is no entry of it`() {
    let new = TestTree()
    new.file("d/e", "1").file("d/f", "2").file("g/inner/some", "1").file("g/inner/what", "2")
      .file("m", "3").file("p", "4").file("t", "5")
    let cut = lines(new, "-d", "all").map { $0.hasSuffix("/some") ? String($0.dropLast(2)) : $0 }
    let found = changes(step(lines(tree)), step(cut), status: 1)
    #expect(found.contains { $0.contains("\"path\":\"g\"") })
    #expect(!found.contains { $0.contains("inner/") })
  }

  @Test func `of more listings in a step than its counterpart has, equal roots find each other`() {
    let found = changes(
      step(lines(tree)), step(lines(tree) + lines(other)).replacing("0.1s", with: "0.2s"), status: 1
    )
    #expect(found.isEmpty)
    #expect(
      changes(step(lines(changed)), step(lines(tree) + lines(other)), status: 1).isEmpty)
  }

  @Test func `a listing behind a COPY is of no step that is known`() {
    let copy = "Step 1/3 : FROM scratch\n --->\nStep 2/3 : COPY . /app\n ---> 0123456709ab"
    let run = "Step 3/3 : RUN dchecksum /app\n ---> Running in 0123456709ac\n"
    func text(_ tree: TestTree) -> String { lines(tree).joined(separator: "\n") + "\n" }
    let glued = copy + run + text(tree)
    let stray = copy + "\n" + text(other) + run + text(changed)
    #expect(changes(glued, stray, status: 1).isEmpty)
  }

  @Test func `a root alone of no step is no listing of depth 0`() {
    let log = "INFO[0001] COPY . /app\n\(lines(other)[0])\n"
    #expect(changes(log, "INFO[0001] COPY . /app\n" + step(lines(tree)), status: 2).isEmpty)
  }

  @Test func `a message behind the mark of an escaped record costs nothing`() {
    tree.file("tab\tx", "8")
    let cut = lines(tree).flatMap { line in
      line.first == "\\"
        ? ["\\dchecksum: COPY . DEST has the digest x", String(line.dropFirst())]
        : [line]
    }
    place.file("c.log", step(cut))
    let outcome = execute(
      Tool.command + ["extract", place.string + "/c.log"].map { Array($0.utf8) })
    #expect(outcome.lines.first?.hasPrefix("# listing 1 complete") == true)
    #expect(outcome.lines.dropFirst().elementsEqual(lines(tree)))
  }
}
