/// One line of a listing: what is known of one entry of a tree.
///
/// A view of bytes that many records may share, since a listing may have millions of them:
///
///     HEAD, DIGEST, PATH [, TAG] [, TARGET] [, FACTS]
///
/// each as long as the one before says. ``Head`` has a fixed size. The tag is eight bytes and one
/// that is 1 where it is short; of a target and of each part of the facts four bytes tell the
/// length. All of it never leaves this process, so that numbers lie as in memory.
public struct Record: Sendable {
  /// The bytes of the record, and of others.
  let bytes: [UInt8]
  /// Where the record begins in them.
  let start: Int

  /// What every record has.
  struct Head {
    let kind: EntryKind
    let parts: Parts
    let mode: UInt16
    let owner: UInt32
    let group: UInt32
    let pathCount: UInt32
  }

  /// What a record has besides, and in the lowest bits how many words of four bytes its digest has.
  struct Parts: OptionSet {
    let rawValue: UInt8

    static let metadata = Parts(rawValue: 1 << 4)
    static let tag = Parts(rawValue: 1 << 5)
    static let target = Parts(rawValue: 1 << 6)
    static let facts = Parts(rawValue: 1 << 7)

    var digestCount: Int { Int(rawValue & 15) * 4 }
  }

  init(bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
  }

  init(
    digest: Digest?, kind: EntryKind, path: ByteView, metadata: Metadata? = nil,
    target: [UInt8]? = nil, inodeFacts: InodeFacts? = nil
  ) {
    let tag = metadata?.attributesTag
    var parts = Parts(rawValue: UInt8((digest?.byteCount ?? 0) / 4))
    if metadata != nil { parts.insert(.metadata) }
    if tag != nil { parts.insert(.tag) }
    if target != nil { parts.insert(.target) }
    if inodeFacts != nil { parts.insert(.facts) }
    let head = Head(
      kind: kind, parts: parts, mode: metadata?.mode ?? 0, owner: metadata?.owner ?? 0,
      group: metadata?.group ?? 0, pathCount: UInt32(truncatingIfNeeded: path.count))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(MemoryLayout<Head>.size + parts.digestCount + path.count)
    withUnsafeBytes(of: head) { bytes.append(contentsOf: $0) }
    digest?.withUnsafeBytes { bytes.append(contentsOf: $0) }
    bytes.append(path)
    if let tag {
      bytes.append(number: tag.value)
      bytes.append(tag.isShort ? 1 : 0)
    }
    if let target { bytes.append(counted: target) }
    if let inodeFacts { bytes.append(inodeFacts) }
    self.bytes = bytes
    start = 0
  }
}

extension Record {
  /// - Parameters:
  ///   - digest: The entry's digest; nil where it, or something below it, could not be read.
  ///   - kind: What the entry is.
  ///   - path: The path below the listed directory, `/` between names; `.` for that directory
  ///     itself. Bytes as the file system gave them, never escaped.
  ///   - metadata: Mode, owner and attributes; nil where the listing was made without `--long`.
  ///   - target: The target of a symbolic link; nil for any other entry, and without `--long`.
  ///   - inodeFacts: What a scan knows and no listing shows; nil for most.
  public init(
    digest: Digest?, kind: EntryKind, path: [UInt8], metadata: Metadata? = nil,
    target: [UInt8]? = nil, inodeFacts: InodeFacts? = nil
  ) {
    self = path.withUnsafeBufferPointer {
      Record(
        digest: digest, kind: kind, path: $0, metadata: metadata, target: target,
        inodeFacts: inodeFacts)
    }
  }

  /// The entry's digest; nil where it, or something below it, could not be read.
  @inline(never)
  public var digest: Digest? {
    withDigest { $0.count == 0 ? nil : Digest($0.raw) }
  }

  /// Whether it has a digest.
  var hasDigest: Bool { head.parts.digestCount > 0 }

  /// What the entry is.
  public var kind: EntryKind { head.kind }

  /// The path below the listed directory; `.` for that directory itself.
  @inline(never)
  public var path: [UInt8] { withPath { [UInt8]($0) } }

  /// Mode, owner and attributes; nil where the listing was made without `--long`.
  @inline(never)
  public var metadata: Metadata? {
    let head = head
    guard head.parts.contains(.metadata) else { return nil }
    var tag: AttributesTag?
    if head.parts.contains(.tag) {
      var reader = tail
      tag = AttributesTag(reader.number(), isShort: reader.number() as UInt8 != 0)
    }
    return Metadata(mode: head.mode, owner: head.owner, group: head.group, attributesTag: tag)
  }

  /// The target of a symbolic link; nil for any other entry, and without `--long`.
  @inline(never)
  public var target: [UInt8]? {
    guard head.parts.contains(.target) else { return nil }
    var reader = targetReader
    return reader.counted()
  }

  /// What a scan knows and no listing shows; nil for most.
  @inline(never)
  public var inodeFacts: InodeFacts? {
    guard head.parts.contains(.facts) else { return nil }
    var reader = factsReader
    return reader.facts()
  }
}

extension Record: Equatable {
  /// Whether all is equal that a listing shows.
  @inline(never)
  public static func == (left: Record, right: Record) -> Bool {
    let (old, new) = (left.head, right.head)
    return old.kind == new.kind
      && old.parts.subtracting(.facts) == new.parts.subtracting(.facts)
      && old.mode == new.mode && old.owner == new.owner && old.group == new.group
      && old.pathCount == new.pathCount
      && left.withShown { shown in right.withShown { shown.elementsEqual($0) } }
  }
}
