import Testing

@testable import DirectoryChecksum

@Suite struct DirectoryQueueTests {
  private func task(directories: Int, files: Int) -> DirectoryTask {
    let task = DirectoryTask()
    let directory = Directory(
      count: directories + files, directoryCount: directories,
      nameByteCount: 2 * (directories + files), format: .content, metadata: false)
    for index in 0..<directories + files {
      [UInt8(ascii: "a")].withUnsafeBufferPointer {
        directory.setEntry(
          index, kind: index < directories ? .directory : .file, state: .present, name: $0,
          at: 2 * index)
      }
    }
    task.setDirectory(directory)
    return task
  }

  @Test func `the directory that was offered last is worked off first`() {
    let queue = DirectoryQueue(jobs: 1, descriptorLimit: 1024)
    let (first, second) = (task(directories: 2, files: 0), task(directories: 1, files: 0))
    queue.offerDirectories(of: first)
    queue.offerDirectories(of: second)
    var order: [Bool] = []
    var clock = ThreadClock()
    while case .directory(let parent, _) = queue.claim(waiting: false, &clock) {
      order.append(parent === second)
    }
    #expect(order == [true, false, false])
  }

  @Test func `threads are worth it by what was found and what is left to claim`() {
    let queue = DirectoryQueue(jobs: 4, descriptorLimit: 1024)
    let small = task(directories: 0, files: 3)
    #expect(queue.threadsWorthStarting(found: 3, waited: 0, at: small) == 0)
    #expect(queue.threadsWorthStarting(found: 1 << 20, waited: 1_000_000_000, at: small) == 3)
    #expect(queue.threadsWorthStarting(found: 1 << 20, waited: 0, at: small) == 0)
    #expect(!queue.canGrow)
  }

  @Test func `more threads than processors are worth it where some of them wait`() {
    let processors = ProcessLimits.processors
    let queue = DirectoryQueue(jobs: processors + 4, descriptorLimit: 1 << 16)
    let large = task(directories: 0, files: 1000)
    #expect(
      queue.threadsWorthStarting(found: 1 << 20, waited: 0, at: large) == processors - 1)
    #expect(queue.threadsWorthStarting(found: 1 << 20, waited: 0, at: large) == 0)
    #expect(queue.canGrow)
    #expect(queue.threadsWorthStarting(found: 0, waited: 1_000_000_000, at: large) == 4)
  }

  @Test func `few descriptors allow few threads`() {
    let queue = DirectoryQueue(jobs: 64, descriptorLimit: 40)
    let started = queue.threadsWorthStarting(
      found: 1 << 20, waited: 1_000_000_000, at: task(directories: 0, files: 100))
    #expect(started < 5)
  }

  @Test func `whoever waits is told the end`() throws {
    let queue = DirectoryQueue(jobs: 2, descriptorLimit: 1024)
    let threads = ThreadGroup()
    try threads.start {
      var clock = ThreadClock()
      if queue.claim(waiting: true, &clock) != nil { Issue.record("a claim") }
    }
    queue.stop()
    threads.join()
  }

  @Test func `the file that waits longest goes on first`() {
    let queue = DirectoryQueue(jobs: 2, descriptorLimit: 1024)
    let (first, second) = (ParkedLane(.sha1), ParkedLane(.sha1))
    queue.park(first)
    queue.park(second)
    #expect(queue.unpark() === first)
    #expect(queue.unpark() === second)
    #expect(queue.unpark() == nil)
  }
}
