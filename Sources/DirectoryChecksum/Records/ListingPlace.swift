/// Where a listing was made, and so what it can tell of what a builder hashed.
public enum ListingPlace: UInt8, Sendable {
  /// The directory itself: scanned, or listed by a command of its own.
  case directory
  /// Inside an image, behind a COPY: it shows what the COPY wrote.
  case image
  /// Inside a step that mounts what it lists: no COPY wrote it.
  case mount
}

extension ListingPlace {
  /// The place that the label of a listing tells: a step of a build is inside an image.
  ///
  /// Labels are what builders print: `#8 [web 4/6] RUN x`, `Step 4/6 : RUN x`, `STEP 4/6: RUN x`,
  /// and kaniko's `Running: [/bin/sh -c x]`, perhaps behind the name of a job.
  init(label: [UInt8]) {
    self = label.withUnsafeBufferPointer { label in
      guard let command = ListingPlace.command(in: label) else { return .directory }
      return ListingPlace.mountsListed(command) ? .mount : .image
    }
  }

  /// What such a listing can't know of the directory that the builder hashed. Layers lose some
  /// attributes, and a step without privileges doesn't see `trusted.*`.
  public var unknown: UnknownFacts {
    self == .directory ? [] : [.owners, .rootMode, .attributes, .clientVersion]
  }

  /// What the step in `label` runs; nil where there is no such step.
  private static func command(in label: ByteView) -> ByteView? {
    for index in label.indices {
      if label.hasLiteral("Running: [", at: index) { return label.from(index + 10) }
      // Behind `[4/6] `, `Step 4/6 : ` or `STEP 4/6: `; the word as the file spells it.
      guard index > 1, label[index - 1] == UInt8(ascii: " "),
        label[index - 2] == UInt8(ascii: "]") || label[index - 2] == UInt8(ascii: ":"),
        index + 3 < label.count, label[index + 3] == UInt8(ascii: " "),
        label[index] | 0x20 == UInt8(ascii: "r"), label[index + 1] | 0x20 == UInt8(ascii: "u"),
        label[index + 2] | 0x20 == UInt8(ascii: "n")
      else { continue }
      return label.from(index + 4)
    }
    return nil
  }

  /// Whether a RUN has a bind mount, the default kind, in which its listing was made: at or around
  /// a path among its words, or, of a RUN without such words, anywhere. One that brings the program
  /// itself from another stage is no such mount.
  private static func mountsListed(_ command: ByteView) -> Bool {
    var words = Words(bytes: command)
    var targets: [[UInt8]] = []
    var comesFromElsewhere = true
    var isProgram = true
    var hasPath = false
    while let word = words.next() {
      if isProgram, word.hasLiteral("--") {
        guard word.hasLiteral("--mount=") else { continue }
        let mount = Mount(word.from(8))
        guard mount.isBind else { continue }
        targets.append(mount.target)
        if !mount.hasOrigin { comesFromElsewhere = false }
        continue
      }
      if isProgram && targets.isEmpty { return false }
      if !isProgram, word[0] == UInt8(ascii: "/") || word[0] == UInt8(ascii: ".") {
        hasPath = true
        for target in targets where word.isAroundOrBelow(target) { return true }
      }
      isProgram = false
    }
    return !targets.isEmpty && !hasPath && !comesFromElsewhere
  }
}

/// The words of a command, in either form: `x -l /a` and `["x", "-l", "/a"]`.
private struct Words {
  let bytes: ByteView
  var index = 0

  mutating func next() -> ByteView? {
    func separates(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "["),
        UInt8(ascii: "]"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "'"):
        true
      default: false
      }
    }
    while index < bytes.count, separates(bytes[index]) || bytes[index] == UInt8(ascii: ",") {
      index += 1
    }
    let start = index
    while index < bytes.count, !separates(bytes[index]) { index += 1 }
    return start < index ? bytes.slice(start, index) : nil
  }
}

/// What `--mount=` says: `type=bind,source=a,target=/b,from=stage`.
private struct Mount {
  var isBind = true
  var hasOrigin = false
  var target: [UInt8] = []

  init(_ text: ByteView) {
    var start = 0
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: ","), from: start) ?? text.count
      let member = text.slice(start, end)
      start = end + 1
      if member.hasLiteral("type=") { isBind = member.isLiteral("type=bind") }
      if member.hasLiteral("from=") { hasOrigin = true }
      guard let sign = member.firstIndex(of: UInt8(ascii: "="), from: 0) else { continue }
      let name = member.upTo(sign)
      if name.isLiteral("target") || name.isLiteral("dst") || name.isLiteral("destination") {
        target = [UInt8](member.from(sign + 1))
      }
    }
    while target.count > 1, target.last == UInt8(ascii: "/") { target.removeLast() }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether one of the two paths is the other or begins with it.
  fileprivate func isAroundOrBelow(_ path: [UInt8]) -> Bool {
    let common = Swift.min(count, path.count)
    for index in 0..<common where self[index] != path[index] { return false }
    if count == path.count { return true }
    let next = count > path.count ? self[common] : path[common]
    return next == UInt8(ascii: "/") || common > 0 && self[common - 1] == UInt8(ascii: "/")
  }
}
