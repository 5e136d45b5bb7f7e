import Foundation
import TestSupport
import Testing

/// An archive in the place of a directory. Beside each archive of a real tool is what a scan printed
/// of the tree that the tool extracted, with the values of attributes' tags left out.
@Suite struct ArchiveTests {
  static let folder = Fixture.path("archives")
  static let names: [String] = files(folder).filter { $0.contains(".tar") || $0.hasSuffix(".tgz") }
  static let bad: [String] = {
    let text = (try? String(contentsOfFile: "\(folder)/bad/classes", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }()

  static func files(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  static func bytes(_ path: String) -> [UInt8] {
    [UInt8](FileManager.default.contents(atPath: path)!)
  }

  /// The name in front of `.tar` or `.tgz`.
  private func stem(_ name: String) -> String {
    for ending in [".tar.gz", ".tar", ".tgz"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  /// A listing without the digits of attributes' tags.
  static func masked(_ listing: [UInt8]) -> [UInt8] {
    var masked: [UInt8] = []
    var index = 0
    let mark = Array(":x=".utf8)
    while index < listing.count {
      masked.append(listing[index])
      index += 1
      guard masked.count > 2, Array(masked.suffix(3)) == mark else { continue }
      while index < listing.count, listing[index] != UInt8(ascii: " ") { index += 1 }
    }
    return masked
  }

  @Test func `the sample archives are there`() {
    #expect(Self.names.count == 30)
    #expect(Self.bad.count == 67)
  }

  @Test(arguments: names)
  func `an archive is listed as the tree that it extracts to`(_ name: String) {
    let path = "\(Self.folder)/\(name)"
    let expected = Self.bytes("\(Self.folder)/\(stem(name)).expected")
    let outcome = Tool.run("--long", "--max-depth", "all", path)
    #expect(outcome.status == 0)
    #expect(Self.masked(outcome.output) == expected)
    let piped = Tool.inShell("cat '\(path)' | \"$@\"", "--long", "--max-depth", "all", "-")
    #expect(piped.status == 0)
    #expect(piped.output == outcome.output)
  }

  @Test(
    .enabled(if: getuid() == 0),
    arguments: ["ustar", "gnu-long", "v7", "cpio-ustar", "bsdtar-pax", "specials"])
  func `an archive has BuildKit's digests of the tree that it extracts to`(_ name: String) {
    let place = TestTree()
    let archive = "\(Self.folder)/\(name).tar"
    let scan = Tool.inShell(
      """
      mkdir -m 755 '\(place.string)/x' &&
        tar -C '\(place.string)/x' -xpf '\(archive)' --same-owner --numeric-owner --xattrs --xattrs-include='*' 2>/dev/null && "$@"
      """, "--digest", "buildkit", "-l", "-d", "all", "\(place.string)/x")
    let outcome = Tool.run("--digest", "buildkit", "-l", "-d", "all", archive)
    #expect(scan.status == 0)
    #expect(outcome.status == 0)
    #expect(outcome.output == scan.output)
  }

  @Test(arguments: bad)
  func `a damaged or hostile archive is answered by its class`(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    let path = "\(Self.folder)/bad/\(words[1])"
    let outcome =
      words[1].hasPrefix("image")
      ? Tool.run("extract", path) : Tool.run("--long", "--max-depth", "all", path)
    switch words[0] {
    case "OK", "OK-EMPTY", "OK-WITHOUT-HISTORY":
      #expect(outcome.status == 0)
    case "OK-WITH-WARNING":
      #expect(outcome.status == 0)
      #expect(!outcome.complaints.isEmpty)
    case "REFUSED-MEMBER":
      #expect(outcome.status == 1)
      #expect(outcome.complaints.contains("left out"))
      #expect(outcome.output.starts(with: [UInt8](repeating: UInt8(ascii: "?"), count: 40)))
    case "NO-LISTING":
      #expect(outcome.status == 1)
      #expect(outcome.output.isEmpty)
    default:
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.complaints.split(separator: "\n").count == 1)
    }
    let stem = words[1].split(separator: ".")[0]
    if let expected = FileManager.default.contents(
      atPath: "\(Self.folder)/bad/\(stem).expected"), outcome.status == 0
    {
      #expect(Self.masked(outcome.output) == [UInt8](expected))
    }
  }

  @Test func `an archive cut at any byte is never listed as if it were whole`() {
    let whole = Self.bytes("\(Self.folder)/gzip-members.tar.gz")
    for end in stride(from: 2, to: whole.count - 1, by: 7) {
      let outcome = Tool.run("-l", "-", input: Array(whole[..<end]))
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `a place in an archive is listed as a directory of its own`() {
    let path = "\(Self.folder)/git-archive-prefix.tar.gz#/proj-A"
    let outcome = Tool.run("-l", "-d", "0", path)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasSuffix(" D:0775:0:0 .\n"))
    #expect(Tool.run("\(Self.folder)/ustar.tar#/nowhere").status == 2)
  }

  @Test func `ignore rules are applied to an archive`() {
    let path = "\(Self.folder)/ustar.tar"
    let outcome = Tool.run("-d", "all", "--exclude", "a", path)
    #expect(outcome.status == 0)
    #expect(!outcome.text.contains(" a/one.txt\n"))
    #expect(outcome.text.contains(" src\n"))
  }

  @Test func `an archive in the place of a log is no log`() throws {
    // A listing lies in the archive as a file.
    let listing = Tool.run("-d", "all", Self.folder)
    let place = TestTree().file("c/build.log", listing.text)
    #expect(shell("tar -C '\(place.string)' -cf '\(place.string)/x.tar' c").status == 0)
    let outcome = Tool.run("extract", "\(place.string)/x.tar")
    #expect(outcome.text.contains(" F:0644:"))
    #expect(outcome.text.contains(" c/build.log\n"))
  }

  @Test func `a compressed log is read as a log`() {
    let place = TestTree()
    let name = Fixture.logNames.first { $0.contains("github") } ?? Fixture.logNames[0]
    let log = Fixture.log(name)
    #expect(shell("gzip -c '\(log)' > '\(place.string)/log.gz'").status == 0)
    let outcome = Tool.run("extract", "\(place.string)/log.gz")
    #expect(outcome.status == 0)
    #expect(outcome.output == Tool.run("extract", log).output)
  }
}
