/// A listing in strict order, and what can be concluded from a line that it does not have.
struct OrderedListing {
  let listing: Listing
  /// The indexes of the records that count, in listing order, each path once.
  private(set) var order: [Int] = []
  /// Whether the listing is what it should be: proven complete, and no path twice with different
  /// facts.
  private(set) var isComplete: Bool
  /// The depth of the deepest record.
  private(set) var maximumDepth = 0

  /// `withSpecials` takes FIFOs, sockets and devices in; a content listing that was printed has
  /// none, so that they can only be compared where both sides know them.
  init(_ listing: Listing, withSpecials: Bool) {
    self.listing = listing
    isComplete = listing.integrity == .complete
    order.reserveCapacity(listing.records.count)
    var isSorted = true
    for index in listing.records.indices {
      guard withSpecials || !listing.records[index].kind.isSpecial else { continue }
      if let last = order.last, isSorted {
        isSorted = listingOrder(listing.records[last], listing.records[index]) < 0
      }
      order.append(index)
      maximumDepth = max(maximumDepth, depth(of: listing.records[index].path))
    }
    if !isSorted { restoreOrder() }
  }

  /// A log may hold lines twice or in disorder.
  private mutating func restoreOrder() {
    sort(&order) { left, right in
      let order = listingOrder(listing.records[left], listing.records[right])
      return order == 0 ? left < right : order < 0
    }
    var kept: [Int] = []
    kept.reserveCapacity(order.count)
    for index in order {
      if let last = kept.last, listing.records[last].path == listing.records[index].path {
        if listing.records[last] != listing.records[index] { isComplete = false }
      } else {
        kept.append(index)
      }
    }
    order = kept
  }
}

extension OrderedListing {
  var root: Record? {
    guard let first = order.first, depth(of: listing.records[first].path) == 0 else { return nil }
    return listing.records[first]
  }

  /// Whether a name without a record is a name that the directory at `position` does not have.
  ///
  /// A complete listing has all children of a directory or, at its last level, none; which of the
  /// two only an empty directory's digest tells. BuildKit's depends on the mode, so that there a
  /// directory without children counts as empty above the last level alone, or in a scan, which
  /// has all levels. In any other listing each directory needs a proof of its own.
  func listsAll(at position: Int) -> Bool {
    let record = listing.records[order[position]]
    guard hasChildren(at: position) else {
      switch listing.format {
      case .content: return record.digest.map(isDigestOfNothing) ?? false
      case .buildkit:
        guard isComplete, record.digest != nil else { return false }
        return listing.inodeFacts != nil || depth(of: record.path) < maximumDepth
      }
    }
    if isComplete { return true }
    guard let unproven = listing.unprovenDirectories, listing.integrity != .complete else {
      return false
    }
    return record.digest != nil && !containsSorted(unproven, order[position])
  }

  private func hasChildren(at position: Int) -> Bool {
    guard position + 1 < order.count else { return false }
    return isBelow(
      listing.records[order[position + 1]].path, listing.records[order[position]].path)
  }

  private func containsSorted(_ indexes: [Int], _ index: Int) -> Bool {
    var low = 0
    var high = indexes.count
    while low < high {
      let middle = low + (high - low) / 2
      if indexes[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low < indexes.count && indexes[low] == index
  }
}

/// Whether `digest` is the SHA-1 of no bytes: of an empty file or directory.
func isDigestOfNothing(_ digest: Digest) -> Bool {
  let nothing: StaticString = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
  let digits = UnsafeRawBufferPointer(start: nothing.utf8Start, count: nothing.utf8CodeUnitCount)
  return Digest(hexadecimal: digits) == digest
}

extension EntryKind {
  /// What a content listing leaves out.
  var isSpecial: Bool {
    switch self {
    case .directory, .file, .link: false
    case .fifo, .socket, .characterDevice, .blockDevice: true
    }
  }
}
