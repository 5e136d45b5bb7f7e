/// What has been found of one listing: the output of one run of the tool.
struct ListingRun {
  /// The stream the listing was found in.
  let stream: Int
  /// The build of the stream's source it was found in.
  let build: Int
  /// The run that this one may be the rest of; -1 where it is none's.
  let continued: Int
  /// The run of the stream before this one; -1 for the first.
  let previous: Int
  /// The step, where the log names one.
  let label: [UInt8]
  /// Nil as long as no record says it.
  private(set) var format: DigestFormat?
  /// Whether the records are long ones; nil as long as none says it.
  private(set) var isLong: Bool?
  /// The records that are beyond doubt, sorted in listing order and without repeats.
  private(set) var records: [Candidate] = []
  /// The others, in any order.
  private(set) var doubts: [Candidate] = []
  /// Whether doubts were dropped: no real listing has as many.
  private(set) var hasTooManyDoubts = false
  /// The line with which the log said that output was cut; empty where it did not.
  var notice: [UInt8]
  /// Whether the records come from BuildKit's interactive display, which shows but the last lines.
  let isTerminalCapture: Bool
  /// Whether the root may be the cut line of a name that begins with a dot.
  private(set) var rootMayBeCut = false
  /// The number of the line with the last record.
  var lastLine = 0
  /// The record that was read last.
  private(set) var last: Candidate?
  /// Records since the last one in order that repeat others, or contradict them: if one follows
  /// that does neither, another listing has begun with them.
  private var echo: [Candidate] = []
  private var hasSlash = false
  private var hasBackslash = false

  /// More doubts than records, and than this, are not kept.
  private static let maximumDoubts = 1024

  /// Begins a run in `stream`, which is the one of this number.
  init(in stream: LogStream, number: Int, continued: Int) {
    self.stream = number
    self.continued = continued
    build = stream.build
    previous = stream.run
    label = stream.label
    notice = stream.notice
    isTerminalCapture = stream.number == LogStream.display
  }
}

extension ListingRun {
  /// What separates the names in the paths: a backslash where the original tool ran on Windows,
  /// as far as the records so far can tell.
  var separator: UInt8 { hasBackslash && !hasSlash ? UInt8(ascii: "\\") : UInt8(ascii: "/") }

  var hasRoot: Bool { records.first?.record.isRoot ?? false }

  /// Whether the run is a root and nothing else, which proves nothing.
  var isRootAlone: Bool { records.count == 1 && doubts.isEmpty && hasRoot }

  /// Whether `candidate` is the run's root once more.
  func repeatsRoot(_ candidate: Candidate) -> Bool {
    hasRoot && records[0].isSame(as: candidate)
  }

  /// Whether the root, alone so far, is the cut line of this record: no directory has the digest
  /// of a directory in it.
  func isRootCut(of candidate: Candidate) -> Bool {
    guard records.count == 1, hasRoot, candidate.record.kind == .directory else { return false }
    let root = records[0].record
    return root.digest != nil && records[0].isCut(of: candidate)
      && root.metadata == candidate.record.metadata
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
  @inline(never)
  mutating func append(_ candidate: Candidate, _ format: DigestFormat?) -> Bool {
    note(candidate, format)
    let separator = separator
    let order = records.isEmpty ? 1 : candidate.order(to: records[records.count - 1], separator)
    if order > 0 {
      records.append(candidate)
      echo.removeAll()
      return true
    }
    let place = order == 0 ? records.count - 1 : firstIndex(notBefore: candidate, separator)
    guard candidate.order(to: records[place], separator) == 0 else { return false }
    if !records[place].isSame(as: candidate) { doubt(candidate.record, .rival) }
    if !echo.isEmpty, candidate.order(to: echo[echo.count - 1], separator) <= 0 { echo.removeAll() }
    echo.append(candidate)
    return true
  }

  /// Adds a record that may not belong here.
  mutating func doubt(_ record: Record, _ doubt: Candidate.Doubt) {
    guard doubts.count < max(records.count, Self.maximumDoubts) else {
      hasTooManyDoubts = true
      return
    }
    doubts.append(Candidate(record, doubt))
  }

  /// Gives away the records with which another listing has begun.
  mutating func takeEcho() -> [Candidate] {
    var taken: [Candidate] = []
    swap(&taken, &echo)
    var index = taken.count
    while index > 0, let last = doubts.last, last.doubt == .rival {
      index -= 1
      if last.isSame(as: taken[index]) { doubts.removeLast() }
    }
    return taken
  }

  /// Makes a doubt of the record that was appended last, unless it is the root.
  mutating func doubtLast(_ doubt: Candidate.Doubt) {
    let end = records.count - 1
    guard end >= 0, let last, records[end].isSame(as: last) else { return }
    if records[end].record.isRoot {
      rootMayBeCut = end == 0
    } else {
      records.removeLast()
      self.doubt(last.record, doubt)
    }
  }

  /// Settles an interrupted record when the next one of its stream has come.
  mutating func settleInterruption(before next: Candidate) {
    let end = doubts.count - 1
    guard end >= 0, doubts[end].doubt == .interrupted else { return }
    if doubts[end].isCut(of: next) {
      // Cut and printed again, or two entries with one content: the digests decide.
      doubts[end].doubt = .repeated
      return
    }
    let cut = Candidate(doubts[end].record)
    doubts.removeLast()
    if !cut.isSame(as: next) { _ = append(cut, nil) }
  }

  /// Takes the root away again.
  mutating func removeRoot() {
    if hasRoot { records.removeFirst() }
  }

  /// Takes in what other runs have that continue this one.
  mutating func take(_ other: ListingRun) {
    records.append(contentsOf: other.records)
    doubts.append(contentsOf: other.doubts)
    hasTooManyDoubts = hasTooManyDoubts || other.hasTooManyDoubts
    if notice.isEmpty { notice = other.notice }
    if format == nil { format = other.format }
    lastLine = max(lastLine, other.lastLine)
    last = other.last
    hasSlash = hasSlash || other.hasSlash
    hasBackslash = hasBackslash || other.hasBackslash
  }

  private mutating func note(_ candidate: Candidate, _ format: DigestFormat?) {
    last = candidate
    if self.format == nil { self.format = format }
    if isLong == nil, candidate.record.digest != nil { isLong = candidate.record.metadata != nil }
    for byte in candidate.record.path {
      if byte == UInt8(ascii: "/") { hasSlash = true }
      if byte == UInt8(ascii: "\\") { hasBackslash = true }
    }
  }

  /// The index of the first record that does not stand before `candidate`, which stands before the
  /// last.
  private func firstIndex(notBefore candidate: Candidate, _ separator: UInt8) -> Int {
    var (low, high) = (0, records.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].order(to: candidate, separator) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
