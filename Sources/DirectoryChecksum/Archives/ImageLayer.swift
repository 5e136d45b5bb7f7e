/// What made a layer, by the words of its history.
package enum ImageBuilder: Sendable {
  case buildkit, classic, buildah, kaniko
  /// No history tells.
  case unknown
}

/// One layer of an image: where its bytes are, and what the image says of it.
final class ImageLayer {
  /// The name of its file in the image.
  let name: [UInt8]
  /// The SHA-256 that the file has to have; nil where the image's form has none.
  let digest: Digest?
  /// The SHA-256 that the inflated file has to have.
  let inflatedDigest: Digest?
  /// The instruction that made it, without what the builder puts around it; empty where nothing
  /// tells.
  var instruction: [UInt8] = []
  var builder = ImageBuilder.unknown
  /// Whether the instruction is a COPY or an ADD.
  var isCopy = false
  /// Whether several instructions made the layer, or nothing says which.
  var isWhole = true
  /// Where the instruction put what it copied, as it says, or where links of lower layers lead from
  /// there.
  var destination: [UInt8] = []
  /// Whether those links have been followed.
  var hasFollowedLinks = false
  /// The working directory at that point; nil where that is the base image's and not known.
  var workingDirectory: [UInt8]?

  init(name: [UInt8], digest: Digest?, inflatedDigest: Digest?) {
    self.name = name
    self.digest = digest
    self.inflatedDigest = inflatedDigest
  }
}

extension ImageLayer {
  /// Whether the instruction has the flag called `flag`, such as `--chown=`.
  func hasFlag(_ flag: StaticString) -> Bool {
    instruction.withUnsafeBufferPointer { $0.firstIndex(of: flag) != nil }
  }

  /// The place in the layer that the instruction copied to: a directory, or a file.
  ///
  /// A destination below a link of the image lies elsewhere in the layer (`/bin/app` is
  /// `usr/bin/app`), and the directory that a relative one is in need not be known. Then it is the
  /// deepest directory that ends like it among those at the root that have nothing beside them; else
  /// the layer as a whole, so that no file of it is ever left out. Nil where it has no file, all that
  /// was copied being in lower layers as it is.
  func place(in tree: ArchiveTree) -> Int? {
    if isWhole { return 0 }
    var names = absoluteDestination ?? rootedPath(destination, below: [])
    if absoluteDestination != nil {
      if let node = tree.entry(at: names) { return node }
      if !tree.hasFile, workingDirectory != nil || destination.first == UInt8(ascii: "/") {
        return nil
      }
    }
    while true {
      if let node = tree.chainEnd(endingIn: names) { return node }
      guard let slash = names.firstIndex(of: UInt8(ascii: "/")) else { return 0 }
      names.removeFirst(slash + 1)
    }
  }

  /// Where it says that it copied to, where that does not depend on what is not known.
  var absoluteDestination: [UInt8]? {
    if destination.first == UInt8(ascii: "/") { return rootedPath(destination, below: []) }
    return workingDirectory.map { rootedPath(destination, below: $0) }
  }
}

extension ArchiveTree {
  /// The deepest directory in the chain of directories that have nothing beside them, from the root
  /// down, whose path ends in `names`.
  func chainEnd(endingIn names: [UInt8]) -> Int? {
    var onlyEntry = [Int32](repeating: 0, count: nodes.count)
    for node in 1..<max(1, nodes.count) {
      let parent = Int(nodes[node].parent)
      onlyEntry[parent] = onlyEntry[parent] == 0 ? Int32(node) : -1
    }
    var node = 0
    var found: Int?
    while true {
      if ends(path(of: node), names) { found = node }
      let next = Int(onlyEntry[node])
      guard next > 0, nodes[next].kind == .directory else {
        // What the instruction names may be a file.
        if next > 0, ends(path(of: next), names), !names.isEmpty { found = next }
        return found
      }
      node = next
    }
  }

  private func ends(_ path: [UInt8], _ names: [UInt8]) -> Bool {
    if names.isEmpty { return true }
    guard path.count >= names.count else { return false }
    let start = path.count - names.count
    for index in names.indices where path[start + index] != names[index] { return false }
    return start == 0 || path[start - 1] == UInt8(ascii: "/")
  }
}
