import Testing

@testable import DirectoryChecksum

@Suite struct SortTests {
  @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 1000])
  func `equal elements keep their order, and n log n comparisons are enough`(_ count: Int) {
    var state: UInt64 = 1
    let elements = (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (key: Int(state >> 60), index: index)
    }
    var sorted = elements
    var comparisons = 0
    sort(&sorted) { left, right in
      comparisons += 1
      return left.key < right.key
    }
    let expected = elements.sorted { ($0.key, $0.index) < ($1.key, $1.index) }
    #expect(sorted.map(\.index) == expected.map(\.index))
    var levels = 0
    while 1 << levels < count { levels += 1 }
    #expect(comparisons <= count * levels)
    #expect(sortedIndexes(count) { elements[$0].key < elements[$1].key } == expected.map(\.index))
  }

  @Test func `the lower bound is the first that is not before`() {
    let numbers = [1, 3, 3, 5]
    for (value, bound) in [(0, 0), (1, 0), (2, 1), (3, 1), (4, 3), (5, 3), (6, 4)] {
      #expect(lowerBound(below: numbers.count) { numbers[$0] < value } == bound)
    }
    #expect(lowerBound(below: 0) { _ in true } == 0)
  }
}
