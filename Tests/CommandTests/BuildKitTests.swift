import Foundation
import TestSupport
import Testing

/// The answers of running BuildKit daemons: digests from their databases, and whether a COPY ran
/// again. Devices and `trusted.*` attributes take root to make.
@Suite struct BuildKitTests {
  @Test(.enabled(if: Fixture.hasPython && geteuid() == 0))
  func `digests and verdicts are the daemons'`() {
    let tree = TestTree()
    let outcome = shell(
      "exec python3 \"$@\"",
      [Array(Fixture.path("buildkit/answers.py").utf8), tree.path] + Tool.command)
    #expect(outcome.text == "89 asked\n", "\(outcome.complaints)")
  }
}
