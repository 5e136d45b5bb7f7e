/// The form of something that a system writes before a line's own text, and what it means.
///
/// In `form`, `9` stands for digits, `@` for a time, `%` for a measured time, `$` for a logger's
/// level, `a` for a letter, `<` for a name, which ends before the byte that follows in the form,
/// `_` for any number of blanks, `?` for one or none; anything else for itself.
struct PrefixShape {
  enum Effect {
    /// The text says nothing of where the line belongs.
    case none
    /// The names tell the line's stream from others.
    case name
    /// They are what a person would call the step as well.
    case title
    /// A logger writes the line.
    case level
    /// The line is padded with eight blanks, as git does.
    case padded
  }

  let form: StaticString
  let effect: Effect
  /// Whether it stands at the start of a line only.
  var isFirst = false
  /// Where in the form the text behind the prefix begins; 0 for behind all of it.
  var rest = 0

  /// All shapes; of several that fit the first one counts.
  static let all: [PrefixShape] = [
    PrefixShape(form: "\u{feff}", effect: .none),
    // `gh run view --log`: job, step, time. The time stays for its own shape.
    PrefixShape(form: "<\t<\t\u{feff}@", effect: .title, isFirst: true, rest: 4),
    PrefixShape(form: "<\t<\t@", effect: .title, isFirst: true, rest: 4),
    // Bamboo: level, time.
    PrefixShape(form: "<\t@\t", effect: .none, isFirst: true),
    // TeamCity.
    PrefixShape(form: "[@]_:\t_", effect: .none),
    PrefixShape(form: "[@]a:\t_", effect: .none),
    PrefixShape(form: "[@] ", effect: .none),
    PrefixShape(form: "[%] ", effect: .none),
    PrefixShape(form: "[$] ", effect: .none),
    // A job, a task, a branch, a pod.
    PrefixShape(form: "[<] ", effect: .name),
    // Google Cloud Build.
    PrefixShape(form: "Step #9 - \"<\":?", effect: .name),
    PrefixShape(form: "Step #9:?", effect: .name),
    // logrus, as kaniko and Podman have it.
    PrefixShape(form: "$[9] ", effect: .level),
    PrefixShape(form: "$[@] ", effect: .level),
    PrefixShape(form: "remote: ", effect: .padded),
    // Numbers of lines.
    PrefixShape(form: "_9\t", effect: .none),
    // Earthly, which marks a target's state, Docker Compose and act, Tilt.
    PrefixShape(form: "_<_| ", effect: .name),
    PrefixShape(form: "_<_*<*_| ", effect: .name),
    PrefixShape(form: "_<_│ ", effect: .name),
    PrefixShape(form: "_| ", effect: .none),
  ]

  /// No name is longer than this, in bytes.
  static let maximumName = 200
}

extension PrefixShape {
  /// For each byte the shapes that may begin with it, by their bits.
  private static let beginnings: [UInt32] = {
    var beginnings = [UInt32](repeating: 0, count: 256)
    for byte in UInt8.min...UInt8.max {
      // No shape begins with what most lines begin with.
      if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "-") { continue }
      for (bit, shape) in all.enumerated() where shape.mayBegin(with: byte, at: 0) {
        beginnings[Int(byte)] |= 1 << bit
      }
    }
    return beginnings
  }()
  /// The shapes with a tab, a bar, and a bar of a box in them.
  private static let tabbed = shapes(with: 0x09)
  private static let barred = shapes(with: UInt8(ascii: "|"))
  private static let boxed = shapes(with: 0xe2)

  /// The shapes that may stand where the next byte is `byte`, in a line with these marks: the bit of
  /// each one's index.
  static func candidates(_ byte: UInt8, _ marks: LineMarks) -> UInt32 {
    var candidates = beginnings[Int(byte)]
    if !marks.hasControls { candidates &= ~tabbed }
    if !marks.hasBar { candidates &= ~barred }
    if !marks.hasHighs { candidates &= ~boxed }
    return candidates
  }

  private static func shapes(with byte: UInt8) -> UInt32 {
    var found: UInt32 = 0
    for (bit, shape) in all.enumerated() where shape.bytes.contains(byte) { found |= 1 << bit }
    return found
  }

  private var bytes: ByteView { ByteView(start: form.utf8Start, count: form.utf8CodeUnitCount) }

  private func mayBegin(with byte: UInt8, at place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "9"): byte.isDigit
    case UInt8(ascii: "$"): byte.isLetter
    case UInt8(ascii: "<"): true
    case UInt8(ascii: "_"): byte.isBlank || mayBegin(with: byte, at: place + 1)
    case let own: byte == own
    }
  }

  /// What a form fitted.
  struct Fit {
    /// Behind the prefix.
    var end: Int
    /// The names; nil for those that the form has not.
    var name: Range<Int>?
    var secondName: Range<Int>?
  }

  /// Whether the form stands at `start`.
  func fit(_ line: ByteView, at start: Int) -> Fit? {
    let form = bytes
    var fit = Fit(end: start)
    var index = start
    for place in 0..<form.count {
      if rest > 0, place == rest { fit.end = index }
      switch form[place] {
      case UInt8(ascii: "9"):
        guard let end = line.digitsEnd(from: index) else { return nil }
        index = end
      case UInt8(ascii: "@"):
        guard let end = LogTime.end(line, from: index) else { return nil }
        index = end
      case UInt8(ascii: "%"):
        guard let end = LogTime.elapsedEnd(line, from: index) else { return nil }
        index = end
      case UInt8(ascii: "$"):
        guard let end = LogLevel.end(line, from: index, before: form[place + 1]) else { return nil }
        index = end
      case UInt8(ascii: "a"):
        guard index < line.count, line[index].isLetter else { return nil }
        index += 1
      case UInt8(ascii: "_"):
        while index < line.count, line[index].isBlank { index += 1 }
      case UInt8(ascii: "?"):
        if index < line.count, line[index] == UInt8(ascii: " ") { index += 1 }
      case UInt8(ascii: "<"):
        guard let end = nameEnd(line, index, form.from(place + 1)) else { return nil }
        if fit.name == nil { fit.name = index..<end } else { fit.secondName = index..<end }
        index = end
      case let byte:
        guard index < line.count, line[index] == byte else { return nil }
        index += 1
      }
    }
    if rest == 0 { fit.end = index }
    return fit
  }

  /// Where a name ends of which the form goes on as `rest`: before blanks, or before its first
  /// byte.
  private func nameEnd(_ line: ByteView, _ start: Int, _ rest: ByteView) -> Int? {
    let endsAtBlank = rest.first == UInt8(ascii: "_")
    let stop = endsAtBlank ? rest[1] : rest[0]
    var index = start
    while index < line.count, index - start <= Self.maximumName {
      if line[index] == stop || endsAtBlank && line[index].isBlank {
        return index > start ? index : nil
      }
      index += 1
    }
    return nil
  }
}
