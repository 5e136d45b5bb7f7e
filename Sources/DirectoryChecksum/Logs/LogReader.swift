/// Reads listings from text that comes in pieces: a listing in any of the tool's formats, or the
/// log of a CI system in which there may be several.
///
/// A record is searched for in each line, rather than the format of each log understood: what the
/// formats are known for is to keep the listings of different steps apart. Memory grows with the
/// listings, not with the log.
public struct LogReader {
  private var lines = LogLines()
  private var parser = LogParser()
  private var collector = ListingCollector()

  public init() {}
}

extension LogReader {
  /// Takes the next piece of the input, however it is cut.
  public mutating func consume(_ bytes: UnsafeRawBufferPointer) {
    consume(bytes, also: { _ in })
  }

  /// Ends the input and gives the listings in it, in order of first appearance.
  public mutating func finish() -> [Listing] {
    finish(also: { _ in })
  }

  /// Whether the input was a listing, or several, and nothing else.
  public var isListing: Bool { lines.isPlain && lines.count > 0 }

  /// Takes the next piece of the input; `also` gets each line of it, without what its system wrote
  /// around it.
  package mutating func consume(_ bytes: UnsafeRawBufferPointer, also take: (LogLine) -> Void) {
    lines.consume(bytes.bindMemory(to: UInt8.self)) { line in
      parser.read(line) { collector.take($1, of: $0, at: line.ordinal) }
      take(line)
    }
  }

  /// Ends the input as ``finish()`` does; `also` gets the lines that were held back.
  package mutating func finish(also take: (LogLine) -> Void) -> [Listing] {
    lines.finish { line in
      parser.read(line) { collector.take($1, of: $0, at: line.ordinal) }
      take(line)
    }
    collector.finish()
    var assembly = RunAssembly(collector, lines)
    return assembly.listings()
  }

  /// What the lines' sources are, by their number.
  package var sources: [LogSource] { lines.sources }
}
