import Testing

@testable import DirectoryChecksum

/// What BuildKit's frontend refuses and takes, as its daemon answered.
struct DockerfileTests {
  private func plan(_ text: String) throws(DockerfileError) -> BuildPlan {
    try BuildPlan(Dockerfile(Array(text.utf8)))
  }

  @Test(
    "a build refuses it, at this line",
    arguments: [
      ("FROM scratch\nCMD [\"a\", 1]\n", 2, .notStrings),
      ("FROM base\nRUN [\"a\", null]\n", 2, .notStrings),
      ("FROM scratch\nHEALTHCHECK CMD [\"a\", 1]\n", 2, .notStrings),
      ("FROM scratch\nHEALTHCHECK FOO\n", 2, .wrongArguments),
      ("FROM scratch\nHEALTHCHECK CMD\n", 2, .wrongArguments),
      ("FROM scratch\nONBUILD COPY [\"a\", 1]\n", 2, .notStrings),
      ("FROM scratch AS a\nONBUILD FOO x\n\nFROM a\nCOPY a /\n", 4, .unknownInstruction),
      ("FROM scratch AS a\nONBUILD COPY --zzz a /\nFROM a\n", 3, .unknownFlag),
      ("ARG T\nFROM img:$T\n", 2, .badBase), ("FROM :1\n", 1, .badBase),
      ("FROM a..b\n", 1, .badBase), ("FROM a/B\n", 1, .badBase), ("FROM a___b\n", 1, .badBase),
      ("FROM -a\n", 1, .badBase), ("FROM a@sha256:12\n", 1, .badBase),
      ("FROM scratch\nCOPY --from=Image a /\n", 2, .badBase),
      ("FROM scratch\nCOPY --chmod=9 a /\n", 2, .badFlagValue),
      ("FROM scratch\nCOPY --chmod=10000 a /\n", 2, .badFlagValue),
      ("FROM scratch\nCOPY --chmod=rw a /\n", 2, .badFlagValue),
      ("FROM base\nRUN --mount=foo=1,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=binds,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=size=3,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=required,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=mode=0700,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=sharing=locked,target=/m x\n", 2, .badMount),
      ("FROM base\nRUN --mount=target=/ x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=cache,target=/m,sharing=all x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=cache,target=/m,mode=0999 x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=cache,target=/m,uid=root x\n", 2, .badMount),
      ("FROM base\nRUN --mount=target=/m,ro=maybe x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=secret,id=a,required=yes x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=secret x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=secret,id=a,source=b x\n", 2, .badMount),
      ("FROM base\nRUN --mount=type=tmpfs,target=/m,size=all x\n", 2, .badMount),
      ("FROM base AS a\nRUN --network=all x\nFROM base\n", 2, .badFlagValue),
      ("FROM base\nRUN --security=no x\n", 2, .badFlagValue),
      ("FROM base\nRUN []\n", 2, .wrongArguments),
      ("FROM base AS a\nHEALTHCHECK --interval=5 CMD x\nFROM base\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --timeout=-5s CMD x\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --timeout=1d CMD x\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --timeout=1s2 CMD x\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --timeout=.s CMD x\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --retries=-1 CMD x\n", 2, .badFlagValue),
      ("FROM base\nHEALTHCHECK --retries=x CMD x\n", 2, .badFlagValue),
      ("FROM base\nSTOPSIGNAL SIGFOO\n", 2, .badSignal),
      ("FROM base\nSTOPSIGNAL 0\n", 2, .badSignal),
      ("FROM base\nSTOPSIGNAL 9 9\n", 2, .badSignal),
      ("FROM base\nSTOPSIGNAL 99999999999999999999\n", 2, .badSignal),
      ("FROM base\nSTOPSIGNAL SIGRTMIN+40\n", 2, .badSignal),
      ("FROM base\nARG S=SIGFOO\nSTOPSIGNAL $S\n", 3, .badSignal),
      ("FROM base AS a\nONBUILD STOPSIGNAL x\nFROM a\n", 3, .badSignal),
      ("FROM base\nEXPOSE 80/foo\n", 2, .badPort), ("FROM base\nEXPOSE a\n", 2, .badPort),
      ("FROM base\nEXPOSE 65536\n", 2, .badPort), ("FROM base\nEXPOSE 90-80\n", 2, .badPort),
      ("FROM base\nEXPOSE 80-\n", 2, .badPort), ("FROM base\nEXPOSE /tcp\n", 2, .badPort),
      ("FROM base\nENV P=\"80 x\"\nEXPOSE $P\n", 3, .badPort),
      ("FROM base AS a\nVOLUME [\"\"]\nFROM base\n", 2, .emptyVolume),
      ("FROM base\nARG V=\nVOLUME $V\n", 3, .emptyVolume),
      ("FROM --platform=foo base\n", 1, .badPlatform),
      ("FROM --platform=a/b/c/d base\n", 1, .badPlatform),
      ("FROM --platform=linux/amd64/ base\n", 1, .badPlatform),
      ("ARG P=foo\nFROM --platform=$P base\n", 2, .badPlatform),
      ("FROM base\nRUN --mount=from=$A,target=/m x\n", 2, .fromVariable),
      ("FROM scratch\nCOPY <<A /\n${\nA\n", 2, .badWord),
      ("FROM scratch\nADD --checksum=x https://h/f /\n", 2, .badChecksum),
      ("FROM scratch\nCOPY [\"a\", \"<<A\"]\n", 2, .heredocDestination),
    ] as [(String, Int, DockerfileFault.Kind)])
  func refuses(text: String, line: Int, kind: DockerfileFault.Kind) {
    do throws(DockerfileError) {
      _ = try plan(text)
      Issue.record("taken")
    } catch {
      #expect(error.line == line)
      #expect(error.fault.kind == kind)
    }
  }

