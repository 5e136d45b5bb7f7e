/// Pairs groups of listings by what they have in common, where nothing else tells them apart.
enum Likeness {
  /// Among more groups than that, the order decides.
  private static let maximumCount = 32

  /// The pairs, by index: the most alike first; those without anything in common by their order,
  /// where as many are left on both sides, unless only what is alike is wanted.
  static func pairs(
    _ before: [[Listing]], _ after: [[Listing]], onlyAlike: Bool = false
  ) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var old = Array(before.indices)
    var new = Array(after.indices)
    if onlyAlike || before.count > 1 || after.count > 1,
      max(before.count, after.count) <= maximumCount
    {
      var scores: [(score: Int, old: Int, new: Int)] = []
      for left in before.indices {
        for right in after.indices {
          let score = score(before[left], after[right])
          // All but files share a root.
          let least =
            onlyAlike && after[right].contains { $0.records.first?.isRoot ?? false } ? 1 : 0
          if score > least { scores.append((score, left, right)) }
        }
      }
      sort(&scores) {
        if $0.score != $1.score { return $0.score > $1.score }
        return $0.new != $1.new ? $0.new < $1.new : $0.old < $1.old
      }
      for (_, left, right) in scores where old.contains(left) && new.contains(right) {
        pairs.append((left, right))
        old.removeAll { $0 == left }
        new.removeAll { $0 == right }
      }
    }
    if !onlyAlike, old.count == new.count { pairs += zip(old, new) }
    return pairs
  }

  /// How many paths the groups' listings share.
  private static func score(_ before: [Listing], _ after: [Listing]) -> Int {
    var score = 0
    for (left, right) in zip(before, after) {
      var (first, second) = (0, 0)
      var old = left.records.map { $0.path }
      var new = right.records.map { $0.path }
      sort(&old) { precedes($0, $1) }
      sort(&new) { precedes($0, $1) }
      while first < old.count, second < new.count {
        if old[first] == new[second] {
          score += 1
          first += 1
          second += 1
        } else if precedes(old[first], new[second]) {
          first += 1
        } else {
          second += 1
        }
      }
    }
    return score
  }
}
