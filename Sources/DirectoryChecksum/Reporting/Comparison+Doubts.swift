// What a commit leaves open, in words.

extension Comparison {
  /// Appends, for each reason why some of the changes need be none, which entries it is about: a line
  /// or two. Whether there were any.
  @discardableResult
  func appendDoubts(
    about changes: [Int], asMarkdown: Bool, to output: inout [UInt8]
  ) -> Bool {
    let start = output.count
    for doubt in CommitDoubt.allCases where doubt != .mode {
      let told = folded(changes.filter { self.doubt(about: $0) == doubt })
      if told.isEmpty { continue }
      let phrase = phrase(of: doubt, about: told)
      if asMarkdown { output.append(markdown: phrase) } else { output.append(phrase) }
    }
    return output.count > start
  }

  private func phrase(of doubt: CommitDoubt, about told: [Int]) -> Phrase {
    var phrase = Phrase(.words(doubt.words), .words(": "))
    var width = doubt.words.utf8CodeUnitCount + 2
    for (place, index) in told.enumerated() {
      let record = changes[index].record
      var name = record.path
      name.appendSlash(of: record)
      if place == 3 || place > 0 && width + name.count > 64 {
        phrase.add(" and {other|others}", count: told.count - place)
        width += 14
        break
      }
      if place > 0 { phrase.add(", ") }
      phrase.add(name: name)
      width += name.count + 2
    }
    phrase.add(width + 5 + doubt.outlook.utf8CodeUnitCount > 80 ? ";\n" : "; ")
    phrase.add(told.count == 1 ? "it" : "they")
    phrase.add(doubt.outlook)
    return phrase
  }

  /// Those of some changes, in their order, that did not come or go with a directory among them.
  func folded(_ indexes: [Int]) -> [Int] {
    var told: [Int] = []
    var directory: Record?
    for index in indexes {
      let change = changes[index]
      if change.entriesBelow == nil, let directory, change.record.isBelow(directory) { continue }
      if let count = change.entriesBelow, count > 0 { directory = change.record }
      told.append(index)
    }
    return told
  }
}

extension CommitDoubt {
  /// What the entries are.
  fileprivate var words: StaticString {
    switch self {
    case .uncommitted: "Not in the commit"
    case .leftOut: "Tracked, not in the archive (export-ignore)"
    case .notCheckedOut: "Not checked out (sparse)"
    case .lineEnds: "Line ends alone differ"
    case .pointer: "Git LFS has pointers"
    case .keywords: "Keywords of git ($Format:, $Id)"
    case .ignored: "Left out by the ignore file"
    case .mode: "Another mode"
    }
  }

  /// What may have been, behind `it` or `they`.
  fileprivate var outlook: StaticString {
    switch self {
    case .uncommitted, .leftOut: " may have been in both builds.\n"
    case .notCheckedOut: " may have been in neither build.\n"
    case .ignored: " may be none of the other build: list that with --dockerignore.\n"
    default: " may have been the same in both builds.\n"
    }
  }

  /// How many entries there are.
  var counted: StaticString {
    switch self {
    case .uncommitted: "{entry|entries} not in the commit"
    case .leftOut: "{entry|entries} not in the archive"
    case .notCheckedOut: "{entry|entries} not checked out"
    default: "{file|files} that git may write otherwise"
    }
  }

  /// What programs are told.
  var identifier: StaticString {
    switch self {
    case .uncommitted, .leftOut: "not-in-commit"
    case .notCheckedOut: "not-checked-out"
    case .mode: "unknown"
    default: "git-conversion"
    }
  }
}
