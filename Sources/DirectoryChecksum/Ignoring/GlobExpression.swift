/// The regular expression that stands for a pattern with wildcards.
///
/// A builder matches such a pattern by rewriting it to a regular expression, and quotes only some
/// of what has a meaning there. So `[*]`, `\d`, `a|b*` and `a{2}*` are what the expression makes
/// of them, which is why this step is not left out here either.
struct GlobExpression {
  /// The text of the expression, in RE2's syntax.
  private(set) var text: [UInt8] = [UInt8(ascii: "^")]

  /// - Parameter pattern: Valid UTF-8.
  init(_ pattern: ByteView) {
    // A builder's reader of text drops a byte order mark in front.
    var index = hasByteOrderMark(pattern) ? 3 : 0
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"):
        if index == pattern.count || pattern[index] != byte {
          text.append("[^/]*")
          break
        }
        index += 1
        if index < pattern.count, pattern[index] == UInt8(ascii: "/") { index += 1 }
        text.append(index < pattern.count ? "(.*/)?" : ".*")
      case UInt8(ascii: "?"):
        text.append("[^/]")
      case UInt8(ascii: "\\"):
        text.append(byte)
        // Whatever follows is not looked at.
        if index < pattern.count { text.append(pattern[index]) }
        index += 1
      case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "$"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      default:
        text.append(byte)
      }
    }
    text.append("$")
  }
}
