/// The text of one record of a listing whose records end in NUL (`--null`): as ``RecordText``, but
/// path and target are raw bytes, newlines and arrows included.
///
/// In a long record of a link several arrows may then separate path and target. The digest tells:
/// it covers the target. Where it covers attributes as well, the record before does: a link stands
/// in a directory that it names.
enum NullRecord {
  /// A record with more arrows than this is split at its first one: a bound on the work.
  private static let maximumAttempts = 64

  /// Reads a text that is nothing but a record, without its NUL. `before` is the path of the record
  /// before it.
  static func read(_ text: ByteView, after before: [UInt8] = []) -> RecordText? {
    guard let head = RecordHead(text), !head.isEscaped else { return nil }
    let rest = text.from(head.end)
    var path = rest
    var target: [UInt8]?
    if head.hasTarget, let metadata = head.metadata {
      guard let arrow = arrow(in: rest, head.digest, metadata, after: before) else { return nil }
      target = [UInt8](rest.from(arrow + 4))
      path = rest.upTo(arrow)
    }
    return head.record(path, target: target).map { RecordText(record: $0, format: head.format) }
  }

  /// Where path and target part: at the arrow that gives the target the digest covers, else at
  /// one behind a directory of the record before, else at the first.
  private static func arrow(
    in rest: ByteView, _ digest: Digest?, _ metadata: Metadata, after before: [UInt8]
  ) -> Int? {
    var first: Int?
    var inDirectory: Int?
    var start = 1
    for _ in 0..<maximumAttempts {
      guard let arrow = rest.firstIndex(of: " -> ", from: start), arrow + 4 < rest.count else {
        break
      }
      if first == nil { first = arrow }
      if TargetCheck.matches(digest, metadata, target: rest.from(arrow + 4)) == true {
        return arrow
      }
      let path = [UInt8](rest.upTo(arrow))
      let parent = RecordPath.parentLength(path)
      if inDirectory == nil, parent > 0, before.starts(with: path[..<parent]),
        before.count == parent || before[parent] == UInt8(ascii: "/")
      {
        inDirectory = arrow
      }
      start = arrow + 1
    }
    return inDirectory ?? first
  }
}

extension RecordText {
  init(record: Record, format: DigestFormat) {
    self.record = record
    self.format = format
  }
}
