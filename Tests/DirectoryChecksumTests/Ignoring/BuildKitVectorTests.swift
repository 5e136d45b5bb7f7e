import Foundation
import Testing

@testable import DirectoryChecksum

/// What arrived of a context in images that a real BuildKit built.
@Suite struct BuildKitVectorTests {
  struct Vector: Decodable, CustomTestStringConvertible {
    let id: String
    let why: String
    let dockerignore: String?
    let tree: [String]
    let symlinks: [String: String]?
    let kept: [String]?
    let emptied: [String]?
    let error: String?

    var testDescription: String { "\(id): \(why)" }
  }

  static let vectors =
    (try? JSONDecoder().decode(
      [Vector].self, from: IgnoreFixture.content("buildkit-vectors.json"))) ?? []

  @Test func `all vectors are read`() {
    #expect(Self.vectors.count == 303)
  }

  @Test(arguments: vectors)
  func `what is kept and emptied is what arrived and arrived empty`(_ vector: Vector) {
    let context = ContextDirectory(
      paths: vector.tree.map { [UInt8]($0.utf8) },
      links: (vector.symlinks ?? [:]).keys.map { [UInt8]($0.utf8) })
    do throws(IgnoreError) {
      var rules = IgnoreRules()
      if let file = vector.dockerignore {
        try rules.append(file: [UInt8](file.utf8), source: [UInt8](".dockerignore"))
      }
      let walk = try ContextWalk(context, rules)
      // Bytes, since equal strings need not be the same name.
      #expect(walk.kept == vector.kept?.map { [UInt8]($0.utf8) })
      #expect(walk.emptied == (vector.emptied ?? []).map { [UInt8]($0.utf8) })
      #expect(vector.error == nil)
    } catch {
      #expect(Self.message(error) == vector.error)
    }
  }

  /// What BuildKit says of the same.
  private static func message(_ error: IgnoreError) -> String {
    switch error {
    case .lineTooLong: "failed parsing .dockerignore: bufio.Scanner: token too long"
    case .unusable(_, .emptyException): "illegal exclusion pattern: \"!\""
    case .unusable(_, .malformed): "syntax error in pattern"
    case .unusable(_, .malformedWhenUsed):
      "error from sender: failed to match excludepatterns: syntax error in pattern"
    case .unusable: "not supported"
    }
  }
}
