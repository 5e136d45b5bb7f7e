import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

@Suite struct OutputTests {
  private let tree = TestTree()

  private func content(_ name: Name) -> [UInt8]? {
    FileManager.default.contents(atPath: String(decoding: tree.path(of: name), as: UTF8.self))
      .map { [UInt8]($0) }
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: tree.string)) ?? []).sorted()
  }

  private func write(_ name: Name, _ text: [UInt8]) throws(Errno) {
    try OutputFile.write(tree.path(of: name)) { (descriptor) throws(Errno) in
      var writer = BufferedWriter(descriptor, text)
      try writer.flush()
    }
  }

  @Test func `what is gathered is written in order, however much it is`() throws {
    let all = [UInt8](unsafeUninitializedCapacity: 300_000) { buffer, count in
      for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index * 7) }
      count = buffer.count
    }
    try OutputFile.write(tree.path(of: "file")) { (descriptor) throws(Errno) in
      var writer = BufferedWriter(descriptor)
      for start in stride(from: 0, to: all.count, by: 999) {
        writer.buffer.append(contentsOf: all[start..<min(start + 999, all.count)])
        try writer.flushIfFull()
      }
      try writer.flush()
    }
    #expect(content("file") == all)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `the first write that fails is thrown, and nothing is kept for another`() throws {
    let number = open("/dev/full", O_WRONLY)
    defer { close(number) }
    var writer = BufferedWriter(number, [1, 2, 3])
    var failure: Errno?
    do throws(Errno) { try writer.flush() } catch { failure = error }
    #expect(failure?.rawValue == ENOSPC)
    #expect(writer.buffer.isEmpty)
  }

  @Test func `a file is replaced when all is written, with its mode`() throws {
    tree.file("file", "old", mode: 0o640)
    try write("file", [0x6e])
    #expect(content("file") == [0x6e])
    #expect(names == ["file"])
    let status = try tree.path(of: "file").withCString { (path) throws(Errno) in
      try FileStatus(at: FileDescriptor.currentDirectory, path)
    }
    #expect(status.mode == 0o640)
  }

  @Test func `where writing fails, what was there is left, and nothing beside it`() {
    tree.file("file", "old")
    #expect(throws: Errno.inputOutput) {
      try OutputFile.write(tree.path(of: "file")) { (descriptor) throws(Errno) in
        var writer = BufferedWriter(descriptor, [1])
        try writer.flush()
        throw .inputOutput
      }
    }
    #expect(content("file") == Array("old".utf8))
    #expect(names == ["file"])
  }

  @Test func `a link is followed, also to a file that is not there yet`() throws {
    tree.directory("folder").link("link", to: "folder/new")
    try write("link", [0x61])
    #expect(content("folder/new") == [0x61])
    #expect(names == ["folder", "link"])
  }

  @Test(arguments: [("", ENOENT), ("folder", EISDIR), ("none/file", ENOENT), ("a", ELOOP)])
  func `a place that no file can have is refused beforehand`(_ name: String, _ number: CInt) {
    tree.directory("folder").link("a", to: "b").link("b", to: "a")
    let path = name.isEmpty ? [] : tree.path(of: Name(name))
    #expect(throws: Errno(rawValue: number)) { try OutputFile.check(path) }
  }
}

@Suite struct InputFileTests {
  @Test func `a file is read whole, and links lead to what they lead to`() throws {
    let tree = TestTree()
    let all = [UInt8](repeating: 0x61, count: 200_000) + [0]
    tree.file("file", all).directory("folder").link("link", to: "file").link("way", to: "folder")
    var read: [UInt8] = []
    try InputFile.read(tree.path(of: "link")) { read.append(contentsOf: $0) }
    #expect(read == all)
    #expect(try InputFile.kind(of: tree.path(of: "way")) == .directory)
    #expect(try InputFile.kind(of: tree.path(of: "link")) == .readable)
    #expect(throws: Errno.noSuchFile) { try InputFile.kind(of: tree.path(of: "none")) }
    #expect(throws: Errno.isDirectory) { try InputFile.read(tree.path(of: "folder")) { _ in } }
  }

  @Test func `at least one processor may be used`() {
    #expect(ProcessLimits.processors >= 1)
    #expect(ProcessLimits.descriptorLimit >= 3)
  }
}
