/// What a line of a log means for the listings in it. Views hold for the call alone in which the
/// event is handed on.
enum LogEvent {
  /// A step begins, or turns up again: `label` is what the builder calls it. Empty where a step
  /// ends that had no end of its own.
  case begins(label: ByteView, Boundary)
  /// A record in a line, and where in it the record begins.
  case record(Record, DigestFormat?, line: ByteView, offset: Int)
  /// A line in which a message of this tool follows what may be the first half of a record, and
  /// how many blanks stand before that.
  case glued(half: ByteView, line: ByteView, indent: Int)
  /// Any other line of output.
  case text(ByteView)
  /// Another step's lines come in between.
  case interrupted
  /// The step is over.
  case finished
  /// The log says that output is cut here.
  case clipped(ByteView)
  /// The log ends within the last line.
  case cut
  /// The build that runs gives its image this name.
  case named(ByteView)

  /// What a step's header says about the records before and after it.
  enum Boundary {
    case none
    /// Records after it are hardly of the listing before it.
    case soft
    /// They are of another step.
    case hard
  }
}

/// Where an event belongs.
struct StreamKey: Equatable {
  /// The number of the lines' source.
  var source: Int
  /// Counts the builds of the source.
  var build: Int
  /// BuildKit's number of the step; `firstVertex` and beyond in raw progress; for output without
  /// one a negative number.
  var number: Int
  /// Names what stands between a builder's prefix and the records of a program; mostly empty.
  var words: [UInt8] = []

  /// Output without a step number.
  static let bare = -1
  /// What BuildKit's interactive display shows.
  static let display = -2
  /// Numbers from here on are of steps in raw progress: by step, and two by channel.
  static let firstVertex = 1 << 32
}
