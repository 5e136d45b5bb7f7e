import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct RecordJSONTests {
  static func object(
    _ record: Record, error: String = ""
  ) throws -> (line: String, members: [String: Any]) {
    var output: [UInt8] = []
    RecordWriter(style: .json, format: .content).append(
      record, error: Array(error.utf8), to: &output)
    #expect(output.last == 0x0a)
    let members = try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any]
    return (String(decoding: output, as: UTF8.self), try #require(members))
  }

  @Test func `a record is one object`() throws {
    let record = Record(
      digest: RecordWriterTests.digest, kind: .file, path: Array("src/a.txt".utf8))
    let expected = """
      {"digest":"\(RecordWriterTests.digits)","kind":"F","path":"src/a.txt"}

      """
    #expect(try Self.object(record).line == expected)
  }

  @Test func `a long record has mode, owner, target and attributes`() throws {
    let record = Record(
      digest: RecordWriterTests.digest, kind: .link, path: Array("current".utf8),
      metadata: Metadata(
        mode: 0o777, owner: 1, group: 2, attributesTag: AttributesTag(0xdead_beef_0000_0001)),
      target: Array("src/server.js".utf8))
    let members = try Self.object(record).members
    #expect(members["mode"] as? String == "0777")
    #expect(members["uid"] as? Int == 1)
    #expect(members["gid"] as? Int == 2)
    #expect(members["target"] as? String == "src/server.js")
    #expect(members["attributes"] as? String == "deadbeef00000001")
  }

  @Test func `an unreadable entry has a null digest and the error`() throws {
    let record = Record(digest: nil, kind: .file, path: Array("key.pem".utf8))
    let members = try Self.object(record, error: "Permission denied").members
    #expect(members["digest"] is NSNull)
    #expect(members["error"] as? String == "Permission denied")
    #expect(try Self.object(record).members["error"] == nil)
  }

  @Test(arguments: [
    "a\"b\\c/d", "tab\tline\nend\r", "\u{1b}[31m\u{0}\u{1f}\u{7f}\u{85}\u{9f}", "é 漢 👩‍🚀",
    "\u{202e}\u{2066}\u{61c}\u{200e}\u{2028}\u{2029}", "##[error]##vso[x]##teamcity[y]#",
  ])
  func `any name reads back, and its line holds nothing harmful`(_ name: String) throws {
    let record = Record(
      digest: RecordWriterTests.digest, kind: .link, path: Array(name.utf8),
      metadata: Metadata(mode: 0o777, owner: 0, group: 0), target: Array(name.utf8))
    let (line, members) = try Self.object(record)
    #expect(members["path"] as? String == name)
    #expect(members["target"] as? String == name)
    let harmful = ShownText(Array(line.dropLast().utf8)).isHarmful
    #expect(!harmful)
  }

  @Test(
    arguments: [[0xff], [0x61, 0xff], [0x61, 0x62, 0xff], [0xfb, 0xff, 0xbf, 0xfe]] as [[UInt8]])
  func `a name that is not UTF-8 is given in Base64`(_ name: [UInt8]) throws {
    let record = Record(
      digest: RecordWriterTests.digest, kind: .link, path: name,
      metadata: Metadata(mode: 0o777, owner: 0, group: 0), target: name)
    let members = try Self.object(record).members
    #expect(members["path"] == nil && members["target"] == nil)
    for key in ["path_base64", "target_base64"] {
      let text = try #require(members[key] as? String)
      #expect(Data(base64Encoded: text).map(Array.init) == name)
    }
  }
}
