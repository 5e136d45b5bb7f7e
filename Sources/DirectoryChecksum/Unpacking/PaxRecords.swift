/// What extended headers (POSIX pax) say of a member: records `LEN SP KEY=VALUE LF`, LEN decimal and
/// counting all of the record. Only the keys that count are kept.
///
/// A class, since it is filled by one header after the other and then asked once.
final class PaxRecords {
  var path: [UInt8]?
  var target: [UInt8]?
  var size: UInt64?
  var owner: UInt32?
  var group: UInt32?
  /// Names and values as `SCHILY.xattr.` has them, in no order.
  private(set) var attributes: [Attribute] = []
  /// The same of `LIBARCHIVE.xattr.`; bsdtar writes both.
  private var archiveAttributes: [Attribute] = []
  /// The commit that `git archive` names: 40 or 64 hexadecimal digits.
  private(set) var commit: [UInt8] = []

  // Sparse files of GNU tar, in the forms 0.0, 0.1 and 1.0.
  private(set) var sparsePieces: [SparseMap.Piece] = []
  private(set) var sparseSize: UInt64?
  private(set) var sparseName: [UInt8]?
  private(set) var isSparse = false
  /// Whether the map is at the head of the content.
  private(set) var hasSparseMapInContent = false
  /// The offset of a piece whose length has not come yet.
  private var sparseOffset: UInt64?

  init() {}
}

/// Why extended headers were refused.
enum PaxError: Error {
  case malformed
  case tooManyPieces
}

extension PaxRecords {
  /// Adds the records in `text`. Later ones beat earlier ones; without a value, a record takes an
  /// earlier one away.
  func append(_ text: ByteView) throws(PaxError) {
    var start = 0
    while start < text.count, text[start] != 0 {
      guard let blank = text.firstIndex(of: UInt8(ascii: " "), from: start),
        let length = try? TarNumber.decimal(text.slice(start, blank)), length >= 5,
        length <= text.count - start, length > blank - start + 1
      else { throw .malformed }
      let end = start + length - 1
      guard text[end] == UInt8(ascii: "\n") else { throw .malformed }
      let record = text.slice(blank + 1, end)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { throw .malformed }
      do throws(TarNumberError) {
        try add(record.upTo(equals), record.from(equals + 1))
      } catch {
        throw .malformed
      }
      if sparsePieces.count > SparseMap.mostPieces { throw .tooManyPieces }
      start = end + 1
    }
    // What ends the last block.
    for byte in text.from(start) where byte != 0 { throw .malformed }
  }

  private func add(_ key: ByteView, _ value: ByteView) throws(TarNumberError) {
    if key.isLiteral("path") {
      path = value.isEmpty ? nil : [UInt8](value)
    } else if key.isLiteral("linkpath") {
      target = value.isEmpty ? nil : [UInt8](value)
    } else if key.isLiteral("size") {
      size = value.isEmpty ? nil : try Self.size(value)
    } else if key.isLiteral("uid") {
      owner = value.isEmpty ? nil : UInt32(truncatingIfNeeded: try TarNumber.decimal(value))
    } else if key.isLiteral("gid") {
      group = value.isEmpty ? nil : UInt32(truncatingIfNeeded: try TarNumber.decimal(value))
    } else if key.isLiteral("comment") {
      commit = Self.isCommit(value) ? [UInt8](value) : []
    } else if key.hasLiteral("SCHILY.xattr.") {
      try Self.set(Self.unescaped(key.from(13), all: false), [UInt8](value), in: &attributes)
    } else if key.hasLiteral("LIBARCHIVE.xattr.") {
      var bytes: [UInt8] = []
      guard Base64.decode(value, into: &bytes) else { throw TarNumberError() }
      try Self.set(Self.unescaped(key.from(17), all: true), bytes, in: &archiveAttributes)
    } else if key.hasLiteral("GNU.sparse.") {
      try addSparse(key.from(11), value)
    }
  }

  private func addSparse(_ key: ByteView, _ value: ByteView) throws(TarNumberError) {
    isSparse = true
    if key.isLiteral("size") || key.isLiteral("realsize") {
      sparseSize = try Self.size(value)
    } else if key.isLiteral("name") {
      sparseName = [UInt8](value)
    } else if key.isLiteral("major") {
      hasSparseMapInContent = try TarNumber.decimal(value) == 1
    } else if key.isLiteral("offset") {
      sparseOffset = try Self.size(value)
    } else if key.isLiteral("numbytes") {
      guard let offset = sparseOffset else { throw TarNumberError() }
      sparsePieces.append(SparseMap.Piece(offset: offset, length: try Self.size(value)))
      sparseOffset = nil
    } else if key.isLiteral("map") {
      sparsePieces = []
      var start = 0
      while start < value.count {
        let comma = value.firstIndex(of: UInt8(ascii: ","), from: start)
        guard let comma else { throw TarNumberError() }
        let end = value.firstIndex(of: UInt8(ascii: ","), from: comma + 1) ?? value.count
        sparsePieces.append(
          SparseMap.Piece(
            offset: try Self.size(value.slice(start, comma)),
            length: try Self.size(value.slice(comma + 1, end))))
        start = end + 1
      }
    }
  }

  private static func size(_ text: ByteView) throws(TarNumberError) -> UInt64 {
    try TarHeader.checkedSize(try TarNumber.decimal(text))
  }

  private static func isCommit(_ text: ByteView) -> Bool {
    guard text.count == 40 || text.count == 64 else { return false }
    for byte in text where !byte.isLowerHexadecimalDigit { return false }
    return true
  }

  /// The name of an attribute: `%3D` and `%25` stand for `=` and `%`, in libarchive's form every
  /// `%` and two digits for a byte.
  private static func unescaped(_ name: ByteView, all: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = 0
    while index < name.count {
      if name[index] == UInt8(ascii: "%"), name.count - index > 2,
        let high = name[index + 1].hexadecimalValue, let low = name[index + 2].hexadecimalValue
      {
        let byte = high << 4 | low
        if all || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "%") {
          bytes.append(byte)
          index += 3
          continue
        }
      }
      bytes.append(name[index])
      index += 1
    }
    return bytes
  }

  private static func set(
    _ name: [UInt8], _ value: [UInt8], in list: inout [Attribute]
  ) throws(TarNumberError) {
    for index in list.indices where list[index].name == name {
      list[index] = Attribute(name: name, value: value)
      return
    }
    // The kernel's list of names has 64 KiB: no file has so many.
    guard list.count < mostAttributes else { throw TarNumberError() }
    list.append(Attribute(name: name, value: value))
  }

  private static let mostAttributes = 4096
}

extension PaxRecords {
  /// The attributes in both forms, one of a name.
  var allAttributes: [Attribute] {
    var all = attributes
    for other in archiveAttributes {
      var isKnown = false
      for attribute in attributes where attribute.name == other.name { isKnown = true }
      if !isKnown { all.append(other) }
    }
    return all
  }

  /// Takes what `global` says where these records say nothing.
  func fill(from global: PaxRecords) {
    path = path ?? global.path
    target = target ?? global.target
    size = size ?? global.size
    owner = owner ?? global.owner
    group = group ?? global.group
    for attribute in global.attributes where !contains(attribute, attributes) {
      attributes.append(attribute)
    }
    for attribute in global.archiveAttributes where !contains(attribute, archiveAttributes) {
      archiveAttributes.append(attribute)
    }
  }

  private func contains(_ attribute: Attribute, _ list: [Attribute]) -> Bool {
    for other in list where other.name == attribute.name { return true }
    return false
  }
}
