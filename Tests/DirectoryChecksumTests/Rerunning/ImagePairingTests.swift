import Foundation
import Testing

@testable import DirectoryChecksum

/// Logs that build three images: what changed in one of them is told of that one.
@Suite struct ImagePairingTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/images")

  @Test(
    arguments: [
      "multi-seq-builds-noprefix", "multi-bake", "multi-gcb-par", "multi-tekton-par",
    ], ["after-web", "after-api", "after-worker", "rev-web", "rev-api", "rev-worker"])
  func `a change is told of its own image`(_ name: String, _ change: String) {
    let before = buildLog(at: Self.folder.appendingPathComponent("\(name).log"))
    let after = buildLog(at: Self.folder.appendingPathComponent("\(name).\(change).log"))
    let comparison = LogComparison(before, after)
    #expect(comparison.listings.pairs.count == 3)
    #expect(comparison.listings.onlyBefore.isEmpty && comparison.listings.onlyAfter.isEmpty)
    let service = change.split(separator: "-")[1]
    let paths = comparison.comparisons.flatMap { $0.changes }.map { text($0.record.path) }
    #expect(paths.contains("src/\(service).txt"))
    #expect(paths.allSatisfy { $0.contains(service) || !$0.contains(".txt") })
    #expect(comparison.comparisons.filter { $0.outcome == .different }.count == 1)
  }

  @Test func `a listing step out of the cache is named`() throws {
    let listing = """
      #8 0.1 da39a3ee5e6b4b0d3255bfef95601890afd80709 D:0755:0:0 .
      #8 DONE 0.1s
      """
    let before = buildLog("#8 [4/4] RUN [\"/dc\",\"-l\",\"/app\"]\n\(listing)\n")
    let after = buildLog(
      """
      #8 [4/4] RUN ["/dc","-l","/app"]
      #8 CACHED
      #9 exporting to image
      #9 naming to docker.io/library/app:2 done
      """)
    let pairing = LogComparison(before, after).listings
    #expect(pairing.pairs.isEmpty)
    try #require(pairing.cachedAfter.count == 1)
    var message: [UInt8] = []
    CachedListing(after, pairing.cachedAfter[0]).append(to: &message)
    #expect(text(message).contains("#8 [4/4] RUN [\"/dc\",\"-l\",\"/app\"] was CACHED"))
    #expect(
      text(message).contains(
        "docker run --rm --network none docker.io/library/app:2 /dc -l /app\n"))
  }

  @Test func `listings that nothing tells apart are compared in their order`() {
    let log = """
      da39a3ee5e6b4b0d3255bfef95601890afd80709 D .
      and more
      b6589fc6ab0dc82cf12099d1c2d40ab994e8410c D .
      """
    let comparison = LogComparison(buildLog(log), buildLog(log))
    #expect(comparison.listings.pairs.map { [$0.before, $0.after] } == [[0, 0], [1, 1]])
    #expect(comparison.comparisons.map(\.outcome) == [.same, .same])
  }

  @Test func `each of many equal steps is compared with the one at its place`() {
    var log = ""
    for step in 1...300 {
      log += "#\(step) [\(step)/300] RUN dc\n"
      log += "#\(step) 0.1 da39a3ee5e6b4b0d3255bfef95601890afd80709 D .\n#\(step) DONE 0.1s\n"
    }
    let pairs = LogComparison(buildLog(log), buildLog(log)).listings.pairs
    #expect(pairs.map { $0.before } == Array(0..<300))
    #expect(pairs.map { $0.after } == Array(0..<300))
  }

  @Test func `a retried build is compared as a whole`() {
    let one = "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n"
    let before = buildLog("\(one)#5 [2/2] RUN a\n#5 CACHED\n")
    let after = buildLog("\(one)#5 [2/2] RUN a\n#5 ERROR: x\n\(one)#5 [2/2] RUN a\n#5 CACHED\n")
    let comparison = LogComparison(before, after).steps
    #expect(comparison.reruns.count == 2)
    #expect(comparison.reruns.map { $0.before } == [0, 0])
    #expect(comparison.rerunCount == 1)
  }
}
