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
