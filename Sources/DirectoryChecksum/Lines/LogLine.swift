/// One line of a log without what the system wrote around it. Views hold for the call alone in
/// which the line is handed on.
package struct LogLine {
  /// The number of the line's source: lines of one source have the same names before them.
  package let source: Int
  /// Counts the lines from 1.
  package let ordinal: Int
  package let content: Content

  package enum Content {
    /// The line's own text, not empty. A line that returns to its start is one text each pass.
    case text(ByteView)
    /// A text that a logger wrote, such as kaniko's.
    case message(ByteView)
    /// A line of BuildKit's interactive display, from its first `=>` on.
    case display(ByteView)
    /// A step of BuildKit's raw progress, of which any record may be the last.
    case vertex(RawVertex)
    /// What such a step wrote: one line.
    case output(RawOutput)
    /// A line of a file that has been nothing but records so far.
    case record(Record, DigestFormat?, ByteView)
    /// The line before was the log's last and may be cut.
    case end
  }
}

/// A record of a step in BuildKit's raw progress.
package struct RawVertex {
  /// `sha256:` and 64 digits.
  package let digest: [UInt8]
  package let name: [UInt8]
  /// Times of RFC 3339, in UTC.
  package let started: [UInt8]?
  package let completed: [UInt8]?
  package let isCached: Bool
  /// Empty where there was none.
  package let error: [UInt8]
}

/// One line of a step's output in BuildKit's raw progress.
package struct RawOutput {
  /// The step's digest.
  package let vertex: [UInt8]
  /// 1 for standard output, 2 for standard error.
  package let channel: Int
  package let text: ByteView
}

/// The lines of a log with the same names before them: the output of one `docker build`, or of
/// several, one after another.
package struct LogSource {
  /// The names, outermost first: job, service, pod, target, or what else stood before the lines.
  package let names: [[UInt8]]
  /// The part of the names that is shown with a step, with a blank behind it; mostly empty.
  package let title: [UInt8]
  /// Text of a JSON log, by channel, of which the end of the line has not come yet.
  var pending: [[UInt8]] = [[], []]
  /// The channels of a log with times, and the line of each that may be continued by later ones.
  var channels: [Int] = []
  var held: [[UInt8]] = []
  /// Whether a builder that writes no numbers before its lines runs a step: what looks like
  /// another builder's line is a program's output.
  var isInStep = false

  init(names: [[UInt8]], title: [UInt8]) {
    self.names = names
    self.title = title
  }
}
