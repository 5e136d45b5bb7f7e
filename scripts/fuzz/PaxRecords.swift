// Reads the input as an extended header, and once more behind itself.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  let records = PaxRecords()
  do throws(PaxError) {
    try records.append(input)
    let (path, attributes) = (records.path, records.allAttributes)
    try records.append(input)
    require(records.path == path, "what is said twice is what is said once")
    require(records.allAttributes == attributes, "an attribute has one value")
    records.fill(from: records)
  } catch {
    return 0
  }
  return 0
}
