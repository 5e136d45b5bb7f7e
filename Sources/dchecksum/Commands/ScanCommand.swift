import DirectoryChecksum

/// `dchecksum [OPTIONS] [PATH]`
struct ScanCommand {
  /// What the command line asks for.
  struct Options {
    let path: [UInt8]
    let extent: ScanSettings.Extent
    let settings: ScanSettings
    let style: RecordWriter.Style
    /// Where the listing goes; nil for standard output.
    let output: [UInt8]?
    /// The listing that is compared with and then replaced.
    let baseline: [UInt8]?
    /// Whether a difference to the baseline changes the status.
    let exitCode: Bool
    /// The digests that were asked for, where any were.
    let digest: DigestFormat?
    let report: ReportSettings

    init(_ invocation: Invocation) throws(UsageError) {
      path = invocation.operands.first ?? [UInt8(ascii: ".")]
      var extent = ScanSettings.Extent()
      extent.format = try invocation.choice(.digest) == 0 ? .content : .buildkit
      extent.maxDepth = try Self.depth(invocation)
      extent.isLong = invocation.has(.long)
      self.extent = extent
      settings = try ScanSettings(invocation)
      try invocation.exclude(.json, .null)
      style = invocation.has(.json) ? .json : invocation.has(.null) ? .nullTerminated : .lines
      try invocation.exclude(.baseline, .output)
      try invocation.exclude(.baseline, .null)
      let dependent: [Option] = [.exitCode, .markdown, .list, .color]
      for option in dependent { try invocation.require(.baseline, with: option) }
      baseline = invocation.value(.baseline)
      exitCode = invocation.has(.exitCode)
      digest = invocation.has(.digest) ? extent.format : nil
      report = try ReportSettings(invocation)
      let output = invocation.value(.output)
      self.output = output.flatMap { $0.isLiteral("-") ? nil : $0 }
    }

    /// A number of levels, or nil for `all`.
    private static func depth(_ invocation: Invocation) throws(UsageError) -> Int? {
      guard let value = invocation.value(.maxDepth) else { return 2 }
      if value.isLiteral("all") { return nil }
      return try invocation.number(
        .maxDepth, from: 0, wanted: "a number of levels from 0, or 'all'")
    }
  }

  private let options: Options

  init(_ options: Options) {
    self.options = options
  }

  /// Scans, prints, and tells how it went.
  func run() throws(CommandError) -> ExitStatus {
    if let path = options.baseline { return try compare(with: path) }
    var extent = options.extent
    if let output = options.output {
      do throws(Errno) { try OutputFile.check(output) } catch { throw .failed(output, error) }
      extent.leftOut = Self.path(of: output, below: options.path)
      if extent.leftOut != nil { Console.complain(Messages.ownOutput(output)) }
    }
    let scan = try scan(extent)
    try write(scan)
    if options.extent.format == .buildkit { reportCopyDigest(of: scan.tree) }
    return scan.isComplete ? .success : .difference
  }

  /// Scans a directory, or reads an archive as if it had been extracted.
  private func scan(_ extent: ScanSettings.Extent) throws(CommandError) -> Scan {
    let evidence = try Evidence(options.path, piped: "-")
    if evidence.isDirectory { return try options.settings.scan(options.path, extent) }
    guard try evidence.isArchive() else {
      if evidence.parts.path == nil { try evidence.read() }
      throw evidence.parts.path == nil && evidence.isEmpty
        ? .empty(options.path) : .notDirectory(options.path)
    }
    return try evidence.scan(extent, options.settings)
  }

  /// The path below `directory` at which the listing will lie. Where that can't be told, the scan
  /// says why.
  private static func path(of output: [UInt8], below directory: [UInt8]) -> [UInt8]? {
    do throws(Errno) { return try OutputFile.path(of: output, below: directory) } catch {
      return nil
    }
  }

  /// Says what changed since the baseline in `path` was made, and replaces it.
  private func compare(with path: [UInt8]) throws(CommandError) -> ExitStatus {
    let baseline = try Baseline(path, of: options.path)
    let extent = try baseline.extent(options.digest)
    try baseline.noteOwnPath(options.settings.ignore, in: options.path)
    let scan = try options.settings.scan(options.path, extent)
    var isDifferent = false
    if let before = baseline.listing {
      let report = ChangeReport(
        Comparison(before: before, after: Listing(scan.tree)), before: .init(path),
        after: .init(options.path, isScan: true), predicts: !Process.isFirst,
        look: options.report.look)
      isDifferent = report.comparison.outcome == .different
      try options.report.print(report)
    }
    guard try baseline.replace(by: scan) else { return .difference }
    return isDifferent && options.exitCode ? .difference : .success
  }

  private func reportCopyDigest(of tree: Tree) {
    guard let digest = tree.copyDigest else {
      return Console.complain([UInt8]("COPY . DEST has no digest: not all could be read"))
    }
    var text = [UInt8]("COPY . DEST has the digest sha256:")
    text.append(hexadecimal: digest)
    Console.complain(text)
  }

  private func write(_ scan: Scan) throws(CommandError) {
    guard let output = options.output else {
      warnOfClipping(scan.tree)
      do throws(Errno) { try write(scan, to: Console.standardOutput) } catch {
        throw Console.failedToWrite(error)
      }
      return
    }
    do throws(Errno) {
      try OutputFile.write(output) { (descriptor) throws(Errno) in
        try write(scan, to: descriptor)
      }
    } catch {
      throw .failed(output, error)
    }
  }

  private func write(_ scan: Scan, to descriptor: CInt) throws(Errno) {
    var writer = BufferedWriter(descriptor)
    let format = RecordWriter(style: options.style, format: options.extent.format)
    var records = TreeRecords(scan.tree)
    while records.next() {
      let record = records.record
      let isExplained = record.digest == nil && options.style == .json
      format.append(
        record, error: isExplained ? scan.reason(for: record.path) : [], to: &writer.buffer)
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
    var fitting = 0
    while sizes[fitting] <= ListingSize.safeInBuildLogs { fitting += 1 }
    if fitting > 0 {
      text.append("--max-depth ")
      text.append(decimal: UInt64(fitting - 1))
      text.append(" would fit, ")
    }
    text.append("--output FILE keeps all of it")
    Console.complain(text)
  }
}

extension Scan {
  /// What happened to `path`, which has no digest, or that it is something below it.
  fileprivate func reason(for path: [UInt8]) -> [UInt8] {
    // Notices are sorted by path.
    var index = lowerBound(below: notices.count) { precedes(notices[$0].path, path) }
    while index < notices.count, notices[index].path == path {
      if case .failure(let failure) = notices[index].event { return Messages.reason(of: failure) }
      index += 1
    }
    return [UInt8]("Something below could not be read")
  }
}
