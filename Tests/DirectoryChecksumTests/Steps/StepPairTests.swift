import Foundation
import Testing

@testable import DirectoryChecksum

/// Pairs of real builds, by the logs that their builders wrote.
@Suite struct StepPairTests {
  @Test func `there are real logs`() {
    #expect(StepPair.all.count > 70)
  }

  @Test(arguments: StepPair.all)
  func `each step has its place and its state`(_ pair: StepPair) throws {
    let expected = try pair.expected()
    for (name, builds) in [("before", expected.before), ("after", expected.after)] {
      let log = pair.log(name)
      let found = log.builds.flatMap { $0.steps }.map { step in
        Line(
          place: step.place, count: step.count, stage: text(step.stage), target: text(step.target),
          platform: text(step.platform), text: text(step.text), state: "\(step.state)")
      }
      let wanted = builds.flatMap { $0.steps }.map { step in
        Line(
          place: step.n ?? 0, count: step.of ?? 0, stage: step.stage ?? "",
          target: step.target ?? "", platform: step.platform ?? "", text: step.text,
          state: step.state)
      }
      #expect(found.sorted() == wanted.sorted(), "\(name).log")
      let names = builds.map { $0.name ?? "" }
      if names.count > 1 { #expect(log.builds.map { text($0.name) } == names) }
    }
  }

  @Test(arguments: StepPair.all)
  func `times are those of the log`(_ pair: StepPair) throws {
    let expected = try pair.expected()
    for (name, builds) in [("before", expected.before), ("after", expected.after)] {
      let steps = pair.log(name).builds.flatMap { $0.steps }
      for step in builds.flatMap({ $0.steps }) {
        guard let seconds = step.seconds else { continue }
        #expect(
          steps.contains {
            text($0.text) == step.text && text($0.stage) == step.stage ?? ""
              && $0.milliseconds == Int((seconds * 1000).rounded())
          }, "\(step.text)")
      }
    }
  }

  @Test(arguments: StepPair.all)
  func `the first step that ran again and its cause are found`(_ pair: StepPair) throws {
    let expected = try pair.expected()
    let comparison = LogComparison(pair.log("before"), pair.log("after")).steps
    let told = comparison.reruns.filter { $0.cause != .nothing }
    if expected.cause == "nothing" {
      #expect(told.isEmpty)
      return
    }
    let rerun = try #require(told.first)
    #expect(told.count == 1)
    #expect("\(rerun.word)" == expected.cause)
    let step = rerun.after.flatMap { after in rerun.step.map { comparison.after[after].steps[$0] } }
    #expect(step.map { text($0.text) } == expected.first?.text)
    #expect(step.map { text($0.stage) } == expected.first.map { $0.stage ?? "" })
  }

  @Test(arguments: StepPair.all)
  func `a log compared with itself is the same`(_ pair: StepPair) {
    for name in ["before", "after"] {
      let log = pair.log(name)
      let comparison = LogComparison(log, log, isSame: true)
      #expect(comparison.steps.rerunCount == 0)
      #expect(!comparison.isDifferent)
      #expect(comparison.listings.pairs.allSatisfy { $0.before == $0.after })
    }
  }

  /// What is known of a log that ends anywhere is what the whole log says.
  @Test(arguments: StepPair.all)
  func `a log that is cut contradicts nothing`(_ pair: StepPair) throws {
    let url = pair.directory.appendingPathComponent("after.log")
    let bytes = [UInt8](try Data(contentsOf: url))
    let whole = buildLog(bytes).builds.flatMap { $0.steps }
    for part in 1...12 {
      // Whole lines: of a cut one nobody can tell what its text would have been.
      let end = bytes[..<(bytes.count * part / 13)].lastIndex(of: 0x0a) ?? 0
      for step in buildLog([UInt8](bytes[..<end] + [0x0a])).builds.flatMap({ $0.steps })
      where step.state != .unknown && step.state != .base {
        #expect(
          whole.contains {
            $0.text == step.text && $0.place == step.place && $0.state == step.state
          }, "\(text(step.text)) was \(step.state) in the first \(end) bytes")
      }
    }
  }

  private struct Line: Equatable, Comparable {
    let place: Int
    let count: Int
    let stage: String
    let target: String
    let platform: String
    let text: String
    let state: String

    private var key: String { "\(target) \(platform) \(stage) \(place)/\(count) \(text) \(state)" }

    static func < (left: Line, right: Line) -> Bool { left.key < right.key }
  }
}
