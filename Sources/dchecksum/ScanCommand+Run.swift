import DirectoryChecksum

extension ScanCommand {
  /// Scans, prints, and tells how it went.
  func run() -> ExitStatus {
    if let output {
      do throws(Errno) { try OutputFile.check(output) } catch {
        Console.complain(Messages.couldNotWrite(output, error))
        return .trouble
      }
    }
    let scan: Scan
    let rules: IgnoreRules
    do throws(CommandError) {
      rules = try ignoring.rules(for: path)
      var options = ScanOptions()
      options.format = format
      options.maxDepth = maxDepth
      options.metadata = isLong
      options.rules = rules
      options.oneFileSystem = oneFileSystem
      options.jobs = jobs
      scan = try scanShowingProgress(path, options)
    } catch {
      Console.complain(error.message)
      return .trouble
    }
    report(scan.notices, rules)
    let status = write(scan)
    guard status == .success else { return status }
    if format == .buildkit { reportCopyDigest(of: scan.tree) }
    return scan.isComplete ? .success : .difference
  }

  private func report(_ notices: [ScanNotice], _ rules: IgnoreRules) {
    for notice in notices { Console.complain(Messages.notice(notice, rules)) }
  }

  private func reportCopyDigest(of tree: Tree) {
    guard let digest = tree.copyDigest else {
      return Console.complain([UInt8]("COPY . DEST has no digest: not all could be read"))
    }
    var text = [UInt8]("COPY . DEST has the digest sha256:")
    text.append(hexadecimal: digest)
    Console.complain(text)
  }

  private func write(_ scan: Scan) -> ExitStatus {
    guard let output else {
      warnOfClipping(scan.tree)
      do throws(Errno) {
        try write(scan, to: Console.standardOutput)
        return .success
      } catch {
        return Console.failedToWrite(error)
      }
    }
    do throws(Errno) {
      try OutputFile.write(output) { (descriptor) throws(Errno) in
        try write(scan, to: descriptor)
      }
      return .success
    } catch {
      Console.complain(Messages.couldNotWrite(output, error))
      return .trouble
    }
  }

  private func write(_ scan: Scan, to descriptor: CInt) throws(Errno) {
    var writer = BufferedWriter(descriptor)
    let format = RecordWriter(style: style, format: scan.tree.format)
    var records = TreeRecords(scan.tree)
    let reasons = FailureReasons(scan.notices)
    while records.next() {
      let reason = records.record.digest == nil ? reasons.reason(for: records.record.path) : []
      format.append(records.record, error: reason, to: &writer.buffer)
      try writer.flushIfFull()
    }
    try writer.flush()
  }

  /// Builders cut what a step prints: says so before it happens, and what would fit.
  private func warnOfClipping(_ tree: Tree) {
    let descriptor = Console.standardOutput
    guard !Process.isTerminal(descriptor), !Process.isFile(descriptor) else { return }
    let sizes = ListingSize.byDepth(of: tree)
    guard let whole = sizes.last, whole > ListingSize.safeInBuildLogs else { return }
    var text = [UInt8]("this listing has ")
    text.append(decimal: UInt64(whole >> 10))
    text.append(" KiB, and BuildKit clips a log beyond 200 KiB a second; ")
    if let fitting = sizes.lastIndex(where: { $0 <= ListingSize.safeInBuildLogs }) {
      text.append("--max-depth ")
      text.append(decimal: UInt64(fitting))
      text.append(" would fit, ")
    }
    text.append("--output FILE keeps all of it")
    Console.complain(text)
  }
}

/// Finds the reason for a record without a digest, among notices that are sorted by path.
struct FailureReasons {
  private let notices: [ScanNotice]

  init(_ notices: [ScanNotice]) {
    self.notices = notices
  }

  /// What happened to `path`, or that it is something below it.
  func reason(for path: [UInt8]) -> [UInt8] {
    var (low, high) = (0, notices.count)
    while low < high {
      let middle = (low + high) / 2
      if notices[middle].path.lexicographicallyPrecedes(path) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < notices.count, notices[low].path == path {
      if case .failure(let failure) = notices[low].event {
        return Messages.reason(of: failure)
      }
      low += 1
    }
    return [UInt8]("Something below could not be read")
  }
}
