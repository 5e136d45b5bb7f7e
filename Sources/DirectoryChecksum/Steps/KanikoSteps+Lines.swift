// What the lines of kaniko look like.

extension KanikoSteps {
  /// The number in quotes, or without them, behind `words`.
  static func number(behind words: StaticString, _ text: ByteView) -> Int? {
    guard var start = text.firstIndex(of: words) else { return nil }
    start += words.utf8CodeUnitCount
    if text.hasLiteral("'", at: start) { start += 1 }
    guard let end = text.digitsEnd(from: start, limit: 6) else { return nil }
    return text.decimal(start..<end).map { Int($0) }
  }

  /// Whether a message is one of those with which a build or a stage begins.
  static func isFirst(_ text: ByteView) -> Bool {
    text.hasLiteral("Building stage ") || text.hasLiteral("Retrieving image manifest ")
      || text.hasLiteral("Executing ") && text.firstIndex(of: " build triggers") != nil
  }

  /// Whether a message is an instruction, in upper case, as kaniko writes it when it runs it.
  static func isInstruction(_ text: ByteView) -> Bool {
    let names: [StaticString] = [
      "RUN ", "COPY ", "ADD ", "WORKDIR ", "ENV ", "ARG ", "LABEL ", "CMD ", "ENTRYPOINT ",
      "EXPOSE ", "USER ", "VOLUME ", "SHELL ", "STOPSIGNAL ", "HEALTHCHECK ", "ONBUILD ",
      "MAINTAINER ",
    ]
    for name in names where text.hasLiteral(name) { return true }
    return false
  }
}
