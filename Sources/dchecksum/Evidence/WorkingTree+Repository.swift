import DirectoryChecksum

extension WorkingTree {
  /// What git says around the directory `context`, if it matters beside `before`.
  init?(around context: [UInt8], beside before: Listing) {
    guard before.isOfCommit else { return nil }
    self.init(context)
    // Those of the repository, if there is one, come with its index.
    look(at: Self.path(".gitattributes", in: context))
    do throws(Errno) {
      var path = try realPath(context)
      while true {
        if let directory = Self.repository(of: path) {
          read(directory, top: path)
          return
        }
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")), path.count > 1 else { return }
        prefix = path[(slash + 1)...] + [UInt8(ascii: "/")] + prefix
        path.removeLast(path.count - slash)
      }
    } catch {
      return
    }
  }

  /// Says where a commit of the whole working tree is compared with a part of it.
  func warnOfWhole(_ before: Listing, _ name: [UInt8]) {
    let part = [UInt8](prefix.dropLast())
    guard index != nil, !part.isEmpty, before.digest(of: part) != nil else { return }
    var text = Messages.about(
      name, "the commit is of the whole working tree; name the part of the context alone: ")
    text.append(shown: name + [UInt8]("#/") + part)
    Console.complain(text)
  }

  /// Reads what counts of a repository.
  private mutating func read(_ repository: [UInt8], top: [UInt8]) {
    var common = repository
    if let place = Self.content(Self.path("commondir", in: repository)) {
      common = Self.path(place, in: repository)
    }
    let settings = Self.content(Self.path("config", in: common)) ?? []
    // As git itself writes it; the name may be written in either way.
    for line in ["filemode = false", "fileMode = false"] as [StaticString]
    where settings.contains(line) {
      habits.insert(.ignoresModes)
    }
    look(at: Self.path("info/attributes", in: common))
    guard let bytes = Self.content(Self.path("index", in: repository)) else { return }
    index = GitIndex(bytes)
    index?.forEachPath { path, _ in
      if path.withUnsafeBufferPointer({ $0.endsInAttributes }) {
        look(at: Self.path(path, in: top))
      }
    }
  }

  /// Learns what a file of attributes asks for, of whatever paths.
  private mutating func look(at path: [UInt8]) {
    let text = Self.content(path) ?? []
    if text.contains("export-ignore") { habits.insert(.leavesOut) }
    if text.contains("export-subst") || text.contains("ident") { habits.insert(.expands) }
  }

  /// Where the repository of a working tree with that top is: in `.git`, or where that, being a file,
  /// says (gitrepository-layout(5)).
  private static func repository(of top: [UInt8]) -> [UInt8]? {
    let place = path(".git", in: top)
    do throws(Errno) { if try InputFile.kind(of: place) == .directory { return place } } catch {
      return nil
    }
    guard let text = content(place), text.hasPrefix("gitdir: ") else { return nil }
    return path([UInt8](text.dropFirst(8)), in: top)
  }

  private static func path(_ name: StaticString, in directory: [UInt8]) -> [UInt8] {
    path([UInt8](name), in: directory)
  }

  /// What `name` leads to in a directory; a line feed may end it.
  private static func path(_ name: [UInt8], in directory: [UInt8]) -> [UInt8] {
    var name = name
    while name.last == UInt8(ascii: "\n") { name.removeLast() }
    return name.first == UInt8(ascii: "/") ? name : directory + [UInt8(ascii: "/")] + name
  }

  /// What a regular file has; nothing else is read, as it might have no end. An index of two million
  /// paths has some 200 MB.
  private static func content(_ path: [UInt8]) -> [UInt8]? {
    do throws(Errno) {
      guard try InputFile.isRegular(path) else { return nil }
      return try InputFile.start(of: path, limit: 1 << 29)
    } catch {
      return nil
    }
  }
}

extension [UInt8] {
  fileprivate func contains(_ words: StaticString) -> Bool {
    withUnsafeBufferPointer { $0.firstIndex(of: words) != nil }
  }
}
