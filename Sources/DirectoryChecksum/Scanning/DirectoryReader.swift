/// Reads the names of a directory, leaves out what does not count, and sorts the rest.
///
/// One for each worker: its memory is used again from directory to directory.
final class DirectoryReader {
  /// A name with all that sorting needs, in 16 bytes.
  private struct Key {
    /// The first eight bytes of the name as a number, so that most comparisons end here.
    let prefix: UInt64
    let offset: UInt32
    let length: UInt16
    let kind: EntryKind
    let state: Entry.State
  }

  private let engine: ScanEngine
  private var names: [UInt8] = []
  private var keys: [Key] = []
  /// The path of the entry that is looked at, where there are ignore rules.
  private var path: [UInt8] = []
  private var scratch = MatchScratch()

  init(_ engine: ScanEngine) {
    self.engine = engine
  }
}

extension DirectoryReader {
  /// Reads all names of `task`, which is open as `descriptor`; uses `buffer` meanwhile. Where reading
  /// fails in the middle the names so far are kept, and the task is marked as failed. Nil where an
  /// ignore rule ended the scan.
  func read(
    _ task: DirectoryTask, _ descriptor: CInt, buffer: UnsafeMutableRawBufferPointer
  ) -> Directory? {
    names.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    do throws(IgnoreError) {
      try updateHits(of: task)
      if !engine.options.rules.isEmpty { task.writePrefix(to: &path) }
      try readNames(task, descriptor, buffer)
    } catch {
      engine.abort(with: error)
      return nil
    }
    let directory = makeDirectory()
    if names.capacity > 1 << 20 { names = [] }
    if keys.capacity > 1 << 16 { keys = [] }
    return directory
  }

  /// Lets the ignore rules see a directory, for the sake of what they say of its entries.
  private func updateHits(of task: DirectoryTask) throws(IgnoreError) {
    guard let parent = task.parent, !engine.options.rules.isEmpty else { return }
    _ = try task.path().withBytes { (path) throws(IgnoreError) in
      try engine.options.rules.evaluate(
        directory: path, below: parent.hits, hits: &task.hits, &scratch)
    }
  }

  private func readNames(
    _ task: DirectoryTask, _ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(IgnoreError) {
    let prefixLength = path.count
    guard var stream = open(task, descriptor, buffer) else { return }
    while let name = next(&stream, of: task) {
      if name.isSelfOrParent { continue }
      // In the end each name has a NUL behind it.
      guard names.count + keys.count + name.bytes.count < UInt32.max,
        name.bytes.count <= UInt16.max
      else { return fail(task, .fileTooLarge) }
      path.shorten(to: prefixLength)
      try add(name, in: descriptor, of: task)
    }
  }

  private func open(
    _ task: DirectoryTask, _ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer
  ) -> DirectoryStream? {
    do throws(Errno) { return try DirectoryStream(descriptor, buffer: buffer) } catch {
      fail(task, error)
      return nil
    }
  }

  private func next(
    _ stream: inout DirectoryStream, of task: DirectoryTask
  ) -> DirectoryStream.Name? {
    do throws(Errno) { return try stream.next() } catch {
      fail(task, error)
      return nil
    }
  }

  private func fail(_ task: DirectoryTask, _ error: Errno) {
    task.failed = true
    engine.note(.failure(.system(error)), task.path())
  }

  private func add(
    _ name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) throws(IgnoreError) {
    guard let kind = resolvedKind(of: name, in: descriptor, of: task) else { return }
    var state = Entry.State.present
    if !engine.options.rules.isEmpty {
      path.append(name.bytes)
      guard let judged = try judge(kind, of: task) else { return }
      state = judged
    }
    guard engine.lists(kind) else { return note(.skipped(kind), name, in: task) }
    append(name.bytes, kind: kind, state: state)
  }

  private func note(
    _ event: ScanNotice.Event, _ name: DirectoryStream.Name, in task: DirectoryTask
  ) {
    var path: [UInt8] = []
    task.writePrefix(to: &path)
    path.append(name.bytes)
    engine.note(event, path)
  }
}

extension DirectoryReader {
  /// The kind of an entry, asked of the system where the directory does not tell; nil, with a
  /// notice, where that fails.
  private func resolvedKind(
    of name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) -> EntryKind? {
    if let kind = EntryKind(name.kind) { return kind }
    let cName = name.bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
    do throws(Errno) {
      if let kind = EntryKind(try FileStatus(at: descriptor, cName).kind) { return kind }
      note(.failure(.replaced), name, in: task)
    } catch {
      note(.failure(.system(error)), name, in: task)
    }
    task.failed = true
    return nil
  }

