import Testing

@testable import DirectoryChecksum

/// The listing of a directory with empty files of these names, made with the original's format.
func listing(of names: [String]) -> String {
  let empty = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
  let digest = [UInt8](empty.utf8).withUnsafeBytes { Digest(hexadecimal: $0)! }
  let sorted = names.map { [UInt8]($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
  var lines: [UInt8] = []
  for name in sorted {
    name.withUnsafeBufferPointer {
      ContentFormat.append(name: $0, kind: .file, digest: digest, to: &lines)
    }
  }
  var text: [UInt8] = []
  text.append(hexadecimal: HashFunction.sha1.digest(of: lines))
  text += [UInt8](" D .\n".utf8)
  for name in sorted { text += [UInt8]("\(empty) F ".utf8) + name + [0x0a] }
  return String(decoding: text, as: UTF8.self)
}

private let traps = [
  "x D .", "#8 0.1 ", "#8 [4 6] RUN x", "[output clipped, log limit 2MiB reached]", "------",
  " > [5-6] RUN x:", "2655b5497a6421d448163953729a28b47e30d15a D .", "##[group]x", "a | b",
  "Step 4", "STEP 4: RUN", "Job's log exceeded limit of 1 bytes.", "{\"digest\":null}", "=> => # x",
  "2026-02-03T04:05:06Z ", "a -> b", "back\\slash", "tab\there", " leading", "trailing ",
  "# listing 1 complete x", "???????????????????????????????????????? F x", "-", "…",
]

@Suite struct LogTrapTests {
  @Test(arguments: ["", "#10 0.280 ", "2026-02-03T04:05:06.1234567Z ", "[a : b] ", "+web | "])
  func `names that look like a log's own lines fool nobody`(_ prefix: String) {
    let expected = listing(of: traps)
    let lines = expected.split(separator: "\n", omittingEmptySubsequences: true)
    let log = "noise\n" + lines.map { "\(prefix)\($0)\n" }.joined()
    #expect(describe(listings(in: log)) == "@run 1 complete -\n\(expected)")
  }

  @Test func `a listing alone is read to the byte`() {
    let expected = listing(of: traps + ["\u{1b}[31mred", "carriage\rreturn", "end\r", "\u{feff}"])
    #expect(describe(listings(in: expected)) == "@run 1 complete -\n\(expected)")
    var reader = LogReader()
    [UInt8](expected.utf8).withUnsafeBytes { reader.consume($0) }
    _ = reader.finish()
    #expect(reader.isListing)
  }

  @Test func `a log is no listing alone`() {
    for text in ["", "\n", "noise\n", "\(SampleTree.before)\n\n", "\(SampleTree.before)\nnoise"] {
      var reader = LogReader()
      [UInt8](text.utf8).withUnsafeBytes { reader.consume($0) }
      _ = reader.finish()
      #expect(!reader.isListing)
    }
  }

  @Test func `a listing with NUL may have any name`() {
    let names = traps + ["new\nline", "\n", "a\n2655b5497a6421d448163953729a28b47e30d15a D ."]
    let expected = listing(of: names)
    var bytes = [UInt8](expected.utf8)
    // Only the newlines that end records become NUL: those before a record's digest.
    var index = 0
    while index < bytes.count {
      let ends =
        index + 1 == bytes.count || bytes[(index + 1)...].starts(with: [UInt8]("da39a3ee".utf8))
      if bytes[index] == 0x0a, ends { bytes[index] = 0 }
      index += 1
    }
    for size in [1, 5, 1000] {
      #expect(
        describe(listings(in: bytes, piecesOf: size)) == "@run 1 complete -\n\(expected)")
    }
  }

  @Test func `an arrow in a name and one in a target are told apart by the digest`() {
    // SHA-1 of `c -> d`.
    let digest = "6f6ab6f8e4bc1d2b4ad5a1b9e9f4e3cf5f7e0000"
    var real: [UInt8] = []
    real.append(hexadecimal: HashFunction.sha1.digest(of: [UInt8]("c -> d".utf8)))
    for (hex, path) in [(String(decoding: real, as: UTF8.self), "a -> b"), (digest, "a")] {
      let text = [UInt8]("\(hex) S:0777:0:0 a -> b -> c -> d\0".utf8)
      #expect(listings(in: text).first?.records.first?.path == [UInt8](path.utf8))
    }
  }

  @Test func `a line cut after the dot of a name opens no listing`() {
    let hex = "2337374c24f5c208d414f357fb78d5e7d6c4ffdd"
    let cut = """
      #4 [4/6] RUN dchecksum .
      #4 0.1 \(SampleTree.lines(SampleTree.before)[0])
      #4 0.1 \(hex) D .
      #4 ...

      #5 [5/6] RUN true
      #5 DONE 0.0s

      #4 [4/6] RUN dchecksum .
      #4 0.1 \(hex) D .github
      #4 0.1 \(SampleTree.lines(SampleTree.before)[1])

      """
    let found = listings(in: cut)
    #expect(found.count == 1)
    #expect(found.first?.records.count == 3)
  }

  @Test func `two equal files are not one cut line`() {
    let expected = listing(of: ["a", "ab"])
    let lines = expected.split(separator: "\n")
    let log = """
      #4 [4/6] RUN dchecksum .
      #4 0.1 \(lines[0])
      #4 0.1 \(lines[1])
      #4 ...

      #4 [4/6] RUN dchecksum .
      #4 0.1 \(lines[2])
      """
    #expect(
      describe(listings(in: log)) == "@run 1 complete #4 [4/6] RUN dchecksum .\n\(expected)")
  }

  @Test func `a display's last lines are known for what they are`() throws {
    let found = listings(in: try Fixture.bytes("36-tty-capture-incomplete.log"))
    #expect(found.map(\.findings.isTerminalCapture) == [true])
  }

  @Test func `a clip's notice is kept`() throws {
    let found = listings(in: try Fixture.bytes("07-buildkit-plain-clipped-lossy.log"))
    #expect(
      found.map(\.findings.notice) == [[UInt8]("[output clipped, log limit 1KiB reached]".utf8)])
    #expect(found.first?.findings.failedDirectory == [UInt8]("src/gen".utf8))
  }

  @Test func `GitLab's limit is a clip`() {
    let lines = SampleTree.lines(SampleTree.before)
    let log =
      lines[..<9].joined(separator: "\n") + "\n" + lines[9].dropLast(4)
      + "\n\u{1b}[33;1mJob's log exceeded limit of 4194304 bytes.\u{1b}[0;m\n"
    let found = listings(in: log)
    #expect(found.map(\.integrity) == [.clipped])
    // The cut line is not believed.
    #expect(found.first?.records.count == 9)
  }

  @Test func `clipped output that is printed again from the root on is one listing`() {
    let lines = SampleTree.lines(SampleTree.before)
    let log =
      "#4 [4/6] RUN dchecksum .\n"
      + lines[..<5].map { "#4 0.2 \($0)\n" }.joined() + "#4 0.2 \(lines[5].prefix(20))\n"
      + "#4 0.2 [output clipped, log limit 1KiB/s reached]\n"
      + lines.map { "#4 0.3 \($0)\n" }.joined() + "#4 DONE 0.4s\n"
    #expect(
      describe(listings(in: log))
        == "@run 1 complete #4 [4/6] RUN dchecksum .\n\(SampleTree.before)\n")
  }

  @Test(arguments: 1..<44)
  func `a line cut anywhere by a clip is mended`(_ length: Int) {
    let lines = SampleTree.lines(SampleTree.before)
    for index in [0, 7, 12] {
      let line = lines[index]
      let log =
        "#4 [4/6] RUN dchecksum .\n" + lines[..<index].map { "#4 0.2 \($0)\n" }.joined()
        + "#4 0.2 \(line.prefix(length))\n#4 0.2 [output clipped, log limit 1KiB reached]\n"
        + "#4 0.3 \(line.dropFirst(length))\n"
        + lines[(index + 1)...].map { "#4 0.3 \($0)\n" }.joined() + "#4 DONE 0.4s\n"
      #expect(
        describe(listings(in: log))
          == "@run 1 complete #4 [4/6] RUN dchecksum .\n\(SampleTree.before)\n", "line \(index)")
    }
  }

  @Test func `a lost root leaves the listing before it whole`() {
    let after = SampleTree.lines(SampleTree.after).dropFirst()
    let found = listings(in: "$ x\n\(SampleTree.before)\n\(after.joined(separator: "\n"))\n")
    #expect(found.map(\.integrity) == [.complete, .partial])
    #expect(found.map(\.records.count) == [16, 16])
  }

  @Test func `a header between two lines of a listing does no harm`() {
    let lines = SampleTree.lines(SampleTree.before)
    let log =
      "[1/2] STEP 4/6: RUN dchecksum .\n" + lines[..<6].joined(separator: "\n")
      + "\n[2/2] STEP 1/2: FROM scratch\n" + lines[6...].joined(separator: "\n") + "\n"
    #expect(
      describe(listings(in: log))
        == "@run 1 complete [1/2] STEP 4/6: RUN dchecksum .\n\(SampleTree.before)\n")
  }

  @Test func `escape sequences of all kinds go`() {
    let noise = [
      "\u{1b}[0K", "\u{1b}[38;5;1m", "\u{1b}]0;title\u{07}", "\u{1b}]8;;u\u{1b}\\",
      "\u{1b}_bk;t=1\u{07}", "\u{1b}Pq\u{1b}\\", "\u{1b}(B", "\u{1b}=",
      "\u{1b}[8mha:////4H=\u{1b}[0m",
      "\u{1b}Xsos\u{1b}\\", "\u{1b}^pm\u{1b}\\",
    ]
    for sequence in noise {
      let log = SampleTree.lines(SampleTree.before).map {
        "\(sequence)\($0.prefix(40))\(sequence)\($0.dropFirst(40))\(sequence)\n"
      }
      #expect(
        describe(listings(in: "x\n" + log.joined())) == "@run 1 complete -\n\(SampleTree.before)\n")
    }
  }

  @Test func `a header may be long, and change`() {
    let long = String(repeating: "x", count: 5000)
    let log =
      "#8 [4/6] RUN \(long)\n#8 0.2 \(SampleTree.empty)\n#8 DONE 0.3s\n#8 [4/6] RUN y\(long)\n"
      + SampleTree.prefixed(SampleTree.before, "#8 0.2 ") + "#8 DONE 0.3s\n"
    let found = listings(in: log)
    #expect(found.map(\.integrity) == [.complete, .complete])
    #expect(found.map(\.label.count) == [4096, 4096])
  }

  @Test func `a root behind which output is clipped may have had more`() {
    let log = """
      #4 [4/6] RUN dchecksum .
      #4 0.2 \(SampleTree.lines(SampleTree.before)[0])
      #4 0.2 [output clipped, log limit 2MiB reached]
      #4 DONE 0.4s

      """
    #expect(listings(in: log).map(\.integrity) == [.clipped])
  }
}
