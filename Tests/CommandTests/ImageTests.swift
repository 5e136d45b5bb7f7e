import Foundation
import TestSupport
import Testing

/// Images of real builders. Beside each is what its COPY and ADD layers hold where tar extracts them.
@Suite struct ImageTests {
  static let folder = Fixture.path("archives/images")
  static let names: [String] = ArchiveTests.files(folder)
    .filter { $0.hasSuffix(".extract") }.map { String($0.dropLast(8)) }
  /// Images of one context, by the layer that has all of it.
  static let ofContext = [
    "buildkit-docker.tar#3", "buildkit-oci-attested.tar#3", "buildkit-uncompressed.tar#3",
    "docker20-buildkit.tar#3", "docker20-classic.tar#3", "buildah-oci.tar#3",
    "buildah-docker-archive.tar#3", "buildah-layout.d#3", "skopeo-dir.d#3",
    "skopeo-from-docker.tar#3",
  ]

  /// The directory that the images were built from.
  private func context(_ archive: String = "context.tar") -> TestTree {
    let place = TestTree()
    let outcome = shell(
      "tar -C '\(place.string)' -xpf '\(Self.folder)/\(archive)' && chmod 755 '\(place.string)'")
    #expect(outcome.status == 0)
    return place
  }

  @Test func `the sample images are there`() {
    #expect(Self.names.count == 16)
  }

  @Test(arguments: names)
  func `each layer of a COPY or an ADD is a listing`(_ name: String) {
    let path = "\(Self.folder)/\(name)"
    let expected = ArchiveTests.bytes("\(path).extract")
    let outcome = Tool.run("extract", path)
    #expect(outcome.status == 0)
    #expect(ArchiveTests.masked(outcome.output) == expected)
    if !name.hasSuffix(".d") {
      let piped = Tool.inShell("cat '\(path)' | \"$@\"", "extract", "-")
      #expect(piped.status == 0)
      #expect(piped.output == outcome.output)
    }
  }

  @Test func `what was copied behind a link of the image is found and compared`() {
    let (before, after) = (
      "\(Self.folder)/buildkit-behind-links-before.tar", "\(Self.folder)/buildkit-behind-links.tar"
    )
    #expect(
      Tool.run("extract", after).lines.map { $0.split(separator: " ").last.map(String.init) } == [
        "/bin/app", "app", "/bin/conf", ".", "c", "/current/", ".", "c", "tool",
      ])
    let outcome = Tool.run("diff", "--json", before, after)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains(#""path":"app""#) && outcome.text.contains(#""path":"tool""#))
  }

