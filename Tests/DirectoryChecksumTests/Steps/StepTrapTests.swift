import Testing

@testable import DirectoryChecksum

/// Lines that look like steps and are none, and steps that are hard to see.
@Suite struct StepTrapTests {
  @Test func `what a RUN prints is no step`() {
    let classic = buildLog(
      """
      Step 1/3 : FROM base:1
       ---> 44ab793fceb8
      Step 2/3 : RUN ./nested
       ---> Running in d358af5eec78
      #1 [internal] load build definition from Dockerfile
      #2 [1/2] RUN inner
      #2 CACHED
      STEP 1/2: FROM x
      Step 1/2 : FROM y
       ---> Using cache
      Removing intermediate container d358af5eec78
       ---> 59cc80876e6b
      Step 3/3 : RUN true
       ---> Using cache
       ---> 69cc80876e6b
      Successfully built 69cc80876e6b
      """)
    #expect(
      steps(in: classic) == [
        "base [1/3] FROM base:1", "ran [2/3] RUN ./nested", "cached [3/3] RUN true",
      ])
    let buildkit = buildLog(
      """
      #5 [2/3] RUN ./nested
      #5 0.100 #5 CACHED
      #5 0.100 #6 [3/9] RUN fake
      #5 0.200 Step 1/2 : FROM x
      #5 DONE 1.5s

      #6 [3/3] RUN true
      #6 CACHED
      """)
    #expect(steps(in: buildkit) == ["ran [2/3] RUN ./nested", "cached [3/3] RUN true"])
    let buildah = buildLog(
      """
      STEP 1/3: FROM base
      STEP 2/3: RUN ./nested
      [1/2] STEP 1/2: FROM x
      --> Using cache abababababababababababababababababababababababababababababababab
      #3 [2/2] RUN inner
      --> 59cc80876e6
      STEP 3/3: RUN true
      --> Using cache 69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc
      --> 69cc80876e6
      69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc
      """)
    #expect(
      steps(in: buildah) == [
        "base [1/3] FROM base", "ran [2/3] RUN ./nested", "cached [3/3] RUN true",
      ])
  }

  @Test func `a step line that a RUN prints gives way to the true one`() {
    let log = buildLog(
      """
      Step 1/3 : FROM base:1
       ---> 44ab793fceb8
      Step 2/3 : RUN echo 'Step 3/3 : RUN lie'
       ---> Running in d358af5eec78
      Step 3/3 : RUN lie
      Removing intermediate container d358af5eec78
       ---> 59cc80876e6b
      Step 3/3 : RUN true
       ---> Using cache
       ---> 69cc80876e6b
      Successfully built 69cc80876e6b
      """)
    #expect(
      steps(in: log) == [
        "base [1/3] FROM base:1", "ran [2/3] RUN echo 'Step 3/3 : RUN lie'",
        "cached [3/3] RUN true",
      ])
  }

  @Test func `a header that comes again is the same step`() {
    let log = buildLog(
      """
      #5 [one 1/2] RUN a
      #5 0.1 x
      #5 ...

      #6 [two 1/2] RUN b
      #6 DONE 0.2s

      #5 [one 1/2] RUN a
      #5 0.3 y
      #5 DONE 0.4s

      #5 [one 1/2] RUN a
      """)
    #expect(steps(in: log) == ["ran [one 1/2] RUN a", "ran [two 1/2] RUN b"])
  }

  @Test(arguments: [
    "#1 [internal] load build definition from Dockerfile", "#0 building with \"x\" instance",
    "#4 [1/2] FROM other",
  ])
  func `another build begins`(_ line: String) {
    let log = buildLog(
      """
      #1 [internal] load build definition from Dockerfile
      #1 DONE 0.0s
      #4 [1/2] FROM base
      #4 DONE 0.0s
      #5 [2/2] RUN a
      #5 CACHED
      \(line)
      #5 [2/2] RUN a
      #5 DONE 0.1s
      """)
    #expect(log.builds.count == 2)
    #expect(log.builds.map { $0.steps.last?.state } == [.cached, .ran])
  }

  @Test func `a target is one only where the log says so`() {
    let bake = buildLog(
      """
      #1 [web internal] load build definition from Dockerfile
      #1 DONE 0.0s
      #2 [web 2/2] RUN a
      #2 CACHED
      #3 [api build 2/2] RUN a
      #3 DONE 0.1s
      """)
    #expect(steps(in: bake) == ["cached [web 2/2] RUN a", "ran [api build 2/2] RUN a"])
    #expect(bake.builds.map { text($0.name) } == ["web", "api"])
    let platforms = buildLog(
      """
      #1 [linux/arm64 internal] load metadata for docker.io/library/alpine:3
      #1 DONE 0.0s
      #2 [linux/amd64->arm64 build  2/12] RUN a
      #2 CACHED
      """)
    #expect(steps(in: platforms) == ["cached [linux/amd64->arm64 build 2/12] RUN a"])
    #expect(platforms.builds.first?.target == [])
  }

  @Test func `the interactive display is read from its last picture`() {
    let log = buildLog(
      """
      [+] Building 0.5s (3/5)
       => [1/3] FROM docker.io/library/base:1                       0.0s
       => CACHED [2/3] RUN a                                        0.0s
       => [3/3] RUN b                                               0.3s
      [+] Building 1.2s (5/5) FINISHED
       => [1/3] FROM docker.io/library/base:1                       0.0s
       => CACHED [2/3] RUN a                                        0.0s
       => [3/3] RUN b                                               0.7s
      """)
    #expect(
      steps(in: log) == [
        "base [1/3] FROM docker.io/library/base:1", "cached [2/3] RUN a", "ran [3/3] RUN b",
      ])
    #expect(log.builds.first?.steps.last?.milliseconds == 700)
    let running = buildLog("[+] Building 0.5s (3/5)\n => [3/3] RUN b     0.3s\n")
    #expect(steps(in: running) == ["unknown [3/3] RUN b"])
  }

  @Test func `old Buildah counts its commit and begins each stage anew`() {
    let log = buildLog(
      """
      STEP 1: FROM base AS build
      STEP 2: RUN a
      --> Using cache 69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc
      STEP 1: FROM base
      STEP 2: COPY --from=build /a /a
      --> 59cc80876e6
      STEP 3: COMMIT name
      --> 79cc80876e6
      79cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc
      """)
    #expect(
      steps(in: log) == [
        "base [build 1] FROM base AS build", "cached [build 2] RUN a", "base [stage-1 1] FROM base",
        "ran [stage-1 2] COPY --from=build /a /a",
      ])
  }

  @Test func `the end of a step stands behind output that does not end its line`() {
    let log = buildLog(
      """
      #5 [2/3] RUN printf x
      #5 0.100 x#5 DONE 9.9s of y
      #5 0.175 x#5 DONE 0.2s

      #6 [3/3] RUN lie
      #6 0.100 #6 DONE 0.1s
      #6 0.200 more
      """)
    #expect(steps(in: log) == ["ran [2/3] RUN printf x", "unknown [3/3] RUN lie"])
    #expect(log.builds.first?.steps.first?.milliseconds == 200)
  }

  @Test func `behind the triggers of a base image a place is beyond the count`() {
    let buildkit = buildLog(
      """
      #4 [1/2] FROM onb:1
      #4 DONE 0.0s
      #5 [2/2] COPY conf /onb
      #5 CACHED
      #6 [3/2] RUN a
      #6 DONE 0.1s
      """)
    #expect(
      steps(in: buildkit) == [
        "base [1/2] FROM onb:1", "cached [2/2] COPY conf /onb", "ran [3/2] RUN a",
      ])
    let buildah = buildLog(
      """
      STEP 1/2: FROM onb:1
      STEP 2/3: COPY conf /onb
      --> 69cc80876e6
      STEP 3/3: RUN a
      COMMIT
      --> 79cc80876e6
      79cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc
      """)
    #expect(
      steps(in: buildah) == [
        "base [1/2] FROM onb:1", "ran [2/3] COPY conf /onb", "ran [3/3] RUN a",
      ])
  }

  @Test func `what a RUN prints opens no other build`() {
    let log = buildLog(
      """
      Step 1/3 : FROM base:1
       ---> 44ab793fceb8
      Step 2/3 : RUN ./lies
       ---> Running in d358af5eec78
       ---> 59cc80876e6b
      STEP 1/2: FROM x
      Successfully built 59cc80876e6b
       => CACHED [2/3] RUN q                              0.0s
      +t | --> RUN q
      INFO[0001] Retrieving image manifest x
      Removing intermediate container d358af5eec78
       ---> 59cc80876e6b
      Step 3/3 : RUN true
       ---> Using cache
       ---> 69cc80876e6b
      Successfully built 69cc80876e6b
      """)
    #expect(
      steps(in: log) == ["base [1/3] FROM base:1", "ran [2/3] RUN ./lies", "cached [3/3] RUN true"])
  }

  @Test func `stages of Buildah that are no steps break nothing`() {
    let log = buildLog(
      """
      [1/2] STEP 1/2: FROM a
      [2/2] STEP 1/2: FROM b
      [1/2] STEP 1/2: FROM a
      STEP 1: COMMIT
      STEP 1: FROM c
      [0/2] STEP 1/4: RUN x
      """)
    #expect(log.builds.count == 2)
  }

  /// As a system writes the line in which a builder's own stands.
  @Test(arguments: [
    ("{\"log\":\"", "\\n\"}"), ("time=\"2026-02-03T04:05:06Z\" level=info msg=\"", "\""),
    ("[pod/build-1/builder] ", ""), ("[04:05:06] :\t [Step 1/2] ", ""),
    ("2026-02-03T04:05:06.123456Z 01E ", ""),
  ]) func `a step is read behind a prefix`(_ prefix: String, _ suffix: String) {
    let lines = [
      "STEP 1/3: FROM base", "STEP 2/3: RUN a",
      "--> Using cache 69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc",
      "--> 69cc80876e6", "STEP 3/3: RUN b", "x", "COMMIT", "--> 79cc80876e6",
      "79cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc80876e6b69cc",
    ]
    let log = buildLog(lines.map { prefix + $0 + suffix + "\n" }.joined())
    #expect(steps(in: log) == ["base [1/3] FROM base", "cached [2/3] RUN a", "ran [3/3] RUN b"])
  }

  @Test func `raw progress is read out of a log of JSON`() {
    let vertex =
      #"{\"vertexes\":[{\"digest\":\"sha256:a\",\"name\":\"[1/2] RUN a\",\"cached\":true}]}"#
    let log = buildLog(#"{"log":"\#(vertex)\n","stream":"stderr"}"# + "\n")
    #expect(steps(in: log) == ["cached [1/2] RUN a"])
  }

  @Test func `a line that GitLab cut behind a level is whole again`() {
    let log = buildLog(
      """
      2026-02-03T04:05:06.1Z 01E INFO[0000] Retrieving image
      2026-02-03T04:05:06.1Z 01E+ manifest base:1
      2026-02-03T04:05:06.1Z 01E INFO[0001] Unpacking rootfs as cmd RUN a requires it.
      2026-02-03T04:05:06.1Z 01E INFO[0001] RUN a
      2026-02-03T04:05:06.1Z 01E output
      """)
    #expect(steps(in: log) == ["ran [1] RUN a"])
  }

  private static let kaniko = [
    "INFO[0000] Retrieving image manifest base:1", "INFO[0000] Built cross stage deps: map[]",
    "INFO[0000] Executing 0 build triggers",
    "INFO[0001] Building stage 'base:1' [idx: '0', base-idx: '-1']",
    "INFO[0001] Checking for cached layer r:11...",
    "INFO[0001] Using caching version of cmd: RUN a",
    "INFO[0002] Checking for cached layer r:22...",
    "INFO[0002] No cached layer found for cmd RUN b",
    "INFO[0003] Unpacking rootfs as cmd RUN b requires it.", "INFO[0003] RUN a",
    "INFO[0003] Found cached layer, extracting to filesystem", "INFO[0004] RUN b",
    "INFO[0005] Taking snapshot of full filesystem...",
  ]

  @Test func `kaniko's newest line may stand first`() {
    let log = buildLog(Self.kaniko.reversed().map { $0 + "\n" }.joined())
    #expect(steps(in: log) == ["cached [1] RUN a", "ran [2] RUN b"])
    // Without its beginning nothing is known.
    #expect(buildLog(Self.kaniko.dropFirst(4).map { $0 + "\n" }.joined()).builds.isEmpty)
  }

  @Test func `kaniko begins again behind a build that came to no end`() {
    let log = buildLog((Self.kaniko + Self.kaniko).map { $0 + "\n" }.joined())
    #expect(log.builds.map { $0.steps.count } == [2, 2])
  }

  @Test func `brackets alone name no vertex`() {
    #expect(buildLog("#1 [x]\n#1 DONE 0.1s\n").builds.isEmpty)
  }

  @Test func `a stage of Buildah writes its next step behind its own marker`() {
    let id = { (digit: String) in String(repeating: digit, count: 11) }
    let log = buildLog(
      """
      [2/2] STEP 1/3: FROM base
      [1/2] STEP 1/3: FROM base AS b
      [2/2] STEP 2/3: COPY x /x
      [1/2] STEP 2/3: COPY src /src
      --> Using cache \(String(repeating: "a", count: 64))
      --> \(id("a"))
      [2/2] STEP 3/3: COPY --from=b /o /o
      --> \(id("b"))
      [1/2] STEP 3/3: RUN make
      --> \(id("c"))
      [2/2] COMMIT
      --> \(id("d"))
      \(String(repeating: "d", count: 64))
      """)
    #expect(
      steps(in: log) == [
        "base [stage-1 1/3] FROM base", "cached [stage-1 2/3] COPY x /x",
        "ran [stage-1 3/3] COPY --from=b /o /o", "base [b 1/3] FROM base AS b",
        "ran [b 2/3] COPY src /src", "ran [b 3/3] RUN make",
      ])
  }

  @Test func `stages of Buildah that begin alike get the same images out of the cache`() {
    let id = String(repeating: "0123456789abcdef", count: 4)
    let log = buildLog(
      """
      [1/2] STEP 1/2: FROM base AS one
      [1/2] STEP 2/2: WORKDIR /w
      --> Using cache \(id)
      --> 0123456789a
      [2/2] STEP 1/3: FROM base
      [2/2] STEP 2/3: WORKDIR /w
      --> Using cache \(id)
      --> 0123456789a
      [2/2] STEP 3/3: RUN b
      --> 1123456789a
      """)
    #expect(
      steps(in: log) == [
        "base [one 1/2] FROM base AS one", "cached [one 2/2] WORKDIR /w",
        "base [stage-1 1/3] FROM base", "cached [stage-1 2/3] WORKDIR /w",
        "ran [stage-1 3/3] RUN b",
      ])
  }

  @Test func `where nothing came from a cache no file is blamed`() {
    func log(_ state: String) -> BuildLog {
      let steps = [
        "Step 1/6 : FROM a AS one", "Step 2/6 : COPY x /x", "Step 3/6 : FROM a AS two",
        "Step 4/6 : WORKDIR /w", "Step 5/6 : FROM a", "Step 6/6 : COPY --from=two /w /w",
      ]
      return buildLog(
        steps.map { line in
          line.contains("FROM a") ? line + "\n ---> 0123456789ab\n" : line + state
        }.joined() + "Successfully built 1123456789ab\n")
    }
    let cached = "\n ---> Using cache\n ---> 1123456789ab\n"
    let comparison = LogComparison(log(cached), log("\n ---> 2123456789ab\n"))
    #expect(comparison.steps.reruns.map(\.cause) == [.noCache])
  }

  @Test func `noise has no steps`() {
    #expect(buildLog("Step back\nSTEP 4 of 5\n--> here\n[1/2] x\n#3 issue\n=> z\n").builds.isEmpty)
  }
}
