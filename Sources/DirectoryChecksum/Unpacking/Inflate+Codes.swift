extension Inflate {
  /// Decodes symbols until the block ends or `end` bytes of the buffer are in use.
  ///
  /// All state is in local variables: this loop is where the time goes.
  func decode(upTo end: Int) throws(ArchiveError) {
    let buffer = buffer
    var (bits, count, used) = (bits, bitCount, used)
    var bytes = input.available
    var place = 0
    defer {
      // Whole bytes that were not needed are the input's.
      input.take(place - count >> 3)
      self.bits = bits & (1 << UInt64(count & 7) - 1)
      bitCount = count & 7
      self.used = used
    }
    while used < end {
      // 48 bits are enough for a length and a distance with all their additions.
      if bytes.count - place >= 8, let start = bytes.baseAddress {
        let word = UInt64(
          littleEndian: start.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        bits |= word << UInt64(count)
        place += (63 - count) >> 3
        count |= 56
      } else if count < 48 {
        input.take(place - count >> 3)
        bits &= 1 << UInt64(count & 7) - 1
        count &= 7
        place = 0
        let hasMore = try input.fill(8)
        bytes = input.available
        if hasMore { continue }
        while count < 56, place < bytes.count {
          bits |= UInt64(bytes[place]) << UInt64(count)
          count += 8
          place += 1
        }
      }
      let entry = literals.next(&bits, &count)
      if count < 0 { throw endOfInput(&count) }
      if entry & HuffmanTable.Kind.literal != 0 {
        buffer[used] = UInt8(truncatingIfNeeded: entry >> 16)
        used += 1
        guard count >= 48, used < end else { continue }
        // Literals come in rows: often there are bits for a second.
        let entry = literals.peek(bits)
        guard entry & HuffmanTable.Kind.literal != 0 else { continue }
        bits >>= UInt64(entry & 0xff)
        count -= Int(entry & 0xff)
        buffer[used] = UInt8(truncatingIfNeeded: entry >> 16)
        used += 1
        continue
      }
      if entry & HuffmanTable.Kind.end != 0 { return endBlock() }
      if entry & HuffmanTable.Kind.invalid != 0 { throw damage }
      let length = HuffmanTable.value(entry, &bits, &count)
      let distanceEntry = distances.next(&bits, &count)
      let distance = HuffmanTable.value(distanceEntry, &bits, &count)
      if count < 0 { throw endOfInput(&count) }
      if distanceEntry & HuffmanTable.Kind.invalid != 0 || distance > used { throw damage }
      Self.copy(buffer + used, length, distance)
      used += length
    }
  }

  /// What was taken for bits lies behind the end of the input.
  private func endOfInput(_ count: inout Int) -> ArchiveError {
    count = 0
    return .endsEarly(inside: [])
  }

  /// Writes `length` bytes to `target` that are those `distance` before; up to 15 more are written,
  /// and mean nothing.
  @inline(__always)
  private static func copy(_ target: UnsafeMutablePointer<UInt8>, _ length: Int, _ distance: Int) {
    let source = target - distance
    if distance >= 16 {
      var index = 0
      repeat {
        UnsafeMutableRawPointer(target + index).copyMemory(from: source + index, byteCount: 16)
        index += 16
      } while index < length
    } else if distance == 1 {
      target.update(repeating: source.pointee, count: length)
    } else {
      for index in 0..<length { target[index] = source[index] }
    }
  }
}

extension HuffmanTable {
  /// The entry for the symbol that comes next.
  @inline(__always)
  borrowing func peek(_ bits: UInt64) -> UInt32 {
    let entry = entries[Int(truncatingIfNeeded: bits & (1 << UInt64(width) - 1))]
    if entry & Kind.second == 0 { return entry }
    let index = bits >> UInt64(entry & 0xff) & (1 << UInt64(entry >> 8 & 15) - 1)
    return entries[Int(entry >> 16) + Int(truncatingIfNeeded: index)]
  }

  /// Takes the symbol that comes next and gives its entry.
  @inline(__always)
  borrowing func next(_ bits: inout UInt64, _ count: inout Int) -> UInt32 {
    let entry = peek(bits)
    bits >>= UInt64(entry & 0xff)
    count -= Int(entry & 0xff)
    return entry
  }

  /// The value of an entry with the bits behind it that are added.
  @inline(__always)
  static func value(_ entry: UInt32, _ bits: inout UInt64, _ count: inout Int) -> Int {
    let added = UInt64(entry >> 8 & 15)
    let value = Int(entry >> 16) + Int(truncatingIfNeeded: bits & (1 << added - 1))
    bits >>= added
    count -= Int(added)
    return value
  }
}
