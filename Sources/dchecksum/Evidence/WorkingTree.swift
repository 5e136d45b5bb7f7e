import DirectoryChecksum

/// What git tracks in the working tree that a context lies in.
struct WorkingTree {
  let index: GitIndex
  /// Where in the working tree the context is: empty, or a path that ends in `/`.
  let prefix: [UInt8]

  /// Nil where no such tree is found, or its index can't be read.
  init?(around context: [UInt8]) {
    do throws(Errno) {
      var path = try realPath(context)
      var prefix: [UInt8] = []
      while true {
        if let directory = Self.repository(of: path) {
          guard let index = try GitIndex(Self.content(directory + [UInt8]("/index"))) else {
            return nil
          }
          (self.index, self.prefix) = (index, prefix)
          return
        }
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")), path.count > 1 else { return nil }
        prefix = path[(slash + 1)...] + [UInt8(ascii: "/")] + prefix
        path.removeLast(path.count - slash)
      }
    } catch {
      return nil
    }
  }

  /// Where the repository of a working tree with that top is: in `.git`, or where that, being a file,
  /// says (gitrepository-layout(5)).
  private static func repository(of top: [UInt8]) -> [UInt8]? {
    let place = top + [UInt8]("/.git")
    do throws(Errno) {
      if try InputFile.kind(of: place) == .directory { return place }
      var text = try content(place)
      while text.last == UInt8(ascii: "\n") { text.removeLast() }
      guard text.hasPrefix("gitdir: ") else { return nil }
      text.removeFirst(8)
      return text.first == UInt8(ascii: "/") ? text : top + [UInt8(ascii: "/")] + text
    } catch {
      return nil
    }
  }

  private static func content(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    var content: [UInt8] = []
    try InputFile.read(path) { content.append(contentsOf: $0) }
    return content
  }
}

extension ProvenChanges {
  /// Of a context after that is the directory `context`; asks git's index only where that tells
  /// something.
  init(_ comparison: Comparison, in context: [UInt8]) {
    self.init(comparison)
    guard isOfCommit, let tree = WorkingTree(around: context) else { return }
    self.init(comparison, tracked: tree.index, below: tree.prefix)
  }
}
