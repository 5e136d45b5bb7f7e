import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

@Suite struct FileDescriptorTests {
  private let tree = TestTree()

  private func error(of body: () throws(Errno) -> Void) -> Errno? {
    do throws(Errno) { try body() } catch { return error }
    return nil
  }

  @Test func `a link is opened neither as a file nor as a directory`() {
    tree.file("file").directory("folder").link("to-file", to: "file").link(
      "to-folder", to: "folder")
    let here = FileDescriptor.currentDirectory
    for name in ["to-file", "to-folder"] as [Name] {
      let opening = error { () throws(Errno) in
        try tree.path(of: name).withCString { (path) throws(Errno) in
          _ = try FileDescriptor.openFile(at: here, path)
        }
      }
      #expect(opening == .tooManyLinks)
    }
    let entering = error { () throws(Errno) in
      try tree.path(of: "to-folder").withCString { (path) throws(Errno) in
        _ = try FileDescriptor.openDirectory(at: here, path)
      }
    }
    // Linux says that it is no directory, others that it is a link.
    #expect(entering == .notDirectory || entering == .tooManyLinks)
  }

  @Test func `reading at an offset does not move, and ends at the end`() throws {
    tree.file("file", "abcdef")
    let file = try tree.path(of: "file").withCString { (path) throws(Errno) in
      try FileDescriptor.openFile(at: FileDescriptor.currentDirectory, path)
    }
    var bytes = [UInt8](repeating: 0, count: 4)
    func read(at offset: UInt64) throws(Errno) -> [UInt8] {
      var count = 0
      var failure: Errno?
      bytes.withUnsafeMutableBytes { buffer in
        do throws(Errno) { count = try file.read(into: buffer, at: offset) } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return Array(bytes[..<count])
    }
    #expect(try read(at: 4) == Array("ef".utf8))
    #expect(try read(at: 6) == [])
    #expect(try read(at: .max >> 2) == [])
    #expect(try file.readSome(atMost: 3) == Array("abc".utf8))
  }

  @Test func `a descriptor that was given away stays open`() throws {
    let number = try tree.path.withCString { (path) throws(Errno) in
      try FileDescriptor.openDirectory(at: FileDescriptor.currentDirectory, path)
    }.release()
    #expect(fcntl(number, F_GETFD) >= 0)
    try FileDescriptor(owning: number).close()
  }

  @Test func `the target of a link is read as bytes, cut where the buffer ends`() throws {
    let target: [UInt8] = [0x61, 0xff, 0x0a, 0x62]
    tree.link("link", to: Name(target))
    func read(_ room: Int) throws(Errno) -> [UInt8] {
      try tree.path(of: "link").withCString { (path) throws(Errno) in
        try withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { (buffer) throws(Errno) in
          let count = try readLink(at: FileDescriptor.currentDirectory, path, into: buffer)
          return [UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
      }
    }
    #expect(try read(64) == target)
    #expect(try read(2) == [0x61, 0xff])
  }

  @Test func `an error has the system's own text`() {
    #expect(
      String(decoding: Errno.noSuchFile.message, as: UTF8.self) == "No such file or directory")
    #expect(Errno.noSuchFile.rawValue == ENOENT)
    #expect(!Errno(rawValue: 12_345).message.isEmpty)
  }

  @Test func `a call that a signal interrupts is made again`() throws {
    var calls = 0
    let result = try retryingInterrupted { () -> CInt in
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 7
    }
    #expect(result == 7 && calls == 3)
    #expect(throws: Errno.inputOutput) {
      try retryingInterrupted { () -> CInt in
        errno = EIO
        return -1
      }
    }
  }
}
