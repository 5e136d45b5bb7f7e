import Foundation
import Testing

@testable import DirectoryChecksum

@Suite struct ThreadClockTests {
  @Test func `a thread that sleeps has waited`() {
    var clock = ThreadClock()
    usleep(20_000)
    let hasWaited = clock.hasWaited()
    #expect(hasWaited)
  }

  @Test func `a thread that computes has not waited`() {
    var clock = ThreadClock()
    var sum: UInt64 = 0
    // Other tests may have the processor meanwhile.
    let hasWorked = (0..<1000).contains { attempt in
      for value in 0..<1_000_000 as Range<UInt64> { sum = sum &* 31 &+ value }
      return !clock.hasWaited() && sum != UInt64(attempt)
    }
    #expect(hasWorked)
  }
}
