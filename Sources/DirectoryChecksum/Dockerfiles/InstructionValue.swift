/// The values that an instruction can have, where a build refuses all others.
enum InstructionValue {
  /// - Throws: For what STOPSIGNAL, EXPOSE or VOLUME can't have.
  static func check(
    _ value: [UInt8], of keyword: Instruction.Keyword
  ) throws(DockerfileFault) {
    switch keyword {
    case .stopsignal: if !isSignal(value) { throw DockerfileFault(.badSignal, value) }
    case .volume: if value.isEmpty { throw DockerfileFault(.emptyVolume) }
    default:
      for port in value.withUnsafeBufferPointer({ InstructionText.words($0) })
      where !isPort(port) {
        throw DockerfileFault(.badPort, port)
      }
    }
  }

  /// Whether `text` names a signal of Linux, with or without `SIG`, or is a number but 0.
  static func isSignal(_ text: [UInt8]) -> Bool {
    var name = text.lowercased
    if let first = name.first {
      let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
      let digits = isSigned ? [UInt8](name.dropFirst()) : name
      if let number = number(digits, limit: UInt64(Int64.max)) { return number != 0 }
    }
    if name.hasPrefix("sig") { name.removeFirst(3) }
    // The real-time signals: RTMIN, RTMIN+1 to RTMIN+15, RTMAX-14 to RTMAX-1, RTMAX.
    let isLow = name.hasPrefix("rtmin+")
    if isLow || name.hasPrefix("rtmax-"), name.count > 6, name[6] != UInt8(ascii: "0") {
      return number([UInt8](name.dropFirst(6)), limit: isLow ? 15 : 14) != nil
    }
    return isWord(name, of: signals)
  }

  /// Whether `text` is what EXPOSE takes: `[[ADDRESS:]PORTS:]PORTS[/PROTOCOL]`, with PORTS a number or
  /// `FIRST-LAST`.
  static func isPort(_ text: [UInt8]) -> Bool {
    let parts = split(text, UInt8(ascii: ":"))
    let own = split(parts[parts.count - 1], UInt8(ascii: "/"))
    guard let count = portCount(own[0]) else { return false }
    if own.count > 1, !own[1].isEmpty,
      !isWord(own[1].lowercased, of: "tcp udp sctp") || own.count > 2
    {
      return false
    }
    guard parts.count > 1, !parts[parts.count - 2].isEmpty else { return true }
    guard let outer = portCount(parts[parts.count - 2]) else { return false }
    return outer == count || count == 1
  }

  /// How many ports there are from the first to the last.
  private static func portCount(_ text: [UInt8]) -> UInt64? {
    let ends = split(text, UInt8(ascii: "-"))
    guard ends.count <= 2, let first = number(ends[0], limit: 65535),
      let last = number(ends[ends.count - 1], limit: 65535), first <= last
    else { return nil }
    return last - first + 1
  }

  /// Whether `text` is a time as HEALTHCHECK takes it: nothing, or numbers, each with its unit, of one
  /// millisecond or more in sum, or of nothing.
  static func isDuration(_ text: [UInt8]) -> Bool {
    if text.isEmpty || text.isLiteral("0") { return true }
    var index = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
    // In milliseconds.
    var sum = 0.0
    repeat {
      var value = 0.0
      var scale = 0.0
      var hasDigits = false
      while index < text.count, text[index].isDigit || text[index] == UInt8(ascii: "."),
        scale == 0 || text[index].isDigit
      {
        if text[index].isDigit {
          value = value * 10 + Double(text[index] - UInt8(ascii: "0"))
          scale *= 10
          hasDigits = true
        } else {
          scale = 1
        }
        index += 1
      }
      var unit: [UInt8] = []
      while index < text.count, !text[index].isDigit, text[index] != UInt8(ascii: ".") {
        unit.append(text[index])
        index += 1
      }
      guard hasDigits, let size = milliseconds(unit) else { return false }
      sum += value / max(scale, 1) * size
    } while index < text.count
    return sum == 0 || sum >= 1 && sum < 9.2e12 && !isNegative
  }

  private static func milliseconds(_ unit: [UInt8]) -> Double? {
    if unit.isLiteral("ns") { return 1e-6 }
    if unit.isLiteral("us") { return 1e-3 }
    if unit.isLiteral("ms") { return 1 }
    if unit.isLiteral("s") { return 1e3 }
    if unit.isLiteral("m") { return 60e3 }
    return unit.isLiteral("h") ? 3600e3 : nil
  }

  /// Whether `text` is a platform: one to three words with slashes between them, and where there is but
  /// one the name of a system or of a processor. An operating system's version may stand behind it.
  static func isPlatform(_ text: [UInt8]) -> Bool {
    let parts = split(text, UInt8(ascii: "/"))
    for (index, part) in parts.enumerated() {
      guard !part.isEmpty else { return false }
      for byte in part {
        if index == 0, byte == UInt8(ascii: "(") || byte == UInt8(ascii: "+") { break }
        let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        guard byte.isLetter || byte.isDigit || isSign else { return false }
      }
    }
    return parts.count == 1 ? isWord(text.lowercased, of: platforms) : parts.count <= 3
  }
}

extension InstructionValue {
  private static let signals: StaticString = """
    abrt alrm bus chld cld cont fpe hup ill int io iot kill pipe poll prof pwr quit segv stkflt stop \
    sys term trap tstp ttin ttou unused urg usr1 usr2 vtalrm winch xcpu xfsz rtmin rtmax
    """
  private static let platforms: StaticString = """
    aix android darwin macos dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 \
    solaris wasip1 windows zos 386 i386 amd64 x86_64 x86-64 amd64p32 arm armhf armel armbe arm64 \
    aarch64 arm64be loong64 ppc64 ppc64le mips mipsle mips64 mips64le mips64p32 mips64p32le ppc \
    riscv riscv64 s390 s390x sparc sparc64 wasm
    """

  /// Whether `word` is one of those in `list`.
  static func isWord(_ word: [UInt8], of list: StaticString) -> Bool {
    let list = ByteView(start: list.utf8Start, count: list.utf8CodeUnitCount)
    return InstructionText.words(list).contains(word)
  }

  /// The number that the digits of `text` give to this base; nil for another text, and beyond
  /// `limit`.
  static func number(_ text: [UInt8], base: UInt64 = 10, limit: UInt64) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in text {
      let digit = UInt64(byte &- UInt8(ascii: "0"))
      guard digit < base, value <= (limit - min(digit, limit)) / base else { return nil }
      value = value * base + digit
    }
    return value <= limit ? value : nil
  }

  private static func split(_ text: [UInt8], _ separator: UInt8) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    for byte in text {
      if byte == separator { parts.append([]) } else { parts[parts.count - 1].append(byte) }
    }
    return parts
  }
}
