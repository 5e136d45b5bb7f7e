import Foundation
import Testing

@testable import DirectoryChecksum

/// What the log `bytes` holds, read in pieces of `size` bytes.
func buildLog(_ bytes: [UInt8], piecesOf size: Int = .max) -> BuildLog {
  var reader = BuildLog.Reader()
  bytes.withUnsafeBytes { bytes in
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + min(size, bytes.count))
      reader.consume(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }
  return reader.finish()
}

func buildLog(_ text: String) -> BuildLog { buildLog([UInt8](text.utf8)) }

func buildLog(at url: URL) -> BuildLog { buildLog([UInt8]((try? Data(contentsOf: url)) ?? Data())) }

/// The steps of all builds, a line each: `STATE [TARGET PLATFORM STAGE n/m] TEXT`.
func steps(in log: BuildLog) -> [String] {
  log.builds.flatMap { build in
    build.steps.map { step in
      let words = [step.target, step.platform, step.stage].filter { !$0.isEmpty }.map(text)
      let place = step.place == 0 ? "" : "\(step.place)" + (step.count == 0 ? "" : "/\(step.count)")
      let bracket = (words + (place.isEmpty ? [] : [place])).joined(separator: " ")
      return "\(step.state) [\(bracket)] \(text(step.text))"
    }
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Real logs of pairs of builds with one known change between them, in `Fixtures/steps`.
struct StepPair: CustomTestStringConvertible, Sendable {
  let directory: URL

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/steps")

  static let all: [StepPair] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { StepPair(directory: folder.appendingPathComponent($0)) }
  }()

  var testDescription: String { directory.lastPathComponent }

  func log(_ name: String) -> BuildLog {
    buildLog(at: directory.appendingPathComponent("\(name).log"))
  }

  func expected() throws -> Expectation {
    let data = try Data(contentsOf: directory.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode(Expectation.self, from: data)
  }

  /// `expected.json`: the steps of each build, and what ran again first.
  struct Expectation: Decodable {
    struct Step: Decodable {
      let n: Int?
      let of: Int?
      let stage: String?
      let text: String
      let state: String
      let seconds: Double?
      let target: String?
      let platform: String?
    }

    struct Build: Decodable {
      let name: String?
      let steps: [Step]
    }

    struct First: Decodable {
      let text: String
      let stage: String?
    }

    let before: [Build]
    let after: [Build]
    let first: First?
    let cause: String

    enum CodingKeys: String, CodingKey {
      case before, after, cause
      case first = "first_rerun"
    }
  }
}
