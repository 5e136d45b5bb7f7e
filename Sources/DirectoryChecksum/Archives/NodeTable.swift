/// Finds the nodes of a tree by their names and directories: a hash table with linear probing. What
/// a node's name is the tree alone knows.
struct NodeTable {
  /// The number of a node plus one at the first free place from its hash on; 0 is free.
  private var slots = [UInt32](repeating: 0, count: 1024)
  /// What makes hashes differ from run to run, so that no archive is made to have equal ones.
  private let seed: UInt64

  init() {
    seed = UInt64(UInt(bitPattern: slots.withUnsafeBytes { $0.baseAddress }))
  }
}

extension NodeTable {
  /// The node with this hash that `isIt`.
  func node(at hash: UInt64, where isIt: (Int) -> Bool) -> Int? {
    let found = slots[slot(hash, isIt)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// Adds a node, in the place of one of the same name.
  mutating func insert(_ node: Int, at hash: UInt64, over isSame: (Int) -> Bool) {
    slots[slot(hash, isSame)] = UInt32(node + 1)
  }

  /// Whether so many nodes are more than it finds fast.
  func isFull(with count: Int) -> Bool { count * 2 > slots.count }

  /// Makes the table larger, and empty.
  mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
  }

  private func slot(_ hash: UInt64, _ isIt: (Int) -> Bool) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0, !isIt(Int(slots[slot]) - 1) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  /// Multiplies eight bytes at a time into both halves of a product, and folds those.
  func hash(_ name: ByteView, _ parent: Int) -> UInt64 {
    var hash = seed ^ UInt64(parent) &* 0x9e37_79b9_7f4a_7c15
    var word: UInt64 = 0
    for index in 0..<name.count {
      word = word << 8 | UInt64(name[index])
      if index & 7 == 7 || index == name.count - 1 {
        let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f ^ seed)
        hash = product.high ^ product.low ^ UInt64(name.count)
        word = 0
      }
    }
    return hash ^ hash >> 32
  }
}
