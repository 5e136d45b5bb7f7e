// Reads the input as a log, twice, cut at different places. What was found is written as a listing,
// and that is read back.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: bytes, count: count)
  // The first byte chooses how else the input is cut.
  let found = requirePiecesDoNotMatter(input, size: 1 + Int(input.first ?? 0) % 67)
  for listing in found {
    require(!listing.records.isEmpty, "a listing has a record")
    for record in listing.records {
      require(isHarmless(record.written(.lines, listing.format)), "a line is harmless")
      require(isHarmless(record.written(.json, listing.format)), "a JSON line is harmless")
    }
  }
  return 0
}