  @Test(arguments: ["buildkit-zstd.tar", "skopeo-zstd.tar"])
  func `a layer compressed with zstd is named`(_ name: String) {
    let outcome = Tool.run("extract", "\(Self.folder)/\(name)")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("is compressed with zstd"))
  }

  @Test(.enabled(if: getuid() == 0), arguments: ofContext)
  func `an image has no difference from the context that it was built from`(_ name: String) {
    let place = context()
    let outcome = Tool.run(
      "diff", "--dockerignore", "\(Self.folder)/\(name)", place.string)
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.complaints)")
  }

  @Test(.enabled(if: getuid() == 0), arguments: ofContext)
  func `the layer that has most paths is taken, and what changed is named`(_ name: String) {
    let place = context()
    let change = shell(
      """
      cd '\(place.string)' && echo more >> src/main.c && rm go.sum && echo x > added &&
        chmod 640 conf/app.ini && ln -sfn elsewhere new-link
      """)
    #expect(change.status == 0)
    // A directory without a number is compared as a directory.
    let image = name.hasSuffix(".d#3") ? name : String(name.dropLast(2))
    let outcome = Tool.run(
      "diff", "--dockerignore", "--json", "\(Self.folder)/\(image)", place.string)
    #expect(outcome.status == 1, "\(outcome.complaints)")
    for words in [
      #""change":"content","kind":"F","path":"src/main.c""#,
      #""change":"added","kind":"F","path":"added""#,
      #""change":"added","kind":"S","path":"new-link""#,
    ] {
      #expect(outcome.text.contains(words), "\(words) in \(outcome.text)")
    }
    #expect(outcome.text.contains(#""change":"mode","kind":"F","path":"conf/app.ini""#))
  }

  @Test(.enabled(if: getuid() == 0))
  func `a stale image is found`() {
    let place = context("context-of-stale.tar")
    let outcome = Tool.run(
      "diff", "--dockerignore", "--json", "\(Self.folder)/docker20-stale.tar", place.string)
    #expect(outcome.status == 1)
    let changes = outcome.lines.filter { $0.contains("\"change\"") }
    #expect(changes.count == 2)
    #expect(changes.allSatisfy { $0.contains(#""change":"content""#) })
  }

  @Test func `layers of two images are paired by their instructions, however many each has`() {
    let before = "\(Self.folder)/docker20-buildkit.tar"
    let more = Tool.run("diff", before, "\(Self.folder)/docker20-two-images.tar.gz")
    #expect(more.status == 1)
    #expect(more.lines.filter { $0.hasPrefix("the same, proven: ") }.count == 4)
    #expect(
      more.lines.filter { $0.hasPrefix("without a counterpart: ") }.map { $0.suffix(11) }
        == ["COPY . /app", " ADD rm /rm", "o.sum /app/"])
    // The instructions of the classic builder have sums, which no two builds have in common.
    let sums = Tool.run(
      "diff", "\(Self.folder)/docker20-classic.tar", "\(Self.folder)/buildah-oci.tar")
    #expect(sums.status == 0, "\(sums.text)")
    #expect(sums.lines.contains("the same, proven: COPY dir in ."))
    // Nothing is claimed beyond what layers have.
    for outcome in [more, sums] {
      let start = outcome.lines.firstIndex { $0.hasPrefix("the same, proven: ") } ?? 0
      let note = outcome.lines[start...].first { !$0.hasPrefix("the same, proven: ") }
      #expect(note?.hasPrefix("Not compared, as both lack them: ") == true, "\(outcome.text)")
    }
  }

  @Test func `of layers that share no path none is another's counterpart`() {
    let outcome = Tool.run(
      "diff", "\(Self.folder)/docker20-buildkit.tar#2", "\(Self.folder)/docker20-stale.tar#2")
    #expect(outcome.status == 0, "\(outcome.text)")
    let other = Tool.run(
      "diff", "\(Self.folder)/docker20-stale.tar", "\(Self.folder)/docker20-whiteouts.tar.gz")
    #expect(other.text.contains("without a counterpart: "))
    #expect(!other.text.contains("listing of ADD rm /rm"))
  }

  @Test(.enabled(if: getuid() == 0))
  func `explain says of an image what is proven, and no more`() {
    let place = context()
    let dockerfile = TestTree().file(
      "Dockerfile", "FROM scratch\nCOPY go.mod ./\nCOPY src /s/\nCOPY . .\n")
    #expect(shell("echo more >>'\(place.string)/src/main.c'").status == 0)
    func states(since image: String) -> [String] {
      let outcome = Tool.run(
        "explain", "--json", "-f", "\(dockerfile.string)/Dockerfile", "--since",
        "\(Self.folder)/\(image)", place.string)
      #expect(outcome.status == 1, "\(outcome.complaints)")
      return outcome.lines.compactMap { line in
        guard line.contains("\"COPY\""), let start = line.range(of: "\"rerun\":") else {
          return nil
        }
        return String(line[start.upperBound...].prefix(4))
      }
    }
    // The same as far as an image keeps what BuildKit looks at; and a file that differs.
    #expect(states(since: "docker20-buildkit.tar") == ["fals", "true", "true"])
    #expect(states(since: "docker20-classic.tar") == ["fals", "true", "true"])
    // No layer has the whole context; one has this file.
    #expect(states(since: "buildkit-multistage.tar") == ["fals", "null", "null"])
  }

  @Test func `a place in all layers together is listed`() {
    let outcome = Tool.run("-l", "-d", "all", "\(Self.folder)/docker20-classic.tar#/srv/app")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(" src/main.c\n"))
  }

  @Test func `a file that was removed by a later layer is not in all layers together`() {
    let path = "\(Self.folder)/docker20-whiteouts.tar.gz"
    let all = Tool.run("-d", "all", "\(path)#/app")
    #expect(all.status == 0)
    #expect(!all.text.contains("src/lib/l.c"))
    #expect(all.text.contains(" go.sum\n"))
    #expect(Tool.run("-d", "all", "\(path)#1").text.contains("src/lib/l.c"))
  }

  @Test
  func `a directory that is an image is listed as a directory, and read as an image by extract`() {
    let path = "\(Self.folder)/buildah-layout.d"
    #expect(Tool.run(path).text.contains(" index.json\n"))
    #expect(Tool.run("extract", path).text.hasPrefix("# listing 1 complete COPY "))
    #expect(Tool.run("extract", "\(path)#3").text.hasPrefix("#") == false)
    #expect(Tool.run("extract", "\(path)#9").status == 2)
  }
}
