import Testing

@testable import DirectoryChecksum

/// What a reader of logs leaves behind.
@Suite struct LogMemoryTests {
  private struct Held {
    weak var object: AnyObject?
  }

  /// Reads a log, and gives what of it is still there when the reader is gone.
  private func leftovers(of log: [UInt8]) -> (count: Int, all: Int) {
    var held: [Held] = []
    do {
      let reader = LogReader()
      log.withUnsafeBytes { reader.consume($0) }
      _ = reader.finish()
      held += reader.collector.runs.map { Held(object: $0) }
      held += reader.collector.streams.map { Held(object: $0) }
    }
    return (held.count { $0.object != nil }, held.count)
  }

  @Test(arguments: Fixture.sampleNames) func `nothing stays of a log`(_ name: String) throws {
    let left = leftovers(of: try Fixture.bytes(name))
    #expect(left.all > 0)
    #expect(left.count == 0)
  }

  @Test func `nothing stays of a listing that goes on behind another step's header`() {
    var log = ""
    for (index, line) in SampleTree.lines(SampleTree.before).enumerated() {
      if index % 3 == 2 { log += "#8 DONE 0.1s\n#8 RUN x \(index)\n" }
      log += "#8 0.1 \(line)\n"
    }
    let left = leftovers(of: [UInt8](log.utf8))
    #expect(left.all > 3)
    #expect(left.count == 0)
  }
}
