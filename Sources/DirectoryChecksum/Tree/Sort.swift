/// Sorts `elements`; those of which neither precedes the other stay in the order they have.
///
/// A merge sort from the bottom up: no more than n log n comparisons, n where they are sorted, and
/// no recursion. Each type of element costs a copy of the code: it is for those of which there may
/// be so many that a detour would be felt.
@inline(never)
func sortInPlace<Element>(
  _ elements: inout [Element], by precedes: (Element, Element) -> Bool
) {
  let count = elements.count
  guard count > 1 else { return }
  var merged = elements
  var width = 1
  while width < count {
    elements.withUnsafeMutableBufferPointer { elements in
      merged.withUnsafeMutableBufferPointer { merged in
        var start = 0
        while start < count {
          let middle = min(start + width, count)
          let end = min(middle + width, count)
          merge(elements, start, middle, end, into: merged, precedes)
          start = end
        }
      }
    }
    swap(&elements, &merged)
    width *= 2
  }
}

/// The indexes below `count`, sorted.
func sortedIndexes(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
  var indexes = [Int](repeating: 0, count: count)
  for index in 0..<count { indexes[index] = index }
  sortInPlace(&indexes, by: precedes)
  return indexes
}

/// Sorts as ``sortInPlace(_:by:)``, by way of indexes.
func sort<Element>(_ elements: inout [Element], by precedes: (Element, Element) -> Bool) {
  let unsorted = elements
  elements = []
  for index in sortedIndexes(unsorted.count, by: { precedes(unsorted[$0], unsorted[$1]) }) {
    elements.append(unsorted[index])
  }
}

func sort(_ elements: inout [Int], by precedes: (Int, Int) -> Bool) {
  sortInPlace(&elements, by: precedes)
}

/// The first index below `count` of which `precedes` does not hold, or `count`; it holds of none
/// behind one of which it does not.
package func lowerBound(below count: Int, where precedes: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = low + (high - low) / 2
    if precedes(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}

private func merge<Element>(
  _ elements: UnsafeMutableBufferPointer<Element>, _ start: Int, _ middle: Int, _ end: Int,
  into merged: UnsafeMutableBufferPointer<Element>, _ precedes: (Element, Element) -> Bool
) {
  if middle == end || !precedes(elements[middle], elements[middle - 1]) {
    for place in start..<end { merged[place] = elements[place] }
    return
  }
  var (left, right) = (start, middle)
  for place in start..<end {
    if left < middle, right == end || !precedes(elements[right], elements[left]) {
      merged[place] = elements[left]
      left += 1
    } else {
      merged[place] = elements[right]
      right += 1
    }
  }
}
