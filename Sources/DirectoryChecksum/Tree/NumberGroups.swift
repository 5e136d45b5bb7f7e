/// Things by a number that some of them may share: those of one number stand together, in their own
/// order.
struct NumberGroups {
  private let numbers: [Int]
  let order: [Int]

  init(_ numbers: [Int]) {
    self.numbers = numbers
    order = sortedIndexes(numbers.count) { numbers[$0] < numbers[$1] }
  }
}

extension NumberGroups {
  /// The places in `order` of those that have one of these numbers.
  func places(of wanted: Range<Int>) -> Range<Int> {
    let start = lowerBound(below: order.count) { numbers[order[$0]] < wanted.lowerBound }
    return start..<lowerBound(below: order.count) { numbers[order[$0]] < wanted.upperBound }
  }

  func places(of number: Int) -> Range<Int> { places(of: number..<number + 1) }

  /// Those with a number.
  func order(of number: Int) -> [Int] { [Int](order[places(of: number)]) }
}
