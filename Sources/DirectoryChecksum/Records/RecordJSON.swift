/// A record as `--json` writes it: one object.
///
///     {"digest":HEX or null,"kind":LETTER,"path":TEXT}
///
/// with `"mode"` (four octal digits), `"uid"`, `"gid"`, `"target"` and `"attributes"` (eight
/// hexadecimal digits) in a long listing, and `"error"` where the entry could not be read. A name
/// that is not UTF-8 is `"path_base64"` or `"target_base64"`.
struct RecordJSON {
  /// What the object says.
  var record: Record
  /// Which digests it is written with; nil for an entry that could not be read.
  var format: DigestFormat?

  /// Reads a text that is nothing but a record's object.
  init?(_ text: ByteView) {
    var reader = JSONReader(text)
    var members = JSONMembers()
    guard (try? members.read(&reader)) != nil, reader.peek() == nil else { return nil }
    self.init(members)
  }

  /// Makes a record of an object; nil where it does not say one.
  init?(_ object: JSONMembers) {
    guard let letter = object.value("kind"), letter.count == 1,
      let kind = EntryKind(rawValue: letter[0]),
      let path = Self.bytes(object, "path", "path_base64"),
      path.withUnsafeBufferPointer({ RecordPath.isPlausible($0, kind: kind) })
    else { return nil }
    var digest: Digest?
    if let digits = object.value("digest") {
      digest = digits.withUnsafeBytes { Digest(hexadecimal: $0) }
      guard let digest else { return nil }
      format = digest.byteCount == DigestFormat.content.byteCount ? .content : .buildkit
    } else if object.own("digest")?.kind != .null {
      return nil
    }
    if let format, !format.lists(kind) { return nil }
    var metadata: Metadata?
    if object.own("mode") != nil {
      // A long record whose owner is no owner is none, rather than a short one.
      guard let mode = object.value("mode")?.withBytes({ Metadata.mode($0) }),
        let owner = Self.number(object.value("uid")), let group = Self.number(object.value("gid"))
      else { return nil }
      metadata = Metadata(
        mode: mode, owner: owner, group: group,
        attributesTag: object.value("attributes")?.withBytes { AttributesTag(digits: $0) })
    }
    var target: [UInt8]?
    if kind == .link, metadata != nil, digest != nil {
      target = Self.bytes(object, "target", "target_base64")
      guard target?.isEmpty == false else { return nil }
    }
    record = Record(digest: digest, kind: kind, path: path, metadata: metadata, target: target)
  }

  /// The bytes of a member that is text or base64, whichever is there.
  private static func bytes(
    _ object: JSONMembers, _ text: StaticString, _ base64: StaticString
  ) -> [UInt8]? {
    if let value = object.value(text) { return value }
    guard let value = object.value(base64) else { return nil }
    var bytes: [UInt8] = []
    return value.withBytes({ Base64.decode($0, into: &bytes) }) ? bytes : nil
  }

  private static func number(_ digits: [UInt8]?) -> UInt32? {
    digits?.withBytes { $0.decimal(0..<$0.count) }
  }
}

extension RecordWriter {
  /// Appends `{"digest":…,"kind":…,"path":…}` and what a long record knows.
  func appendJSON(_ record: Record, error: [UInt8], to output: inout [UInt8]) {
    output.append("{\"digest\":")
    output.append(jsonDigest: record.digest)
    output.append(",\"kind\":\"")
    output.append(record.kind.rawValue)
    output.append(UInt8(ascii: "\""))
    output.append(jsonMember: "path", record.path)
    if record.digest == nil && !error.isEmpty { output.append(jsonMember: "error", error) }
    if let metadata = record.metadata {
      output.append(",\"mode\":\"")
      output.append(octal: metadata.mode, digits: 4)
      output.append("\",\"uid\":")
      output.append(decimal: UInt64(metadata.owner))
      output.append(",\"gid\":")
      output.append(decimal: UInt64(metadata.group))
      if let target = record.target { output.append(jsonMember: "target", target) }
      if let tag = metadata.attributesTag {
        output.append(",\"attributes\":\"")
        output.append(tag)
        output.append(UInt8(ascii: "\""))
      }
    }
    output.append("}\n")
  }
}

extension [UInt8] {
  /// Appends the digest in quotes, or `null`.
  mutating func append(jsonDigest digest: Digest?) {
    guard let digest else { return append("null") }
    append(UInt8(ascii: "\""))
    append(hexadecimal: digest)
    append(UInt8(ascii: "\""))
  }
}
