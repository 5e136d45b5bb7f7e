import Testing

@testable import DirectoryChecksum

/// Layers of images: what hides what, and which instruction made which.
@Suite struct LayerTests {
  private func layer(_ names: [String]) throws -> ArchiveTree {
    var tar = TarBuilder()
    for name in names {
      tar.add(name, name.hasSuffix("/") ? "5" : "0", name.hasSuffix("/") ? [] : [1])
    }
    return try ArchiveReader.read(tar.archive, isLayer: true).tree
  }

  private func together(_ layers: [[String]]) throws -> [String] {
    var stack = LayerStack()
    for names in layers.reversed() { try stack.add(try layer(names)) }
    return try stack.tree.listed
  }

  @Test func `a whiteout hides what lower layers have of its name`() throws {
    #expect(
      try together([["a", "d/x", "d/y"], ["d/.wh.x", ".wh.a"]]) == ["D .", "D d", "F d/y"])
  }

  @Test func `an opaque directory hides all that lower layers have in it`() throws {
    #expect(
      try together([["d/x", "d/e/y"], ["d/", "d/.wh..wh..opq", "d/z"]])
        == ["D .", "D d", "F d/z"])
  }

  @Test func `what comes again above a whiteout shows alone`() throws {
    #expect(
      try together([["d/x"], [".wh.d"], ["d/z"]]) == ["D .", "D d", "F d/z"])
    #expect(
      try together([["d/x"], [".wh.d", "d/z"]]) == ["D .", "D d", "F d/z"])
    #expect(try together([["d/x"], ["d"]]) == ["D .", "F d"])
    #expect(try together([["d"], ["d/x"]]) == ["D .", "D d", "F d/x"])
  }

  private func described(_ steps: [(String, String, Bool)], layers: Int) -> [ImageLayer] {
    var config = ImageConfig()
    for (text, comment, isEmpty) in steps {
      var step = ImageConfig.Step()
      step.createdBy = Array(text.utf8)
      step.comment = Array(comment.utf8)
      step.isEmpty = isEmpty
      config.history.append(step)
    }
    let all = (0..<layers).map { _ in
      ImageLayer(name: [], digest: nil, inflatedDigest: nil)
    }
    ImageHistory(config).describe(all)
    return all
  }

  @Test(arguments: [
    ("COPY . . # buildkit", "srv/app"),
    ("COPY a b sub/ # buildkit", "srv/app/sub"),
    ("COPY --chown=5:6 a /etc/x # buildkit", "etc/x"),
    ("ADD [\"a b\", \"/c d/\"] # buildkit", "c d"),
    ("/bin/sh -c #(nop) COPY dir:0123 in . ", "srv/app"),
    ("/bin/sh -c #(nop) COPY --chown=5:6file:0123 in /etc/x ", "etc/x"),
    ("/bin/sh -c #(nop) ADD multi:0123 in /a in b/ ", "a in b"),
    ("COPY ../up /../x", "x"),
  ])
  func `the destination stands in the history`(_ text: String, _ path: String) {
    let layers = described(
      [("WORKDIR /srv/app", "", true), (text, "", false)], layers: 1)
    #expect(layers[0].isCopy)
    #expect(layers[0].absoluteDestination == Array(path.utf8))
  }

  @Test func `a working directory that is not known is seen in the layer`() throws {
    let layers = described([("COPY . sub/ # buildkit", "", false)], layers: 1)
    #expect(layers[0].absoluteDestination == nil)
    let tree = try layer(["srv/app/sub/a", "srv/app/sub/b"])
    #expect(layers[0].place(in: tree).map { tree.path(of: $0) } == Array("srv/app/sub".utf8))
  }

  @Test func `the builder is known by its words`() {
    #expect(
      described([("COPY . /a # buildkit", "buildkit.dockerfile.v0", false)], layers: 1)[0].builder
        == .buildkit)
    let classic = "/bin/sh -c #(nop) COPY dir:01 in /a "
    #expect(described([(classic, "", false)], layers: 1)[0].builder == .classic)
    #expect(described([(classic, "FROM 0123", false)], layers: 1)[0].builder == .buildah)
    let whole = described([(classic, "", true), (classic, "", false)], layers: 1)
    #expect(whole[0].builder == .buildah)
    #expect(whole[0].isWhole)
  }

  @Test func `a history of another length names no layer`() {
    let layers = described([("COPY . /a # buildkit", "", false)], layers: 2)
    #expect(layers.allSatisfy { $0.instruction.isEmpty && $0.isWhole })
  }
}
