import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct StepReportTests {
  private func pair(_ name: String) -> StepPair {
    StepPair(directory: StepPair.folder.appendingPathComponent(name))
  }

  private func report(_ name: String) -> StepReport {
    let pair = pair(name)
    return StepReport(
      LogComparison(pair.log("before"), pair.log("after")).steps, beforeName: [UInt8]("a.log".utf8),
      afterName: [UInt8]("b.log".utf8))
  }

  @Test func `the answer is in the first three lines`() {
    var output: [UInt8] = []
    report("36-base-changed-rawjson").appendText(to: &output)
    #expect(
      text(output).hasPrefix(
        """
        ran again: [1/6] WORKDIR /apps36
        because      another image is behind docker.io/library/base: was
                     sha256:7e649b48942d, is sha256:aa615540577d
        """))
  }

  @Test(arguments: StepPair.all)
  func `no line is wider than a terminal but for what is to be pasted`(_ pair: StepPair) {
    var output: [UInt8] = []
    report(pair.testDescription).appendText(to: &output)
    for line in text(output).split(separator: "\n")
    where !line.contains("RUN --mount=type=bind,from=dchecksum") {
      #expect(line.count <= 80, "\(line)")
    }
    #expect(text(output).split(separator: "\n").count <= 48)
  }

  @Test(arguments: StepPair.all)
  func `each line of JSON is an object`(_ pair: StepPair) throws {
    var output: [UInt8] = []
    report(pair.testDescription).appendJSON(to: &output)
    var causes = 0
    for line in output.split(separator: 0x0a) {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      if object["cause"] != nil {
        causes += 1
        #expect(object["first"] != nil && object["detail"] is String)
      } else {
        #expect(object["state"] is String && object["text"] is String)
        #expect([1, 2].contains(object["log"] as? Int))
      }
    }
    #expect(causes > 0)
  }

  @Test func `a name does not break out of Markdown`() {
    let log = { (state: String) in
      buildLog("#5 [1/2] RUN echo `a` | tr a '|'\n#5 \(state)\n#6 [2/2] RUN b\n#6 CACHED\n")
    }
    let comparison = LogComparison(log("CACHED"), log("DONE 0.1s")).steps
    var output: [UInt8] = []
    StepReport(comparison, beforeName: [0x60], afterName: [0x7c]).appendMarkdown(to: &output)
    #expect(text(output).contains("| ``[1/2] RUN echo `a` \\| tr a '\\|'`` | ran | 0.1 |"))
  }
}
