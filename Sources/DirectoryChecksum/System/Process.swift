import CDirectoryChecksum

/// What the program has to know of its own process and of the terminal it may run in.
package enum Process {
  /// Makes what the parent left safe to work with: files that are opened later do not become a
  /// standard stream that was closed, and a limit on file sizes is an error like any other.
  package static func prepare() {
    cdc_reserve_standard_descriptors()
    cdc_survive_size_limit()
  }

  /// Whether `descriptor` is a terminal. Corresponds to `isatty(3)`.
  package static func isTerminal(_ descriptor: CInt) -> Bool {
    cdc_is_terminal(descriptor) == 1
  }

  /// Whether what is written to `descriptor` ends up in a file, where it cannot be cut.
  package static func isFile(_ descriptor: CInt) -> Bool {
    do throws(Errno) { return try FileStatus(of: descriptor).kind == .file } catch {
      return false
    }
  }

  /// Whether the environment has `name` with a value that is not empty.
  package static func isSet(_ name: StaticString) -> Bool {
    let name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    guard let value = cdc_environment(name) else { return false }
    return value.pointee != 0
  }

  /// Whether this is the first process of its name space, as that of a step of a build is.
  package static var isFirst: Bool { cdc_process_identifier() == 1 }

  /// Milliseconds since some moment; never goes back.
  package static var milliseconds: UInt64 { cdc_nanoseconds() / 1_000_000 }

  /// Ends the process as a closed pipe ends one by default, whatever the parent made of the signal.
  package static func dieOfBrokenPipe() {
    cdc_die_of_broken_pipe()
  }

  /// Ends the process at once: all has been written, and memory need not be given back.
  package static func exit(_ status: CInt) -> Never {
    cdc_exit(status)
  }
}
