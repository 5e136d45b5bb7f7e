extension ArchiveReader {
  /// A kept file is at most this large, in bytes.
  private static let largestKept = 4 << 20

  /// Reads the member's content; its digest.
  func fileDigest(_ node: Int) throws(ArchiveError) -> Digest {
    if locations != nil {
      locations?.append(
        ImageStore.Location(node: node, offset: tar.input.position, size: tar.member.size))
      return HashFunction.sha1(of: [])
    }
    var hash = begin(node)
    if let blobs, try mayBeBlob(node) { return try blobs.read(tar, node, hash) }
    let place = keepingPlace
    var content: [UInt8] = []
    while true {
      let bytes = try tar.nextContent()
      if bytes.isEmpty { break }
      hash.update(bytes)
      byteCount += bytes.count
      if byteCount >= 16 << 20 { report() }
      if place != nil, content.count <= Self.largestKept { content.append(contentsOf: bytes) }
    }
    if let place { kept[place] = content.count <= Self.largestKept ? content : nil }
    return hash.finalize()
  }

  private func mayBeBlob(_ node: Int) throws(ArchiveError) -> Bool {
    guard tree.nodes[node].depth <= ImageBlobs.deepest, tar.map == nil, keepingPlace == nil else {
      return false
    }
    let count = Int(min(tar.stored, UInt64(TarHeader.size)))
    guard count > 0, try tar.input.fill(count) else { return false }
    return ImageBlobs.mayBeBlob(
      clean, depth: tree.nodes[node].depth,
      UnsafeRawBufferPointer(rebasing: tar.input.available[..<count]))
  }

  private var keepingPlace: Int? {
    let start = clean.firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? clean.count
    for index in keeping.indices {
      if keeping[index] == clean { return index }
      if clean[start...].elementsEqual(keeping[index]) { return index + keeping.count }
    }
    return nil
  }

  func otherDigest(_ node: Int) -> Digest? {
    if format == .buildkit {
      var hash = begin(node)
      return hash.finalize()
    }
    return tree.nodes[node].kind == .link
      ? HashFunction.sha1(of: tar.member.target) : nil
  }

  /// The hash function with what comes before a file's content.
  private func begin(_ node: Int) -> HashFunction {
    guard format == .buildkit else { return .sha1 }
    text.removeAll(keepingCapacity: true)
    let kind = tree.nodes[node].kind
    tar.member.target.withUnsafeBufferPointer {
      BuildKitFormat.appendHeader(
        kind, mode: tree.nodes[node].inode.mode, size: tar.member.size, target: $0,
        device: tar.member.device, to: &text)
    }
    tree.facts(of: node)?.attributes.appendForBuildKit(to: &text)
    var hash = HashFunction.sha256
    text.withUnsafeBytes { hash.update($0) }
    return hash
  }
}
