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
    var text: [UInt8] = []
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
        ContentFormat.append(name: $0, kind: kind, digest: digest(digits), to: &text)
      }
    }
    #expect(
      HashFunction.sha1.digest(of: text) == digest("2655b5497a6421d448163953729a28b47e30d15a"))
  }

  /// The digests are from the database of a BuildKit daemon.
  @Test func `BuildKit's digests of a file, a directory and a root come out`() {
    var file: [UInt8] = []
    BuildKitFormat.appendHeader(.file, mode: 0o644, size: 6, to: &file)
    file += [UInt8]("hello\n".utf8)
    let fileDigest = HashFunction.sha256.digest(of: file)
    #expect(
      fileDigest == digest("09eefdc91e8894bc767daae7daa5a4e8cbf396610f10ae20604d9086c76d4a93"))

    let header = BuildKitFormat.directoryHeader(mode: 0o755)
    #expect(header == digest("1a2805521573cb10d73bcd51d16bfa84c8f461d68599740e35484b90b2ab1bab"))

    var root: [UInt8] = []
    BuildKitFormat.appendDirectory(header: HashFunction.sha256.digest(of: []), to: &root)
    withBytes("a") { BuildKitFormat.appendChild(name: $0, digest: fileDigest, to: &root) }
    #expect(
      HashFunction.sha256.digest(of: root)
        == digest("917cc16e751457c1b174962c3b80026b0069c7b7c2845fb569a86216e0f00e76"))

    var empty: [UInt8] = []
    BuildKitFormat.appendDirectory(header: header, to: &empty)
    #expect(
      HashFunction.sha256.digest(of: empty)
        == digest("0e5db88383bce812f795689f5318a2b2f4fde740ef31c2a2365a46368aafddd2"))
  }
}
