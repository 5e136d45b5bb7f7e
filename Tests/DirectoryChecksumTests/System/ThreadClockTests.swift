import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct ThreadClockTests {
  @Test func `a thread that sleeps has waited, and is told so once`() {
    var clock = ThreadClock()
    usleep(20_000)
    let excess = clock.takeExcess()
    #expect(excess > 10_000_000)
    let again = clock.takeExcess()
    #expect(again == 0)
  }

  @Test func `a thread that had nothing to do has not waited`() {
    var clock = ThreadClock()
    usleep(100_000)
    clock.restart()
    let excess = clock.takeExcess()
    #expect(excess < 100_000_000)
  }

  @Test func `a thread that computes has not waited`() {
    var clock = ThreadClock()
    var sum: UInt64 = 0
    // Other tests may have the processor meanwhile.
    let hasWorked = (0..<1000).contains { attempt in
      for value in 0..<1_000_000 as Range<UInt64> { sum = sum &* 31 &+ value }
      return clock.takeExcess() == 0 && sum != UInt64(attempt)
    }
    #expect(hasWorked)
  }
}
