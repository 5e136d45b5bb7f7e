/// One instruction of a build, as the builder's log tells of it.
///
/// Names and texts are the log's bytes; an empty one stands for what the log does not tell.
package struct BuildStep: Sendable {
  /// What the builder did with the step.
  package enum State: UInt8, Sendable {
    /// A FROM that was resolved. No builder says whether it used its cache for that.
    case base
    case cached
    case ran
    case failed
    /// Another step failed, and the builder stopped this one.
    case canceled
    /// The log ends before the step does.
    case unknown
  }

  /// What a log of the classic builder says about the ONBUILD triggers of a base image.
  package enum Triggers: UInt8, Sendable {
    case none
    case cached
    case ran
  }

  /// The target, as `docker buildx bake`, Compose or Earthly name it.
  package var target: [UInt8] = []
  package var platform: [UInt8] = []
  package var stage: [UInt8] = []
  /// The place among the steps of its stage, or of all stages, from 1; 0 where the log has none.
  package var place = 0
  /// How many steps the builder counts; 0 where the log has no such number.
  package var count = 0
  /// The instruction, with its continuation lines joined as the builder joins them.
  package var text: [UInt8]
  package var state = State.unknown
  /// How long the step ran; negative where the log does not say.
  package var milliseconds = -1
  /// What tells base images apart: `sha256:` and 64 digits, or the classic builder's short id.
  package var base: [UInt8] = []
  /// The number that BuildKit writes before each of the step's lines; 0 for other builders.
  package var number = 0
  /// The key under which kaniko looked for the step's layer.
  package var key: [UInt8] = []
  package var triggers = Triggers.none
  /// The number of the log's line that began it.
  package var line = 0
  /// Whether the log leaves open to which of several parallel stages a marker belongs.
  package var isUncertain = false
  /// Whether the state says something about the cache: kaniko runs some steps without a look there.
  package var isEvidence = true

  /// A longer text is cut, in bytes.
  static let maximumText = 1 << 14

  package init(_ text: [UInt8]) {
    self.text = text
  }

  init(_ text: ByteView) {
    self.text = [UInt8](text.upTo(min(text.count, Self.maximumText)))
  }
}

extension BuildStep {
  /// Whether the builder did the step's work, or tried to.
  package var didRun: Bool { state == .ran || state == .failed }

  /// Whether the step takes its files from the build context.
  package var copiesContext: Bool {
    (isInstruction("COPY") || isInstruction("ADD")) && optionValue("--from=") == nil
  }

  /// Whether the step is a RUN that names this tool or the original.
  package var runsListing: Bool {
    isInstruction("RUN")
      && text.withUnsafeBufferPointer {
        $0.firstIndex(of: "dchecksum") != nil || $0.firstIndex(of: "directory-checksum") != nil
      }
  }

  /// Whether the step's first word is `name`, in whatever case.
  package func isInstruction(_ name: StaticString) -> Bool {
    text.withUnsafeBufferPointer { text in
      let length = name.utf8CodeUnitCount
      guard text.count >= length, text.count == length || text[length].isBlank else { return false }
      for index in 0..<length where text[index] & 0xdf != name.utf8Start[index] { return false }
      return true
    }
  }

  /// The value of the first option of the instruction that begins with `name`, such as `--from=`;
  /// nil where there is none.
  package func optionValue(_ name: StaticString) -> [UInt8]? {
    text.withUnsafeBufferPointer { text in
      var words = WordCursor(text)
      _ = words.next()
      while let word = words.next(), word.hasLiteral("--") {
        if word.hasLiteral(name) { return [UInt8](word.from(name.utf8CodeUnitCount)) }
      }
      return nil
    }
  }

  /// What a RUN's mounts or a COPY take from elsewhere: the `from` of each, in order.
  package var sources: [[UInt8]] {
    text.withUnsafeBufferPointer { text in
      var found: [[UInt8]] = []
      var words = WordCursor(text)
      _ = words.next()
      while let word = words.next(), word.hasLiteral("--") {
        if word.hasLiteral("--from=") { found.append([UInt8](word.from(7))) }
        guard word.hasLiteral("--mount=") else { continue }
        var start = 8
        while start < word.count {
          let end = word.firstIndex(of: UInt8(ascii: ","), from: start) ?? word.count
          if word.hasLiteral("from=", at: start) {
            found.append([UInt8](word.slice(start + 5, end)))
          }
          start = end + 1
        }
      }
      return found
    }
  }

  /// The image or the stage that a FROM names; empty for another instruction.
  package var baseName: [UInt8] { fromWord(0) }

  /// The name that a FROM gives to its stage; empty where it gives none.
  var stageName: [UInt8] {
    let name = fromWord(1)
    guard name.count == 2, name[0] | 0x20 == UInt8(ascii: "a"), name[1] | 0x20 == UInt8(ascii: "s")
    else { return [] }
    return fromWord(2)
  }

  /// A word of a FROM behind its options.
  private func fromWord(_ number: Int) -> [UInt8] {
    guard isInstruction("FROM") else { return [] }
    return text.withUnsafeBufferPointer { text in
      var words = WordCursor(text)
      _ = words.next()
      var index = 0
      while let word = words.next() {
        if index == 0, word.hasLiteral("--") { continue }
        if index == number { return [UInt8](word) }
        index += 1
      }
      return []
    }
  }
}
