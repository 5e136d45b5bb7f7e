import DirectoryChecksum

/// How the command line wants directories to be scanned.
struct ScanSettings {
  var ignore = IgnoreSettings()
  var oneFileSystem = false
  /// The number of threads at the most; nil for as many as are of use.
  var jobs: Int?

  init() {}

  init(_ invocation: Invocation) throws(UsageError) {
    ignore = IgnoreSettings(invocation)
    oneFileSystem = invocation.has(.oneFileSystem)
    let jobs = try invocation.number(.jobs, from: 1, wanted: "a number of threads from 1")
    // More are never of use, and would only be refused later.
    self.jobs = jobs.map { min($0, 1024) }
  }
}

extension ScanSettings {
  /// What a listing of a directory is to hold.
  struct Extent {
    var format = DigestFormat.content
    /// How many levels below the root; nil: everything.
    var maxDepth: Int?
    /// Mode, owner, attributes and the targets of links.
    var isLong = true
    /// What no listing shows as well.
    var inodeFacts = false
    /// The path below the root of something that is no part of it.
    var leftOut: [UInt8]?
  }

  /// Scans `path`, shows on a terminal how far it is, and complains of what went wrong on the way.
  func scan(_ path: [UInt8], _ extent: Extent) throws(CommandError) -> Scan {
    var request = ScanOptions()
    request.format = extent.format
    request.maxDepth = extent.maxDepth
    request.metadata = extent.isLong
    request.inodeFacts = extent.inodeFacts
    request.oneFileSystem = oneFileSystem
    request.jobs = jobs
    request.rules = try ignore.rules(for: path, leavingOut: extent.leftOut)
    let progress = ProgressLine()
    if let progress {
      request.progress = { files, bytes in progress.update(files: files, bytes: bytes) }
    }
    let scan: Scan
    do throws(ScanError) {
      defer { progress?.clear() }
      scan = try DirectoryScanner(request).scan(path)
    } catch {
      switch error {
      case .unreadable(let error): throw .failed(path, error)
      case .rule(let error): throw .rule(error)
      }
    }
    for notice in scan.notices { Console.complain(Messages.notice(notice, request.rules)) }
    return scan
  }
}