  @Test(
    "a build takes it",
    arguments: [
      "# escape=\nFROM scratch\n", "FROM scratch\nONBUILD FOO x\n",
      "FROM scratch AS a\nRUN --mount=foo=1 x\nFROM scratch\n",
      "FROM base\nRUN --mount=type=BIND,target=/m x\n",
      "ARG T=cache\nFROM base\nARG T\nRUN --mount=type=$T,target=/m x\n",
      "FROM base\nRUN --mount=type=secret,id=a,required,mode=0400 x\n",
      "FROM scratch\nCOPY --chmod=u=rwX,go-w a /\n", "FROM scratch\nCOPY <<'A' /\n${\nA\n",
      "FROM scratch\nCOPY <<A /\nit's\nA\n", "FROM base\nRUN [ -e ]\n",
      "FROM h:1/a.b/c__d-e:T.1\n", "FROM A/b\n", "FROM localhost/a\n",
      "FROM a@sha256:0123456789012345678901234567890123456789012345678901234567890123\n",
      "FROM base\nSTOPSIGNAL sigterm\nSTOPSIGNAL KILL\nSTOPSIGNAL 64\nSTOPSIGNAL -1\n",
      "FROM base\nSTOPSIGNAL SIGRTMIN+3\nSTOPSIGNAL RTMAX-14\nSTOPSIGNAL SIGRTMAX\n",
      // The base image may set it.
      "FROM base\nSTOPSIGNAL SIG$X\nVOLUME $X\nEXPOSE $X-$Y\n",
      "FROM base AS a\nSTOPSIGNAL x\nEXPOSE x\nFROM base\n",
      "FROM base\nEXPOSE 80 80/TCP 53/udp 0 80-90 80/ 1.2.3.4:80:80 8080:80 80-90:81\n",
      "FROM base\nEXPOSE [::1]:80:80/sctp\n",
      "FROM base\nHEALTHCHECK --interval=1h2m3.5s --timeout=.5s --start-period=0 CMD x\n",
      "FROM base\nHEALTHCHECK --interval= --retries=+3 --start-interval=1000us CMD x\n",
      "FROM base\nHEALTHCHECK --retries=0 CMD x\nHEALTHCHECK --interval=5 NONE\n",
      "FROM --platform=arm64 base\n", "FROM --platform=Linux/AMD64/v9 base\n",
      "FROM --platform=windows(10.0.1)/amd64 base\n", "FROM --platform= base\n",
      "FROM --platform=foo/bar base\n",
      "FROM base\nRUN --mount=type=secret,id=a,target=/s,mode=0400,uid=1,required=T x\n",
      "FROM base\nRUN --network=none --security=insecure x\n",
      "FROM base\nRUN --mount=type=tmpfs,target=/m,size=10m x\n",
      "FROM scratch\nADD --checksum=12ab https://h/r.git#main /\n",
    ])
  func takes(text: String) throws {
    _ = try plan(text)
  }

  @Test("no file is taken for a document, and none for a name of one in an array")
  func documents() throws {
    let steps = try plan("FROM scratch\nCOPY [\"<<A\", \"/x\"]\nCOPY <<B /y\nb\nB\n").steps
    #expect(steps.allSatisfy { !$0.takesContext })
  }

  @Test("a byte of a flag is a character of Latin-1")
  func latin() throws {
    let steps = try plan("FROM base\nRUN --mount=source=ü,target=/m x\n").steps
    #expect(steps[1].selectors[0].path == Array("/Ã¼".utf8))
  }

  @Test(
    "what does the same is the same step",
    arguments: [
      ("COPY --chmod=0755 a /", "COPY --chmod=755 a /", true),
      ("ADD --unpack=false a /", "COPY a /", true), ("ADD a /", "COPY a /", false),
      ("ARG V=1\nCOPY <<'A' /\n$V\nA", "ARG V=2\nCOPY <<'A' /\n$V\nA", true),
      ("ARG V=1\nCOPY <<A /\n$V\nA", "ARG V=2\nCOPY <<A /\n$V\nA", false),
      ("SHELL [\"a\"]\nRUN [\"x\"]", "SHELL [\"b\"]\nRUN [ \"x\" ]", true),
      ("SHELL [\"a\"]\nRUN x", "SHELL [\"b\"]\nRUN x", false),
      ("USER 1\nWORKDIR /w", "USER 2\nWORKDIR /w", false),
    ])
  func sameStep(one: String, other: String, isSame: Bool) throws {
    let steps = try [one, other].map { text in try plan("FROM base\n" + text + "\n").steps }
    #expect((steps[0].last?.operation == steps[1].last?.operation) == isSame)
  }

  @Test(
    "a COPY by itself tells its sources, and never its destination",
    arguments: [
      ("COPY package.json .", ["/package.json"]), ("COPY . /app", ["/"]),
      ("COPY --chown=1 src/. b /app/", ["/src", "/b"]), ("ADD [\"a b\", \"/\"]", ["/a b"]),
      ("COPY --from=x a /b", nil), ("COPY $A /", nil), ("ADD http://host/x /", nil),
      ("RUN x", nil), ("COPY a", nil),
    ])
  func copyAlone(_ text: String, _ sources: [String]?) {
    let step = PlannedStep(copy: Array(text.utf8))
    #expect(step?.selectors.map { String(decoding: $0.path, as: UTF8.self) } == sources)
  }
}
