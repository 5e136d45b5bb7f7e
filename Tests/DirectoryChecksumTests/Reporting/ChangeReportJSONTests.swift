import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct ChangeReportJSONTests {
  static func objects(_ comparison: Comparison) throws -> [[String: Any]] {
    var output: [UInt8] = []
    ChangeReport(comparison, before: .init([]), after: .init([])).appendJSON(to: &output)
    #expect(output.isEmpty || output.last == 0x0a)
    return try output.split(separator: 0x0a).map { line in
      #expect(!line.contains { $0 < 0x20 })
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return try #require(object)
    }
  }

  static func change(_ comparison: Comparison) throws -> [String: Any] {
    let objects = try objects(comparison)
    #expect(objects.count == 5)
    return try #require(objects.first)
  }

  static let base = ScopeTests.base

  static func hex(_ comparison: Comparison, after: Bool, _ path: String) -> String? {
    let listing = after ? comparison.after : comparison.before
    let record = listing.records.first { $0.path == Array(path.utf8) }
    var output: [UInt8] = []
    guard let digest = record?.digest else { return nil }
    output.append(hexadecimal: digest)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `content has both digests`() throws {
    let found = compare(Self.base, Self.base.changed { $0["src/a"].content = [1] })
    let object = try Self.change(found)
    #expect(object["change"] as? String == "content")
    #expect(object["kind"] as? String == "F")
    #expect(object["path"] as? String == "src/a")
    #expect(object["before"] as? String == Self.hex(found, after: false, "src/a"))
    #expect(object["after"] as? String == Self.hex(found, after: true, "src/a"))
    #expect(object.count == 5)
  }

  @Test func `an addition has the digest after, a removal the one before`() throws {
    let found = compare(Self.base, Self.base.changed { $0.add("new x") })
    let added = try Self.change(found)
    #expect(added["change"] as? String == "added" && added["before"] == nil)
    #expect(added["after"] as? String == Self.hex(found, after: true, "new"))
    let removed = try Self.change(Comparison(before: found.after, after: found.before))
    #expect(removed["change"] as? String == "removed" && removed["after"] == nil)
    #expect(removed["before"] as? String == Self.hex(found, after: true, "new"))
  }

  @Test func `modes, owners and attributes have their values`() throws {
    let after = Self.base.changed {
      $0["src"].mode = 0o2755
      $0["src"].owner = 1000
      $0["src"].attributes = ["user.k": [1]]
    }
    let objects = try Self.objects(compare(Self.base, after, long: true))
    #expect(objects.prefix(3).map { $0["change"] as? String } == ["mode", "owner", "attributes"])
    #expect(objects[0]["before"] as? String == "0755" && objects[0]["after"] as? String == "2755")
    #expect(objects[1]["before"] as? String == "0:0" && objects[1]["after"] as? String == "1000:0")
    #expect(objects[2]["before"] is NSNull)
    #expect((objects[2]["after"] as? String)?.count == 16)
  }

  @Test func `a kind has both letters and is of the kind after`() throws {
    let after = Self.base.changed {
      $0.remove("void")
      $0.add("void x")
    }
    let object = try Self.change(compare(Self.base, after))
    #expect(object["change"] as? String == "kind" && object["kind"] as? String == "F")
    #expect(object["before"] as? String == "D" && object["after"] as? String == "F")
  }

  @Test func `a target has both texts, or their digests where the texts are not listed`() throws {
    let before = ModelTree("l -> a")
    for (target, key) in [([0x62], "after"), ([0xff], "after_base64")] as [([UInt8], String)] {
      let after = before.changed { $0["l"].content = target }
      let long = try Self.change(compare(before, after, long: true))
      #expect(long["before"] as? String == "a")
      #expect(long[key] as? String == (key == "after" ? "b" : "/w=="))
      let short = compare(before, after)
      let object = try Self.change(short)
      #expect(object["before_digest"] as? String == Self.hex(short, after: false, "l"))
      #expect(object["after_digest"] as? String == Self.hex(short, after: true, "l"))
    }
  }

  @Test func `a move says where from`() throws {
    let object = try Self.change(compare(Self.base, Self.base.changed { $0.move("doc", to: "d") }))
    #expect(object["change"] as? String == "moved" && object["kind"] as? String == "D")
    #expect(object["path"] as? String == "d" && object["from"] as? String == "doc")
  }

  @Test func `a change below the listed levels has the depth that shows it`() throws {
    let after = Self.base.changed { $0["src/gen/deep/x"].content = [1] }
    for depth in 0..<4 {
      let object = try Self.change(compare(Self.base, after, depth: depth))
      #expect(object["change"] as? String == "below")
      #expect(object["depth"] as? Int == depth + 1)
      #expect(object["before"] is String && object["after"] is String)
    }
  }

  @Test func `an unreadable entry has no digest`() throws {
    let before = ScopeTests.unreadable(Self.base, "src/gen/y")
    let object = try Self.change(
      Comparison(before: before, after: Self.base.listing(long: true)))
    #expect(object["change"] as? String == "unreadable")
    #expect(object["before"] is NSNull && object["after"] is String)
  }

  @Test func `names are what they were`() throws {
    let names = ["a\"b\\c", "tab\tline\nend", "\u{1b}[31m", "##[error]", "\u{202e}x\u{85}", "é漢"]
    for name in names {
      var after = ModelTree("x 1")
      after[name] = .init()
      let object = try Self.change(compare(ModelTree("x 1"), after))
      #expect(object["path"] as? String == name)
    }
    let listing = ModelTree("x 1").listing().changed {
      $0.append($0[1].changed(path: [0x78, 0xff]))
    }
    let object = try Self.change(Comparison(before: ModelTree("x 1").listing(), after: listing))
    #expect(object["path"] == nil && object["path_base64"] as? String == "eP8=")
  }

  @Test func `the verdicts end the list`() throws {
    let after = Self.base.changed {
      $0["src/a"].content = [1]
      $0["src/a"].owner = 5
    }
    let objects = try Self.objects(compare(Self.base, after, scanned: true)).suffix(4)
    #expect(
      objects.map { $0["verdict"] as? String }
        == ["buildkit", "buildah", "kaniko", "docker-classic"])
    #expect(objects.map { $0["rebuild"] as? Bool } == [true, true, true, true])
    #expect(
      objects.map { $0["because"] as? [String] }
        == [["content"], ["content", "owner"], ["content", "owner"], ["content"]])
    let unknown = try Self.objects(compare(Self.base, Self.base))
    #expect(unknown.allSatisfy { $0["rebuild"] is NSNull })
    let same = try Self.objects(compare(Self.base, Self.base, scanned: true))
    #expect(same.map { $0["rebuild"] as? Bool } == [false, false, false, false])
    #expect(same.map { ($0["because"] as? [String])?.count } == [0, 0, 0, 0])
  }
}
