/// Numbers byte strings: each new one gets the next number, from 0.
///
/// A hash table with linear probing. The number of strings is bounded, so that a log that makes up
/// a new name in each line costs neither much memory nor, with names made to collide, much time.
struct ByteTable {
  /// Where a string lies in `bytes`, and its hash.
  private struct Entry {
    var start: Int
    var count: Int
    var hash: UInt64
  }

  /// How many strings a table holds that what it reads could fill.
  static let capacity = 1 << 20

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// The number of a string plus one, at the first free slot from its hash on; 0 is free.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// How many strings there are.
  var count: Int { entries.count }

  /// The number of `string`, if it has one.
  func number(of string: ByteView) -> Int? {
    let slot = slot(of: string, Self.hash(string))
    return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
  }

  /// The number of `string`, which it is given if it has none; nil where the table is full.
  mutating func insert(_ string: ByteView) -> Int? {
    entries.count < Self.capacity ? add(string) : number(of: string)
  }

  /// The number of `string`, which it is given if it has none, however many there are.
  mutating func add(_ string: [UInt8]) -> Int { string.withUnsafeBufferPointer { add($0) } }

  private mutating func add(_ string: ByteView) -> Int {
    let hash = Self.hash(string)
    let slot = slot(of: string, hash)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    entries.append(Entry(start: bytes.count, count: string.count, hash: hash))
    bytes.append(string)
    slots[slot] = UInt32(entries.count)
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  private func slot(of string: ByteView, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash, isEqual(entry, string) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func isEqual(_ entry: Entry, _ string: ByteView) -> Bool {
    guard entry.count == string.count else { return false }
    for index in 0..<entry.count where bytes[entry.start + index] != string[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// FNV-1a, with its high bits folded into the low ones that choose the slot.
  private static func hash(_ string: ByteView) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in string { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ hash >> 32
  }
}
