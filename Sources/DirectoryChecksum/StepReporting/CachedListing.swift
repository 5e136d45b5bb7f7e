/// What to say of a step that prints a listing and came out of the cache, so that its log has none.
package struct CachedListing {
  private let build: Build
  private let step: BuildStep

  package init(_ log: BuildLog, _ place: BuildLog.Place) {
    build = log.builds[place.build]
    step = build.steps[place.step]
  }
}

extension CachedListing {
  /// Appends lines that name the step and, where the log tells the image, how to get the listing.
  package func append(to output: inout [UInt8]) {
    if step.number > 0 {
      output.append("#")
      output.append(decimal: UInt64(step.number))
      output.append(" ")
    }
    output.append(shown: step.shownText(limit: 60))
    output.append(" was CACHED and printed nothing:\nto the builder nothing changed up to it.")
    guard let image else {
      output.append("\n")
      return
    }
    output.append(" The listing is in the image:\n  ")
    if let command {
      output.append("docker run --rm --network none ")
      output.append(shown: image)
      for word in command {
        output.append(" ")
        output.append(shown: word)
      }
    } else {
      output.append("docker save ")
      output.append(shown: image)
      output.append(" | dchecksum extract -")
    }
    output.append("\n")
  }

  /// The image's id, or its name, which another build may have by now; nil where it does not hold what
  /// the step's stage wrote.
  private var image: [UInt8]? {
    guard let last = build.steps.last, last.stage == step.stage else { return nil }
    for name in [build.imageID, build.tag] where !name.isEmpty { return name }
    return nil
  }

  /// The words of the command that the step runs, where the program is in the image: nil where it
  /// is mounted, or where a shell has more to do than to run it.
  private var command: [[UInt8]]? {
    guard step.isInstruction("RUN"), step.optionValue("--mount=") == nil else { return nil }
    return step.text.withUnsafeBufferPointer { text in
      let rest = text.from(4).withoutLeadingBlanks
      var words: [[UInt8]] = []
      if rest.hasLiteral("[") {
        var reader = JSONReader(rest, from: 1)
        var word: [UInt8] = []
        while (try? reader.readString(into: &word)) != nil {
          words.append(word)
          guard reader.skip(UInt8(ascii: ",")) else { break }
        }
      } else {
        var cursor = WordCursor(rest)
        while let word = cursor.next() { words.append([UInt8](word)) }
      }
      for word in words {
        for byte in word where !byte.isPlainInShell { return nil }
      }
      return words.isEmpty ? nil : words
    }
  }
}

extension UInt8 {
  /// Whether a shell takes the byte as it is.
  fileprivate var isPlainInShell: Bool {
    switch self {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "+"):
      true
    default: isLetter || isDigit
    }
  }
}
