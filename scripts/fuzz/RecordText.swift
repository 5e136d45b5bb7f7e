// Reads the input as one record in each of the three forms; what is read is written in each of them
// and read back.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  if let read = RecordText(input) { check(read.record, read.format) }
  if let read = RecordJSON(input) {
    // Without a digest only the kind may tell.
    let format = DigestFormat.content.lists(read.record.kind) ? DigestFormat.content : .buildkit
    check(read.record, read.format ?? format)
  }
  if let read = NullRecord.read(input) { check(read.record, read.format) }
  return 0
}

private func check(_ record: Record, _ format: DigestFormat) {
  require(!record.path.contains(0), "a path holds no NUL")
  let line = record.written(.lines, format)
  require(isHarmless(line), "a line is harmless")
  let read = line.withUnsafeBufferPointer { RecordText($0) }
  require(read?.record == record && read?.format == format, "a line reads back")

  let object = record.written(.json, format)
  require(isHarmless(object), "a JSON line is harmless")
  let parsed = object.withUnsafeBufferPointer { RecordJSON($0) }
  require(parsed?.record == record, "a JSON line reads back")

  // A NUL in a target ends the record; of several arrows only the digest knows the right one.
  if record.target?.contains(0) == true { return }
  let raw = record.written(.nullTerminated, format)
  if record.target != nil, raw.count(where: { $0 == UInt8(ascii: ">") }) > 1 { return }
  let text = raw.withUnsafeBufferPointer { NullRecord.read($0) }
  require(text?.record == record, "a raw record reads back")
}
