import Foundation
import Testing

@testable import DirectoryChecksum

/// A tree as BuildKit digested it: the vectors were read from the database of a running daemon.
private struct Vector: Decodable {
  struct Entry: Decodable {
    var path: String?
    var pathB64: String?
    var type: String
    var mode: String?
    var target: String?
    var targetB64: String?
    var xattrs: [String: String]?
  }

  struct Digest: Decodable {
    var path: String?
    var pathB64: String?
    var record: String
    var digest: String
  }

  var id: String
  var entries: [Entry]
  var expected: [Digest]
  /// What a BuildKit of today gives, where that is another than that of Docker 20.10.
  var currentBuildkit: Current?

  struct Current: Decodable {
    var changedOrNew: [Digest]?
    var notPresent: [String]?
  }

  /// The digests of a BuildKit of today.
  var digests: [Digest] {
    expected.compactMap { old in
      if let path = old.path, currentBuildkit?.notPresent?.contains(path) == true { return nil }
      return
        currentBuildkit?.changedOrNew?.first {
          $0.path == old.path && $0.pathB64 == old.pathB64 && $0.record == old.record
        } ?? old
    }
  }

  static let all: [Vector] = {
    struct File: Decodable { var vectors: [Vector] }
    let url = Fixture.logs.deletingLastPathComponent()
      .appendingPathComponent("buildkit-vectors.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = try? Data(contentsOf: url),
      let file = try? decoder.decode(File.self, from: data)
    else { return [] }
    return file.vectors
  }()

  private static func bytes(_ text: String?, _ base64: String?) -> [UInt8] {
    if let base64, let data = Data(base64Encoded: base64) { return [UInt8](data) }
    return [UInt8]((text ?? "").utf8)
  }

  /// The tree as a listing with NUL behind each record, in any order.
  func listing(isLong: Bool) -> [UInt8] {
    var listing: [UInt8] = []
    let rootFirst = digests.sorted { $0.path == "" && $1.path != "" }
    for digest in rootFirst where digest.record != "header" {
      var path = Self.bytes(digest.path, digest.pathB64)
      if path.first == UInt8(ascii: "/") { path.removeFirst() }
      let entry = entries.first { Self.bytes($0.path, $0.pathB64) == path }
      let kind: Character =
        switch entry?.type ?? "dir" {
        case "dir": "D"
        case "symlink": "S"
        case "fifo": "P"
        case "socket": "Q"
        case "char": "C"
        case "block": "B"
        default: "F"
        }
      var head = "\(digest.digest.dropFirst(7)) \(kind)"
      if isLong {
        let mode = entry?.mode ?? (kind == "S" ? "0777" : kind == "D" ? "0755" : "0644")
        head += ":\(mode):0:0"
        if entry?.xattrs != nil { head += ":x=00000000" }
      }
      listing += [UInt8]("\(head) ".utf8) + (path.isEmpty ? [UInt8(ascii: ".")] : path)
      if isLong, kind == "S" {
        listing += [UInt8](" -> ".utf8) + Self.bytes(entry?.target, entry?.targetB64)
      }
      listing.append(0)
    }
    return listing
  }
}

@Suite struct BuildKitListingTests {
  @Test func `the vectors are there`() {
    #expect(Vector.all.count == 48)
  }

  @Test(arguments: Vector.all.map(\.id), [false, true])
  func `a tree's own digests prove its listing`(_ id: String, _ isLong: Bool) throws {
    let vector = try #require(Vector.all.first { $0.id == id })
    // Without its attributes' tags, nothing says that a directory has any.
    if !isLong, id == "xattr-dir-acl" || id == "xattr-dir" { return }
    let found = listings(in: vector.listing(isLong: isLong))
    #expect(found.map(\.integrity) == [.complete])
    #expect(found.first?.format == .buildkit)
  }

  @Test(arguments: ["order-1", "order-case", "ignore-depth", "dockerignore"])
  func `a record that is left out shows`(_ id: String) throws {
    let vector = try #require(Vector.all.first { $0.id == id })
    let records = vector.listing(isLong: false).split(separator: 0)
    for index in records.indices.dropFirst() {
      var rest = records
      rest.remove(at: index)
      let found = listings(in: Array(rest.joined(separator: [0])) + [0])
      #expect(found.allSatisfy { $0.integrity != .complete } || isDeepest(records[index], records))
    }
  }

  private func isDeepest(_ record: ArraySlice<UInt8>, _ records: [ArraySlice<UInt8>]) -> Bool {
    func depth(_ record: ArraySlice<UInt8>) -> Int { record.count { $0 == UInt8(ascii: "/") } }
    return records.count { depth($0) >= depth(record) } == 1
  }
}
