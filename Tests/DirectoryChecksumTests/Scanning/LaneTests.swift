import TestSupport
import Testing

@testable import DirectoryChecksum

@Suite struct LaneTests {
  private static let size = MessageBuffer.front + (128 << 10) + MessageBuffer.reserve
  private let tree = TestSupport.TestTree()
    .file("large", [UInt8](repeating: 1, count: 8 << 20))
    .file("other large", [UInt8](repeating: 2, count: 8 << 20))
    .file("medium", [UInt8](repeating: 3, count: 1 << 20))
    .file("small", [UInt8](repeating: 4, count: 100))

  /// Two lanes with a file each.
  private func withLanes<Result>(
    _ first: Name, _ second: Name, _ body: (inout Lane, inout Lane) throws -> Result
  ) throws -> Result {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * Self.size, alignment: 16)
    defer { memory.deallocate() }
    var one = Lane(.sha1, in: UnsafeMutableRawBufferPointer(rebasing: memory[..<Self.size]))
    var two = Lane(.sha1, in: UnsafeMutableRawBufferPointer(rebasing: memory[Self.size...]))
    try begin(first, in: &one)
    try begin(second, in: &two)
    return try body(&one, &two)
  }

  private func open(_ name: Name) throws -> FileDescriptor {
    try tree.path(of: name).withCString { (path) throws(Errno) in
      try FileDescriptor.openFile(at: FileDescriptor.currentDirectory, path)
    }
  }

  private func begin(_ name: Name, in lane: inout Lane) throws {
    let file = try open(name)
    let status = try FileStatus(of: file.rawValue)
    lane.begin(0, of: DirectoryTask(), file, Attributes())
    try lane.start(status, .sha1, header: [])
  }

  /// Reads a piece of each file, hashes them beside each other, and tells of both whether all that was
  /// read is hashed.
  private func hash(_ first: Name, _ second: Name) throws -> [Bool] {
    try withLanes(first, second) { one, two in
      _ = try one.readMore(for: .content)
      _ = try two.readMore(for: .content)
      Lane.hash(&one, &two)
      return [one.needsMore || one.digest != nil, two.needsMore || two.digest != nil]
    }
  }

  /// Of a file that is hashed piece by piece, before which pieces it takes company.
  private func company(_ name: Name, pieces: Int) throws -> [Bool] {
    try withLanes(name, "small") { lane, other in
      _ = other.end()
      return try (0..<pieces).map { _ in
        defer { Lane.hash(&lane, &other) }
        let takesCompany = lane.takesCompany
        _ = try lane.readMore(for: .content)
        return takesCompany
      }
    }
  }

  @Test func `a large file does not keep the pace of a small one`() throws {
    #expect(try hash("large", "small") == [true, true])
    #expect(try hash("small", "large") == [true, true])
  }

  @Test func `files of a like size are hashed at the same time`() throws {
    #expect(try hash("large", "other large") == [true, true])
    #expect(try hash("medium", "small") == [false, true])
  }

  @Test func `beside a large file another is begun now and then, beside others always`() throws {
    #expect(try company("large", pieces: 5) == [true, false, false, false, true])
    #expect(try company("medium", pieces: 5) == [true, true, true, true, true])
  }

  @Test func `a file that is given up leaves nothing to the one behind it`() throws {
    try withLanes("small", "other large") { lane, other in
      // It has grown since it was asked for its size.
      let file = try open("large")
      let size = try FileStatus(of: lane.file.rawValue)
      lane.begin(0, of: DirectoryTask(), file, Attributes())
      try lane.start(size, .sha1, header: [])
      #expect(try lane.readMore(for: .buildkit) == .hasChanged)
      _ = lane.end()
      let parked = ParkedLane(.sha1)
      parked.exchange(with: &other)
      parked.exchange(with: &lane)
      while lane.digest == nil {
        if lane.needsMore { _ = try lane.readMore(for: .content) }
        Lane.hash(&lane, &other)
      }
      #expect(lane.digest == HashFunction.sha1.digest(of: [UInt8](repeating: 2, count: 8 << 20)))
    }
  }
}
