extension ListingLabel {
  /// The step without what changes from build to build or from builder to builder, by which the
  /// listings of two logs find each other.
  var stepName: [UInt8] { Self.stepName(step) }
}

extension ListingLabel {
  /// A step's label without what changes from build to build or from builder to builder: `#10`,
  /// `6/6`, `sha256:…`, the word "step", empty brackets and a colon. `[6/6] RUN x`,
  /// `Step 6/6 : RUN x` and `STEP 6/6: RUN x` are one step; `[web builder 4/6] RUN x` keeps
  /// `[web builder]`.
  static func stepName(_ label: [UInt8]) -> [UInt8] {
    var name: [UInt8] = []
    var hasWord = false
    var index = 0
    label.withUnsafeBufferPointer { label in
      while index < label.count {
        if let end = endOfNoise(label, index, hasWord: hasWord) {
          index = end
        } else {
          if label[index].isWord { hasWord = true }
          append(label[index], to: &name)
          index += 1
        }
      }
    }
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    return name
  }

  /// Appends a byte; drops colons and repeated blanks at the start, blanks before a bracket's end,
  /// and empty brackets.
  private static func append(_ byte: UInt8, to name: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: " "): if name.isEmpty || name.last == byte { return }
    case UInt8(ascii: ":"): if name.isEmpty { return }
    case UInt8(ascii: "]"):
      if name.last == UInt8(ascii: " ") { name.removeLast() }
      if name.last == UInt8(ascii: "[") {
        name.removeLast()
        return
      }
    default: break
    }
    name.append(byte)
  }

  /// The place behind what says nothing of the step, if that starts at `start`.
  private static func endOfNoise(
    _ label: ByteView, _ start: Int, hasWord: Bool
  ) -> Int? {
    if start > 0, label[start - 1].isWord || label[start - 1] == UInt8(ascii: "/") { return nil }
    if label[start] == UInt8(ascii: "#"), let end = label.digitsEnd(from: start + 1, limit: .max) {
      return end == label.count || label[end] == UInt8(ascii: " ") ? end : nil
    }
    if label.hasLiteral("sha256:", at: start) {
      return label.firstIndex(of: UInt8(ascii: " "), from: start) ?? label.count
    }
    if !hasWord,
      label.hasLiteral("step ", at: start) || label.hasLiteral("Step ", at: start)
        || label.hasLiteral("STEP ", at: start)
    {
      return start + 4
    }
    // `6/12`
    guard let slash = label.digitsEnd(from: start, limit: .max), slash < label.count,
      label[slash] == UInt8(ascii: "/"),
      let end = label.digitsEnd(from: slash + 1, limit: .max),
      end == label.count || !label[end].isWord && label[end] != UInt8(ascii: "/")
    else { return nil }
    return end
  }
}

extension UInt8 {
  fileprivate var isWord: Bool { isLetter || isDigit || self >= 0x80 }
}
