// Reads the input as a deflate stream and as a gzip stream, each twice, cut at different places: both
// ways give the same bytes and the same end.

@testable import DirectoryChecksum

/// No more is inflated of one input, in bytes.
private let most = 8 << 20

private func inflated(_ bytes: [UInt8], piece: Int, asGzip: Bool) -> (Digest, Bool) {
  let input = ByteStream(PieceSource(bytes, piece))
  let inflate = Inflate(input)
  let stream = ByteStream(GzipSource(input))
  var hash = HashFunction.sha1
  var count = 0
  do throws(ArchiveError) {
    while count < most {
      let next = try asGzip ? stream.next() : inflate.next()
      if next.isEmpty { return (hash.finalize(), true) }
      hash.update(next)
      count += next.count
      if asGzip { stream.take(next.count) }
    }
    return (hash.finalize(), true)
  } catch {
    return (asGzip ? HashFunction.sha1.digest(of: []) : hash.finalize(), false)
  }
}

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  for asGzip in [false, true] {
    // A piece ends where its bytes do, so that only whole results can be compared.
    let whole = inflated(input, piece: input.count + 1, asGzip: asGzip)
    let pieces = inflated(input, piece: 1 + Int(input.first ?? 0) % 7, asGzip: asGzip)
    require(whole.1 == pieces.1, "the pieces of the input do not matter")
    if whole.1 { require(whole.0 == pieces.0, "the pieces of the input do not matter") }
  }
  return 0
}
