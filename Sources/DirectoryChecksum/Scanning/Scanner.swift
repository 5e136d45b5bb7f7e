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
/// var options = ScanOptions()
/// options.maxDepth = 1
/// let scan = try Scanner(options).scan([UInt8](path.utf8))
/// for record in Listing(scan.tree).records where record.kind == .directory {
///   print(String(decoding: record.path, as: UTF8.self), record.digest == nil ? "?" : "")
/// }
/// ```
public struct Scanner: Sendable {
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

extension Scanner {
  /// Scans the directory `path`, bytes as the system takes them, without a NUL.
  ///
  /// - Throws: ``ScanError/unreadable(_:)`` with the system's error number where `path` itself
  ///   cannot be opened, is no directory, or its names cannot be read at all;
  ///   ``ScanError/rule(_:)`` where an ignore rule is malformed.
  public func scan(_ path: [UInt8]) throws(ScanError) -> Scan {
    let root = DirectoryTask(parent: nil, indexInParent: 0, isExcluded: false)
    // The root's descriptor is where put-aside directories are found again: it never closes early.
    root.keepOpen()
    let engine: ScanEngine
    var metadata: Metadata?
    var facts: InodeFacts?
    do throws(Errno) {
      let descriptor = try path.withCString { (path) throws(Errno) in
        try FileDescriptor.openDirectory(
          at: FileDescriptor.currentDirectory, path, followingLink: true)
      }
      let status = try FileStatus(of: descriptor.rawValue)
      if options.metadata {
        let attributes = try Attributes.read(
          .descriptor(descriptor.rawValue), for: options.format)
        metadata = Metadata(status, attributes)
        if options.inodeFacts { facts = InodeFacts(attributes: attributes) }
      }
      engine = ScanEngine(options: options, device: status.identity.device)
      let first = Worker(engine)
      first.scanRoot(root, descriptor)
      first.run()
    } catch {
      throw .unreadable(error)
    }
    engine.pool.join()
    if let error = engine.ruleError { throw .rule(error) }
    let notices = engine.sortedNotices()
    if root.failed, root.directory?.count ?? 0 == 0 {
      for notice in notices where notice.path == [UInt8(ascii: ".")] {
        if case .failure(.system(let error)) = notice.event { throw .unreadable(error) }
      }
    }
    return Scan(
      tree: Tree(
        format: options.format, digest: engine.digest, metadata: metadata, rootFacts: facts,
        hasInodeFacts: options.inodeFacts, unknown: engine.unknown,
        root: engine.keepsEntries(atDepth: 0) ? root.directory : nil),
      notices: notices)
  }
}
