/// What builders make of an ignore list that read it otherwise than BuildKit does now: Docker 20.10,
/// with BuildKit and without, and Buildah.
///
/// They ask every rule about every path, so that none is passed over, and look into a directory
/// that is left out only where the text of an exception, wildcards and all, lies below it. Docker
/// 20.10 takes a rule for one about a directory above as well, but only the one with as many names
/// as the rule has; Buildah any.
struct OtherReadings {
  /// What the rules make of a path for one of them.
  private enum Reader: CaseIterable {
    case docker, buildah

    var facts: UnknownFacts {
      self == .docker ? [.rulesOfDocker20, .rulesOfClassicDocker] : .rulesOfBuildah
    }
  }

  /// The readers that never get as far as the directory that was entered last.
  private var stopped: UnknownFacts = []
}

extension OtherReadings {
  /// Whether a rule may mean something else: by what has a meaning in a regular expression, by
  /// text beside a `**`, or, of an exception, by a blank behind the `!`.
  static func mayRead(_ rule: IgnoreRule) -> Bool {
    let pattern = rule.text
    if rule.isException, pattern.count > 1, pattern[1] == UInt8(ascii: " ") { return true }
    var previous: UInt8 = 0
    for (index, byte) in pattern.enumerated() {
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"),
        UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "^"), UInt8(ascii: "\\"):
        return true
      case UInt8(ascii: "*") where previous == byte:
        if index + 1 < pattern.count, pattern[index + 1] != UInt8(ascii: "/") { return true }
      default: break
      }
      previous = byte
    }
    return false
  }

  /// Begins with the entries of the directory `path`; empty for the root.
  mutating func enter(_ path: ByteView, _ rules: IgnoreRules, _ scratch: inout MatchScratch) {
    stopped = []
    for reader in Reader.allCases {
      var end = 0
      while end < path.count {
        end = path.nameEnd(from: end)
        let directory = path.upTo(end)
        if isExcluded(directory, by: reader, rules, &scratch),
          !rules.mayEnterByText(excludedDirectory: directory)
        {
          stopped.formUnion(reader.facts)
        }
        end += 1
      }
    }
  }

  /// The readers for which `path`, an entry of the directory that was entered last, is kept where
  /// BuildKit leaves it out, or the reverse.
  func differing(
    _ path: ByteView, isKept: Bool, _ rules: IgnoreRules, _ scratch: inout MatchScratch
  ) -> UnknownFacts {
    var differing: UnknownFacts = []
    // A line feed is nothing that a `*` of theirs stands for.
    let isOdd = path.contains(UInt8(ascii: "\n")) || rules.hasOddSyntax
    for reader in Reader.allCases {
      let keeps =
        stopped.isDisjoint(with: reader.facts) && !isExcluded(path, by: reader, rules, &scratch)
      if isOdd || keeps != isKept { differing.formUnion(reader.facts) }
    }
    return differing
  }

  /// Whether the last rule that hits `path` or, depending on the reader, a directory above leaves
  /// it out.
  private func isExcluded(
    _ path: ByteView, by reader: Reader, _ rules: IgnoreRules, _ scratch: inout MatchScratch
  ) -> Bool {
    for rule in stride(from: rules.count - 1, through: 0, by: -1) {
      let pattern = rules.patterns.patterns[rule]
      var isHit = rules.patterns.matches(rule, path, .max, &scratch)
      var names = 0
      var end = 0
      while !isHit, end < path.count {
        end = path.nameEnd(from: end)
        names += 1
        if end < path.count, reader == .buildah || names == pattern.nameCount {
          isHit = rules.patterns.matches(rule, path.upTo(end), .max, &scratch)
        }
        end += 1
      }
      if isHit { return !pattern.isException }
    }
    return false
  }
}
