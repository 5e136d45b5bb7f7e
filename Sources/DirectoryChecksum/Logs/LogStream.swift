/// One program's output in a log: the lines of one step in one job, target or task.
final class LogStream {
  /// The source that the stream belongs to.
  let source: LogSource
  /// BuildKit's number of the step; for output without one a negative number.
  let number: Int
  /// The stream that knows the step, for one that differs from it by words before the records.
  var parent: LogStream?
  /// The header of the step that runs now; empty where none was seen.
  var label: [UInt8] = []
  /// Which build of the source the step belongs to.
  var build: Int
  /// The run that records join. A run knows its stream too, until the listings are made.
  var run: ListingRun?
  /// The notice that output was clipped; empty where there was none.
  var notice: [UInt8] = []
  /// Whether another step's output came in between, and no record since.
  var isInterrupted = false
  /// Whether output was clipped, and no record came since.
  var isAfterClip = false
  /// Whether a step began since the last record, so that what follows is hardly of its listing.
  var isAtBoundary = false
  /// Whether the step is over.
  var isFinished = false
  /// The stream's last line, if it is a record or may be the first half of one.
  var lastLine: [UInt8] = []
  /// Whether `lastLine` is a record.
  var lastLineIsRecord = false
  /// Output, in a log that cuts it anywhere, of which the end of the line has not come yet.
  var pending: [UInt8] = []

  /// The number of output without a step number.
  static let bare = -1
  /// The number of what BuildKit's interactive display shows.
  static let display = -2
  /// The longest label that is kept, in bytes.
  static let maximumLabel = 4096

  init(source: LogSource, number: Int, parent: LogStream?) {
    self.source = source
    self.number = number
    self.parent = parent
    build = source.build
  }
}

/// The lines of a log with the same names before them: the output of one `docker build`, or of
/// several, one after another.
final class LogSource {
  /// Counts the sources.
  let number: Int
  /// The names in the prefixes of the lines.
  let names: [UInt8]
  /// The job and step to name in labels; mostly empty.
  let title: [UInt8]
  /// Counts the builds.
  var build = 0
  /// The number in BuildKit's last line; -1 before the first.
  var lastNumber = -1
  /// The number of the step whose header came last.
  var lastHeader = 0
  /// The highest number of a step in this build.
  var highestNumber = 0
  /// Whether step 1 waits for another step's output to end.
  var firstIsInterrupted = false
  /// Whether BuildKit's last line ended its step's block.
  var blockEnded = true
  /// Where in the block that repeats a failed step's last lines the log is.
  var tail = Tail.outside
  /// Text of a JSON log, by channel, of which the end of the line has not come yet.
  var pending: [[UInt8]] = [[], []]

  /// The channels of a log with times, and the line of each that may be continued by later ones.
  var channels: [Int] = []
  var held: [[UInt8]] = []

  enum Tail: Equatable {
    case outside
    /// After a rule of dashes.
    case rule
    /// Between two rules, with the number of lines so far.
    case inside(lines: Int)
  }

  init(number: Int, names: [UInt8], title: [UInt8]) {
    self.number = number
    self.names = names
    self.title = title
  }
}
