// What libFuzzer calls: reads the input as a log, twice, cut at different places. Compiled into
// the library's own module, so that it reaches what is not public.

@c(LLVMFuzzerTestOneInput)
public func fuzzLogReader(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: bytes, count: count)
  let whole = listings(in: input, piecesOf: max(count, 1))
  // The first byte chooses how else the input is cut.
  let size = 1 + Int(input.first ?? 0) % 67
  let cut = listings(in: input, piecesOf: size)
  precondition(whole.count == cut.count, "the pieces matter")
  for index in whole.indices {
    precondition(whole[index].records == cut[index].records, "the pieces matter")
    precondition(whole[index].integrity == cut[index].integrity, "the pieces matter")
    precondition(whole[index].label == cut[index].label, "the pieces matter")
  }
  return 0
}

private func listings(in input: UnsafeRawBufferPointer, piecesOf size: Int) -> [Listing] {
  let reader = LogReader()
  var start = 0
  while start < input.count {
    let end = min(start + size, input.count)
    reader.consume(UnsafeRawBufferPointer(rebasing: input[start..<end]))
    start = end
  }
  return reader.finish()
}