  /// What the ignore rules make of the entry at ``path``; nil where they leave it out for good.
  private func judge(
    _ kind: EntryKind, of task: DirectoryTask
  ) throws(IgnoreError) -> Entry.State? {
    try path.withBytes { (bytes) throws(IgnoreError) in
      let rules = engine.options.rules
      if try rules.evaluate(bytes, below: task.hits, &scratch).isExcluded {
        let isEntered = kind == .directory && rules.mayEnter(excludedDirectory: bytes)
        return isEntered ? .excluded : nil
      }
      guard kind == .file, let rule = rules.ruleThatEmpties(bytes, below: task.hits, &scratch)
      else { return .present }
      engine.note(.deliveredEmpty(rule: rule), path)
      return .deliveredEmpty
    }
  }

  private func append(_ name: UnsafeRawBufferPointer, kind: EntryKind, state: Entry.State) {
    var prefix: UInt64 = 0
    for index in 0..<8 {
      prefix = prefix << 8 | (index < name.count ? UInt64(name[index]) : 0)
    }
    keys.append(
      Key(
        prefix: prefix, offset: UInt32(names.count), length: UInt16(name.count), kind: kind,
        state: state))
    names.append(name)
  }

  private func makeDirectory() -> Directory {
    names.withUnsafeBytes { names in
      sort(&keys) { Self.precedes($0, $1, names) }
      removeDoubles(names)
      var directoryCount = 0
      for key in keys where key.kind == .directory { directoryCount += 1 }
      let directory = Directory(
        count: keys.count, directoryCount: directoryCount,
        nameByteCount: names.count + keys.count, format: engine.options.format,
        metadata: engine.options.metadata)
      var offset = 0
      for index in keys.indices {
        let key = keys[index]
        let start = Int(key.offset)
        directory.setEntry(
          index, kind: key.kind, state: key.state,
          name: names.slice(start, start + Int(key.length)), at: offset)
        offset += Int(key.length) + 1
      }
      return directory
    }
  }
}

extension DirectoryReader {
  /// Leaves out what a directory names a second time, as it may while something else changes it.
  private func removeDoubles(_ names: UnsafeRawBufferPointer) {
    var kept = 0
    for index in keys.indices {
      if kept > 0, Self.isSame(keys[kept - 1], keys[index], names) { continue }
      if kept < index { keys[kept] = keys[index] }
      kept += 1
    }
    while keys.count > kept { keys.removeLast() }
  }

  /// Directories come first, then names in byte order.
  private static func precedes(
    _ left: Key, _ right: Key, _ names: UnsafeRawBufferPointer
  ) -> Bool {
    let leftIsDirectory = left.kind == .directory
    if leftIsDirectory != (right.kind == .directory) { return leftIsDirectory }
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    // The first eight bytes are the same.
    let shared = Int(min(left.length, right.length))
    for index in min(8, shared)..<shared {
      let (l, r) = (names[Int(left.offset) + index], names[Int(right.offset) + index])
      if l != r { return l < r }
    }
    return left.length < right.length
  }

  private static func isSame(
    _ left: Key, _ right: Key, _ names: UnsafeRawBufferPointer
  ) -> Bool {
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
