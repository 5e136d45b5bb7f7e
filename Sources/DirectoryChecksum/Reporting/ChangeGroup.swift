/// Changes of one kind in or below one directory, told in one line.
struct ChangeGroup {
  let aspect: Change.Aspect
  /// How many bytes of the members' paths name the directory; 0 for the root.
  let directoryLength: Int
  /// The indexes of the changes, ascending. The first tells the path.
  private(set) var members: [Int]

  /// Groups those of `changes` that `isTold` chooses, so that there are at most `limit` groups if
  /// that can be: each change by itself, else those in one directory together, else those below
  /// directories ever nearer to the root.
  static func groups(
    of changes: [Change], limit: Int, where isTold: (Int) -> Bool
  ) -> [ChangeGroup] {
    var told: [Int] = []
    for index in changes.indices where isTold(index) { told.append(index) }
    if told.count <= limit {
      var groups: [ChangeGroup] = []
      for index in told {
        groups.append(
          ChangeGroup(aspect: changes[index].aspect, directoryLength: 0, members: [index]))
      }
      return groups
    }
    // The deepest directories that still give few enough lines.
    var (low, high) = (0, 64)
    while low < high {
      let middle = (low + high + 1) / 2
      if groups(changes, told, depth: middle, limit: limit).count <= limit {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return unfolded(groups(changes, told, depth: low, limit: .max), limit: limit)
  }

  /// The groups with the smallest of them taken apart again, as far as the limit allows.
  private static func unfolded(_ groups: [ChangeGroup], limit: Int) -> [ChangeGroup] {
    var room = limit - groups.count
    var isWhole = [Bool](repeating: true, count: groups.count)
    var size = 2
    while size <= room + 1 {
      for index in groups.indices
      where groups[index].members.count == size && size <= room + 1 {
        isWhole[index] = false
        room -= size - 1
      }
      size += 1
    }
    var unfolded: [ChangeGroup] = []
    for index in groups.indices {
      if isWhole[index] {
        unfolded.append(groups[index])
        continue
      }
      for member in groups[index].members {
        unfolded.append(
          ChangeGroup(aspect: groups[index].aspect, directoryLength: 0, members: [member]))
      }
    }
    return unfolded
  }

  /// A directory that the walk is in, and the groups of what lies directly in it.
  private struct Place {
    let length: Int
    /// A change below it.
    let index: Int
    var groups: [Int] = []
  }

  /// The groups of the changes `told`, which are in the order of a walk; not all where there are
  /// more than `limit`.
  private static func groups(
    _ changes: [Change], _ told: [Int], depth: Int, limit: Int
  ) -> [ChangeGroup] {
    var groups: [ChangeGroup] = []
    var places: [Place] = []
    for index in told {
      let record = changes[index].record
      let length = record.withPath { directoryLength($0, depth: depth) }
      while let place = places.last,
        !record.withPaths(changes[place.index].record, { isShared($1, $0, place.length) })
      {
        places.removeLast()
      }
      if places.last?.length != length { places.append(Place(length: length, index: index)) }
      let last = places.count - 1
      var isPlaced = false
      for group in places[last].groups where groups[group].aspect == changes[index].aspect {
        groups[group].members.append(index)
        isPlaced = true
      }
      if isPlaced { continue }
      if groups.count > limit { break }
      places[last].groups.append(groups.count)
      groups.append(
        ChangeGroup(aspect: changes[index].aspect, directoryLength: length, members: [index]))
    }
    return groups
  }

  /// The length of the directory that a path lies in, `depth` levels deep at the most.
  private static func directoryLength(_ path: ByteView, depth: Int) -> Int {
    var (length, levels) = (0, 0)
    for index in path.indices where path[index] == UInt8(ascii: "/") && levels < depth {
      length = index
      levels += 1
    }
    return length
  }

  /// Whether the first `length` bytes of two paths are the same directory.
  private static func isShared(_ left: ByteView, _ right: ByteView, _ length: Int) -> Bool {
    if length == 0 { return true }
    guard right.count > length, right[length] == UInt8(ascii: "/") else { return false }
    for index in 0..<length where left[index] != right[index] { return false }
    return true
  }
}
