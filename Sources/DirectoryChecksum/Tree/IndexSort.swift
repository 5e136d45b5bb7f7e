/// Sorts `indexes`; those of which neither precedes the other stay in the order they have.
///
/// The one sort of the program: whatever needs an order is reached through indexes, so that a
/// second element type does not cost a second copy of the code. A merge sort from the bottom up:
/// no more than n log n comparisons, and no recursion.
@inline(never)
func sort(_ indexes: inout [Int], by precedes: (Int, Int) -> Bool) {
  let count = indexes.count
  guard count > 1 else { return }
  var merged = indexes
  var width = 1
  while width < count {
    indexes.withUnsafeMutableBufferPointer { indexes in
      merged.withUnsafeMutableBufferPointer { merged in
        var start = 0
        while start < count {
          let middle = min(start + width, count)
          let end = min(middle + width, count)
          merge(indexes, start, middle, end, into: merged, precedes)
          start = end
        }
      }
    }
    swap(&indexes, &merged)
    width *= 2
  }
}

/// The indexes below `count`, sorted.
func sortedIndexes(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
  var indexes = [Int](repeating: 0, count: count)
  for index in 0..<count { indexes[index] = index }
  sort(&indexes, by: precedes)
  return indexes
}

private func merge(
  _ indexes: UnsafeMutableBufferPointer<Int>, _ start: Int, _ middle: Int, _ end: Int,
  into merged: UnsafeMutableBufferPointer<Int>, _ precedes: (Int, Int) -> Bool
) {
  var (left, right) = (start, middle)
  for place in start..<end {
    if left < middle, right == end || !precedes(indexes[right], indexes[left]) {
      merged[place] = indexes[left]
      left += 1
    } else {
      merged[place] = indexes[right]
      right += 1
    }
  }
}
