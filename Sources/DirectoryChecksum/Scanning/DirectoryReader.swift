/// Reads the names of a directory, leaves out what does not count, and sorts the rest.
///
/// One for each worker: its memory is used again from directory to directory.
final class DirectoryReader {
  private let scan: ScanState
  private var names = DirectoryNames()
  /// The path of the entry that is looked at, where there are ignore rules.
  private var path: [UInt8] = []
  private var scratch = MatchScratch()
  private let rules: IgnoreRules
  /// Where other builders part; nil where nobody asks for it.
  private var readings: OtherReadings?

  init(_ scan: ScanState) {
    self.scan = scan
    rules = scan.options.rules
    if scan.options.inodeFacts, rules.isReadOtherwise { readings = OtherReadings() }
  }
}

extension DirectoryReader {
  /// Reads all names of `task`, which is open as `descriptor`. Where reading fails in the middle the
  /// names so far are kept, and the task is marked as failed. Nil where an ignore rule ended the scan.
  func read(_ task: DirectoryTask, _ descriptor: CInt) -> Directory? {
    defer { names.removeAll() }
    do throws(IgnoreError) {
      try updateHits(of: task)
      if !rules.isEmpty { task.writePrefix(to: &path) }
      try readNames(task, descriptor)
    } catch {
      scan.abort(with: error)
      return nil
    }
    return names.makeDirectory(
      format: scan.options.format, metadata: scan.options.metadata)
  }

  /// Lets the ignore rules see a directory, for the sake of what they say of its entries.
  private func updateHits(of task: DirectoryTask) throws(IgnoreError) {
    guard !rules.isEmpty else { return }
    guard let parent = task.parent else {
      readings?.enter(ByteView(start: nil, count: 0), rules, &scratch)
      return
    }
    _ = try task.path().withBytes { (path) throws(IgnoreError) in
      readings?.enter(path, rules, &scratch)
      return try rules.evaluate(
        directory: path, below: parent.hits, hits: &task.hits, &scratch)
    }
  }

  private func readNames(_ task: DirectoryTask, _ descriptor: CInt) throws(IgnoreError) {
    let prefixLength = path.count
    guard var stream = open(task, descriptor) else { return }
    while let name = next(&stream, of: task) {
      if name.isSelfOrParent { continue }
      guard names.hasRoom(for: name.bytes) else { return fail(task, .fileTooLarge) }
      path.shorten(to: prefixLength)
      try add(name, in: descriptor, of: task)
    }
  }

  private func open(_ task: DirectoryTask, _ descriptor: CInt) -> DirectoryStream? {
    do throws(Errno) {
      return try scan.openDirectories.withDescriptorsAtHand { () throws(Errno) in
        try DirectoryStream(descriptor)
      }
    } catch {
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
    scan.note(.failure(.system(error)), task.path())
  }

  private func add(
    _ name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) throws(IgnoreError) {
    guard let kind = resolvedKind(of: name, in: descriptor, of: task) else { return }
    var state = Entry.State.present
    if !rules.isEmpty {
      path.append(name.bytes)
      guard let judged = try judge(kind, of: task) else { return }
      state = judged
    }
    guard scan.lists(kind) else { return note(.skipped(kind), name, in: task) }
    names.append(name.bytes, kind: kind, state: state)
  }

  private func note(
    _ event: ScanNotice.Event, _ name: DirectoryStream.Name, in task: DirectoryTask
  ) {
    var path: [UInt8] = []
    task.writePrefix(to: &path)
    path.append(name.bytes)
    scan.note(event, path)
  }
}

extension DirectoryReader {
  /// The kind of an entry, asked of the system where the directory does not tell; nil, with a
  /// notice, where that fails.
  private func resolvedKind(
    of name: DirectoryStream.Name, in descriptor: CInt, of task: DirectoryTask
  ) -> EntryKind? {
    if let kind = name.kind { return kind }
    do throws(Errno) {
      if let kind = try FileStatus(at: descriptor, name.cName).kind { return kind }
      note(.failure(.replaced), name, in: task)
    } catch {
      note(.failure(.system(error)), name, in: task)
    }
    task.failed = true
    return nil
  }

  /// Notes what the entry at ``path`` means to builders that are not BuildKit.
  private func noteOthers(_ path: ByteView, _ isExcluded: Bool) {
    guard scan.options.inodeFacts else { return }
    if var unknown = readings?.differing(path, isKept: !isExcluded, rules, &scratch) {
      // kaniko's reading was not measured.
      if !unknown.isEmpty { unknown.insert(.rulesOfKaniko) }
      scan.note(unknown: unknown)
    }
    // Buildah takes the names of owners from there, copied or not.
    if isExcluded,
      path.isLiteral("etc") || path.isLiteral("etc/passwd") || path.isLiteral("etc/group")
    {
      scan.note(unknown: .ownerNames)
    }
  }

  /// What the ignore rules make of the entry at ``path``; nil where they leave it out for good.
  private func judge(
    _ kind: EntryKind, of task: DirectoryTask
  ) throws(IgnoreError) -> Entry.State? {
    try path.withBytes { (bytes) throws(IgnoreError) in
      let isExcluded = try rules.evaluate(bytes, below: task.hits, &scratch).isExcluded
      noteOthers(bytes, isExcluded)
      if isExcluded {
        let isEntered = kind == .directory && rules.mayEnter(excludedDirectory: bytes)
        return isEntered ? .excluded : nil
      }
      guard kind == .file, let rule = rules.ruleThatEmpties(bytes, below: task.hits, &scratch)
      else { return .present }
      scan.note(.deliveredEmpty(rule: rule), path)
      return .deliveredEmpty
    }
  }
}
