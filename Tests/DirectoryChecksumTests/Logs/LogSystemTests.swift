import Testing

@testable import DirectoryChecksum

/// Expects the listings `expected`, all complete, with these labels.
private func expect(
  _ log: String, _ expected: [(label: String, listing: String)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var text = ""
  for (index, run) in expected.enumerated() {
    text += "@run \(index + 1) complete \(run.label)\n\(run.listing)\n"
  }
  #expect(describe(listings(in: log)) == text, sourceLocation: sourceLocation)
}

/// Logs of systems of which there is no sample, made of the forms of their lines.
@Suite struct LogSystemTests {
  @Test func `BuildKit before 0.12 writes #0 before early output`() {
    expect(
      """
      #8 [4/6] RUN dchecksum .
      #0 0.210 \(SampleTree.empty)
      #8 DONE 0.3s

      #10 [6/6] RUN dchecksum .
      \(SampleTree.prefixed(SampleTree.before, "#0 0.300 "))#10 DONE 0.3s
      """,
      [
        ("#8 [4/6] RUN dchecksum .", SampleTree.empty),
        ("#10 [6/6] RUN dchecksum .", SampleTree.before),
      ])
  }

  @Test func `BuildKit of 2020 writes a digest after each header`() {
    expect(
      """
      #10 [6/6] RUN dchecksum .
      #10 sha256:1a2805521573cb10d73bcd51d16bfa84c8f461d68599740e35484b90b2ab1bab
      \(SampleTree.prefixed(SampleTree.before, "#10 0.300 "))#10 DONE 0.3s
      """, [("#10 [6/6] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `BuildKit of 2018 writes digest and name on lines of their own`() {
    expect(
      """
      #8 [4/4] RUN dchecksum .
      #8       digest: sha256:1a2805521573cb10d73bcd51d16bfa84c8f461d68599740e35484b90b2ab1bab
      #8         name: "[4/4] RUN dchecksum ."
      #8      started: 2018-08-27 12:00:00.123 +0000 UTC
      \(SampleTree.prefixed(SampleTree.before, "#8 0.3 "))#8    completed: 2018-08-27 12:00:01.123 +0000 UTC
      """, [("#8 [4/4] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `the targets of a bake are told apart`() {
    let web = SampleTree.lines(SampleTree.before)
    let api = SampleTree.lines(SampleTree.after)
    expect(
      """
      #4 [web builder 4/6] RUN dchecksum .
      #4 0.100 \(web[0])
      #4 0.100 \(web[1])
      #4 ...

      #5 [api builder 4/6] RUN dchecksum .
      \(SampleTree.prefixed(api[..<5].joined(separator: "\n"), "#5 0.2 "))#5 ...

      #4 [web builder 4/6] RUN dchecksum .
      \(SampleTree.prefixed(web[2...].joined(separator: "\n"), "#4 10.20 "))#4 DONE 11.0s

      #5 [api builder 4/6] RUN dchecksum .
      \(SampleTree.prefixed(api[5...].joined(separator: "\n"), "#5 100.2 "))#5 DONE 101.0s
      """,
      [
        ("#4 [web builder 4/6] RUN dchecksum .", SampleTree.before),
        ("#5 [api builder 4/6] RUN dchecksum .", SampleTree.after),
      ])
  }

  @Test func `a failed step's last lines are no listing in an old log either`() {
    let lines = SampleTree.lines(SampleTree.before)
    expect(
      """
      #4 [5/6] RUN dchecksum . && false
      \(SampleTree.prefixed(SampleTree.before, "#4 0.310 "))#4 ERROR: executor failed running [/bin/sh -c x]
      ------
       > [5/6] RUN dchecksum . && false:
      \(SampleTree.prefixed(lines.suffix(10).joined(separator: "\n"), "#4 0.310 "))------
      """, [("#4 [5/6] RUN dchecksum . && false", SampleTree.before)])
  }

  @Test func `the Engine's stream of objects is put together`() {
    func stream(_ text: String) -> String {
      let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n").replacing(">", with: "\\u003e")
      return "{\"stream\":\"\(escaped)\"}\r\n"
    }
    let middle = SampleTree.before.index(SampleTree.before.startIndex, offsetBy: 300)
    expect(
      stream("Step 4/6 : RUN dchecksum .\n") + stream(" ---> Running in d358af5eec78\n")
        + "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":1,\"total\":[{\"a\":null}]}}\r\n"
        + stream(String(SampleTree.before[..<middle]))
        + stream(String(SampleTree.before[middle...]) + "\n")
        + stream("Removing intermediate container d358af5eec78\n")
        + "{\"aux\":{\"ID\":\"sha256:00\"}}\r\n",
      [("Step 4/6 : RUN dchecksum .", SampleTree.before)])
  }

  @Test func `Buildah names platform and stage`() {
    expect(
      """
      [linux/arm64] [1/2] STEP 3/4: COPY . .
      --> 59cc80876e6b
      [linux/arm64] [1/2] STEP 4/4: RUN dchecksum .
      \(SampleTree.before)
      --> Using cache 1a2805521573cb10d73bcd51d16bfa84c8f461d68599740e35484b90b2ab1bab
      """, [("[linux/arm64] [1/2] STEP 4/4: RUN dchecksum .", SampleTree.before)])
  }

  @Test func `kaniko logs as text and as JSON too`() {
    expect(
      """
      time="2026-02-03T04:05:06Z" level=info msg="Running: [/bin/sh -c dchecksum \\"a b\\"]"
      \(SampleTree.before)
      time="2026-02-03T04:05:06Z" level=info msg="Taking snapshot of full filesystem..."
      """, [("Running: [/bin/sh -c dchecksum \"a b\"]", SampleTree.before)])
    expect(
      """
      {"level":"info","msg":"Running: [/bin/sh -c dchecksum .]","time":"2026-02-03T04:05:06Z"}
      \(SampleTree.before)
      {"level":"info","msg":"Taking snapshot of full filesystem...","time":"2026-02-03T04:05:06Z"}
      """, [("Running: [/bin/sh -c dchecksum .]", SampleTree.before)])
  }

  @Test func `a step that gh can't name is a name all the same`() {
    let prefix = "build (20, x)\tUNKNOWN STEP\t\u{feff}2026-02-03T04:05:06.1234567Z "
    expect(
      "\(prefix)#8 [4/6] RUN dchecksum .\n"
        + SampleTree.prefixed(SampleTree.before, "\(prefix)#8 0.2 "),
      [("build (20, x) UNKNOWN STEP #8 [4/6] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `GitLab's continued lines are joined by stream`() {
    var log = "2026-02-03T04:05:06.101984Z 00O section_start:1560896352:step_script\r\u{1b}[0K"
    log += "2026-02-03T04:05:06.101984Z 00O+\u{1b}[0;mRunning\n"
    log += "2026-02-03T04:05:06.101984Z 01E #8 [4/6] RUN dchecksum .\n"
    for line in SampleTree.lines(SampleTree.before) {
      let split = line.index(line.startIndex, offsetBy: 30)
      log += "2026-02-03T04:05:06.101984Z 01E #8 0.200 \(line[..<split])\n"
      log += "2026-02-03T04:05:07.000001Z 01O other output\n"
      log += "2026-02-03T04:05:07.000002Z 01E+\(line[split...])\n"
    }
    expect(log, [("#8 [4/6] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `a Kubernetes node cuts lines and marks the parts`() {
    var log = ""
    for line in SampleTree.lines(SampleTree.before) {
      let split = line.index(line.startIndex, offsetBy: 42)
      log += "2026-02-03T04:05:06.101984123Z stdout P \(line[..<split])\n"
      log += "2026-02-03T04:05:06.101984123Z stderr F noise\n"
      log += "2026-02-03T04:05:06.101984123Z stdout F \(line[split...])\n"
    }
    expect(log, [("-", SampleTree.before)])
  }

  @Test func `Jenkins' page shows a time of day`() {
    expect(
      "14:14:29  Step 4/6 : RUN dchecksum .\n14:14:29   ---> Running in d358af5eec78\n"
        + SampleTree.prefixed(SampleTree.before, "14:14:30  "),
      [("Step 4/6 : RUN dchecksum .", SampleTree.before)])
    expect(
      "14:14:29  #22 [linux/amd64 run 2/4] RUN dchecksum .\n"
        + SampleTree.prefixed(SampleTree.before, "14:14:30  #22 0.300 "),
      [("#22 [linux/amd64 run 2/4] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `Jenkins' branches are told apart`() {
    let (one, two) = (SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after))
    var log = ""
    for index in two.indices {
      if index < one.count { log += "[2026-02-03T04:05:06.123Z] [x86] \(one[index])\n" }
      log += "[2026-02-03T04:05:06.123Z] [arm] \(two[index])\n"
    }
    expect(log, [("-", SampleTree.before), ("-", SampleTree.after)])
  }

  @Test func `Bamboo's level is no name`() {
    var log = "simple\t24-Jan-2015 22:58:16\tStarting task\n"
    log += "build\t24-Jan-2015 22:58:16\tStep 8 : RUN dchecksum .\n"
    for (index, line) in SampleTree.lines(SampleTree.before).enumerated() {
      log += "\(index % 2 == 0 ? "build" : "error")\t24-Jan-2015 22:58:16\t\(line)\n"
    }
    expect(log, [("Step 8 : RUN dchecksum .", SampleTree.before)])
  }

  @Test func `TeamCity writes time, level and step`() {
    var log = "[17:40:49] :\t [Step 1/2] #8 [4/6] RUN dchecksum .\n"
    for (index, line) in SampleTree.lines(SampleTree.before).enumerated() {
      log += "[17:40:49]\(["i", "W", " "][index % 3]):\t [Step 1/2] #8 0.300 \(line)\n"
    }
    expect(log, [("#8 [4/6] RUN dchecksum .", SampleTree.before)])
  }

  @Test func `CodeBuild leaves output bare`() {
    expect(
      """
      [Container] 2026/02/03 04:05:06.051828 Running command docker build .
      Step 4/6 : RUN dchecksum .
       ---> Running in d358af5eec78
      \(SampleTree.before)
      Removing intermediate container d358af5eec78
      [Container] 2026/02/03 04:05:09.051828 Phase complete: BUILD State: SUCCEEDED
      """, [("Step 4/6 : RUN dchecksum .", SampleTree.before)])
  }

  @Test func `Earthly mixes targets line by line`() {
    let (web, api) = (SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after))
    var log = "           +web | --> RUN dchecksum .\n"
    for index in api.indices {
      if index < web.count { log += "           +web | \(web[index])\n" }
      log += "    ./sub+api *failed* | \(api[index])\n"
    }
    expect(log, [("-", SampleTree.before), ("-", SampleTree.after)])
  }

  @Test func `Compose names services`() {
    let (web, api) = (SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after))
    var log = "Attaching to api-1, web-1\n"
    for index in api.indices {
      if index < web.count { log += "\u{1b}[36mweb-1  | \u{1b}[0m\(web[index])\n" }
      log += "\u{1b}[33mapi-1  | \u{1b}[0m\(api[index])\n"
    }
    expect(log, [("-", SampleTree.before), ("-", SampleTree.after)])
  }

  @Test func `a prefix of an unknown system tells its programs apart, but not its times`() {
    let (web, api) = (SampleTree.lines(SampleTree.before), SampleTree.lines(SampleTree.after))
    var log = ""
    for index in api.indices {
      if index < web.count { log += "<\(index)> t=\(index * 7)ms host web: \(web[index])\n" }
      log += "<\(index)> t=\(index * 7)ms host api: \(api[index])\n"
    }
    expect(log, [("-", SampleTree.before), ("-", SampleTree.after)])
  }

  @Test func `Drone's log may be one line of JSON, or one for each line`() {
    let objects = SampleTree.lines(SampleTree.before).enumerated().map {
      "{\"pos\":\($0.offset),\"out\":\"#8 0.3 \($0.element)\\n\",\"time\":1,\"proc\":\"build\"}"
    }
    let header = "{\"out\":\"#8 [4/6] RUN dchecksum .\",\"proc\":\"build\"}"
    let expected = [("#8 [4/6] RUN dchecksum .", SampleTree.before)]
    expect("[\(header),\(objects.joined(separator: ","))]", expected)
    expect("\(header)\n\(objects.joined(separator: "\n"))\n", expected)
    expect(" [\n  \(header),\n  \(objects.joined(separator: ",\n  "))\n]\n", expected)
  }

  @Test func `docker's json-file cuts long lines`() {
    var log = ""
    for line in SampleTree.lines(SampleTree.before) {
      let split = line.index(line.startIndex, offsetBy: 41)
      log += "{\"log\":\"\(line[..<split])\",\"stream\":\"stdout\",\"time\":\"x\"}\n"
      log += "{\"log\":\"noise\\n\",\"stream\":\"stderr\",\"time\":\"x\"}\n"
      log += "{\"log\":\"\(line[split...])\\n\",\"stream\":\"stdout\",\"time\":\"x\"}\n"
    }
    expect(log, [("-", SampleTree.before)])
  }

  @Test func `UTF-16 is read in either byte order`() {
    let log = "docker : x\r\n\(SampleTree.before.replacing("\n", with: "\r\n"))\r\n"
    let expected = "@run 1 complete -\n\(SampleTree.before)\n"
    for isBigEndian in [false, true] {
      var bytes: [UInt8] = isBigEndian ? [0xfe, 0xff] : [0xff, 0xfe]
      for unit in log.utf16 {
        let pair = [UInt8(unit >> 8), UInt8(unit & 0xff)]
        bytes += isBigEndian ? pair : pair.reversed()
      }
      for size in [1, 2, 3, 1000] {
        #expect(describe(listings(in: bytes, piecesOf: size)) == expected)
      }
    }
  }

  @Test func `the second build of a log is not the first one's`() {
    let build = { (listing: String, last: String) in
      """
      #0 building with "default" instance using docker driver

      #1 [internal] load build definition from Dockerfile
      #1 DONE 0.0s

      #8 [4/6] RUN dchecksum .
      #8 0.240 \(SampleTree.empty)
      #8 DONE 0.3s

      #10 [6/6] RUN \(last)
      \(SampleTree.prefixed(listing, "#10 0.280 "))#10 DONE 0.3s

      """
    }
    expect(
      build(SampleTree.before, "dchecksum .") + build(SampleTree.after, "dchecksum -l ."),
      [
        ("#8 [4/6] RUN dchecksum .", SampleTree.empty),
        ("#10 [6/6] RUN dchecksum .", SampleTree.before),
        ("#8 [4/6] RUN dchecksum .", SampleTree.empty),
        ("#10 [6/6] RUN dchecksum -l .", SampleTree.after),
      ])
  }

  @Test func `what extract printed is read again, labels included`() {
    expect(
      """
      # listing 1 complete #8 [4/6] RUN dchecksum .
      \(SampleTree.empty)
      # listing 2 complete -
      \(SampleTree.before)
      """, [("#8 [4/6] RUN dchecksum .", SampleTree.empty), ("-", SampleTree.before)])
  }
}
