import Testing

@testable import DirectoryChecksum

@Suite struct LineCutterTests {
  private func cut(_ text: String, piecesOf size: Int) -> [String] {
    var cutter = LineCutter()
    var lines: [String] = []
    let bytes = [UInt8](text.utf8)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + size)
      Array(bytes[start..<end]).withUnsafeBufferPointer {
        cutter.cut($0) { line, _ in lines.append(String(decoding: line, as: UTF8.self)) }
      }
      start = end
    }
    _ = cutter.finish { line, _ in lines.append(String(decoding: line, as: UTF8.self)) }
    return lines
  }

  @Test(arguments: [
    ("a\nb\n\nc", ["a", "b", "", "c"]), ("[a] b\n", ["[a] b"]), ("", []),
    ("[{\"a\":1},\n {\"b\":\"}\"}]\nx\n", ["{\"a\":1}", "{\"b\":\"}\"}", "", "x"]),
    ("{\"a\":1}\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"]),
    (
      "da39a3ee5e6b4b0d3255bfef95601890afd80709 F a\nb\0c\n",
      ["da39a3ee5e6b4b0d3255bfef95601890afd80709 F a", "b\0c"]
    ),
    (
      "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\0da39a3ee5e6b4b0d3255bfef95601890afd80709 F a\nb\0",
      [
        "da39a3ee5e6b4b0d3255bfef95601890afd80709 D .",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709 F a\nb",
      ]
    ),
    ("{\n \"events\": [\n{\"c\":1},{\"d\":[1,{}]}]\n}", ["{\"c\":1}", "{\"d\":[1,{}]}"]),
    (
      "{\n\"message\": \"m\", \"tags\": [{\"k\":1}]\n}\n",
      ["{\n\"message\": \"m\", \"tags\": [{\"k\":1}]\n}"]
    ),
  ]) func `input is cut into lines or objects`(_ text: String, _ expected: [String]) {
    for size in [1, 2, 5, 1000] {
      // What follows a document's end begins with the rest of its line.
      #expect(cut(text, piecesOf: size).filter { !$0.isEmpty } == expected.filter { !$0.isEmpty })
    }
  }
}

@Suite struct PrefixNameTests {
  private func name(_ prefix: String) -> String {
    let masked = [UInt8](prefix.utf8).withUnsafeBufferPointer { PrefixName.mask($0) }
    return String(decoding: PrefixName.name(masked), as: UTF8.self)
  }

  @Test(arguments: [
    ("web:docker:build: ", "web:docker:build"), ("[build:L12:3s] ", "build"), ("12:", ""),
    ("14  : [0.1s] | ", "14"),
    (
      "null_resource.image[\"web\"] (local-exec): ",
      "null_resource.image[\"web\"] (local-exec)"
    ), ("│ ", ""), ("> ", ""), ("INFO: ", ""),
    ("build-x2k4 kaniko ", "build-x2k4 kaniko"), ("2026-02-03T04:05:06Z app[12] ", "app[12]"),
    ("build.log:12:", "build.log"), ("[CI/build-3]   | ", "CI/build-3"),
  ]) func `times and counters are no part of a name`(_ prefix: String, _ expected: String) {
    #expect(name(prefix) == expected)
  }
}
