import DirectoryChecksum

extension TrackedFiles {
  /// What git tracks around the directory `context`, if it matters beside `before`; nil also where no
  /// working tree is found, or its index can't be read.
  init?(around context: [UInt8], beside before: Listing) {
    guard before.isOfCommit else { return nil }
    do throws(Errno) {
      var path = try realPath(context)
      var prefix: [UInt8] = []
      while true {
        if let directory = Self.repository(of: path) {
          let content = try Self.content(directory + [UInt8]("/index"))
          guard let index = GitIndex(content), !Self.hidesTracked(path) else { return nil }
          self.init(index, below: prefix)
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

  /// Says where a commit of the whole working tree is compared with a part of it.
  func warnOfWhole(_ before: Listing, _ name: [UInt8]) {
    let part = [UInt8](prefix.dropLast())
    guard !part.isEmpty, before.records.contains(where: { $0.isAt(part) }) else { return }
    var text = Messages.about(
      name, "the commit is of the whole working tree; name the part of the context alone: ")
    text.append(shown: name + [UInt8]("#/") + part)
    Console.complain(text)
  }

  /// Whether what is tracked may be left out of an archive (gitattributes(5)).
  private static func hidesTracked(_ top: [UInt8]) -> Bool {
    do throws(Errno) {
      let attributes = try content(top + [UInt8]("/.gitattributes"))
      return attributes.withUnsafeBufferPointer { $0.firstIndex(of: "export-ignore") != nil }
    } catch {
      return false
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

  /// What a regular file has; nothing else is read, as it might have no end. An index of two million
  /// paths has some 200 MB.
  private static func content(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    guard try InputFile.isRegular(path) else { throw .invalidArgument }
    return try InputFile.start(of: path, limit: 1 << 29)
  }
}
