import Testing

@testable import DirectoryChecksum

/// Damage to a log that must not become a claim.
@Suite struct LogFaultTests {
  private static let message =
    "dchecksum: this listing has 193 KiB, and BuildKit clips a log beyond 200 KiB a second"

  private func log(_ lines: [String], _ prefix: String = "#4 0.2 ") -> String {
    "#4 [4/6] RUN dchecksum .\n" + lines.map { prefix + $0 + "\n" }.joined() + "#4 DONE 0.4s\n"
  }

  @Test(arguments: 1..<60) func `a record that a message cut in two is joined`(_ length: Int) {
    let lines = SampleTree.lines(SampleTree.before)
    for index in [0, 4, 8, 13] {
      let line = lines[index]
      guard length < line.count else { continue }
      for messages in [[Self.message], [Self.message, "dchecksum: x: Permission denied"]] {
        var damaged = lines.map { String($0) }
        damaged[index] = line.prefix(length) + messages[0]
        damaged.insert(contentsOf: messages.dropFirst(), at: index + 1)
        damaged.insert(String(line.dropFirst(length)), at: index + messages.count)
        let found = describe(listings(in: log(damaged)))
        #expect(
          found == "@run 1 complete #4 [4/6] RUN dchecksum .\n\(SampleTree.before)\n",
          "line \(index)")
      }
    }
  }

  @Test func `records of two steps are two listings`() {
    let lines = SampleTree.lines(SampleTree.before)
    for headers in [
      ("STEP 3/6: RUN a", "STEP 5/6: RUN b"), ("Step 3/6 : RUN a", "Step 5/6 : RUN b"),
    ] {
      let text =
        "\(headers.0)\n" + (lines[..<9] + lines[10...]).joined(separator: "\n")
        + "\n\(headers.1)\n" + lines[7...].joined(separator: "\n") + "\n"
      let found = listings(in: text)
      #expect(found.count == 2)
      #expect(found.last?.integrity == .partial)
      #expect(found.allSatisfy { $0.integrity != .complete })
    }
  }

  @Test func `another mode of an entry is another listing's`() {
    let root = "f90ca65fa54c22a692a28c68c704600aa94a0826 D:0755:0:0 ."
    let a = "e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e F:0644:0:0 a"
    let b = "7448d8798a4380162d4b56f9b452e2f6f9e24e7a F:0644:0:0 b"
    let changed = a.replacing("0644", with: "0600")
    let found = listings(in: log([root, a, b, changed, b]))
    #expect(found.map(\.integrity) == [.complete, .partial])
    #expect(found.map { $0.records.last { $0.path == [0x61] }?.metadata?.mode } == [0o644, 0o600])
  }

  @Test func `a clip between two runs of one step makes no mixture`() {
    let (one, two) = (SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after))
    let lines =
      one[..<4].map { String($0) } + ["[output clipped, log limit 200KiB/s reached]"]
      + two[1...].map { String($0) }
    let found = listings(in: log(lines))
    #expect(found.map(\.integrity) == [.clipped, .partial])
    #expect(found.first?.records.count == 4)
  }

  @Test func `a cut record that sorts before the one before it is cut`() {
    let found = listings(
      in: """
        #7 [1/1] RUN x
        #7 0.1 ba8ed9b8d8ae17eba1325a853a2d45213b38af6c D:0755:0:0 .
        #7 0.1 fa0400509b674a519fe68316d1723e30f9deff17 D:0755:0:0 d
        #7 0.1 e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e F:0644:0:0 d/some_file1
        #7 0.1 7448d8798a4380162d4b56f9b452e2f6f9e24e7a F:0644:0:0 d/some_file
        #7 0.1 [output clipped, log limit 200KiB/s reached]
        #7 DONE 0.3s

        """)
    #expect(found.map(\.integrity) == [.clipped])
    #expect(found.first?.records.count == 3)
  }

  @Test(arguments: [0, 3, 7, 11, 14]) func `two lines on one are told apart`(_ index: Int) {
    let lines = SampleTree.lines(SampleTree.before).map { String($0) }
    for glue in ["#4 0.2 ", ""] {
      var damaged = lines
      damaged[index..<index + 2] = ["\(lines[index])\(glue)\(lines[index + 1])"]
      let found = listings(in: log(damaged, glue))
      #expect(found.map(\.integrity) == [.complete])
      #expect(found.first?.records.count == lines.count)
    }
  }

  @Test func `a log that ends behind a directory may have gone on`() {
    let lines = SampleTree.lines(SampleTree.before)
    let text = "#4 [4/6] RUN dchecksum .\n#4 0.2 \(lines[0])\n#4 0.2 \(lines[1])\n"
    #expect(listings(in: text).map(\.integrity) == [.clipped])
    #expect(listings(in: text + "#4 DONE 0.3s\n").map(\.integrity) != [.complete])
  }

  @Test func `an owner beyond 32 bits makes no short record`() {
    let object =
      "{\"digest\":\"e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e\",\"kind\":\"F\",\"path\":\"a\","
      + "\"mode\":\"0644\",\"uid\":4294967296,\"gid\":0}"
    #expect(listings(in: object + "\n").isEmpty)
  }

  @Test(arguments: [0, 5, 15]) func `a line that a builder's next line is glued to is cut off`(
    _ index: Int
  ) {
    for glued in ["COMMIT web", "--> 0123456789ab", "INFO[0004] Taking snapshot", "#4 DONE 0.4s"] {
      var lines = SampleTree.lines(SampleTree.before).map { String($0) }
      lines[index] += glued
      let found = listings(in: log(lines, "#4 0.2 "))
      #expect(found.map(\.integrity) == [.complete], "\(glued)")
      #expect(found.first?.records.count == lines.count)
    }
  }

  @Test func `a message in an indented record is cut out`() {
    var lines = SampleTree.lines(SampleTree.before).map { String($0) }
    let line = lines[2]
    lines[2] = line.prefix(55) + Self.message
    lines.insert(String(line.dropFirst(55)), at: 3)
    let text = "  STEP 4/6: RUN dchecksum .\n" + lines.map { "  \($0)\n" }.joined()
    #expect(
      describe(listings(in: text))
        == "@run 1 complete STEP 4/6: RUN dchecksum .\n\(SampleTree.before)\n")
  }

  @Test(arguments: [1, 2]) func `lines of another run that no digest knows of are left out`(
    _ count: Int
  ) {
    var lines = SampleTree.lines(SampleTree.before).map { String($0) }
    lines += (0..<count).map { "2337374c24f5c208d414f357fb78d5e7d6c4ffdd F z\($0)" }
    #expect(
      describe(listings(in: log(lines)))
        == "@run 1 complete #4 [4/6] RUN dchecksum .\n\(SampleTree.before)\n")
    // Where a line is lost as well, no digest tells.
    lines.remove(at: 14)
    #expect(listings(in: log(lines)).map(\.integrity) != [.complete])
  }

  @Test func `a record that was cut in its escapes is none`() {
    let text = "\\e5fa44f2b31c1fb553b6021e7360d07d5d91ff5e F:0644:0:0 x \\"
    #expect(listings(in: log([text])).isEmpty)
  }

  @Test func `a name that may be cut, or longer than it was, is no change`() {
    let before = SampleTree.lines(SampleTree.before).map { String($0) }
    for name in ["READ", "README.md extra"] {
      // A second damage keeps the digests from telling the name.
      var damaged = before.map { $0.replacing(" F README.md", with: " F \(name)") }
      damaged.remove(at: 14)
      let sides = [before, damaged].map { listings(in: log($0)) }
      #expect(sides.map(\.count) == [1, 1])
      for (old, new) in [(sides[0][0], sides[1][0]), (sides[1][0], sides[0][0])] {
        let changes = Comparison(before: old, after: new).changes
        #expect(
          changes.isEmpty,
          "\(name): \(changes.map { String(decoding: $0.record.path, as: UTF8.self) })")
      }
    }
  }
}
