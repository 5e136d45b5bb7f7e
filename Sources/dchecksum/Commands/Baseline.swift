import DirectoryChecksum

/// The file in which the program remembers what a directory was like the time before.
struct Baseline {
  let path: [UInt8]
  /// What it holds; nil where there is none yet.
  let listing: Listing?
  /// Its own path below the directory, of which it is no part; nil where it lies elsewhere.
  let leftOut: [UInt8]?

  /// Reads the file at `path`, which remembers `directory`. It must be, to its last byte, one
  /// complete listing: whatever else it is, it may be somebody's.
  init(_ path: [UInt8], of directory: [UInt8]) throws(CommandError) {
    self.path = path
    let isFile: Bool
    do throws(Errno) { isFile = try OutputFile.isReplaceable(path) } catch {
      throw .failed(path, error)
    }
    guard isFile else { throw .noBaseline(path) }
    var bytes: [UInt8]?
    do throws(Errno) {
      var read: [UInt8] = []
      try InputFile.read(path) { read.append(contentsOf: $0) }
      bytes = read
    } catch {
      if error != .noSuchFile { throw .failed(path, error) }
    }
    leftOut = Self.ownPath(path, below: directory)
    guard let bytes else {
      listing = nil
      return
    }
    guard let found = Self.listing(in: bytes) else { throw .noBaseline(path) }
    listing = leftOut.map { found.without($0) } ?? found
  }

  /// Where that can't be told, the scan says why.
  private static func ownPath(_ path: [UInt8], below directory: [UInt8]) -> [UInt8]? {
    do throws(Errno) { return try OutputFile.path(of: path, below: directory) } catch {
      return nil
    }
  }

  /// The listing that `bytes` are and nothing else: written again, it gives the same bytes.
  private static func listing(in bytes: [UInt8]) -> Listing? {
    var reader = LogReader()
    bytes.withUnsafeBytes { reader.consume($0) }
    let listings = reader.finish()
    guard listings.count == 1, listings[0].integrity == .complete else { return nil }
    let styles: [RecordWriter.Style] = [.lines, .json, .nullTerminated]
    for style in styles where written(listings[0], style) == bytes { return listings[0] }
    return nil
  }

  private static func written(_ listing: Listing, _ style: RecordWriter.Style) -> [UInt8] {
    let writer = RecordWriter(style: style, format: listing.format)
    var bytes: [UInt8] = []
    for record in listing.records { writer.append(record, to: &bytes) }
    return bytes
  }
}

extension Baseline {
  /// What has to be scanned to be compared with it, and to take its place. `wanted`: the digests
  /// that were asked for.
  func extent(_ wanted: DigestFormat?) throws(CommandError) -> ScanSettings.Extent {
    if let listing, let wanted, listing.format != wanted { throw .otherDigests(path) }
    return ScanSettings.Extent(
      format: listing?.format ?? wanted ?? .content, maxDepth: nil, isLong: true, leftOut: leftOut)
  }

  /// Says that it is left out where a build would take it.
  func noteOwnPath(_ ignore: IgnoreSettings, in directory: [UInt8]) throws(CommandError) {
    guard let leftOut else { return }
    let isIgnored: Bool
    let rules = try ignore.rules(for: directory)
    do throws(IgnoreError) {
      isIgnored = try rules.explain(leftOut, kind: .file).isExcluded
    } catch {
      throw .rule(error)
    }
    if !isIgnored {
      Console.complain(Messages.ownBaseline(path, IgnoreSettings.pattern(for: leftOut)))
    }
  }

  /// Replaces the file by a listing of `scan`, whole or not at all. What could not be read is no
  /// baseline: then the file is kept. Tells whether it was replaced.
  func replace(by scan: Scan) throws(CommandError) -> Bool {
    guard scan.isComplete else {
      Console.complain(
        Messages.about(
          path,
          listing == nil ? "not written: not all could be read" : "kept: not all could be read"))
      return false
    }
    do throws(Errno) {
      try OutputFile.write(path) { (descriptor) throws(Errno) in
        var writer = BufferedWriter(descriptor)
        let format = RecordWriter(style: .lines, format: scan.tree.format)
        var records = TreeRecords(scan.tree)
        while records.next() {
          format.append(records.record, to: &writer.buffer)
          try writer.flushIfFull()
        }
        try writer.flush()
      }
    } catch {
      throw .failed(path, error)
    }
    if listing == nil {
      Console.complain(Messages.about(path, "written; the next run compares with it"))
    }
    return true
  }
}
