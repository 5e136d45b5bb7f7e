/// Reads a directory and everything below it, and gives each entry a digest.
///
/// Sub-directories and files are read by several threads; the result is the same with any number
/// of them. Links are never followed, except the path itself where it is one. Nothing is opened by
/// a path from the root: each directory is opened relative to the one it was found in, so a tree
/// that is being moved about cannot lead the scan out of itself.
///
/// What cannot be read does not end the scan. The entry has no digest then, and neither has any
/// directory above it; why is among the ``Scan/notices``.
///
/// ```swift
/// print(try DirectoryScanner().scan([UInt8](path.utf8)).tree.digest ?? "unreadable")
/// ```
public struct DirectoryScanner: Sendable {
  /// The options of the scan.
  public var options: ScanOptions

  public init(_ options: ScanOptions = ScanOptions()) {
    self.options = options
  }
}

/// What a scan gives.
public struct Scan: Sendable {
  /// The directory and what is below it, as deep as asked for.
  public let tree: Tree
  /// What the user should know, by path.
  public let notices: [ScanNotice]

  init(tree: Tree, notices: [ScanNotice]) {
    self.tree = tree
    self.notices = notices
  }

  /// What is as good as a scan: an archive's entries.
  package init(_ tree: Tree) {
    self.tree = tree
    notices = []
  }

  /// Whether every entry was read.
  public var isComplete: Bool { tree.digest != nil }
}

extension DirectoryScanner {
  /// Scans the directory `path`, bytes as the system takes them, without a NUL.
  ///
  /// - Throws: ``ScanError/unreadable(_:)`` with the system's error number where `path` itself
  ///   cannot be opened, is no directory, or its names cannot be read at all;
  ///   ``ScanError/rule(_:)`` where an ignore rule is malformed.
  public func scan(_ path: [UInt8]) throws(ScanError) -> Scan {
    let descriptor = try open(path)
    let status = try status(of: descriptor)
    let state = ScanState(options: options, device: status.identity.device)
    let root = DirectoryTask()
    let attributes = attributes(of: root, descriptor.rawValue, state)
    let worker = Worker(state)
    worker.scanRoot(root, descriptor)
    worker.run()
    state.threads.join()
    if let error = state.ruleError { throw .rule(error) }
    let notices = state.sortedNotices()
    if root.failed, attributes != nil, root.directory?.count ?? 0 == 0 {
      for notice in notices where notice.path == [UInt8(ascii: ".")] {
        if case .failure(.system(let error)) = notice.event { throw .unreadable(error) }
      }
    }
    return Scan(
      tree: Tree(
        format: options.format, digest: state.digest,
        metadata: options.metadata ? Metadata(status, attributes ?? Attributes()) : nil,
        rootFacts: options.inodeFacts ? attributes.map { InodeFacts(attributes: $0) } : nil,
        hasInodeFacts: options.inodeFacts, unknown: state.unknown,
        root: state.keepsEntries(atDepth: 0) ? root.directory : nil),
      notices: notices)
  }

  private func open(_ path: [UInt8]) throws(ScanError) -> FileDescriptor {
    do throws(Errno) {
      return try path.withCString { (path) throws(Errno) in
        try FileDescriptor.openDirectory(
          at: FileDescriptor.currentDirectory, path, followingLink: true)
      }
    } catch {
      throw .unreadable(error)
    }
  }

  private func status(of root: borrowing FileDescriptor) throws(ScanError) -> FileStatus {
    do throws(Errno) { return try FileStatus(of: root.rawValue) } catch {
      throw .unreadable(error)
    }
  }

  /// The attributes of the root, where they are wanted. Where they cannot be had, which is noted, nil:
  /// the root has no digest then, but what is in it is read all the same.
  private func attributes(
    of root: DirectoryTask, _ descriptor: CInt, _ state: ScanState
  ) -> Attributes? {
    guard options.metadata else { return Attributes() }
    do throws(Errno) {
      return try Attributes.read(.descriptor(descriptor), for: options.format)
    } catch {
      root.failed = true
      state.note(.failure(.system(error)), root.path())
      return nil
    }
  }
}
