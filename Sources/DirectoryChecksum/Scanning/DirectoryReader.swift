/// Reads the names of a directory, leaves out what does not count, and sorts the rest.
///
/// One for each worker: its memory is used again from directory to directory.
struct DirectoryReader {
  /// A name with all that sorting needs, in 16 bytes.
  private struct Key {
    /// The first eight bytes of the name as a number, so that most comparisons end here.
    let prefix: UInt64
    let offset: UInt32
    let length: UInt16
    let kind: EntryKind
    let state: Entry.State
  }

  private let options: ScanOptions
  private var names: [UInt8] = []
  private var keys: [Key] = []
  private var path: [UInt8] = []
  private var scratch = MatchScratch()
  /// What was left out with a warning, or could not be read.
  private(set) var notices: [ScanNotice] = []

  init(options: ScanOptions) {
    self.options = options
  }
}

extension DirectoryReader {
  /// Reads all names of `task`, which is open as `descriptor`; uses `buffer` meanwhile. Where reading
  /// fails in the middle the names so far are kept, and the task is marked as failed.
  mutating func read(
    _ task: DirectoryTask, _ descriptor: CInt, buffer: UnsafeMutableRawBufferPointer
  ) throws(IgnoreError) -> Directory {
    names.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    if !options.rules.isEmpty { task.writePrefix(to: &path) }
    let prefixLength = path.count
    do throws(ReadingError) {
      var stream = try open(descriptor, buffer)
      while let name = try next(&stream) {
        if name.isSelfOrParent { continue }
        path.removeLast(path.count - prefixLength)
        try add(name, in: descriptor, of: task)
      }
    } catch {
      switch error {
      case .system(let error):
        task.failed = true
        note(.failure(.system(error)), task.path())
      case .rule(let error):
        throw error
      }
    }
    let directory = makeDirectory()
    if names.capacity > 1 << 20 { names = [] }
    if keys.capacity > 1 << 16 { keys = [] }
    return directory
  }

  /// Which rules have hit `task`, given those that hit the directory above.
  mutating func hits(
    of task: DirectoryTask, below above: HitList
  ) throws(IgnoreError) -> HitList {
    var hits = HitList()
    _ = try task.path().withBytes { (path) throws(IgnoreError) in
      try options.rules.evaluate(directory: path, below: above, hits: &hits, &scratch)
    }
    return hits
  }

  /// Gives up the notices so far.
  mutating func takeNotices() -> [ScanNotice] {
    let taken = notices
    notices = []
    return taken
  }

  private enum ReadingError: Error {
    case system(Errno)
    case rule(IgnoreError)
  }

  private func open(
    _ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(ReadingError) -> DirectoryStream {
    do throws(Errno) { return try DirectoryStream(descriptor, buffer: buffer) } catch {
      throw .system(error)
    }
  }

  private func next(
    _ stream: inout DirectoryStream
  ) throws(ReadingError) -> DirectoryStream.Name? {
    do throws(Errno) { return try stream.next() } catch { throw .system(error) }
  }

  private mutating func note(_ event: ScanNotice.Event, _ path: [UInt8]) {
    notices.append(ScanNotice(path: path, event: event))
  }

  private mutating func add(
    _ name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) throws(ReadingError) {
    guard let kind = resolvedKind(of: name, in: descriptor, of: task) else { return }
    var state = Entry.State.present
    if !options.rules.isEmpty {
      path.append(contentsOf: name.bytes)
      do throws(IgnoreError) {
        guard let judged = try judge(kind, of: task) else { return }
        state = judged
      } catch {
        throw .rule(error)
      }
    }
    if options.format == .content, !options.inodeFacts, !ContentFormat.counts(kind) {
      return note(.skipped(kind), pathOfName(name, in: task))
    }
    try append(name.bytes, kind: kind, state: state)
  }

  private func pathOfName(_ name: DirectoryStream.Name, in task: DirectoryTask) -> [UInt8] {
    var path: [UInt8] = []
    task.writePrefix(to: &path)
    path.append(contentsOf: name.bytes)
    return path
  }
}

extension DirectoryReader {
  /// The kind of an entry, asked of the system where the directory does not tell; nil, with a
  /// notice, where that fails.
  private mutating func resolvedKind(
    of name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) -> EntryKind? {
    if let kind = EntryKind(name.kind) { return kind }
    let cName = UnsafeRawPointer(name.bytes.baseAddress!).assumingMemoryBound(to: CChar.self)
    do throws(Errno) {
      if let kind = EntryKind(try FileStatus(at: descriptor, cName).kind) { return kind }
      note(.failure(.replaced), pathOfName(name, in: task))
    } catch {
      note(.failure(.system(error)), pathOfName(name, in: task))
    }
    task.failed = true
    return nil
  }

