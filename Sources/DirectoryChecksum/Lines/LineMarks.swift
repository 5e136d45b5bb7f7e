/// Which bytes that ask for a closer look a line has in it. Most lines have none.
struct LineMarks {
  /// Bytes below 20: tabs, escapes, returns.
  let hasControls: Bool
  /// Bytes of which the highest bit is set.
  let hasHighs: Bool
  let hasBar: Bool
  let hasAngle: Bool

  init(_ line: ByteView) {
    var (controls, highs, bars, angles): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    func note(_ word: UInt64) {
      controls |= (word &- .eachByte(0x20)) & ~word
      highs |= word
      bars |= (word ^ .eachByte(UInt8(ascii: "|"))).zeroBytes
      angles |= (word ^ .eachByte(UInt8(ascii: "<"))).zeroBytes
    }
    var index = 0
    while index + 8 <= line.count {
      note(line.word(at: index))
      index += 8
    }
    var rest = UInt64.eachByte(0x20)
    while index < line.count {
      rest = rest << 8 | UInt64(line[index])
      index += 1
    }
    note(rest)
    let top = UInt64.eachByte(0x80)
    hasControls = controls & top != 0
    hasHighs = highs & top != 0
    hasBar = bars != 0
    hasAngle = angles != 0
  }
}
