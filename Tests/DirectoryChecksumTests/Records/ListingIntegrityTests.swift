import Testing

@testable import DirectoryChecksum

private func log(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

/// A deeper listing, in which each directory has several entries.
private let deep: [String] = {
  guard
    let text = try? Fixture.bytes("05-buildkit-plain-clipped-size.log.expected")
  else { return [] }
  return Array(SampleTree.lines(String(decoding: text, as: UTF8.self)).dropFirst().dropLast())
}()

@Suite struct ListingIntegrityTests {
  @Test(arguments: [SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after), deep])
  func `a listing without one of its lines is not complete`(_ lines: [String]) {
    #expect(listings(in: log(lines)).map(\.integrity) == [.complete])
    for index in lines.indices {
      var rest = lines
      rest.remove(at: index)
      for listing in listings(in: log(rest)) {
        #expect(listing.integrity != .complete, "without \(lines[index])")
      }
    }
  }

  @Test(arguments: [SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after), deep])
  func `a listing with a changed line is not complete`(_ lines: [String]) {
    for index in lines.indices {
      for position in [0, 39, 41, lines[index].count - 1] {
        var changed = lines
        var line = Array(changed[index])
        line[position] =
          position == 41 ? (line[41] == "F" ? "S" : "F") : line[position] == "0" ? "1" : "0"
        changed[index] = String(line)
        for listing in listings(in: log(changed)) {
          #expect(
            listing.integrity != .complete || listing.records.count == 1,
            "\(changed[index]) for \(lines[index])")
        }
      }
    }
  }

  @Test(arguments: [SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after), deep])
  func `a line that comes twice, or elsewhere, changes nothing`(_ lines: [String]) {
    let expected = "@run 1 complete -\n\(log(lines))"
    for index in lines.indices.dropFirst() {
      var twice = lines
      twice.insert(lines[index], at: index)
      #expect(describe(listings(in: log(twice))) == expected)
      var elsewhere = lines
      elsewhere.append(elsewhere.remove(at: index))
      #expect(describe(listings(in: log(elsewhere))) == expected)
      var late = lines
      late.append(lines[index])
      #expect(describe(listings(in: log(late))) == expected)
    }
  }

  @Test(arguments: [SampleTree.lines(SampleTree.before), deep])
  func `of two lines for one path the digests choose`(_ lines: [String]) {
    let expected = "@run 1 complete -\n\(log(lines))"
    for index in lines.indices.dropFirst() {
      for offset in [0, 1] {
        var rivals = lines
        let other = "0000000000000000000000000000000000000000" + lines[index].dropFirst(40)
        rivals.insert(other, at: index + offset)
        #expect(describe(listings(in: log(rivals))) == expected)
      }
    }
  }

  @Test(arguments: 1...15)
  func `a listing that stops early is clipped`(_ count: Int) {
    let lines = Array(SampleTree.lines(SampleTree.before).prefix(count))
    let found = listings(in: "$ dchecksum .\n" + log(lines))
    // A directory's children below the listing's depth are no loss; the root alone is one of depth 0.
    #expect(found.map(\.integrity) == [count == 1 ? .complete : .clipped])
  }

  @Test func `a log of no step that ends behind a directory may go on`() {
    let nothing = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    func root(_ children: String) -> String {
      HashFunction.sha1.digest(of: Array(children.utf8)).description
    }
    let some = String(repeating: "1", count: 40)
    func integrity(_ lines: [String], _ prefix: String) -> [Listing.Integrity] {
      listings(in: log(lines.map { prefix + $0 })).map(\.integrity)
    }
    let one = ["\(root("'a' \(some)\n")) D .", "\(some) D a"]
    #expect(integrity(one, "[job] ") == [.clipped])
    #expect(integrity(one + ["done"], "[job] ") == [.complete])
    #expect(integrity(one, "") == [.complete])
    // What is in the first would stand behind it.
    let two = ["\(root("'a' \(some)\n'b' \(some)\n")) D .", "\(some) D a", "\(some) D b"]
    #expect(integrity(two, "[job] ") == [.complete])
    let empty = ["\(root("'a' \(nothing)\n")) D .", "\(nothing) D a"]
    #expect(integrity(empty, "[job] ") == [.complete])
  }

  @Test func `an impossible digest is damage, whatever is missing`() {
    var lines = SampleTree.lines(SampleTree.before)
    lines[1] = "da39a3ee5e6b4b0d3255bfef95601890afd80709 D config"
    let found = listings(in: log(lines))
    #expect(found.map(\.integrity) == [.damaged])
    #expect(found.first?.findings.failedDirectory == [UInt8](".".utf8))
  }

  @Test func `a digest changed in the middle is damage`() {
    var lines = SampleTree.lines(SampleTree.before)
    lines[2] = "0" + lines[2].dropFirst()
    let found = listings(in: log(lines))
    #expect(found.map(\.integrity) == [.damaged])
    #expect(found.first?.findings.failedDirectory == [UInt8]("config".utf8))
  }

  @Test func `an empty directory must have the digest of nothing`() {
    // `tmp` is empty and proven so; `src/lib` is at the depth limit.
    var lines = SampleTree.lines(SampleTree.before)
    lines.removeAll { $0.contains("config/") }
    let found = listings(in: log(lines))
    #expect(found.map(\.integrity) == [.clipped])
    #expect(found.first?.findings.failedDirectory == [UInt8]("config".utf8))
  }

  @Test func `what could not be read is as unknown as the directories above it`() {
    let marks = String(repeating: "?", count: 40)
    var lines = SampleTree.lines(SampleTree.before)
    lines[0] = "\(marks) D ."
    lines[6] = "\(marks) D src"
    lines[8] = "\(marks) F src/db.js"
    let found = listings(in: log(lines))
    #expect(found.map(\.integrity) == [.complete])
    #expect(found.first?.records[8].digest == nil)
    lines[0] = SampleTree.lines(SampleTree.before)[0]
    #expect(listings(in: log(lines)).map(\.integrity) == [.damaged])
  }

  @Test func `a record without its root is partial`() {
    let lines = SampleTree.lines(SampleTree.before).dropFirst()
    let found = listings(in: log(Array(lines)))
    #expect(found.map(\.integrity) == [.partial])
    #expect(found.first?.records.count == 15)
  }

  @Test func `the listing's depth is that of its deepest record`() {
    #expect(listings(in: SampleTree.empty + "\n").map(\.depthLimit) == [0])
    #expect(listings(in: SampleTree.before + "\n").map(\.depthLimit) == [2])
  }

  @Test func `a name may hold a backslash, or Windows wrote it between names`() {
    // Two files in the root, one named `a\b`.
    let names = "a\\b"
    let file = "356a192b7913b04c54574d18c28d46e6395428ab"
    var text: [UInt8] = []
    [UInt8](names.utf8).withUnsafeBufferPointer {
      let digest = [UInt8](file.utf8).withUnsafeBytes { Digest(hexadecimal: $0)! }
      ContentFormat.append(name: $0, kind: .file, digest: digest, to: &text)
    }
    var root: [UInt8] = []
    root.append(hexadecimal: HashFunction.sha1.digest(of: text))
    let listing = "\(String(decoding: root, as: UTF8.self)) D .\n\(file) F \(names)\n"
    let found = listings(in: listing)
    #expect(found.map(\.integrity) == [.complete])
    #expect(found.first?.findings.usesBackslashes == false)
    #expect(found.first?.records.last?.path == [UInt8](names.utf8))

    let windows = SampleTree.before.replacing("/", with: "\\")
    let there = listings(in: windows.replacing("\n", with: "\r\n") + "\r\n")
    #expect(there.map(\.integrity) == [.complete])
    #expect(there.first?.findings.usesBackslashes == true)
    #expect(
      there.first?.records.map(\.path) == listings(in: SampleTree.before)[0].records.map(\.path))
  }

  @Test func `a long listing's link must have its target's digest`() {
    let target = "13e00d296f20c95185b2ca268bf5dff6e7c0d96b"
    func long(_ text: String) -> String {
      log(
        SampleTree.lines(SampleTree.before).map { line in
          let kind = line.dropFirst(41).first!
          let path = line.dropFirst(43)
          let mode = kind == "S" ? "0777" : kind == "D" ? "0755" : "0644"
          return "\(line.prefix(40)) \(kind):\(mode):0:0 \(path)\(kind == "S" ? " -> \(text)" : "")"
        })
    }
    #expect(SampleTree.before.contains(target))
    let found = listings(in: long("src/server.js"))
    #expect(found.map(\.integrity) == [.complete])
    #expect(found.first?.records[12].target == [UInt8]("src/server.js".utf8))
    #expect(listings(in: long("src/serve")).map(\.integrity) == [.damaged])
  }
}
