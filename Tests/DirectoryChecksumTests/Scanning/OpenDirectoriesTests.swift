import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// A tree of directories, opened as a scan does.
private final class OpenTree: Sendable {
  let tree: TestSupport.TestTree
  let open = OpenDirectories(descriptorLimit: 1024)
  let root = OpenDirectory(below: nil, nil, at: 0)

  init(_ directories: Name...) throws {
    tree = TestSupport.TestTree()
    for directory in directories { tree.directory(directory) }
    let descriptor = try tree.path.withCString { (path) throws(Errno) in
      try FileDescriptor.openDirectory(at: FileDescriptor.currentDirectory, path)
    }
    open.add(root, descriptor)
  }

  /// Opens `name` in `parent`, which has nothing else.
  func enter(_ name: String, in parent: OpenDirectory) throws -> OpenDirectory {
    let names = [UInt8](name.utf8)
    let siblings = Directory(
      count: 1, directoryCount: 1, nameByteCount: names.count + 1, format: .content,
      metadata: false)
    names.withUnsafeBufferPointer {
      siblings.setEntry(0, kind: .directory, state: .present, name: $0, at: 0)
    }
    let directory = OpenDirectory(below: parent, siblings, at: 0)
    let above = try open.pin(parent)
    defer { open.unpin(parent) }
    open.add(directory, try FileDescriptor.openDirectory(at: above, siblings.cName(of: 0)))
    return directory
  }
}

private func isOpen(_ descriptor: CInt) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

private func inode(_ descriptor: CInt) throws -> UInt64 {
  try FileStatus(of: descriptor).identity.inode
}

// One after the other: a descriptor that is closed may be another test's a moment later.
@Suite(.serialized) struct OpenDirectoriesTests {
  @Test func `a pinned descriptor stays open when its directory is of no more use`() throws {
    let tree = try OpenTree("a/b")
    let a = try tree.enter("a", in: tree.root)
    let pinned = try tree.open.pin(a)
    let expected = try inode(pinned)
    tree.open.finish(a)
    // Another file would get the number, were it free.
    let other = try FileDescriptor.openParent(of: pinned)
    #expect(other.rawValue != pinned)
    #expect(try inode(pinned) == expected)
    tree.open.unpin(a)
    #expect(!isOpen(pinned))
  }

  @Test func `the last of several users closes`() throws {
    let tree = try OpenTree("a")
    let a = try tree.enter("a", in: tree.root)
    let number = try tree.open.pin(a)
    #expect(try tree.open.pin(a) == number)
    tree.open.finish(a)
    tree.open.unpin(a)
    #expect(isOpen(number))
    tree.open.unpin(a)
    #expect(!isOpen(number))
  }

  @Test func `what nobody uses is closed at once`() throws {
    let tree = try OpenTree("a")
    let a = try tree.enter("a", in: tree.root)
    let number = try tree.open.pin(a)
    tree.open.unpin(a)
    #expect(isOpen(number))
    tree.open.finish(a)
    #expect(!isOpen(number))
  }

  @Test func `what was put aside is opened again, and so is what lies next to it`() throws {
    let tree = try OpenTree("a/b/c/d/e")
    var path = [tree.root]
    var inodes: [UInt64] = []
    for name in ["a", "b", "c", "d", "e"] {
      let next = try tree.enter(name, in: path[path.count - 1])
      inodes.append(try inode(try tree.open.pin(next)))
      tree.open.unpin(next)
      path.append(next)
    }
    // The root stays, and the two that were opened last.
    #expect(tree.open.putAside() == 3)
    #expect(tree.open.putAside() == 0)
    for (directory, expected) in zip(path.dropFirst(), inodes).reversed() {
      #expect(try inode(try tree.open.pin(directory)) == expected)
      tree.open.unpin(directory)
    }
  }

  @Test func `what is pinned is not put aside`() throws {
    let tree = try OpenTree("a/b/c/d")
    var path = [tree.root]
    for name in ["a", "b", "c", "d"] { path.append(try tree.enter(name, in: path.last!)) }
    let pinned = try tree.open.pin(path[1])
    #expect(tree.open.putAside() == 1)
    #expect(isOpen(pinned))
    tree.open.unpin(path[1])
  }

  @Test func `a directory on the way may be of no more use`() throws {
    let tree = try OpenTree("a/b/c/d/e")
    var path = [tree.root]
    for name in ["a", "b", "c", "d", "e"] { path.append(try tree.enter(name, in: path.last!)) }
    let expected = try inode(try tree.open.pin(path[3]))
    tree.open.unpin(path[3])
    tree.open.finish(path[2])
    #expect(tree.open.putAside() == 2)
    #expect(try inode(try tree.open.pin(path[3])) == expected)
    tree.open.unpin(path[3])
  }

  @Test func `another directory of the same name is not taken for it`() throws {
    let tree = try OpenTree("a/b/c/d")
    var path = [tree.root]
    for name in ["a", "b", "c", "d"] { path.append(try tree.enter(name, in: path.last!)) }
    #expect(tree.open.putAside() == 2)
    _ = shell("cd \"$1\" && mv a old && mkdir -p a/b", [tree.tree.path])
    #expect(throws: Errno.staleFile) { try tree.open.pin(path[2]) }
  }

  @Test func `whatever threads do at the same time, a pinned descriptor is what it says`() throws {
    let tree = try OpenTree("a/b/c/d/e")
    var path = [tree.root]
    var inodes: [UInt64] = []
    for name in ["a", "b", "c", "d", "e"] {
      let next = try tree.enter(name, in: path.last!)
      inodes.append(try inode(try tree.open.pin(next)))
      tree.open.unpin(next)
      path.append(next)
    }
    let directories = Array(path.dropFirst())
    let expected = inodes
    let threads = ThreadGroup()
    let wrong = Atomic(0)
    for number in 0..<8 {
      try threads.start {
        for round in 0..<2000 {
          let index = (number * 7 + round) % directories.count
          if number == 0 { _ = tree.open.putAside() }
          do {
            let pinned = try tree.open.pin(directories[index])
            if try inode(pinned) != expected[index] { wrong.add(1) }
            tree.open.unpin(directories[index])
          } catch {
            wrong.add(1)
          }
        }
      }
    }
    threads.join()
    #expect(wrong.value == 0)
  }
}

/// A number that threads add to.
private final class Atomic: @unchecked Sendable {
  private let lock = NSLock()
  private var number: Int

  init(_ number: Int) { self.number = number }

  func add(_ count: Int) { lock.withLock { number += count } }

  var value: Int { lock.withLock { number } }
}
