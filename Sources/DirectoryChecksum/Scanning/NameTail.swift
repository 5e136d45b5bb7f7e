/// The entries of a directory whose names begin with the byte FF, as BuildKit hashes them once
/// more into the directory above.
///
/// After a child directory BuildKit goes on at the first key behind the child's name, NUL and FF,
/// meaning to skip all that is below. The entries called FF… sort behind that, and are met again.
/// No name in UTF-8 begins with this byte.
struct NameTail {
  /// Keys relative to the directory, NUL before each name, with the digests behind them.
  private var entries: [(key: [UInt8], digest: Digest)] = []

  /// Nil where no name begins with FF. `below` holds the tails of the sub-directories.
  init?(_ directory: Directory, _ below: [(index: Int, tail: NameTail)]) {
    for index in 0..<directory.count {
      let name = directory.name(of: index)
      guard name.first == 0xFF, let digest = directory.digest(of: index) else { continue }
      let key = [0] + [UInt8](name)
      entries.append((key, digest))
      for tail in below where tail.index == index {
        for entry in tail.tail.entries { entries.append((key + entry.key, entry.digest)) }
      }
    }
    guard !entries.isEmpty else { return nil }
    let order = sortedIndexes(entries.count) { precedes(entries[$0].key, entries[$1].key) }
    entries = order.map { entries[$0] }
  }

  /// Appends the entries of the child `name` where the directory above hashes them.
  func append(
    below name: UnsafeBufferPointer<UInt8>, to writer: inout HashingWriter<SHA256>
  ) {
    for entry in entries {
      let path = [UInt8](name) + entry.key
      path.withBytes { BuildKitFormat.updateChild(&writer, name: $0, digest: entry.digest) }
    }
  }
}
