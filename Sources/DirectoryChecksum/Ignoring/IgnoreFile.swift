/// The ignore file that a build takes: the one beside its Dockerfile, `Dockerfile.dockerignore`,
/// before the context's own `.dockerignore`.
///
/// As BuildKit chooses. A link is followed inside the context, where a path from `/` begins at the
/// context's root, above which no `..` leads; what is nothing there is no ignore file, and neither is a
/// directory.
package struct IgnoreFileChoice {
  /// The file as its name was spelt, in words of the user as far as they go; nil where there is none.
  package private(set) var path: [UInt8]?
  /// The file to read: another one where ``path`` is a link.
  package private(set) var target: [UInt8] = []
  /// Where the context's own would be.
  package let usual: [UInt8]
  /// Whose rules are others than these: builders that look for another file, or follow a link where
  /// BuildKit does not.
  package private(set) var unknown: UnknownFacts = []

  /// - Parameters:
  ///   - context: The directory of the build.
  ///   - dockerfile: The path of the Dockerfile; nil for the one in the context.
  package init(context: [UInt8], dockerfile: [UInt8]? = nil) {
    var own = dockerfile ?? contextPath(of: [UInt8]("Dockerfile"), in: context)
    own.append(".dockerignore")
    usual = contextPath(of: [UInt8](".dockerignore"), in: context)
    if take(own, context) {
      // The builder without BuildKit doesn't know this name.
      unknown.formUnion([.rulesOfClassicDocker, .rulesOfKaniko])
    } else {
      var other = dockerfile ?? contextPath(of: [UInt8]("Dockerfile"), in: context)
      other.append(".containerignore")
      for name in [other, contextPath(of: [UInt8](".containerignore"), in: context)]
      where InputFile.entryKind(of: name) != nil {
        unknown.insert(.rulesOfBuildah)
      }
      _ = take(usual, context)
    }
  }
}

extension IgnoreFileChoice {
  /// Takes a file if there is one for BuildKit.
  private mutating func take(_ path: [UInt8], _ context: [UInt8]) -> Bool {
    var target = path
    // Each link of a chain, as many as Linux follows.
    for _ in 0..<40 {
      switch InputFile.entryKind(of: target) {
      case .file:
        self.path = path
        self.target = target
        return true
      case .link:
        guard let next = follow(target, context) else { return false }
        target = next
      default: return false
      }
    }
    return false
  }

  /// Where a link leads to, whose path begins at the context's root; nil where that is the root.
  private mutating func follow(_ link: [UInt8], _ context: [UInt8]) -> [UInt8]? {
    guard let text = InputFile.target(of: link), let first = text.first else { return nil }
    // Only those in the context itself are looked at: its path is the shortest there is.
    let place = contextPath(of: [UInt8](""), in: context)
    guard link.starts(with: place) else { return nil }
    let slash = UInt8(ascii: "/")
    var inside: [UInt8] = []
    if first != slash {
      inside = [UInt8](link[place.count...])
      while let last = inside.last, last != slash { inside.removeLast() }
    }
    inside.append(text)
    let leadsOut: Bool
    do throws(ContextPathError) {
      leadsOut = try contextPath(inside).isEmpty
    } catch {
      leadsOut = true
    }
    // Elsewhere a path from `/` begins at the host's root, and `..` goes above the context's.
    if leadsOut { unknown.formUnion([.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko]) }
    inside.insert(slash, at: 0)
    let path = inside.withUnsafeBufferPointer { cleanedPath($0) }
    return path.count > 1 ? place + path[1...] : nil
  }
}

/// The lines of an ignore file that hold a rule.
struct IgnoreFile {
  /// What no line may exceed, in bytes, its line feed not counted.
  static let maximumLineByteCount = 65535

  private let bytes: ByteView
  private var index = 0

  /// The number of the line taken last, from 1.
  private(set) var lineNumber = 0

  /// All lines are measured before any is understood, so a line that is too long is reported even
  /// where an earlier one has no meaning.
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - source: The path of the file, for errors.
  init(_ bytes: ByteView, source: [UInt8]) throws(IgnoreError) {
    self.bytes = bytes
    var start = 0
    var number = 1
    for index in 0..<bytes.count {
      if bytes[index] == UInt8(ascii: "\n") {
        start = index + 1
        number += 1
      } else if index - start == IgnoreFile.maximumLineByteCount {
        throw .lineTooLong(source: source, line: number)
      }
    }
  }

  /// Takes the next line that is neither empty nor a comment, without the white space around it.
  mutating func next() -> ByteView? {
    while index < bytes.count {
      var start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      if start == 0, hasByteOrderMark(bytes) { start = 3 }
      let line = bytes.slice(start, index)
      index += 1
      lineNumber += 1
      // Only column one makes a comment: `  #x` is a pattern.
      if line.first == UInt8(ascii: "#") { continue }
      let text = line.trimmed
      if !text.isEmpty { return text }
    }
    return nil
  }
}

/// Whether `bytes` begins with U+FEFF.
func hasByteOrderMark(_ bytes: ByteView) -> Bool {
  bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf
}
