/// The 512 bytes in front of a member of a tar archive: ustar (POSIX.1-1988), its v7 predecessor, and
/// GNU's form of it.
///
/// Fields, by offset and length: name 0 100, mode 100 8, uid 108 8, gid 116 8, size 124 12, checksum
/// 148 8, kind 156 1, target 157 100, magic 257 8, major 329 8, minor 337 8, prefix 345 155. GNU has
/// other things in the place of the prefix.
struct TarHeader {
  private let block: UnsafeRawBufferPointer

  /// The size of a block, in bytes.
  static let size = 512

  /// What the magic tells of the fields.
  enum Dialect {
    case ustar, gnu, v7
  }

  /// A view of `block`, which has 512 bytes; nil where its checksum is not right.
  init?(_ block: UnsafeRawBufferPointer) {
    guard block.count >= Self.size else { return nil }
    self.block = UnsafeRawBufferPointer(rebasing: block[..<Self.size])
    guard let expected = try? number(148, 8) else { return nil }
    // The field itself counts as blanks; some writers added signed bytes.
    var (sum, signed) = (0, 0)
    for index in 0..<Self.size {
      let byte = 148..<156 ~= index ? UInt8(ascii: " ") : block[index]
      sum += Int(byte)
      signed += Int(Int8(bitPattern: byte))
    }
    guard expected == sum || expected == signed else { return nil }
  }

  /// Whether all bytes of a block are zero.
  static func isZero(_ block: UnsafeRawBufferPointer) -> Bool {
    for byte in block where byte != 0 { return false }
    return true
  }

  /// Whether an input that begins with these bytes is an archive, be it an empty one.
  static func begins(with start: UnsafeRawBufferPointer) -> Bool {
    start.count == size && (TarHeader(start) != nil || isZero(start))
  }
}

/// A number in a header is none, or beyond what its field can mean.
struct TarNumberError: Error {}

extension TarHeader {
  var kind: UInt8 { block[156] }

  var dialect: Dialect {
    let view = block.bindMemory(to: UInt8.self)
    if view.hasLiteral("ustar\0", at: 257) { return .ustar }
    return view.hasLiteral("ustar  \0", at: 257) ? .gnu : .v7
  }

  /// Appends the member's name: prefix, `/` and name in a ustar header.
  func appendName(to name: inout [UInt8]) {
    if dialect == .ustar, block[345] != 0 {
      name.append(text(345, 155))
      name.append(UInt8(ascii: "/"))
    }
    name.append(text(0, 100))
  }

  /// What a link leads to.
  var target: ByteView { text(157, 100) }

  /// The low twelve bits.
  func mode() throws(TarNumberError) -> UInt16 {
    UInt16(truncatingIfNeeded: try number(100, 8) & 0o7777)
  }

  func owner() throws(TarNumberError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(108, 8))
  }

  func group() throws(TarNumberError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(116, 8))
  }

  /// In bytes.
  func size() throws(TarNumberError) -> UInt64 {
    try Self.checkedSize(try number(124, 12))
  }

  /// The number of a device as Linux packs it into `st_rdev`.
  func device() throws(TarNumberError) -> UInt64 {
    guard dialect != .v7 else { return 0 }
    let major = UInt64(bitPattern: Int64(try number(329, 8)))
    let minor = UInt64(bitPattern: Int64(try number(337, 8)))
    return minor & 0xff | (major & 0xfff) << 8 | (minor & 0xffff_ff00) << 12
      | (major & 0xffff_f000) << 32
  }

  /// When `git archive` wrote it, one time for all members; negative where another program did, as far
  /// as that shows: git has seven digits in the checksum, which of others only cpio does, owners that
  /// are all root, and the modes of its own umask, 002.
  func timeOfGit() throws(TarNumberError) -> Int {
    let mode = try mode()
    guard dialect == .ustar, block[154].isOctalDigit,
      block.bindMemory(to: UInt8.self).hasLiteral("root\0", at: 265),
      mode == 0o664 || mode == 0o775 || kind == UInt8(ascii: "2")
    else { return -1 }
    return try number(136, 12)
  }

  static func checkedSize(_ size: Int) throws(TarNumberError) -> UInt64 {
    guard size >= 0 else { throw TarNumberError() }
    return UInt64(size)
  }

  /// The bytes of a field up to a NUL.
  private func text(_ offset: Int, _ length: Int) -> ByteView {
    let field = block.bindMemory(to: UInt8.self).slice(offset, offset + length)
    return field.upTo(field.firstIndex(of: 0) ?? length)
  }

  /// A number: octal digits behind blanks and before a blank or a NUL, none for 0; or, where the
  /// top bit of the first byte is set, two's complement in the rest of the field.
  private func number(_ offset: Int, _ length: Int) throws(TarNumberError) -> Int {
    try TarNumber.read(block.bindMemory(to: UInt8.self).slice(offset, offset + length))
  }

  /// GNU's old form of a sparse file: four pieces at 386, whether more follow at 482, and the real
  /// size at 483.
  func sparse() throws(TarNumberError) -> (size: UInt64, hasMore: Bool) {
    (try Self.checkedSize(try number(483, 12)), block[482] != 0)
  }

  /// The pieces of a block with `count` of them from `offset` on.
  static func sparsePieces(
    _ block: UnsafeRawBufferPointer, _ offset: Int, _ count: Int, _ map: inout SparseMap
  ) throws(TarNumberError) {
    let view = block.bindMemory(to: UInt8.self)
    for index in 0..<count {
      let start = offset + 24 * index
      if view[start] == 0 { return }
      map.append(
        offset: try checkedSize(try TarNumber.read(view.slice(start, start + 12))),
        length: try checkedSize(try TarNumber.read(view.slice(start + 12, start + 24))))
    }
  }
}

/// Numbers as the headers of tar archives write them.
enum TarNumber {
  static func read(_ field: ByteView) throws(TarNumberError) -> Int {
    guard let first = field.first else { return 0 }
    if first & 0x80 != 0 {
      // The bit below the mark is the sign.
      var value = first & 0x40 == 0 ? Int(first & 0x3f) : Int(first & 0x7f) - 0x80
      for byte in field.from(1) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 256)
        if overflow { throw TarNumberError() }
        value = product | Int(byte)
      }
      return value
    }
    var index = 0
    while index < field.count, field[index] == UInt8(ascii: " ") { index += 1 }
    var value = 0
    while index < field.count, field[index] != UInt8(ascii: " "), field[index] != 0 {
      guard 0x30..<0x38 ~= field[index] else { throw TarNumberError() }
      value = value << 3 | Int(field[index] - 0x30)
      index += 1
    }
    return value
  }

  /// Decimal digits, all of them and nothing else.
  static func decimal(_ text: ByteView) throws(TarNumberError) -> Int {
    guard text.count > 0, text.count < 20 else { throw TarNumberError() }
    var value = 0
    for byte in text {
      guard byte.isDigit else { throw TarNumberError() }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - 0x30))
      if overflow || carry { throw TarNumberError() }
      value = sum
    }
    return value
  }
}
