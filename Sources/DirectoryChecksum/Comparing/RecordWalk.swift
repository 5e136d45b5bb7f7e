/// Records of a listing in the order of a walk: all of them, or some.
///
/// Keeps four bytes for each, beside the listing's own records.
struct RecordWalk: Sendable {
  private let records: [Record]
  /// For each record its place in `records`.
  private var places: [UInt32] = []

  /// A walk over `records` that has begun with none.
  init(over records: [Record]) {
    self.records = records
  }

  /// A walk over the same records as another one, which has begun with none.
  init(like other: RecordWalk) {
    records = other.records
  }
}

extension RecordWalk {
  /// Appends the record that has this place in the listing, and none in the walk so far.
  mutating func append(_ place: Int) {
    places.append(UInt32(truncatingIfNeeded: place))
  }

  /// Appends the record at `index` of a walk over the same records.
  mutating func append(_ index: Int, of other: RecordWalk) {
    places.append(other.places[index])
  }

  /// The place of the entry at `path`; nil where none is listed.
  @inline(never)
  func place(of path: [UInt8]) -> Int? {
    let place = lowerBound(below: count) { self[$0].walkOrder(to: path) < 0 }
    return place < count && self[place].isAt(path) ? place : nil
  }

  /// The entry at `path`.
  func entry(at path: [UInt8]) -> Record? { place(of: path).map { self[$0] } }
}

extension RecordWalk: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int { places.count }

  @inline(never)
  subscript(index: Int) -> Record { records[Int(places[index])] }
}

extension RecordWalk {
  /// Of each record the kind and the first bytes of its digest, as a number that sorts as they do;
  /// equal for some that are not. Digests are spread all over the memory, these lie together.
  var contentKeys: [UInt64] {
    map { record in
      record.withDigest { digest in
        var key = UInt64(record.kind.rawValue)
        for index in 0..<7 { key = key << 8 | UInt64(index < digest.count ? digest[index] : 0) }
        return key
      }
    }
  }
}
