/// SHA-1 as FIPS 180-4, section 6.1, states it, so that nothing under test takes part in what is
/// expected.
func sha1(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
  var padded = message + [0x80]
  while padded.count % 64 != 56 { padded.append(0) }
  padded += withUnsafeBytes(of: (UInt64(message.count) * 8).bigEndian) { Array($0) }
  func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
    value << count | value >> (32 - count)
  }
  for block in stride(from: 0, to: padded.count, by: 64) {
    var words = (0..<16).map { index in
      padded[(block + 4 * index)..<(block + 4 * index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
      words.append(
        rotate(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let f: UInt32
      let k: UInt32
      switch index {
      case ..<20: (f, k) = (b & c | ~b & d, 0x5a82_7999)
      case ..<40: (f, k) = (b ^ c ^ d, 0x6ed9_eba1)
      case ..<60: (f, k) = (b & c | b & d | c & d, 0x8f1b_bcdc)
      default: (f, k) = (b ^ c ^ d, 0xca62_c1d6)
      }
      let sum = rotate(a, 5) &+ f &+ e &+ k &+ words[index]
      (a, b, c, d, e) = (sum, a, rotate(b, 30), c, d)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }
  return state.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
}
