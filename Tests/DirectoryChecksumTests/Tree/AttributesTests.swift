import Testing

@testable import DirectoryChecksum

@Suite struct AttributesTests {
  private func attributes(_ pairs: [(String, [UInt8])]) -> Attributes {
    Attributes(pairs.map { Attribute(name: Array($0.0.utf8), value: $0.1) })
  }

  @Test func `the order in which attributes were set is of no matter`() {
    let (one, two) = ("user.a", "user.b")
    #expect(attributes([(one, [1]), (two, [2])]) == attributes([(two, [2]), (one, [1])]))
    #expect(attributes([(one, [1]), (two, [2])]).tag == attributes([(two, [2]), (one, [1])]).tag)
  }

  @Test(arguments: [
    ("user.a", "bc", "user.ab", "c"), ("user.k", "14693", "user.k", "59616"),
    ("user.a", "", "user.b", ""),
  ])
  func `other names and values have another tag`(
    _ name: String, _ value: String, _ otherName: String, _ otherValue: String
  ) {
    #expect(
      attributes([(name, Array(value.utf8))]).tag
        != attributes([(otherName, Array(otherValue.utf8))]).tag)
  }

  @Test func `a value that looks like a further attribute is none`() {
    let two = attributes([("user.a", Array("b".utf8)), ("user.c", Array("d".utf8))])
    let one = attributes([("user.a", Array("b6:user.c1:d".utf8))])
    #expect(one.tag != two.tag)
  }

  @Test(arguments: [
    ("user.a", true), ("trusted.a", true), ("security.capability", true), ("security.ima", false),
    ("security.selinux", false), ("system.posix_acl_access", false), ("com.apple.a", false),
  ])
  func `the tag covers what BuildKit counts`(_ name: String, _ counts: Bool) {
    #expect((attributes([(name, [1])]).tag != nil) == counts)
  }

  @Test func `what Buildah counts is kept beside it`() {
    #expect(Attributes.matters(Array("security.ima".utf8)))
    #expect(!Attributes.matters(Array("security.selinux".utf8)))
  }

  @Test func `between a short tag and a long one only presence is compared`() {
    let short = AttributesTag(1, isShort: true)
    #expect(!AttributesTag.differ(short, AttributesTag(2)))
    #expect(AttributesTag.differ(short, nil))
    #expect(AttributesTag.differ(nil, AttributesTag(2)))
    #expect(AttributesTag.differ(short, AttributesTag(2, isShort: true)))
    #expect(AttributesTag.differ(AttributesTag(1), AttributesTag(2)))
    #expect(!AttributesTag.differ(nil, nil))
  }

  @Test(arguments: ["0011223344556677", "00112233"])
  func `a tag reads as it is written`(_ digits: String) throws {
    let tag = try #require(
      Array(digits.utf8).withUnsafeBufferPointer { AttributesTag(digits: $0) })
    var written: [UInt8] = []
    written.append(tag)
    #expect(String(decoding: written, as: UTF8.self) == digits)
  }
}

@Suite struct DirectoryFactsTests {
  @Test func `facts are found whatever order they were added in`() {
    let directory = Directory(
      count: 100, directoryCount: 0, nameByteCount: 100, format: .content, metadata: true)
    for index in 0..<100 {
      directory.setEntry(
        index, kind: .file, state: .present, name: ByteView(start: nil, count: 0), at: index)
    }
    for index in (0..<100).reversed() where index % 3 == 0 {
      directory.addFacts(of: index, InodeFacts(sharedInode: UInt64(index + 1)))
    }
    directory.sortFacts()
    for index in 0..<100 {
      #expect(directory.facts(of: index)?.sharedInode == (index % 3 == 0 ? UInt64(index + 1) : nil))
    }
  }
}
