// How the bytes of a record are read and written; ``Record`` tells what they are.

extension Record {
  var head: Head {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Head.self) }
  }

  func withDigest<Result>(_ body: (ByteView) -> Result) -> Result {
    let first = start + MemoryLayout<Head>.size
    return bytes.withUnsafeBufferPointer {
      body($0.slice(first, first + head.parts.digestCount))
    }
  }

  /// Calls `body` with the path, which is not copied for it.
  func withPath<Result>(_ body: (ByteView) -> Result) -> Result {
    let head = head
    let first = start + MemoryLayout<Head>.size + head.parts.digestCount
    return bytes.withUnsafeBufferPointer { body($0.slice(first, first + Int(head.pathCount))) }
  }

  /// Calls `body` with all behind the head that a listing shows.
  func withShown<Result>(_ body: (ByteView) -> Result) -> Result {
    bytes.withUnsafeBufferPointer {
      body($0.slice(start + MemoryLayout<Head>.size, factsReader.offset))
    }
  }

  /// At what follows the path.
  @inline(never)
  var tail: RecordReader {
    let head = head
    return RecordReader(
      bytes: bytes,
      offset: start + MemoryLayout<Head>.size + head.parts.digestCount + Int(head.pathCount))
  }

  var targetReader: RecordReader {
    var reader = tail
    if head.parts.contains(.tag) { reader.offset += 9 }
    return reader
  }

  @inline(never)
  var factsReader: RecordReader {
    var reader = targetReader
    if head.parts.contains(.target) { reader.skipCounted() }
    return reader
  }

  /// How many bytes the record has.
  @inline(never)
  fileprivate var byteCount: Int {
    var reader = factsReader
    if head.parts.contains(.facts) { _ = reader.facts() }
    return reader.offset - start
  }

  fileprivate func appendBytes(to other: inout [UInt8]) {
    let end = start + byteCount
    bytes.withUnsafeBufferPointer { other.append($0.slice(start, end)) }
  }
}

/// Reads what follows the path of a record.
struct RecordReader {
  let bytes: [UInt8]
  var offset: Int

  mutating func number<Number: BitwiseCopyable>() -> Number {
    let number = bytes.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }
    offset += MemoryLayout<Number>.size
    return number
  }

  mutating func counted() -> [UInt8] {
    let first = offset + 4
    skipCounted()
    return [UInt8](bytes[first..<offset])
  }

  mutating func skipCounted() {
    offset += Int(number() as UInt32)
  }

  mutating func facts() -> InodeFacts {
    var facts = InodeFacts(sharedInode: number(), device: number())
    let flags: UInt8 = number()
    facts.isReincluded = flags & 1 != 0
    facts.isMadeUp = flags & 2 != 0
    var attributes: [Attribute] = []
    for _ in 0..<(number() as UInt32) {
      attributes.append(Attribute(name: counted(), value: counted()))
    }
    facts.attributes = Attributes(attributes)
    return facts
  }
}

extension [UInt8] {
  mutating func append(number: some BitwiseCopyable) {
    Swift.withUnsafeBytes(of: number) { append(contentsOf: $0) }
  }

  mutating func append(counted text: [UInt8]) {
    append(number: UInt32(truncatingIfNeeded: text.count))
    append(text)
  }

  mutating func append(_ facts: InodeFacts) {
    append(number: facts.sharedInode)
    append(number: facts.device)
    append((facts.isReincluded ? 1 : 0) | (facts.isMadeUp ? 2 : 0))
    append(number: UInt32(truncatingIfNeeded: facts.attributes.all.count))
    for attribute in facts.attributes.all {
      append(counted: attribute.name)
      append(counted: attribute.value)
    }
  }
}

extension [Record] {
  /// So many records share their bytes: enough for the memory between such pieces not to matter.
  private static let sharing = 4096

  /// Appends one of maybe millions: records of which each has memory of its own are put together
  /// now and then.
  mutating func appendShared(_ record: Record) {
    append(record)
    guard count % Self.sharing == 0 else { return }
    let places = count - Self.sharing..<count
    var size = 0
    for place in places { size += self[place].byteCount }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    for place in places { self[place].appendBytes(to: &bytes) }
    var start = 0
    for place in places {
      let size = self[place].byteCount
      self[place] = Record(bytes: bytes, start: start)
      start += size
    }
  }
}
