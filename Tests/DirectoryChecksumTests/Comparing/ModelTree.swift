import Foundation

@testable import DirectoryChecksum

/// A tree as data, and the listings that a scan of it would give. Its digests are made here, so
/// that nothing under test takes part in what is expected.
struct ModelTree {
  struct Entry {
    var kind = EntryKind.file
    var mode: UInt16 = 0o644
    var owner: UInt32 = 0
    var group: UInt32 = 0
    var content: [UInt8] = []
    var attributes: [String: [UInt8]] = [:]
    var inode: UInt64 = 0
    var device: UInt64 = 0
  }

  var entries: [String: Entry] = [".": Entry(kind: .directory, mode: 0o755)]

  /// One entry a line: `dir/`, `file content`, `link -> target`, `=fifo`, `!socket`, `%device 1`.
  init(_ lines: String = "") {
    for line in lines.split(separator: "\n") { add(String(line)) }
  }

  mutating func add(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    let name = words[0]
    if name.hasSuffix("/") {
      entries[String(name.dropLast())] = Entry(kind: .directory, mode: 0o755)
    } else if rest.hasPrefix("-> ") {
      entries[name] = Entry(kind: .link, mode: 0o777, content: Array(rest.dropFirst(3).utf8))
    } else if name.hasPrefix("=") {
      entries[String(name.dropFirst())] = Entry(kind: .fifo)
    } else if name.hasPrefix("!") {
      entries[String(name.dropFirst())] = Entry(kind: .socket, mode: 0o755)
    } else if name.hasPrefix("%") {
      entries[String(name.dropFirst())] = Entry(
        kind: .characterDevice, device: UInt64(rest) ?? 0)
    } else {
      entries[name] = Entry(content: Array(rest.utf8))
    }
  }

  subscript(path: String) -> Entry {
    get { entries[path] ?? Entry() }
    set { entries[path] = newValue }
  }

  /// Removes the entry at `path` and what is below it.
  mutating func remove(_ path: String) {
    entries = entries.filter { $0.key != path && !$0.key.hasPrefix(path + "/") }
  }

  /// Renames the entry at `path` and what is below it.
  mutating func move(_ path: String, to target: String) {
    var moved: [String: Entry] = [:]
    for (name, entry) in entries {
      if name == path || name.hasPrefix(path + "/") {
        moved[target + name.dropFirst(path.count)] = entry
      } else {
        moved[name] = entry
      }
    }
    entries = moved
  }

  func changed(_ body: (inout ModelTree) -> Void) -> ModelTree {
    var copy = self
    body(&copy)
    return copy
  }
}

extension ModelTree {
  /// The paths in each directory, sorted by bytes.
  private var children: [String: [String]] {
    var children: [String: [String]] = [:]
    for path in entries.keys where path != "." {
      let end = path.lastIndex(of: "/") ?? path.startIndex
      children[end == path.startIndex ? "." : String(path[..<end]), default: []].append(path)
    }
    return children.mapValues { $0.sorted { precedes(Array($0.utf8), Array($1.utf8)) } }
  }

  /// The attributes that BuildKit counts.
  private func tag(_ entry: Entry, where counts: (String) -> Bool) -> UInt64 {
    let counted = entry.attributes.filter { counts($0.key) }.sorted { $0.key < $1.key }
    if counted.isEmpty { return 0 }
    let hash = sha1(counted.flatMap { Array($0.key.utf8) + [0] + $0.value + [0] })
    return hash[..<8].reduce(0) { $0 << 8 | UInt64($1) } | 1
  }

  private func metadata(_ entry: Entry) -> Metadata {
    let tag = tag(entry) { name in
      name == "security.capability" || !name.hasPrefix("security.") && !name.hasPrefix("system.")
    }
    return Metadata(
      mode: entry.mode, owner: entry.owner, group: entry.group,
      attributesTag: tag == 0 ? nil : AttributesTag(tag))
  }

  private func digestBytes(
    _ path: String, _ format: DigestFormat, _ children: [String: [String]],
    _ known: inout [String: [UInt8]]
  ) -> [UInt8] {
    if let digest = known[path] { return digest }
    let entry = self[path]
    var header: [UInt8] = []
    if format == .buildkit && path != "." {
      let kind = entry.kind == .socket ? EntryKind.file : entry.kind
      header = [kind.rawValue, UInt8(entry.mode >> 8), UInt8(entry.mode & 0xff)]
      let tag = metadata(entry).attributesTag?.value ?? 0
      header += withUnsafeBytes(of: tag) { Array($0) } + [UInt8(entry.device & 0xff)]
    }
    var bytes = header
    if entry.kind == .directory {
      var files: [UInt8] = []
      for child in children[path] ?? [] {
        let kind = self[child].kind
        if format == .content && kind.isSpecial { continue }
        let name = child.split(separator: "/").last.map(String.init) ?? ""
        let hex = digestBytes(child, format, children, &known).map { String(format: "%02x", $0) }
          .joined()
        if kind == .directory {
          bytes += Array("'\(name)' \(hex)\n".utf8)
        } else {
          files += Array("'\(name)' \(kind == .link) \(hex)\n".utf8)
        }
      }
      bytes += files
    } else {
      bytes += entry.content
    }
    let digest = sha1(bytes) + (format == .buildkit ? [UInt8](repeating: 7, count: 12) : [])
    known[path] = digest
    return digest
  }

  /// A printed listing, or with `scanned` one that a scan made for `diff`.
  func listing(
    _ format: DigestFormat = .content, long: Bool = false, depth: Int = .max,
    scanned: Bool = false
  ) -> Listing {
    var records: [Record] = []
    let children = children
    var known: [String: [UInt8]] = [:]
    func append(_ path: String, _ level: Int) {
      let entry = self[path]
      var digest: Digest? = digestBytes(path, format, children, &known)
        .withUnsafeBytes { Digest($0) }
      if format == .content && entry.kind.isSpecial { digest = nil }
      let attributes = entry.attributes.map { Attribute(name: Array($0.utf8), value: $1) }
      let facts = InodeFacts(
        sharedInode: entry.inode, device: entry.device,
        attributes: Attributes(attributes.filter { Attributes.matters($0.name) }))
      records.append(
        Record(
          digest: digest, kind: entry.kind, path: Array(path.utf8),
          metadata: long || scanned ? metadata(entry) : nil,
          target: entry.kind == .link && (long || scanned) ? entry.content : nil,
          inodeFacts: scanned ? facts : nil))
      guard entry.kind == .directory, level < depth else { return }
      let all = children[path] ?? []
      for child in all where self[child].kind == .directory { append(child, level + 1) }
      for child in all where self[child].kind != .directory {
        if self[child].kind.isSpecial && format == .content && !scanned { continue }
        append(child, level + 1)
      }
    }
    append(".", 0)
    return Listing(format: format, records: records, hasInodeFacts: scanned)
  }
}

extension Comparison {
  /// One line a change: `mode src/a.txt`, `moved a <- b`.
  var lines: [String] {
    changes.map { change in
      let path = String(decoding: change.record.path, as: UTF8.self)
      guard change.aspect == .moved, let from = change.before else {
        return "\(change.aspect) \(path)"
      }
      return "moved \(path) <- \(String(decoding: from.path, as: UTF8.self))"
    }
  }
}

func compare(
  _ before: ModelTree, _ after: ModelTree, _ format: DigestFormat = .content, long: Bool = false,
  depth: Int = .max, scanned: Bool = false
) -> Comparison {
  Comparison(
    before: before.listing(format, long: long, depth: depth, scanned: scanned),
    after: after.listing(format, long: long, depth: depth, scanned: scanned))
}
