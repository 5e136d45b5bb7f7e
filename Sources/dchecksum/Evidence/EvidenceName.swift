import DirectoryChecksum

/// What a user's words for a piece of evidence name: `FILE`, `FILE#N`, `FILE#/PATH`, `FILE#N/PATH`,
/// and `-` in the place of FILE for standard input.
struct EvidenceName {
  /// The file or directory; nil for standard input.
  let path: [UInt8]?
  let isDirectory: Bool
  /// The number of a listing or a layer, from 1; nil where none is asked for.
  var number: Int?
  /// The place below it, clean; nil where none is asked for, empty for the root.
  var place: [UInt8]?

  /// A file whose whole name is `words` comes before a part of a file of a shorter name.
  init(_ words: [UInt8]) throws(Errno) {
    do throws(Errno) {
      try self.init(path: words)
      return
    } catch {
      var end = 1
      while end < words.count {
        defer { end += 1 }
        guard words[end] == UInt8(ascii: "#"), let selector = Selector(words, from: end + 1) else {
          continue
        }
        do throws(Errno) {
          try self.init(path: words.part(0, end))
        } catch {
          continue
        }
        number = selector.number
        place = selector.place
        return
      }
      throw error
    }
  }

  private init(path: [UInt8]) throws(Errno) {
    if path.isLiteral("-") {
      self.path = nil
      isDirectory = false
    } else {
      self.path = path
      isDirectory = try InputFile.kind(of: path) == .directory
    }
  }

  /// What stands behind the `#`.
  private struct Selector {
    var number: Int?
    var place: [UInt8]?

    init?(_ words: [UInt8], from start: Int) {
      var end = start
      while end < words.count, words[end] != UInt8(ascii: "/") { end += 1 }
      if end > start {
        // No log and no image has a number of more than seven digits.
        guard end - start < 8, let number = words.part(start, end).number(from: 0) else {
          return nil
        }
        self.number = number
      } else if end == words.count {
        return nil
      }
      guard end < words.count else { return }
      let rest = words.part(end + 1, words.count)
      guard !rest.isEmpty else {
        place = []
        return
      }
      do throws(ContextPathError) { place = try contextPath(rest) } catch { return nil }
    }
  }
}
