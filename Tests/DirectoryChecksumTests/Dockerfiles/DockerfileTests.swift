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
