import TestSupport
import Testing

@testable import DirectoryChecksum

@Suite struct CopiedPlaceTests {
  private static func context() throws -> Listing {
    let tree = TestTree()
    for name in ["a/y", "b/x", "b-c", "z", "d/e/w"] as [Name] { tree.file(name, "1") }
    var options = ScanOptions()
    options.maxDepth = nil
    options.metadata = true
    return Listing(try DirectoryScanner(options).scan(tree.path).tree)
  }

  private static func paths(_ records: [Record]) -> [String] {
    records.map { String(decoding: $0.path, as: UTF8.self) }.sorted()
  }

  @Test func `several files stand in the layer by their last names`() throws {
    let context = try Self.context()
    let place = try #require(
      CopiedPlace(Array("COPY z b/x d/e/w a/y /t/".utf8), in: context))
    #expect(Self.paths(place.layerRecords(of: context)) == ["w", "x", "y", "z"])
    #expect(
      Self.paths(place.part(of: context).records)
        == [".", "a", "a/y", "b", "b/x", "d", "d/e", "d/e/w", "z"])
    let layer = context.with(records: place.layerRecords(of: context))
    #expect(
      Self.paths(place.placed(layer, in: context).records)
        == [".", "a", "a/y", "b", "b/x", "d", "d/e", "d/e/w", "z"])
  }

  @Test(arguments: ["COPY a/y b/../a/y /t/", "COPY a z /t/", "COPY gone /t/", "ADD z b-c /t/"])
  func `what does not tell by its names where it was is no place`(_ text: String) throws {
    #expect(CopiedPlace(Array(text.utf8), in: try Self.context()) == nil)
  }
}
