/// What has been found of one listing: the output of one run of the tool.
final class ListingRun {
  /// The stream the listing was found in.
  let stream: LogStream
  /// The build of the stream's source it was found in.
  let build: Int
  /// The run of the stream before this one.
  private(set) var previous: ListingRun?
  /// Whether this run may be the rest of another one.
  let isRest: Bool
  /// The run that may be the rest of this one.
  var rest: ListingRun?
  /// The step, where the log names one.
  let label: [UInt8]
  /// Nil as long as no record says it.
  private(set) var format: DigestFormat?
  /// Whether the records are long ones; nil as long as none says it.
  private(set) var isLong: Bool?
  /// The records that are beyond doubt, sorted in listing order and without repeats.
  private(set) var records: [Record] = []
  /// The others, in any order.
  private(set) var doubts: [Candidate] = []
  /// Whether doubts were dropped: no real listing has as many.
  private(set) var hasTooManyDoubts = false
  /// The line with which the log said that output was cut; empty where it did not.
  var notice: [UInt8]
  /// Whether the root may be the cut line of a name that begins with a dot.
  private(set) var rootMayBeCut = false
  /// The number of the line with the last record.
  var lastLine = 0
  /// The record that was read last.
  private(set) var last: Record?
  /// The listing that was made of this run, and maybe of others behind it.
  var listing: Listing?
  /// Records since the last one in order that repeat others, or contradict them: if one follows
  /// that does neither, another listing has begun with them.
  private var echo: [Record] = []
  private var hasSlash = false
  private var hasBackslash = false

  /// More doubts than records, and than this, are not kept.
  private static let maximumDoubts = 1024

  /// Begins a run in `stream`, whose run it follows, and of which it may be the rest.
  init(in stream: LogStream, label: [UInt8], isRest: Bool) {
    self.stream = stream
    self.label = label
    self.isRest = isRest
    build = stream.build
    previous = stream.run
    notice = stream.notice
  }

  /// Puts some of `runs` together, each of which may be the rest of the one before. Where it
  /// `dropsRoots`, the first run's root is the only one that is kept.
  init(_ runs: [ListingRun], _ range: Range<Int>, dropsRoots: Bool = false) {
    let first = runs[range.lowerBound]
    stream = first.stream
    label = first.label
    build = first.build
    previous = first.previous
    isRest = first.isRest
    notice = first.notice
    rootMayBeCut = first.rootMayBeCut
    isLong = first.isLong
    for index in range { take(runs[index], withRoot: runs[index] === first || !dropsRoots) }
  }
}

extension ListingRun {
  /// What separates the names in the paths: a backslash where the original tool ran on Windows,
  /// as far as the records so far can tell.
  var separator: UInt8 { hasBackslash && !hasSlash ? UInt8(ascii: "\\") : UInt8(ascii: "/") }

  var hasRoot: Bool { records.first?.isRoot ?? false }

  /// Whether the run is a root and nothing else, which proves nothing.
  var isRootAlone: Bool { records.count == 1 && doubts.isEmpty && hasRoot }

  /// Whether the records come from BuildKit's interactive display, which shows but the last lines.
  var isTerminalCapture: Bool { stream.number == LogStream.display }

  /// Whether `record` is the run's root once more.
  func repeatsRoot(_ record: Record) -> Bool { hasRoot && records[0] == record }

  /// Whether the root, alone so far, is the cut line of this record: no directory has the digest
  /// of a directory in it.
  func isRootCut(of record: Record) -> Bool {
    guard records.count == 1, hasRoot, record.kind == .directory else { return false }
    let root = records[0]
    return root.digest != nil && root.isCut(of: record) && root.metadata == record.metadata
  }

  /// Whether a record of this format and length can be of the same listing.
  func accepts(_ record: Record, _ format: DigestFormat?) -> Bool {
    if let format, let own = self.format, format != own { return false }
    guard record.digest != nil, let isLong else { return true }
    return isLong == (record.metadata != nil)
  }
}

extension ListingRun {
  /// Takes a record in; false where it cannot stand here, because listings are sorted and it
  /// should have come before.
  func append(_ record: Record, _ format: DigestFormat?) -> Bool {
    note(record, format)
    let separator = separator
    guard let end = records.last, record.order(to: end, separator: separator) <= 0 else {
      records.append(record)
      echo.removeAll()
      return true
    }
    // The last record does not stand before this one, so there is a place.
    let place = lowerBound(below: records.count) {
      records[$0].order(to: record, separator: separator) < 0
    }
    guard record.order(to: records[place], separator: separator) == 0 else { return false }
    if records[place] != record { doubt(record, .rival) }
    if let last = echo.last, record.order(to: last, separator: separator) <= 0 { echo.removeAll() }
    echo.append(record)
    return true
  }

  /// Adds a record that may not belong here.
  func doubt(_ record: Record, _ doubt: Candidate.Doubt) {
    guard doubts.count < max(records.count, Self.maximumDoubts) else {
      hasTooManyDoubts = true
      return
    }
    doubts.append(Candidate(record: record, doubt: doubt))
  }

  /// Gives away the records with which another listing has begun.
  func takeEcho() -> [Record] {
    let taken = echo
    echo = []
    var index = taken.count
    while index > 0, let last = doubts.last, last.doubt == .rival {
      index -= 1
      if last.record == taken[index] { doubts.removeLast() }
    }
    return taken
  }

  /// Makes a doubt of the record that was appended last, unless it is the root.
  func doubtLast(_ doubt: Candidate.Doubt) {
    guard let last, let end = records.last, end == last else { return }
    if end.isRoot {
      rootMayBeCut = records.count == 1
    } else {
      records.removeLast()
      self.doubt(last, doubt)
    }
  }

  /// Settles an interrupted record when the next one of its stream has come.
  func settleInterruption(before next: Record) {
    guard let last = doubts.last, last.doubt == .interrupted else { return }
    if last.record.isCut(of: next) {
      // Cut and printed again, or two entries with one content: the digests decide.
      doubts[doubts.count - 1].doubt = .repeated
      return
    }
    doubts.removeLast()
    if last.record != next { _ = append(last.record, nil) }
  }

  /// Lets go of the runs before and behind this one.
  func forgetOthers() {
    previous = nil
    rest = nil
  }

  /// Takes the root away again.
  func removeRoot() {
    if hasRoot { records.removeFirst() }
  }

  private func take(_ other: ListingRun, withRoot: Bool) {
    for record in other.records where withRoot || !record.isRoot { records.append(record) }
    for doubt in other.doubts { doubts.append(doubt) }
    hasTooManyDoubts = hasTooManyDoubts || other.hasTooManyDoubts
    if notice.isEmpty { notice = other.notice }
    if format == nil { format = other.format }
    lastLine = max(lastLine, other.lastLine)
    last = other.last
    hasSlash = hasSlash || other.hasSlash
    hasBackslash = hasBackslash || other.hasBackslash
  }

  private func note(_ record: Record, _ format: DigestFormat?) {
    last = record
    if self.format == nil { self.format = format }
    if isLong == nil, record.digest != nil { isLong = record.metadata != nil }
    for byte in record.path {
      if byte == UInt8(ascii: "/") { hasSlash = true }
      if byte == UInt8(ascii: "\\") { hasBackslash = true }
    }
  }
}
