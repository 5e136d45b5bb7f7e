/// The records of a listing in walk order, to find one by its path.
struct WalkIndex {
  let listing: Listing
  /// Indexes of records.
  let order: [Int]

  init(_ listing: Listing, withSpecials: Bool) {
    self.listing = listing
    var order = listing.records.indices.filter {
      withSpecials || !listing.records[$0].kind.isSpecial
    }
    sort(&order) { walkOrder(listing.records[$0].path, listing.records[$1].path) < 0 }
    self.order = order
  }
}

extension WalkIndex {
  /// The entry at `path`; nil where none is listed.
  func find(_ path: [UInt8]) -> Record? {
    var low = 0
    var high = order.count
    while low < high {
      let middle = low + (high - low) / 2
      if walkOrder(listing.records[order[middle]].path, path) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < order.count, listing.records[order[low]].path == path else { return nil }
    return listing.records[order[low]]
  }
}
