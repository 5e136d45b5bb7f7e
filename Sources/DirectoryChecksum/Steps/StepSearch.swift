/// Finds the steps of one build that labels of listings speak of: a log may have many of both.
struct StepSearch {
  private let build: Build
  /// The indexes of the steps by their number, and by their text and place; those that have the same
  /// in their order.
  private let byNumber: [Int]
  private let byText: [Int]
  /// For each step the first line of it or of any step behind it, ascending.
  private var firstLines: [Int]

  init(_ build: Build) {
    self.build = build
    let steps = build.steps
    byNumber = sortedIndexes(steps.count) { steps[$0].number < steps[$1].number }
    byText = sortedIndexes(steps.count) {
      Self.precedes(steps[$0], steps[$1].text, steps[$1].place)
    }
    firstLines = steps.map { $0.line }
    for index in firstLines.indices.dropLast().reversed() {
      firstLines[index] = min(firstLines[index], firstLines[index + 1])
    }
  }
}

extension StepSearch {
  /// The step whose header a label has: BuildKit's by its number, or by its text in raw progress;
  /// other builders' as the last one before the listing.
  func step(labeled label: ListingLabel) -> Int? {
    label.step.withUnsafeBufferPointer { header in
      let steps = build.steps
      if build.builder == .buildkit {
        if header.hasLiteral("#"), let end = header.digitsEnd(from: 1, limit: 9),
          let digits = header.decimal(1..<end)
        {
          let number = Int(digits)
          let place = lowerBound(below: steps.count) { steps[byNumber[$0]].number < number }
          guard place < steps.count, steps[byNumber[place]].number == number else { return nil }
          return byNumber[place]
        }
        guard let start = header.firstIndex(of: UInt8(ascii: "[")),
          let name = StepName(header.from(start))
        else { return nil }
        let text = [UInt8](name.text)
        let place = lowerBound(below: steps.count) {
          Self.precedes(steps[byText[$0]], text, name.place)
        }
        guard place < steps.count, steps[byText[place]].text == text,
          steps[byText[place]].place == name.place
        else { return nil }
        return byText[place]
      }
      let behind = lowerBound(below: steps.count) { firstLines[$0] <= label.line }
      return behind > 0 ? behind - 1 : nil
    }
  }

  private static func precedes(_ step: BuildStep, _ text: [UInt8], _ place: Int) -> Bool {
    if step.text == text { return step.place < place }
    return step.text.lexicographicallyPrecedes(text)
  }
}
