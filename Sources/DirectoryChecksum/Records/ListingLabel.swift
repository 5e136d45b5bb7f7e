/// Where in a log a listing was found: the step that printed it, and what names that step.
public struct ListingLabel: Equatable, Sendable {
  /// The names before the step's lines, outermost first: job, service, pod, target, or whatever
  /// stood there.
  public let names: [[UInt8]]
  /// The part of the names that is shown with the step, with a blank behind it; mostly empty.
  let title: [UInt8]
  /// The step's header as its builder wrote it; empty where the log has none.
  public let step: [UInt8]
  /// The name that the step's build gave its image; empty where the log does not say it.
  public let image: [UInt8]
  /// The number of the lines' source, and of the build among those of the source.
  package let source: Int
  package let build: Int
  /// The number of the listing's first line in the log, from 1; 0 where it is from none.
  package let line: Int

  /// The longest text that is shown, in bytes.
  private static let maximumLength = 4096

  /// A step that no log knows more of.
  public init(step: [UInt8] = []) {
    self.init(names: [], title: [], step: step, image: [], source: 0, build: 0, line: 0)
  }

  init(
    names: [[UInt8]], title: [UInt8], step: [UInt8], image: [UInt8], source: Int, build: Int,
    line: Int
  ) {
    self.names = names
    self.title = title
    self.step = step
    self.image = image
    self.source = source
    self.build = build
    self.line = line
  }
}

extension ListingLabel {
  /// What is shown: the job, where a log of several has it before its lines, and the step.
  public var text: [UInt8] {
    // A step that is not known is not shown by its job.
    guard !step.isEmpty else { return [] }
    var text = title
    text.append(step)
    if text.count > Self.maximumLength { text.removeLast(text.count - Self.maximumLength) }
    return text
  }

  /// The words in the brackets of BuildKit's header, as in `[linux/amd64 build 4/6]`: platform,
  /// target, stage, and the step's place, as far as they are there.
  public var place: [[UInt8]] {
    guard let open = step.firstIndex(of: UInt8(ascii: "[")), open < 40,
      let close = step.firstIndex(of: UInt8(ascii: "]")), close > open
    else { return [] }
    return step[(open + 1)..<close].split(separator: UInt8(ascii: " ")).map { Array($0) }
  }
}
