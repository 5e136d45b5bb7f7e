// What a listing that is printed below a COPY says of the files that it took.

extension CauseTable {
  /// The listing that was printed below a step of the same stage, the next one first, of those that may
  /// show what it copied.
  func finding(below index: Int) -> ListingFinding? {
    var found: ListingFinding?
    for finding in findings
    where finding.changeCount >= 0 && newOrder.numbers[finding.step] == newOrder.numbers[index]
      && after.steps[finding.step].place >= after.steps[index].place && finding.step > index
    {
      let coverage = coverage(of: index, by: finding)
      if coverage == .nothing || coverage == .part && finding.changeCount == 0 { continue }
      if let found, after.steps[found.step].place <= after.steps[finding.step].place { continue }
      found = finding
    }
    return found
  }

  /// Whether no other step between this one and the listing takes files from the context.
  func isOnlyCopy(_ index: Int, above finding: ListingFinding) -> Bool {
    for other in newOrder.stages[newOrder.numbers[index]]
    where other != index && after.steps[other].copiesContext
      && after.steps[other].place < after.steps[finding.step].place
      && after.steps[other].place > after.steps[index].place
    {
      return false
    }
    return true
  }

  /// Whether a RUN between the step and the listing may have written into what is listed.
  func hasRun(_ index: Int, above finding: ListingFinding) -> Bool {
    for other in newOrder.stages[newOrder.numbers[index]]
    where after.steps[other].isInstruction("RUN")
      && !(after.steps[other].runsListing && after.steps[other].onlyLists)
      && after.steps[other].place < after.steps[finding.step].place
      && after.steps[other].place > after.steps[index].place
    {
      return true
    }
    return false
  }

  /// How much of what a COPY wrote is in a listing.
  private enum Coverage {
    case whole, part, nothing, unknown
  }

  private func coverage(of index: Int, by finding: ListingFinding) -> Coverage {
    let directory = workingDirectory(of: index)
    guard let copied = after.steps[index].lastPath(in: directory),
      let listed = after.steps[finding.step].lastPath(in: directory)
    else { return .unknown }
    if listed == copied || RecordPath.isBelow(copied, listed) || listed.isEmpty { return .whole }
    return RecordPath.isBelow(listed, copied) || copied.isEmpty ? .part : .nothing
  }

  /// The working directory of a step, from the root; nil where it is the base image's.
  private func workingDirectory(of index: Int) -> [UInt8]? {
    var directory: [UInt8]?
    for other in newOrder.stages[newOrder.numbers[index]] {
      let step = after.steps[other]
      guard step.isInstruction("WORKDIR"), step.place < after.steps[index].place else { continue }
      directory = step.lastPath(in: directory)
    }
    return directory
  }
}

extension BuildStep {
  /// The last word of the step, cleaned, as a path from the root; nil where it is none, or is relative
  /// to a directory that is not known.
  func lastPath(in directory: [UInt8]?) -> [UInt8]? {
    var word = text
    while let last = word.last,
      last == UInt8(ascii: "]") || last == UInt8(ascii: "\"") || last.isBlank
    {
      word.removeLast()
    }
    let isOther: (UInt8) -> Bool = {
      $0.isBlank || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",")
    }
    word.removeFirst(word.lastIndex(where: isOther).map { $0 + 1 } ?? 0)
    for byte in word where !byte.isLetter && !byte.isDigit {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): continue
      default: return nil
      }
    }
    guard let first = word.first, first != UInt8(ascii: "-") else { return nil }
    let isRooted = first == UInt8(ascii: "/")
    if isInstruction("RUN") {
      // An option's value says nothing, nor does a shell that has more to do than to list.
      guard isRooted || first == UInt8(ascii: ".") else { return nil }
      for byte in text {
        switch byte {
        case UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"): return nil
        default: continue
        }
      }
    }
    guard isRooted || directory != nil else { return nil }
    return rootedPath(word, below: directory ?? [])
  }
}

extension BuildStep {
  /// Whether a RUN does nothing but list, as far as its words tell: each command in it is a listing, or
  /// one that writes nothing, and so do its redirections.
  fileprivate static func onlyLists(_ text: ByteView) -> Bool {
    var isCommand = true
    // Commands of names that say nothing: alone, one is the program itself, whatever it is called.
    var (unknown, listings) = (0, 0)
    var index = 3
    while index < text.count {
      let start = index
      while index < text.count, !endsWord(text[index]) { index += 1 }
      let word = text.slice(start, index)
      if isCommand, !word.isEmpty, !word.isLiteral(","), !word.hasLiteral("--"),
        !word.contains(UInt8(ascii: "="))
      {
        var name = word
        while let slash = name.firstIndex(of: UInt8(ascii: "/")) { name = name.from(slash + 1) }
        if !InstructionValue.isWord(name, of: "sh bash ash -c exec time") {
          if name.firstIndex(of: "checksum") != nil {
            listings += 1
          } else if !InstructionValue.isWord(name, of: "cd echo printf set true ls cat pwd date") {
            unknown += 1
          }
          isCommand = false
        }
      }
      guard index < text.count else { break }
      switch text[index] {
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "\n"):
        isCommand = true
      case UInt8(ascii: "`"), UInt8(ascii: "("): return false
      case UInt8(ascii: ">"):
        if text.hasLiteral("&", at: index + 1) {
          index += 1
        } else if !text.from(index + 1).withoutLeadingBlanks.hasLiteral("/dev/") {
          return false
        }
      default: break
      }
      index += 1
    }
    return unknown + min(listings, 1) <= 1
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
      UInt8(ascii: "("), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: byte.isWhiteSpace
    }
  }

  var onlyLists: Bool { text.withUnsafeBufferPointer { Self.onlyLists($0) } }

  /// Whether a COPY can have written a path that a listing shows: it takes everything, or names one of
  /// the path's components.
  func mayWrite(_ path: [UInt8]) -> Bool {
    for selector in PlannedStep(copy: text)?.selectors ?? [] {
      let name = selector.path.baseName
      if name == [UInt8(ascii: "*")] || selector.path.count == 1 { return true }
      // What a pattern matches is not worked out.
      if selector.isWildcard { continue }
      var start = 0
      for end in 0...path.count where end == path.count || path[end] == UInt8(ascii: "/") {
        if path[start..<end].elementsEqual(name) { return true }
        start = end + 1
      }
    }
    return false
  }
}
