// Reads the input as an extended header, and once more behind itself.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  var records = PaxRecords()
  do throws(PaxError) {
    try records.append(input)
    let once = records
    try records.append(input)
    require(records.path == once.path, "what is said twice is what is said once")
    require(records.allAttributes == once.allAttributes, "an attribute has one value")
    _ = records.over(once)
  } catch {
    return 0
  }
  return 0
}
