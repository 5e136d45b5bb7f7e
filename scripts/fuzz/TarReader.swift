// Reads the input as a tar archive and as a layer, cut at different places. Headers get the checksum
// that they need, without which nearly every change would end in front of the reader.

@testable import DirectoryChecksum

private func withChecksums(_ input: [UInt8]) -> [UInt8] {
  var bytes = input
  var start = 0
  while start + 512 <= bytes.count {
    if bytes[start + 257] == UInt8(ascii: "u") {
      for index in 148..<156 { bytes[start + index] = UInt8(ascii: " ") }
      var sum = 0
      for index in start..<start + 512 { sum += Int(bytes[index]) }
      for digit in 0..<6 {
        bytes[start + 153 - digit] = UInt8(ascii: "0") + UInt8(sum >> (3 * digit) & 7)
      }
    }
    start += 512
  }
  return bytes
}

private func read(_ bytes: [UInt8], piece: Int, isLayer: Bool) -> [Record]? {
  let reader = ArchiveReader(ByteStream(PieceSource(bytes, piece)), .buildkit, isLayer: isLayer)
  do throws(ArchiveError) {
    try reader.read()
    var stack = LayerStack()
    try stack.add(reader.tree)
    try stack.add(reader.tree)
    var extent = ArchiveExtent()
    extent.inodeFacts = true
    var notices = ArchiveNotices()
    let tree = try reader.tree.tree(at: 0, .buildkit, extent, &notices)
    _ = try stack.tree.tree(at: 0, .buildkit, extent, &notices)
    return Listing(tree).records
  } catch {
    return nil
  }
}

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  let archive = withChecksums(input)
  for isLayer in [false, true] {
    let whole = read(archive, piece: archive.count + 1, isLayer: isLayer)
    let pieces = read(archive, piece: 1 + Int(input.first ?? 0) % 700, isLayer: isLayer)
    require(whole == pieces, "the pieces of the input do not matter")
    for record in whole ?? [] {
      require(record.path.count < 1 << 17, "a path is no longer than a name can be")
    }
  }
  return 0
}
