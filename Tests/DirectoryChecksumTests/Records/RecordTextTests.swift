import Testing

@testable import DirectoryChecksum

private let hex40 = "2655b5497a6421d448163953729a28b47e30d15a"
private let hex64 = "09eefdc91e8894bc767daae7daa5a4e8cbf396610f10ae20604d9086c76d4a93"
private let marks40 = String(repeating: "?", count: 40)
private let marks64 = String(repeating: "?", count: 64)

private func read(_ text: String) -> RecordText? {
  [UInt8](text.utf8).withUnsafeBufferPointer { RecordText($0) }
}

private func search(_ line: String) -> RecordSearch.Found? {
  [UInt8](line.utf8).withUnsafeBufferPointer { RecordSearch.first(in: $0) }
}

private func bytes(_ text: String) -> [UInt8] { [UInt8](text.utf8) }

@Suite struct RecordTextTests {
  @Test(arguments: [
    ("\(hex40) D .", ".", EntryKind.directory),
    ("\(hex40) F a b  c ", "a b  c ", .file),
    ("\(hex40) S dir/x -> y", "dir/x -> y", .link),
    ("\(hex40) F  leading", " leading", .file),
    ("\(hex40) F a\\b", "a\\b", .file),
    ("\(hex40) F \(hex40) D .", "\(hex40) D .", .file),
    ("\(hex40) F ...", "...", .file),
    ("\(hex40) D .github", ".github", .directory),
    ("\(hex64) P fifo", "fifo", .fifo),
    ("\(hex64) C dev/null", "dev/null", .characterDevice),
    ("\\\(hex40) F new\\nline\\t\\\\\\x1b[0m", "new\nline\t\\\u{1b}[0m", .file),
  ])
  func `a record's path runs to the end of the text`(
    _ text: String, _ path: String, _ kind: EntryKind
  ) throws {
    let record = try #require(read(text)).record
    #expect(record.path == bytes(path))
    #expect(record.kind == kind)
    #expect(record.metadata == nil)
    #expect(record.target == nil)
  }

  @Test func `a long record has mode, owner and attributes`() throws {
    let text = try #require(read("\(hex40) F:4755:1000:4294967295:x=00ff12ab bin/su"))
    #expect(
      text.record.metadata
        == Metadata(
          mode: 0o4755, owner: 1000, group: .max,
          attributesTag: AttributesTag(0x00ff_12ab, isShort: true)))
    #expect(text.record.path == bytes("bin/su"))
    #expect(text.format == .content)
  }

  @Test func `a tag has sixteen digits, or eight as 1.0 wrote it`() throws {
    let text = try #require(read("\(hex40) D:0755:0:0:x=00ff12ab34cd56ef etc"))
    #expect(text.record.metadata?.attributesTag == AttributesTag(0x00ff_12ab_34cd_56ef))
    #expect(text.record.path == bytes("etc"))
  }

  @Test func `a long record of a link is split at the first arrow`() throws {
    let record = try #require(read("\(hex64) S:0777:0:0 current -> a -> b")).record
    #expect(record.path == bytes("current"))
    #expect(record.target == bytes("a -> b"))
  }

  @Test func `an escaped long record hides an arrow in its path`() throws {
    let record = try #require(read("\\\(hex40) S:0777:0:0 a \\x2d> b -> c\\nd")).record
    #expect(record.path == bytes("a -> b"))
    #expect(record.target == bytes("c\nd"))
  }

  @Test(arguments: [(marks40, DigestFormat.content), (marks64, .buildkit)])
  func `question marks stand for a digest that is not known`(
    _ marks: String, _ format: DigestFormat
  ) throws {
    let text = try #require(read("\(marks) D src"))
    #expect(text.record.digest == nil)
    #expect(text.format == format)
  }

  @Test(arguments: [
    "", hex40, "\(hex40) ", "\(hex40) F", "\(hex40) F ", "\(hex40)  F a", "\(hex40) X a",
    "\(hex40) P fifo", "\(hex40)0 F a", "\(hex40) F /a", "\(hex40) F a//b", "\(hex40) F a/",
    "\(hex40) F a/../b", "\(hex40) F ./a", "\(hex40) F .", "\(hex40) F ..", "\(hex40) F a\0b",
    "2655B5497A6421D448163953729A28B47E30D15A F a", "\(hex40) F:644:0:0 a",
    "\(hex40) F:0648:0:0 a", "\(hex40) F:0644:0 a", "\(hex40) F:0644:0:4294967296 a",
    "\(hex40) F:0644:0:0:x=123 a", "\(hex40) F:0644:0:0:x=123456789abcdef a",
    "\(hex40) F:0644:0:0:x=123456789abcdef01 a", "\(hex40) F:0644:0:0:x=123456789abcdef0",
    "\(hex40) F:0644:0:0:y=12345678 a", "\(hex40) F:0644:0:0",
    "\(hex40) S:0777:0:0 current", "\(hex40) S:0777:0:0 current -> ", "\\\(hex40) F a\\",
    "\\\(hex40) F a\\q", "\\\(hex40) F a\\x1", "\(String(marks40.dropLast()))a F b",
    "\(hex64) Fa", "\(hex40)\tF\ta",
  ])
  func `anything else is no record`(_ text: String) {
    #expect(read(text) == nil)
  }
}

@Suite struct RecordSearchTests {
  @Test func `the leftmost record of a line is found`() throws {
    let found = try #require(search("web-1 | \(hex40) F name \(hex40) D ."))
    #expect(found.offset == 8)
    #expect(found.record.path == bytes("name \(hex40) D ."))
  }

  @Test(arguments: ["", " ", "[x] ", "0.300 ", "2026-02-03T04:05:06Z ", "é"])
  func `whatever is no letter or digit may stand before a record`(_ prefix: String) throws {
    let found = try #require(search("\(prefix)\(hex40) D ."))
    #expect(found.offset == prefix.utf8.count)
    let escaped = try #require(search("\(prefix)\\\(hex64) F a\\nb"))
    #expect(escaped.offset == prefix.utf8.count)
    #expect(escaped.record.path == bytes("a\nb"))
    let unread = try #require(search("\(prefix)\(marks40) F a"))
    #expect(unread.offset == prefix.utf8.count)
  }

  @Test(arguments: [
    "x\(hex40) D .", "0\(hex40) D .", "z\(marks40) D .", "sha256:\(hex64)", "--> \(hex64)",
    "#10 sha256:\(hex64) 1.2MB / 3MB", "\(hex40)?? D .",
  ])
  func `what looks alike is left alone`(_ line: String) {
    #expect(search(line)?.offset == nil)
  }

  @Test func `a record is found at any offset`() {
    for offset in 0..<200 {
      let prefix =
        String(repeating: "f", count: offset % 30) + String(repeating: "-", count: offset)
      #expect(search("\(prefix) \(hex40) D .")?.offset == prefix.utf8.count + 1)
      #expect(search("\(prefix) \(marks64) D .")?.offset == prefix.utf8.count + 1)
    }
  }
}
