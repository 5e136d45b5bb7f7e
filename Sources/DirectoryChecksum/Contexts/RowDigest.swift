/// The digest of a source that is spelled out in rows.
///
/// It is the SHA-256 of KEY TEXT for each row in order, where TEXT is `sha256:` and the digits, and KEY
/// the path behind the part of the source without wildcards, each name with a NUL in front; a single
/// NUL for that part itself. No row: the SHA-256 of nothing. A single row whose last name is the last
/// one of the source: its digest itself.
struct RowDigest {
  private let tree: ContextTree
  private let selector: Selector
  /// The part of the source without wildcards, and the length of its path.
  private let start: Int
  private let prefixCount: Int
  private var hash = HashFunction.sha256
  private var text: [UInt8] = []
  /// What is before the last name in the keys of the entries of one directory.
  private var key: [UInt8] = []
  private var keyDirectory = -1
  private(set) var count = 0
  /// Whether the digests of all rows are.
  var isKnown = true
  /// Whether the entry that has to be there is.
  private(set) var hasRequired: Bool
  /// The digest of the first row where its name is the source's.
  private var single: Digest?

  init(_ tree: ContextTree, _ selector: Selector, start: Int) {
    self.tree = tree
    self.selector = selector
    self.start = start
    prefixCount = tree.path(of: start).count
    hasRequired = selector.required == nil
  }
}

extension RowDigest {
  /// Appends the row of an entry by its own digest, or that of a directory's header.
  mutating func append(_ node: Int) {
    let isDirectory = tree.nodes[node].kind == .directory
    if tree.nodes[node].hidesEntries { isKnown = false }
    append(node, isDirectory ? tree.header(of: node) : tree.contents[node].digest)
  }

  mutating func append(_ node: Int, _ digest: Digest?) {
    count += 1
    if !hasRequired, let required = selector.required {
      let path = tree.path(of: node)
      hasRequired = path.count >= required.count && path[..<required.count].elementsEqual(required)
    }
    guard let digest else {
      isKnown = false
      return
    }
    if count == 1 {
      let base = selector.path.baseName
      let isNamed = tree.withName(of: node) { $0.elementsEqual(base) }
      single = isNamed ? digest : nil
    }
    if node != start { appendDirectoryKey(tree.nodes[node].parent) }
    text.append(0)
    if node != start { tree.withName(of: node) { text.append($0) } }
    BuildKitFormat.append(digest, to: &text)
    if text.count > 16 << 10 {
      text.withUnsafeBytes { hash.update($0) }
      text.removeAll(keepingCapacity: true)
    }
  }

  /// Appends what of a directory's path is behind the start, with NULs for the slashes.
  private mutating func appendDirectoryKey(_ directory: Int) {
    if directory != keyDirectory {
      keyDirectory = directory
      let path = tree.path(of: directory)
      key.removeAll(keepingCapacity: true)
      for byte in path[prefixCount...] { key.append(byte == UInt8(ascii: "/") ? 0 : byte) }
    }
    text.append(key)
  }

  /// The digest of all rows.
  var digest: Digest? {
    guard isKnown else { return nil }
    return count == 1 && single != nil ? single : hash.digest(of: text)
  }
}
