import Foundation
import Testing

@testable import DirectoryChecksum

/// What systems and people write around the lines of real logs.
@Suite struct WrappedStepTests {
  struct Wrapping: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let wrap: @Sendable ([String]) -> [String]
  }

  /// Logs of each builder that no system has wrapped.
  private static let pairs = StepPair.all.filter { pair in
    ["01-", "02-", "06-", "42-", "49-", "74-"].contains {
      pair.testDescription.hasPrefix($0)
    }
  }

  private static func json(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: (try? encoder.encode(text)) ?? Data(), as: UTF8.self)
  }

  private static func doubled(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  /// As writers of tables quote: only where it must be.
  private static func cell(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" } ? doubled(text) : text
  }

  private static func entities(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
  }

  private static func each(
    _ name: String, _ wrap: @escaping @Sendable (Int, String) -> String
  ) -> Wrapping {
    Wrapping(testDescription: name) { lines in
      lines.enumerated().map { wrap($0.offset, $0.element) }
    }
  }

  private static func clock(_ line: Int) -> String {
    let (minute, second) = (line / 7 / 60 % 60, line / 7 % 60)
    return "10:\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
  }

  private static let wrappings: [Wrapping] = [
    each("a time of which the date has blanks, behind a priority") {
      "<30>Mar  4 \(clock($0)) host docker[1234]: \($1)"
    },
    each("a time before a colon") { "\(clock($0)) AM: \($1)" },
    each("a line's number before a time") { "\($0) 2026-03-04T\(clock($0)).123Z \($1)" },
    each("multilog's time (TAI64N)") {
      "@40000000\(String(1_770_000_000 + $0, radix: 16))2bd8f0c5 \($1)"
    },
    each("multilog's time behind a name") { "[web] @4000000069807080000000\($0 % 10)a \($1)" },
    each("a comment's sign") { "# \($1)" }, each("signs and a bar") { "##|\($1)" },
    each("another program's progress") { "  5%\r \($0 % 100)%\r\($1)" },
    each("a logger's line in a logger's line") {
      let inner = "time=\"2026-03-04T10:00:00Z\" level=info msg=\(json($1))"
      return "time=\"2026-03-04T10:00:00Z\" level=info msg=\(json(inner))"
    },
    each("backquotes in a list") { "- `\($1)`" },
    each("double quotes in a list") { "- \(json($1))" },
    each("single quotes in a list") {
      "- '\($1.replacingOccurrences(of: "'", with: "''"))'"
    },
    each("Fluent Bit") { #"{"date":17700915\#($0).5,"log":\#(json($1)),"kubernetes":{"a":"b"}}"# },
    each("whole lines of a container") { #"{"stream":"stderr","logtag":"F","log":\#(json($1))}"# },
    each("Woodpecker") {
      #"{"id":\#($0),"line":\#($0),"data":"\#(Data($1.utf8).base64EncodedString())","type":0}"#
    },
    each("OpenTelemetry") { #"{"body":{"stringValue":\#(json($1))},"severityText":"INFO"}"# },
    Wrapping(testDescription: "Ansible's answer in one line") { lines in
      let text = lines.joined(separator: "\n")
      let list = lines.map(json).joined(separator: ", ")
      return [
        "changed: [host] => {\"rc\": 0, \"stdout\": \(json(text)), \"stdout_lines\": [\(list)]}"
      ]
    },
    Wrapping(testDescription: "a table whose first column is the text") { lines in
      ["message,timestamp"] + lines.map { "\(cell($0)),2026-03-04T10:00:00Z" }
    },
    Wrapping(testDescription: "a table whose text is between others") { lines in
      ["\"Time\",\"Line\",\"level\""]
        + lines.enumerated().map { "\($0.offset),\(cell($0.element)),info" }
    },
    Wrapping(testDescription: "a table whose last column is quoted") { lines in
      ["timestamp;message"] + lines.map { "2026-03-04T10:00:00Z;\(doubled($0))" }
    },
    Wrapping(testDescription: "a page") { lines in
      ["<html><body><pre>"] + lines.map(entities) + ["</pre></body></html>"]
    },
    Wrapping(testDescription: "a test's report") { lines in
      ["<?xml version=\"1.0\"?>", "<system-out>"] + lines.map(entities) + ["</system-out>"]
    },
    Wrapping(testDescription: "a test's report as it is") { lines in
      ["<?xml version=\"1.0\"?>", "<system-out><![CDATA["] + lines + ["]]></system-out>"]
    },
    each("lines of a page") { entities($1) + "<br/>" },
  ]

  @Test(arguments: wrappings) func `a wrapping changes no step`(_ wrapping: Wrapping) throws {
    #expect(Self.pairs.count == 6)
    for pair in Self.pairs {
      let text = try String(
        contentsOf: pair.directory.appendingPathComponent("after.log"), encoding: .utf8)
      // By bytes: CR LF is one character.
      var lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      if lines.last == "" { lines.removeLast() }
      let wrapped = buildLog(wrapping.wrap(lines).joined(separator: "\n") + "\n")
      #expect(steps(in: wrapped) == steps(in: buildLog(text)), "\(pair.testDescription)")
    }
  }

  @Test(arguments: ["", "build-app-x7k2p: ", "null_resource.build (local-exec): "])
  func `Earthly's targets stand behind any prefix, and may be built twice`(_ prefix: String) {
    let lines = [
      "             +web | --> FROM alpine", "             +web | *cached* --> COPY a .",
      "             +web | hello", "    ./svc+image | --> FROM alpine",
      "             +web | --> RUN a", "             +web | --> FROM alpine",
      "             +web | *cached* --> COPY a .",
    ]
    let log = buildLog(lines.map { prefix + $0 + "\n" }.joined())
    #expect(
      steps(in: log) == [
        "base [+web] FROM alpine", "cached [+web] COPY a .", "ran [+web] RUN a",
        "base [./svc+image] FROM alpine",
        "base [+web] FROM alpine", "cached [+web] COPY a .",
      ])
  }

  @Test func `of a RUN whose line is missing no output is a step`() {
    let buildah = buildLog(
      """
      STEP 1/3: FROM printed
      STEP 2/3: COPY a .
      --> 0123456789ab
      STEP 3/4: COPY b .
      --> 1123456789ab
      STEP 4/4: RUN c
      """)
    #expect(steps(in: buildah) == [])
    let classic = buildLog(
      """
      Step 1/3 : FROM printed
       ---> 0123456789ab
      Step 2/3 : COPY a .
       ---> Using cache
       ---> 1123456789ab
      Step 3/4 : COPY b .
       ---> 2123456789ab
      """)
    #expect(steps(in: classic) == [])
  }
}
