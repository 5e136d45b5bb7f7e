/// A rule of an ignore list that hardly means what its author meant.
package struct IgnoreDoubt: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// `build # results`: a comment only begins a line.
    case comment
    /// `../x` or `.`: no path in the context is called so.
    case neverMatches
  }

  package let kind: Kind
  /// The number of the rule.
  package let rule: Int
}

extension IgnoreDoubt {
  package static func doubts(about rules: IgnoreRules) -> [IgnoreDoubt] {
    var doubts: [IgnoreDoubt] = []
    for rule in 0..<rules.count {
      let text = rules[rule].text
      var isBlank = false
      for byte in text {
        if isBlank, byte == UInt8(ascii: "#") {
          doubts.append(IgnoreDoubt(kind: .comment, rule: rule))
          break
        }
        isBlank = byte.isBlank
      }
      text.withUnsafeBufferPointer { text in
        let pattern = cleanedPath(text.from(text.first == UInt8(ascii: "!") ? 1 : 0).trimmed)
        let leadsOut = pattern.hasPrefix("../") || pattern.isLiteral("..")
        if leadsOut || pattern.isLiteral(".") || pattern.isLiteral("/") {
          doubts.append(IgnoreDoubt(kind: .neverMatches, rule: rule))
        }
      }
    }
    return doubts
  }
}