  /// What the ignore rules make of the entry at ``path``; nil where they leave it out for good.
  private mutating func judge(
    _ kind: EntryKind, of task: DirectoryTask
  ) throws(IgnoreError) -> Entry.State? {
    let decision = try path.withBytes { (path) throws(IgnoreError) in
      try options.rules.evaluate(path, below: task.hits, &scratch)
    }
    if decision.isExcluded {
      guard kind == .directory else { return nil }
      return path.withBytes { options.rules.mayEnter(excludedDirectory: $0) } ? .excluded : nil
    }
    guard kind == .file else { return .present }
    let emptying = path.withBytes { path in
      options.rules.ruleThatEmpties(path, below: task.hits, &scratch)
    }
    guard let emptying else { return .present }
    note(.deliveredEmpty(rule: emptying), path)
    return .deliveredEmpty
  }

  private mutating func append(
    _ name: UnsafeBufferPointer<UInt8>, kind: EntryKind, state: Entry.State
  ) throws(ReadingError) {
    // In the end each name has a NUL behind it.
    guard names.count + keys.count + name.count < UInt32.max, name.count <= UInt16.max else {
      throw .system(.fileTooLarge)
    }
    var prefix: UInt64 = 0
    for index in 0..<8 {
      prefix = prefix << 8 | (index < name.count ? UInt64(name[index]) : 0)
    }
    keys.append(
      Key(
        prefix: prefix, offset: UInt32(names.count), length: UInt16(name.count), kind: kind,
        state: state))
    names.append(contentsOf: name)
  }

  private mutating func makeDirectory() -> Directory {
    names.withUnsafeBufferPointer { names in
      let order = sortedKeys(names)
      var directoryCount = 0
      for index in order where keys[index].kind == .directory { directoryCount += 1 }
      let directory = Directory(
        count: order.count, directoryCount: directoryCount,
        nameByteCount: names.count + keys.count, format: options.format,
        metadata: options.metadata)
      var offset = 0
      for index in order.indices {
        let key = keys[order[index]]
        let start = Int(key.offset)
        directory.setEntry(
          index, kind: key.kind, state: key.state,
          name: UnsafeBufferPointer(rebasing: names[start..<start + Int(key.length)]), at: offset)
        offset += Int(key.length) + 1
      }
      return directory
    }
  }
}

extension DirectoryReader {
  /// The indexes of the keys in order, without those of entries that the directory names a second
  /// time, as it may while something else changes it.
  private func sortedKeys(_ names: UnsafeBufferPointer<UInt8>) -> [Int] {
    keys.withUnsafeBufferPointer { keys in
      var order = sortedIndexes(keys.count) { precedes(keys[$0], keys[$1], names) }
      var kept = 0
      for index in order {
        if kept > 0, isSame(keys[order[kept - 1]], keys[index], names) { continue }
        order[kept] = index
        kept += 1
      }
      order.removeLast(order.count - kept)
      return order
    }
  }

  /// Directories come first, then names in byte order.
  private func precedes(_ left: Key, _ right: Key, _ names: UnsafeBufferPointer<UInt8>) -> Bool {
    let leftIsDirectory = left.kind == .directory
    if leftIsDirectory != (right.kind == .directory) { return leftIsDirectory }
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    for index in 0..<Int(min(left.length, right.length)) {
      let (l, r) = (names[Int(left.offset) + index], names[Int(right.offset) + index])
      if l != r { return l < r }
    }
    return left.length < right.length
  }

  private func isSame(_ left: Key, _ right: Key, _ names: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.prefix == right.prefix, left.length == right.length, left.kind == right.kind else {
      return false
    }
    for index in 0..<Int(left.length)
    where names[Int(left.offset) + index] != names[Int(right.offset) + index] {
      return false
    }
    return true
  }
}

extension EntryKind {
  /// The kind of a file of the system; nil where it is unknown.
  init?(_ kind: FileKind) {
    self.init(rawValue: kind.rawValue)
  }
}
