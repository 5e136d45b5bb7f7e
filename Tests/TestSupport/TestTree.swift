import Foundation

/// A directory for one test, described one line an entry and removed with the value.
///
/// Names are bytes: a path given as a string literal is its UTF-8, and any other can be given as an
/// array.
public final class TestTree: Sendable {
  /// The directory's absolute path.
  public let path: [UInt8]

  public init() {
    // As the system itself would write it: tools compare it.
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    var template = Array("\(folder)/dchecksum-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
    precondition(made != nil, "cannot make a temporary directory")
    path = template.dropLast().map { UInt8(bitPattern: $0) }
  }

  deinit {
    // rm(1) gets anywhere: into 10,000 levels, and past modes that forbid it when run as root.
    let chmod = Foundation.Process()
    chmod.executableURL = URL(fileURLWithPath: "/bin/sh")
    chmod.arguments = [
      "-c", "chmod -R u+rwx \"$1\" 2>/dev/null; rm -rf \"$1\"", "sh", string,
    ]
    try? chmod.run()
    chmod.waitUntilExit()
  }
}

extension TestTree {
  /// The path as a string; temporary directories have names in ASCII.
  public var string: String { String(decoding: path, as: UTF8.self) }

  /// The path of `name` below the directory.
  public func path(of name: Name) -> [UInt8] { path + [UInt8(ascii: "/")] + name.bytes }

  /// Makes a regular file, and the directories above it.
  @discardableResult
  public func file(_ name: Name, _ content: [UInt8] = [], mode: mode_t = 0o644) -> TestTree {
    directories(above: name)
    withCPath(name) { path in
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      check(descriptor, "open", name)
      var written = 0
      content.withUnsafeBytes { bytes in
        while written < bytes.count {
          let count = write(descriptor, bytes.baseAddress! + written, bytes.count - written)
          precondition(count > 0, "cannot write")
          written += count
        }
      }
      close(descriptor)
      check(chmod(path, mode), "chmod", name)
    }
    return self
  }

  /// Makes a regular file that holds the text's UTF-8.
  @discardableResult
  public func file(_ name: Name, _ text: String, mode: mode_t = 0o644) -> TestTree {
    file(name, Array(text.utf8), mode: mode)
  }

  @discardableResult
  public func directory(_ name: Name, mode: mode_t = 0o755) -> TestTree {
    directories(above: name)
    withCPath(name) { path in
      if mkdir(path, 0o755) != 0 { precondition(errno == EEXIST, "cannot make a directory") }
      check(chmod(path, mode), "chmod", name)
    }
    return self
  }

  @discardableResult
  public func link(_ name: Name, to target: Name) -> TestTree {
    directories(above: name)
    withCPath(name) { path in
      (target.bytes + [0]).withUnsafeBufferPointer { target in
        target.withMemoryRebound(to: CChar.self) { target in
          check(symlink(target.baseAddress!, path), "symlink", name)
        }
      }
    }
    return self
  }

  @discardableResult
  public func fifo(_ name: Name) -> TestTree {
    directories(above: name)
    withCPath(name) { check(mkfifo($0, 0o644), "mkfifo", name) }
    return self
  }

  @discardableResult
  public func mode(_ name: Name, _ mode: mode_t) -> TestTree {
    withCPath(name) { check(chmod($0, mode), "chmod", name) }
    return self
  }

  private func directories(above name: Name) {
    for (index, byte) in name.bytes.enumerated() where byte == UInt8(ascii: "/") {
      withCPath(Name(Array(name.bytes[..<index]))) { path in
        if mkdir(path, 0o755) != 0 { precondition(errno == EEXIST, "cannot make a directory") }
      }
    }
  }

  private func withCPath(_ name: Name, _ body: (UnsafePointer<CChar>) -> Void) {
    (path(of: name) + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }

  private func check(_ result: CInt, _ operation: String, _ name: Name) {
    precondition(result >= 0, "\(operation) \(name): \(String(cString: strerror(errno)))")
  }
}

/// A name or a relative path, in bytes.
public struct Name: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { bytes = Array(text.utf8) }
  public init(arrayLiteral bytes: UInt8...) { self.bytes = bytes }
}
