/// A record as `--json` writes it: one object.
///
///     {"digest":HEX or null,"kind":LETTER,"path":TEXT}
///
/// with `"mode"` (four octal digits), `"uid"`, `"gid"`, `"target"` and `"attributes"` (eight
/// hexadecimal digits) in a long listing, and `"error"` where the entry could not be read. A name
/// that is not UTF-8 is `"path_base64"` or `"target_base64"`. Members may come in any order, and
/// unknown ones are of no account.
struct RecordJSON {
  /// What the object says.
  var record: Record
  /// Which digests it is written with; nil for an entry that could not be read.
  var format: DigestFormat?

  /// The members of the object, as far as they are known.
  struct Members {
    var digest: [UInt8]?
    var hasDigest = false
    var kind: [UInt8]?
    var path: [UInt8]?
    var target: [UInt8]?
    var mode: UInt16?
    var owner: UInt32?
    var group: UInt32?
    var tag: UInt32?
  }

  /// Makes a record of an object's members; nil where they do not say one.
  init?(_ members: Members) {
    guard members.hasDigest, let letter = members.kind, letter.count == 1,
      let kind = EntryKind(rawValue: letter[0]), let path = members.path,
      path.withUnsafeBytes({ RecordPath.isPlausible($0, kind: kind) })
    else { return nil }
    record = Record(digest: nil, kind: kind, path: path)
    if let digits = members.digest {
      guard let digest = digits.withUnsafeBytes({ Digest(hexadecimal: $0) }) else { return nil }
      record.digest = digest
      format = digest.byteCount == DigestFormat.content.byteCount ? .content : .buildkit
    }
    if let format, !format.lists(kind) { return nil }
    if let mode = members.mode, let owner = members.owner, let group = members.group {
      record.metadata = Metadata(
        mode: mode, owner: owner, group: group, attributesTag: members.tag)
      record.target = kind == .link ? members.target : nil
    }
  }
}

extension RecordJSON {
  /// Reads a text that is nothing but a record's object.
  static func read(
    _ text: UnsafeRawBufferPointer
  ) -> (record: Record, format: DigestFormat?)? {
    var reader = JSONReader(text)
    var members = Members()
    guard (try? members.readObject(&reader)) != nil, reader.peek() == nil,
      let object = RecordJSON(members)
    else { return nil }
    return (object.record, object.format)
  }
}

extension RecordJSON.Members {
  /// Reads an object and forgets the members that are not a record's.
  fileprivate mutating func readObject(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.skip(UInt8(ascii: "{")) else { throw .malformed }
    var name: [UInt8] = []
    var isFirst = true
    while try reader.nextMember(isFirst: isFirst, into: &name) {
      isFirst = false
      if try !read(name, &reader) { try reader.skipValue() }
    }
  }
}

extension RecordJSON.Members {
  /// Reads the value of the member `name` if it is one of a record's; false otherwise, with nothing
  /// read.
  mutating func read(
    _ name: [UInt8], _ reader: inout JSONReader
  ) throws(JSONError) -> Bool {
    if name.isLiteral("digest") {
      hasDigest = true
      digest = try reader.readText()
    } else if name.isLiteral("kind") {
      kind = try reader.readText()
    } else if name.isLiteral("path") {
      path = try reader.readText()
    } else if name.isLiteral("path_base64") {
      path = try Self.bytes(&reader)
    } else if name.isLiteral("target") {
      target = try reader.readText()
    } else if name.isLiteral("target_base64") {
      target = try Self.bytes(&reader)
    } else if name.isLiteral("mode") {
      mode = try reader.readText()?.withUnsafeBytes { Metadata.mode($0) }
    } else if name.isLiteral("uid") {
      owner = try Self.number(&reader)
    } else if name.isLiteral("gid") {
      group = try Self.number(&reader)
    } else if name.isLiteral("attributes") {
      tag = try reader.readText()?.withUnsafeBytes { Metadata.attributesTag($0) }
    } else {
      return false
    }
    return true
  }

  // A member of another shape than a record's is another program's: it counts as missing.

  private static func bytes(_ reader: inout JSONReader) throws(JSONError) -> [UInt8]? {
    guard let text = try reader.readText() else { return nil }
    var bytes: [UInt8] = []
    return text.withUnsafeBytes({ Base64.decode($0, into: &bytes) }) ? bytes : nil
  }

  private static func number(_ reader: inout JSONReader) throws(JSONError) -> UInt32? {
    guard let byte = reader.peek(), byte.isDigit else {
      try reader.skipValue()
      return nil
    }
    return try reader.readInteger()
  }
}
