/// The values that an instruction can have, where a build refuses all others.
enum InstructionValue {
  /// - Throws: For what STOPSIGNAL, EXPOSE or VOLUME can't have.
  static func check(
    _ value: [UInt8], of keyword: Instruction.Keyword
  ) throws(DockerfileFault) {
    try value.withBytes { bytes throws(DockerfileFault) in
      switch keyword {
      case .stopsignal: if !isSignal(bytes) { throw DockerfileFault(.badSignal, value) }
      case .volume: if bytes.isEmpty { throw DockerfileFault(.emptyVolume) }
      default:
        var ports = bytes.withoutLeadingSpace
        while !ports.isEmpty {
          let (port, rest) = InstructionText.split(ports)
          guard isPort(port) else { throw DockerfileFault(.badPort, [UInt8](port)) }
          ports = rest
        }
      }
    }
  }

  /// Whether `text` names a signal of Linux, with or without `SIG`, or is a number but 0.
  private static func isSignal(_ text: ByteView) -> Bool {
    let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
    if let number = number(text.from(isSigned ? 1 : 0), limit: Int.max / 16) { return number > 0 }
    let name = text.from(text.count > 3 && isWord(text.upTo(3), of: "sig") ? 3 : 0)
    // The real-time signals: RTMIN, RTMIN+1 to RTMIN+15, RTMAX-14 to RTMAX-1, RTMAX.
    if name.count > 6, isWord(name.upTo(6), of: "rtmin+ rtmax-"), name[6] != UInt8(ascii: "0") {
      return number(name.from(6), limit: name[5] == UInt8(ascii: "+") ? 15 : 14) != nil
    }
    return isWord(name, of: signals)
  }

  /// Whether `text` is what EXPOSE takes: `PORT[/PROTOCOL]` or `FIRST-LAST[/PROTOCOL]`, behind what
  /// a colon ends.
  private static func isPort(_ text: ByteView) -> Bool {
    var rest = text
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")) { rest = rest.from(colon + 1) }
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
    let ports = rest.upTo(slash)
    let dash = ports.firstIndex(of: UInt8(ascii: "-")) ?? ports.count
    guard let first = number(ports.upTo(dash), limit: 65535) else { return false }
    if dash < ports.count {
      guard let last = number(ports.from(dash + 1), limit: 65535), first <= last else {
        return false
      }
    }
    return rest.count - slash <= 1 || isWord(rest.from(slash + 1), of: "tcp udp sctp")
  }

  /// Whether `text` is a time as HEALTHCHECK takes it: nothing, or numbers, each with its unit.
  /// BuildKit refuses less than a millisecond as well.
  static func isDuration(_ text: ByteView) -> Bool {
    if text.isLiteral("0") { return true }
    var index = text.first == UInt8(ascii: "+") ? 1 : 0
    while index < text.count {
      let start = index
      while index < text.count, text[index].isDigit || text[index] == UInt8(ascii: ".") {
        index += 1
      }
      let end = index
      while index < text.count, text[index].isLetter { index += 1 }
      let isNumber = text.slice(start, end).contains { $0.isDigit }
      guard isNumber, isWord(text.slice(end, index), of: "ns us ms s m h") else { return false }
    }
    return true
  }

  /// Whether `text` is a platform: one to three words with slashes between them, and where there is but
  /// one the name of a system or of a processor. An operating system's version may stand behind it.
  static func isPlatform(_ text: ByteView) -> Bool {
    var parts = 1
    var isEmpty = true
    var isVersion = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "/"):
        if isEmpty { return false }
        parts += 1
        isEmpty = true
        isVersion = false
        continue
      case UInt8(ascii: "("), UInt8(ascii: "+"): isVersion = parts == 1
      default: break
      }
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      guard isVersion || byte.isLetter || byte.isDigit || isSign else { return false }
      isEmpty = false
    }
    return !isEmpty && (parts == 1 ? isWord(text, of: platforms) : parts <= 3)
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

  /// Whether `word`, in either case, is one of those in `list`.
  static func isWord(_ word: ByteView, of list: StaticString) -> Bool {
    var list = ByteView(start: list.utf8Start, count: list.utf8CodeUnitCount)
    while !list.isEmpty {
      let (other, rest) = InstructionText.split(list)
      if other.count == word.count {
        var index = 0
        while index < word.count, word[index].lowercased == other[index] { index += 1 }
        if index == word.count { return true }
      }
      list = rest
    }
    return false
  }

  /// The number that the digits of `text` give to this base; nil for another text, and beyond
  /// `limit`, which is far from that of the type.
  static func number(_ text: ByteView, base: Int = 10, limit: Int) -> Int? {
    var value = 0
    for byte in text {
      let digit = Int(byte &- UInt8(ascii: "0"))
      guard digit < base else { return nil }
      value = value * base + digit
      guard value <= limit else { return nil }
    }
    return text.isEmpty ? nil : value
  }
}
