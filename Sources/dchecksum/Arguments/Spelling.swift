import DirectoryChecksum

/// Looks among words for the one that a mistyped word was meant to be.
struct Spelling {
  private let word: [UInt8]
  /// How far the best word so far is away, plus what a better one has to be below.
  private var limit: Int

  init(of word: [UInt8]) {
    self.word = word
    // Two slips in a long word, one in a short one.
    limit = word.count > 5 ? 3 : 2
  }

  /// Whether `candidate` is nearer than all that were asked about before.
  mutating func improves(with candidate: StaticString) -> Bool {
    let distance = distance(to: candidate)
    guard distance < limit, distance < word.count else { return false }
    limit = distance
    return true
  }

  /// How many letters have to be put in, taken out, replaced, or exchanged with the next; 1 where
  /// the word is only not finished.
  private func distance(to candidate: StaticString) -> Int {
    let length = candidate.utf8CodeUnitCount
    let letters = ByteView(start: candidate.utf8Start, count: length)
    if word.count > length + 2 { return .max }
    if word.count > 2, word.count < length, startsAlike(letters) { return 1 }
    // The rows of the usual table: of the last two letters, and of this one.
    var before: [Int] = []
    var last: [Int] = []
    for column in 0...length { last.append(column) }
    for row in word.indices {
      var now = [row + 1]
      for column in 0..<length {
        let isEqual = word[row] == letters[column]
        var best = min(last[column + 1] + 1, now[column] + 1, last[column] + (isEqual ? 0 : 1))
        if row > 0, column > 0, word[row] == letters[column - 1], word[row - 1] == letters[column] {
          best = min(best, before[column - 1] + 1)
        }
        now.append(best)
      }
      before = last
      last = now
    }
    return last[length]
  }

  private func startsAlike(_ letters: ByteView) -> Bool {
    for index in word.indices where word[index] != letters[index] { return false }
    return true
  }
}
