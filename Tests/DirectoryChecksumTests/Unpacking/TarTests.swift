import Testing

@testable import DirectoryChecksum

/// Headers and members of tar archives that no tool at hand writes.
@Suite struct TarTests {
  private func number(_ field: [UInt8]) throws(TarNumberError) -> Int {
    try field.withBytes { (bytes) throws(TarNumberError) in try TarNumber.read(bytes) }
  }

  @Test func `numbers are octal, or binary behind a mark`() throws {
    #expect(try number(Array("0000644\0".utf8)) == 0o644)
    #expect(try number(Array("   17 \0\0".utf8)) == 0o17)
    #expect(try number(Array("        ".utf8)) == 0)
    #expect(try number(Array("7777777".utf8)) == 0o7777777)
    #expect(try number([0x80, 0, 0, 0, 0, 0, 1, 0]) == 256)
    #expect(try number([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]) == -2)
    #expect(throws: TarNumberError.self) { try number(Array("0000648\0".utf8)) }
    #expect(throws: TarNumberError.self) {
      try number([0x80] + [UInt8](repeating: 0xff, count: 11))
    }
  }

  @Test(arguments: [
    "", "5 a=\n", "6 a=b\n", "7 a=bb\n", "12 path=abc\n6 a=b\n",
  ])
  func `records of extended headers that are whole are read`(_ text: String) throws {
    let records = PaxRecords()
    try Array(text.utf8).withBytes { (bytes) throws(PaxError) in try records.append(bytes) }
  }

  @Test(arguments: [
    "6 a=b", "7 a=b\n", "5 a=b\n", "0 a=b\n", "4 a\n", "x a=b\n", "99 a=b\n", "6 a=b\nx",
    "10 size=x\n", "18446744073709551616 a=b\n", " 6 a=b\n", "6 abc\n",
  ])
  func `records of extended headers that are not whole are refused`(_ text: String) {
    #expect(throws: PaxError.self) {
      let records = PaxRecords()
      try Array(text.utf8).withBytes { (bytes) throws(PaxError) in try records.append(bytes) }
    }
  }

  @Test func `names are cleaned as tools that extract clean them`() throws {
    func clean(_ name: String) throws -> String? {
      var clean: [UInt8] = []
      guard try MemberName.clean(Array(name.utf8), into: &clean) == nil else { return nil }
      return String(decoding: clean, as: UTF8.self)
    }
    #expect(try clean("/a//b/./c/") == "a/b/c")
    #expect(try clean("./") == "")
    #expect(try clean("...") == "...")
    #expect(try clean("a/..b") == "a/..b")
    #expect(try clean("a/../b") == nil)
    #expect(try clean("a\0b") == nil)
    #expect(throws: ArchiveError.limit(.path)) {
      _ = try clean(String(repeating: "a/", count: 32769))
    }
  }

  @Test func `the last member of a name wins`() throws {
    var tar = TarBuilder()
    tar.add("a", "0", Array("one".utf8))
    tar.add("h", "1", target: "a")
    tar.add("a", "2", target: "elsewhere")
    tar.add("d/", "5")
    tar.add("d", "0", Array("file".utf8))
    #expect(
      try ArchiveReader.read(tar.archive).listed == ["D .", "S a", "F d", "F h"])
  }

  @Test func `what could lead out is left out, and no digest above it is given`() throws {
    var tar = TarBuilder()
    tar.add("a/b", "0")
    tar.add("l", "2", target: "/etc")
    tar.add("l/passwd", "0")
    tar.add("a/c", "1", target: "../../etc/passwd")
    let reader = try ArchiveReader.read(tar.archive)
    #expect(try reader.listed == ["?D .", "?D a", "F a/b", "S l"])
    #expect(reader.tar.notices.all.map(\.event) == [.refused(.throughLink), .refused(.target)])
  }

  @Test(arguments: [1, 3, 511, 512, 513, 4096])
  func `the pieces in which an archive comes do not matter`(_ piece: Int) throws {
    var tar = TarBuilder()
    for index in 0..<40 {
      tar.add("d\(index % 7)/f\(index)", "0", [UInt8](repeating: 7, count: 97 * index))
    }
    #expect(
      try ArchiveReader.read(tar.archive, piece: piece).listed
        == ArchiveReader.read(tar.archive).listed)
  }

  @Test func `an archive cut in any place ends early, but between two members`() throws {
    var tar = TarBuilder()
    tar.add("a", "0", Array("one".utf8))
    tar.add("b", "0", Array("two".utf8))
    for end in 1..<tar.bytes.count where end % 1024 != 0 {
      #expect(throws: ArchiveError.self) { try ArchiveReader.read(Array(tar.bytes[..<end])) }
    }
    let reader = try ArchiveReader.read(Array(tar.bytes[..<1024]))
    #expect(reader.tar.notices.all.map(\.event) == [.noEndMark])
  }

  @Test func `a deep tree takes no stack`() throws {
    var tar = TarBuilder()
    let path = Array("path=\(String(repeating: "d/", count: 30_000))f\n".utf8)
    let length = path.count + 6
    tar.add("x", "x", Array("\(length) ".utf8) + path)
    tar.add("f", "0")
    let reader = try ArchiveReader.read(tar.archive)
    var extent = ArchiveExtent()
    extent.maxDepth = 1
    var notices = ArchiveNotices()
    let tree = try reader.tree.tree(at: 0, .content, extent, &notices)
    #expect(tree.digest != nil)
    #expect(Listing(tree).records.count == 2)
  }
}
