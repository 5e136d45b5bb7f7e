/// What has been found of one listing: the output of one run of the tool.
struct ListingRun {
  /// The number of the stream that the listing was found in.
  let stream: Int
  /// The number of the line with the first record.
  let firstLine: Int
  /// The number of the run of the stream before this one.
  private(set) var previous: Int?
  /// Whether this run may be the rest of another one.
  let isRest: Bool
  /// The number of the run that may be the rest of this one.
  var rest: Int?
  /// The step's header, where the log names one.
  let step: [UInt8]
  /// Nil as long as no record says it.
  private(set) var format: DigestFormat?
  /// Whether the records are long ones; nil as long as none says it.
  private(set) var isLong: Bool?
  /// The records that are beyond doubt, sorted in listing order and without repeats.
  var records: [Record] = []
  /// The others, in any order.
  var doubts: [Candidate] = []
  /// Whether doubts were dropped: no real listing has as many.
  var hasTooManyDoubts = false
  /// The line with which the log said that output was cut; empty where it did not.
  private(set) var notice: [UInt8]
  /// Whether the root may be the cut line of a name that begins with a dot.
  var rootMayBeCut = false
  /// The number of the line with the last record.
  var lastLine = 0
  /// The record that was read last.
  private(set) var last: Record?
  /// The records on both sides of where the log says that it lost lines.
  private(set) var gaps: [Record] = []
  private var isAtGap: Bool
  /// Whether lines were lost before the first record.
  let beginsAtGap: Bool
  /// Whether the lines are from BuildKit's interactive display, which shows but the last ones.
  let isTerminalCapture: Bool
  /// Records since the last one in order that repeat others, or contradict them: if one follows
  /// that does neither, another listing has begun with them.
  var echo = RecordEcho()
  /// Where records that repeat others are followed by new ones for the first time: another run's
  /// may begin with them.
  var restart: Restart?
  /// Whether it is put together of several.
  private(set) var isMixed = false
  private var hasSlash = false
  private var hasBackslash = false

  /// How many records and doubts there were before, and the records that repeat others.
  struct Restart {
    let recordCount: Int
    let doubtCount: Int
    let echo: [Record]
  }

  /// Of more gaps than this, with two or three records each, the others explain nothing.
  private static let maximumGaps = 16

  /// Begins a run whose stream has the run `previous` before it, of which it may be the rest.
  init(
    in stream: Int, step: [UInt8], notice: [UInt8], previous: Int?, isRest: Bool, line: Int,
    isTerminalCapture: Bool
  ) {
    self.stream = stream
    self.step = step
    self.notice = notice
    self.previous = previous
    self.isRest = isRest
    self.isTerminalCapture = isTerminalCapture
    firstLine = line
    isAtGap = !notice.isEmpty
    beginsAtGap = isAtGap
  }
}

extension ListingRun {
  /// What separates the names in the paths: a backslash where the original tool ran on Windows,
  /// as far as the records so far can tell.
  var separator: UInt8 { hasBackslash && !hasSlash ? UInt8(ascii: "\\") : UInt8(ascii: "/") }

  var hasRoot: Bool { records.first?.isRoot ?? false }

  /// Whether the run is a root and nothing else, which proves nothing.
  var isRootAlone: Bool { records.count == 1 && doubts.isEmpty && hasRoot }

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
  /// What becomes of a record.
  enum Placement {
    /// It stands where it is.
    case placed
    /// It should have come before, since listings are sorted: another listing begins, or it is cut.
    case misplaced
    /// It says something else of an entry whose content is the same, which no digest settles:
    /// another listing has begun.
    case contradicts
  }

  /// Takes a record in, unless it is not ``Placement/placed``.
  mutating func append(_ record: Record, _ format: DigestFormat?) -> Placement {
    let separator = separator
    guard let end = records.last, record.order(to: end, separator: separator) <= 0 else {
      note(record, format)
      // One line may well be printed twice.
      if echo.records.count > 1, restart == nil {
        restart = Restart(
          recordCount: records.count, doubtCount: doubts.count, echo: echo.records)
      }
      records.appendShared(record)
      echo = RecordEcho()
      return .placed
    }
    // The last record does not stand before this one, so there is a place.
    let place = lowerBound(below: records.count) {
      records[$0].order(to: record, separator: separator) < 0
    }
    let other = records[place]
    guard record.order(to: other, separator: separator) == 0 else { return .misplaced }
    if other != record {
      if other.digest == record.digest, other.kind == record.kind, other.hasSamePath(as: record) {
        return .contradicts
      }
      doubt(record, .rival)
    }
    note(record, format)
    echo.append(record, contradicts: other != record, separator: separator)
    return .placed
  }

  /// Appends the last records: the one that was read last may be cut, and tell little of its place.
  func appendEnd(to edges: inout [Record]) {
    if let last { edges.append(last) }
    if let last = records.last { edges.append(last) }
  }

  /// Notes that the log lost lines behind the last record.
  mutating func noteGap(_ notice: [UInt8]) {
    self.notice = notice
    if gaps.count < Self.maximumGaps * 3 { appendEnd(to: &gaps) }
    isAtGap = true
  }

  /// Takes the root away again.
  mutating func removeRoot() {
    if hasRoot { records.removeFirst() }
  }

  /// Takes over what another run, which is the rest of this one, has.
  mutating func take(_ other: ListingRun, withRoot: Bool) {
    for record in other.records where withRoot || !record.isRoot { records.append(record) }
    for doubt in other.doubts { doubts.append(doubt) }
    hasTooManyDoubts = hasTooManyDoubts || other.hasTooManyDoubts
    if notice.isEmpty { notice = other.notice }
    if format == nil { format = other.format }
    lastLine = max(lastLine, other.lastLine)
    last = other.last
    isMixed = true
    hasSlash = hasSlash || other.hasSlash
    hasBackslash = hasBackslash || other.hasBackslash
  }

  private mutating func note(_ record: Record, _ format: DigestFormat?) {
    last = record
    if isAtGap, gaps.count < Self.maximumGaps * 3 { gaps.append(record) }
    isAtGap = false
    if self.format == nil { self.format = format }
    if isLong == nil, record.digest != nil { isLong = record.metadata != nil }
    if hasSlash { return }
    record.withPath { path in
      hasSlash = path.contains(UInt8(ascii: "/"))
      hasBackslash = hasBackslash || path.contains(UInt8(ascii: "\\"))
    }
  }
}
