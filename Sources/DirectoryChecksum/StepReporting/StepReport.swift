/// Says what builders did with the steps of one log, or of two, for people or for programs.
package struct StepReport {
  /// The logs that are compared; of one log alone `after` is its.
  let comparison: StepComparison
  let isSingle: Bool
  let beforeName: [UInt8]
  let afterName: [UInt8]
  let look: ReportLook

  package init(
    _ comparison: StepComparison, beforeName: [UInt8], afterName: [UInt8],
    look: ReportLook = ReportLook()
  ) {
    self.comparison = comparison
    self.beforeName = beforeName
    self.afterName = afterName
    self.look = look
    isSingle = false
  }

  /// The report on one log.
  package init(_ log: BuildLog, name: [UInt8], look: ReportLook = ReportLook()) {
    let none = BuildLog(listings: [], builds: [])
    comparison = StepComparison([], log.builds, BuildPairing(none, log))
    beforeName = []
    afterName = name
    self.look = look
    isSingle = true
  }
}

extension StepReport {
  /// What a build is called among all of the log: its name, the last name before its lines, or its
  /// place.
  package func title(_ index: Int, of builds: [Build]) -> [UInt8] {
    let build = builds[index]
    var title = build.name
    if title.isEmpty, builds.count > 1, let name = build.names.last { title = name }
    // An image that was built twice.
    var (number, count) = (0, 0)
    for (other, build) in builds.enumerated() {
      guard build.name == builds[index].name, build.names == builds[index].names else { continue }
      count += 1
      if other <= index { number += 1 }
    }
    if count > 1 || title.isEmpty && builds.count > 1 {
      title.append(title.isEmpty ? "build " : ", build ")
      title.append(decimal: UInt64(title.count == 6 ? index + 1 : number))
    }
    return title
  }

  /// The state as every report has it.
  static func word(_ state: BuildStep.State) -> StaticString {
    switch state {
    case .base: "base"
    case .cached: "cached"
    case .ran: "ran"
    case .failed: "failed"
    case .canceled: "canceled"
    case .unknown: "unknown"
    }
  }
}

extension BuildStep {
  /// `[build 3/4]`, with what the log tells of target, platform, stage and place; empty where that
  /// is nothing.
  var shownPlace: [UInt8] {
    var shown: [UInt8] = []
    for part in [platform, stage] where !part.isEmpty {
      if !shown.isEmpty { shown.append(UInt8(ascii: " ")) }
      shown.append(part)
    }
    if place > 0 {
      if !shown.isEmpty { shown.append(UInt8(ascii: " ")) }
      shown.append(decimal: UInt64(place))
      if count > 0 {
        shown.append(UInt8(ascii: "/"))
        shown.append(decimal: UInt64(count))
      }
    }
    if shown.isEmpty { return [] }
    return [UInt8(ascii: "[")] + shown + [UInt8(ascii: "]")]
  }

  /// The place and the text, which is cut at so many bytes.
  func shownText(limit: Int = 200) -> [UInt8] {
    var shown = shownPlace
    if !shown.isEmpty { shown.append(UInt8(ascii: " ")) }
    let room = max(limit - shown.count, 16)
    guard text.count > room else { return shown + text }
    var end = room - 3
    // Not within a character.
    while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
    shown.append(contentsOf: text[..<end])
    shown.append("...")
    return shown
  }
}

extension [UInt8] {
  /// Appends a time in seconds, with one decimal.
  mutating func append(seconds milliseconds: Int) {
    let tenths = (milliseconds + 50) / 100
    append(decimal: UInt64(tenths / 10))
    append(UInt8(ascii: "."))
    append(decimal: UInt64(tenths % 10))
  }
}
