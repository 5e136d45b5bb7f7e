import Foundation
import TestSupport

@testable import DirectoryChecksum

/// What a real BuildKit recorded of contexts and Dockerfiles.
enum DockerfileFixture {
  struct Entry: Decodable {
    let path: String
    let type: String
    let content: String?
    let contentB64: String?
    let target: String?
    let mode: String?
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ name: String) -> Value? {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("../Fixtures/Dockerfiles/\(name)")
    guard let content = try? Data(contentsOf: file) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(type, from: content)
  }

  /// Makes a context on disk, ignore file included.
  static func build(_ entries: [Entry], dockerignore: String?) -> TestTree {
    let tree = TestTree()
    for entry in entries {
      let mode = entry.mode.flatMap { mode_t($0, radix: 8) }
      switch entry.type {
      case "dir": tree.directory(Name(entry.path), mode: mode ?? 0o755)
      case "symlink": tree.link(Name(entry.path), to: Name(entry.target ?? ""))
      default:
        let encoded = entry.contentB64.flatMap { Data(base64Encoded: $0) }
        let content = encoded.map { [UInt8]($0) } ?? Array((entry.content ?? "").utf8)
        tree.file(Name(entry.path), content, mode: mode ?? 0o644)
      }
    }
    // What is in a directory may have been made after it.
    for entry in entries where entry.type == "dir" {
      tree.mode(Name(entry.path), entry.mode.flatMap { mode_t($0, radix: 8) } ?? 0o755)
    }
    if let dockerignore { tree.file(".dockerignore", dockerignore) }
    return tree
  }

  /// Scans a context for BuildKit's digests.
  static func scan(_ tree: TestTree, ignoring ignoreFile: String?) throws -> ContextTree {
    var options = ScanOptions()
    options.format = .buildkit
    options.maxDepth = nil
    options.metadata = true
    options.inodeFacts = true
    if let ignoreFile {
      try options.rules.append(file: Array(ignoreFile.utf8), source: Array(".dockerignore".utf8))
    }
    return ContextTree(try DirectoryScanner(options).scan(tree.path).tree)
  }
}

extension DockerfileFault.Kind {
  /// What the fixtures call it.
  var className: String {
    switch self {
    case .empty: "empty-dockerfile"
    case .noInstructions: "no-instructions"
    case .noStage: "no-stage"
    case .duplicateDirective: "duplicate-directive"
    case .badEscape: "bad-escape"
    case .unknownInstruction: "unknown-instruction"
    case .unterminatedHeredoc: "unterminated-heredoc"
    case .heredocDestination: "bad-heredoc"
    case .unknownFlag: "unknown-flag"
    case .duplicateFlag: "duplicate-flag"
    case .badFlagValue: "bad-flag-value"
    case .notStrings: "json-not-strings"
    case .wrongArguments: "wrong-arguments"
    case .noDestination: "no-destination"
    case .badWord: "bad-word"
    case .badMount: "bad-mount"
    case .badSignal, .badPort, .emptyVolume: "bad-value"
    case .badPlatform: "bad-platform"
    case .misplacedTrigger: "misplaced-trigger"
    case .badStageName: "bad-stage-name"
    case .badBase: "bad-base"
    case .badStageIndex: "bad-stage-index"
    case .stageOrder: "stage-order"
    case .fromVariable: "from-variable"
    case .unknownTarget: "unknown-target"
    case .addressInCopy: "url-in-copy"
    case .badChecksum: "bad-checksum"
    case .missingSource: "missing-source"
    case .linkLoop: "link-loop"
    case .badPattern: "bad-pattern"
    case .unreadable: "unreadable"
    }
  }
}
