/// What has been found of one listing: the output of one run of the tool.
struct ListingRun {
  /// A record that may not belong to the listing. The digests decide, when all lines are read.
  struct Doubt {
    enum Cause {
      /// The last line before output was clipped: it may be cut.
      case clipped
      /// The last line before another step's output: it may be cut, and printed again.
      case interrupted
      /// An interrupted line that the next one repeats and continues: most likely it was cut.
      case repeated
      /// The last line of a log that ends without a newline: it may be cut.
      case ended
      /// Two halves of a line from both sides of a clip.
      case joined
      /// Another record has the same path.
      case rival
    }

    var record: Record
    var cause: Cause
  }

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
  private(set) var records: [Record] = []
  var doubts: [Doubt] = []
  /// The line with which the log said that output was cut; empty where it did not.
  var notice: [UInt8]
  /// Whether the records come from BuildKit's interactive display, which shows but the last lines.
  let isTerminalCapture: Bool
  /// Whether the root may be the cut line of a name that begins with a dot.
  var rootMayBeCut = false
  /// The number of the line with the last record.
  var lastLine = 0
  /// The record that was read last.
  private(set) var lastRecord: Record?
  private var hasSlash = false
  private var hasBackslash = false

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

  /// The record of the listed directory itself.
  var root: Record? {
    guard let first = records.first, first.isRoot else { return nil }
    return first
  }

  /// Whether a record of this format and length can be of the same listing.
  func accepts(_ record: Record, _ format: DigestFormat?) -> Bool {
    if let format, let own = self.format, format != own { return false }
    guard record.digest != nil, let isLong else { return true }
    return isLong == (record.metadata != nil)
  }

  /// Takes a record in; false where it cannot stand here, because listings are sorted and it
  /// should have come before.
  mutating func append(_ record: Record, _ format: DigestFormat?) -> Bool {
    note(record, format)
    guard let last = records.last else {
      records.append(record)
      return true
    }
    let order = record.order(to: last, separator: separator)
    if order > 0 {
      records.append(record)
      return true
    }
    let place = order == 0 ? records.count - 1 : firstIndex(notBefore: record)
    guard record.order(to: records[place], separator: separator) == 0 else { return false }
    if records[place] != record { doubts.append(Doubt(record: record, cause: .rival)) }
    return true
  }

  /// Makes a doubt of the record that was appended last, unless it is the root.
  mutating func doubtLast(_ cause: Doubt.Cause) {
    guard let last = records.last, last == lastRecord else { return }
    if last.isRoot {
      rootMayBeCut = records.count == 1
    } else {
      doubts.append(Doubt(record: last, cause: cause))
      records.removeLast()
    }
  }

  /// Settles an interrupted record when the next one of its stream has come.
  mutating func settleInterruption(before next: Record) {
    guard let doubt = doubts.last, doubt.cause == .interrupted else { return }
    let cut = doubt.record
    if cut != next, next.digest == cut.digest, next.kind == cut.kind,
      next.path.count > cut.path.count, next.path.starts(with: cut.path)
    {
      // Cut and printed again, or two entries with one content: the digests decide.
      doubts[doubts.count - 1].cause = .repeated
      return
    }
    doubts.removeLast()
    if cut != next, records.last.map({ cut.order(to: $0, separator: separator) > 0 }) ?? true {
      records.append(cut)
    }
  }

  /// Takes the root away again.
  mutating func removeRoot() {
    if root != nil { records.removeFirst() }
  }

  /// Takes in what another run has; ``sort()`` must follow.
  mutating func take(_ other: ListingRun) {
    records.append(contentsOf: other.records)
    doubts.append(contentsOf: other.doubts)
    if notice.isEmpty { notice = other.notice }
    if format == nil { format = other.format }
    lastLine = max(lastLine, other.lastLine)
    lastRecord = other.lastRecord
    hasSlash = hasSlash || other.hasSlash
    hasBackslash = hasBackslash || other.hasBackslash
  }

  /// Puts the records in order, without repeats.
  mutating func sort() {
    let separator = separator
    let unsorted = records.sorted { $0.order(to: $1, separator: separator) < 0 }
    records.removeAll(keepingCapacity: true)
    for record in unsorted {
      guard let last = records.last, last.order(to: record, separator: separator) == 0 else {
        records.append(record)
        continue
      }
      if last != record { doubts.append(Doubt(record: record, cause: .rival)) }
    }
  }

  private mutating func note(_ record: Record, _ format: DigestFormat?) {
    lastRecord = record
    if self.format == nil { self.format = format }
    if isLong == nil, record.digest != nil { isLong = record.metadata != nil }
    for byte in record.path {
      if byte == UInt8(ascii: "/") { hasSlash = true }
      if byte == UInt8(ascii: "\\") { hasBackslash = true }
    }
  }

  /// The index of the first record that does not stand before `record`, which stands before the
  /// last.
  private func firstIndex(notBefore record: Record) -> Int {
    var (low, high) = (0, records.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].order(to: record, separator: separator) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
