// Reads the input as JSON; writes it as a JSON string and reads that back; and wraps its lines as
// Docker's json-file and BuildKit's raw progress do, which is then read as a log.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  checkObject(input)
  let text = [UInt8](input)
  checkMember(text)
  // The first byte chooses how long the pieces are.
  let size = 8 + Int(text.first ?? 0)
  for form in 0..<3 {
    var log: [UInt8] = []
    var start = 0
    while start < text.count {
      let end = min(start + size, text.count)
      append([UInt8](text[start..<end]), form, to: &log)
      start = end
    }
    _ = log.withUnsafeBytes { requirePiecesDoNotMatter($0, size: 11) }
  }
  return 0
}

/// What is read with care must be what is passed over.
private func checkObject(_ text: ByteView) {
  var skipping = JSONReader(text)
  let isValue = (try? skipping.skipValue()) != nil
  require(skipping.position <= text.count, "nothing is read past the end")
  var reading = JSONReader(text)
  var members = JSONMembers()
  guard (try? members.read(&reading)) != nil else { return }
  // One level more is allowed in a value that is passed over.
  if text.count(where: { $0 == 0x5b || $0 == 0x7b }) >= 64 { return }
  require(isValue && reading.position == skipping.position, "both ways end at the same place")
}

private func checkMember(_ text: [UInt8]) {
  var object = [UInt8]("{\"x\":0")
  object.append(jsonMember: "path", text)
  object.append(UInt8(ascii: "}"))
  require(isHarmless(object), "a JSON line is harmless")
  object.withUnsafeBufferPointer { bytes in
    var reader = JSONReader(bytes)
    var read = JSONMembers()
    guard (try? read.read(&reader)) != nil else { fatalError("a JSON line is JSON") }
    var plain = read.value("path")
    if plain == nil, let encoded = read.value("path_base64") {
      var decoded: [UInt8] = []
      require(encoded.withBytes { Base64.decode($0, into: &decoded) }, "base64 reads back")
      plain = decoded
    }
    require(plain == text, "a member reads back")
  }
}

/// Appends an object that holds `piece`, byte by byte where it is not UTF-8.
private func append(_ piece: [UInt8], _ form: Int, to log: inout [UInt8]) {
  switch form {
  case 0: log.append("{\"log\":\"")
  case 1: log.append("{\"stream\":\"")
  default: log.append("{\"logs\":[{\"vertex\":\"sha256:a\",\"stream\":1,\"data\":\"")
  }
  if form < 2 {
    for byte in piece {
      switch byte {
      case 0x22, 0x5c: log.append([0x5c, byte])
      case 0..<0x20:
        log.append("\\u00")
        log.append(hexadecimal: byte)
      default: log.append(byte)
      }
    }
  } else {
    log.append(base64: piece)
  }
  log.append(form < 2 ? "\"}\n" : "\"}]}\n")
}
