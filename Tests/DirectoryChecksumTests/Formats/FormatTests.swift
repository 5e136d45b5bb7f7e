import Testing

@testable import DirectoryChecksum

@Suite struct FormatTests {
  private func digest(_ digits: String) -> Digest {
    let bytes = [UInt8](digits.utf8)
    return bytes.withUnsafeBytes { Digest(hexadecimal: $0) }!
  }

  private func withBytes(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) {
    [UInt8](text.utf8).withUnsafeBytes(body)
  }

  /// The listing is the original tool's.
  @Test func `a directory's content digest covers its children's lines`() {
    var hash = SHA1()
    for (name, kind, digits) in [
      ("config", EntryKind.directory, "99596b17a8e10fd81eb4bebd49dd4d93d972c359"),
      ("public", .directory, "bd7936f3c215b43f67bc7a90c2e79e64911acdb1"),
      ("src", .directory, "c2cc8226e01e97c38acd980e6bfeeac625bcc931"),
      ("tmp", .directory, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      ("README.md", .file, "2337374c24f5c208d414f357fb78d5e7d6c4ffdd"),
      ("current", .link, "13e00d296f20c95185b2ca268bf5dff6e7c0d96b"),
      ("index.js", .file, "44efb5cd23cf05c5fe039f1cd54dc341a9541010"),
      ("package-lock.json", .file, "408a02f12848daa61a1eb6553abe594ebd757084"),
      ("package.json", .file, "4304b8a932745602b2caa6ea70b33a3744b6041a"),
    ] {
      withBytes(name) {
        ContentFormat.update(&hash, name: $0, kind: kind, digest: digest(digits))
      }
    }
    #expect(hash.finalize() == digest("2655b5497a6421d448163953729a28b47e30d15a"))
  }

  /// The digests are from the database of a BuildKit daemon.
  @Test func `BuildKit's digests of a file, a directory and a root come out`() {
    var file = SHA256()
    BuildKitFormat.updateHeader(&file, kind: .file, mode: 0o644, size: 6)
    withBytes("hello\n") { file.update($0) }
    let fileDigest = file.finalize()
    #expect(
      fileDigest == digest("09eefdc91e8894bc767daae7daa5a4e8cbf396610f10ae20604d9086c76d4a93"))

    var directory = SHA256()
    BuildKitFormat.updateHeader(&directory, kind: .directory, mode: 0o755)
    let header = directory.finalize()
    #expect(header == digest("1a2805521573cb10d73bcd51d16bfa84c8f461d68599740e35484b90b2ab1bab"))

    var nothing = SHA256()
    var root = SHA256()
    BuildKitFormat.updateDirectory(&root, header: nothing.finalize())
    withBytes("a") { BuildKitFormat.updateChild(&root, name: $0, digest: fileDigest) }
    #expect(
      root.finalize()
        == digest("917cc16e751457c1b174962c3b80026b0069c7b7c2845fb569a86216e0f00e76"))

    var empty = SHA256()
    BuildKitFormat.updateDirectory(&empty, header: header)
    #expect(
      empty.finalize()
        == digest("0e5db88383bce812f795689f5318a2b2f4fde740ef31c2a2365a46368aafddd2"))
  }
}
