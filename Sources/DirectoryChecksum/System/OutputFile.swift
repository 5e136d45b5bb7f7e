import CDirectoryChecksum

/// A file that comes into being whole or not at all.
///
/// What is written goes to a file of another name in the same directory, which takes the place of
/// the real one when all has been written. What cannot be replaced is written to directly: a
/// device, a FIFO, an open file that has no name any more (`/dev/stdout` may be one).
package final class OutputFile {
  private let place: OutputPlace
  /// The name of the file that is written to.
  private let temporaryName: [UInt8]
  private var descriptor: FileDescriptor?
  private var isFinished = false

  private init(
    place: OutputPlace, temporaryName: [UInt8], descriptor: consuming FileDescriptor
  ) {
    self.place = place
    self.temporaryName = temporaryName
    self.descriptor = consume descriptor
  }

  deinit {
    guard !isFinished else { return }
    temporaryName.withCString { name in
      while cdc_unlink(place.folder.rawValue, name) != 0, Errno.current == .interrupted {}
    }
    cdc_set_unfinished(-1, nil)
  }
}

extension OutputFile {
  /// As many names are tried for the temporary file: one that is taken was left by a process that
  /// had no time to remove it, and in a container the next one has the same number.
  private static let attempts: UInt64 = 100

  /// Lets `body` write a file that then takes the place of `path`; links are followed as a shell's
  /// redirection does. Where anything fails, what was at `path` is left as it was.
  ///
  /// What ends a program from outside waits meanwhile: it would leave the temporary file behind.
  package static func write(
    _ path: [UInt8], _ body: (CInt) throws(Errno) -> Void
  ) throws(Errno) {
    let place = try OutputPlace(path)
    guard place.isReplaceable else {
      let descriptor = try path.withCString { (path) throws(Errno) in
        try FileDescriptor.openOutput(path)
      }
      try body(descriptor.rawValue)
      return try descriptor.close()
    }
    cdc_hold_signals(1)
    defer { cdc_hold_signals(0) }
    let file = try create(at: place)
    try body(file.number)
    try file.finish()
  }

  /// Whether a file at `path` could be created now: its directory can be opened. What is found out
  /// before a long scan need not be found out behind it.
  package static func check(_ path: [UInt8]) throws(Errno) {
    _ = try OutputPlace(path)
  }

  /// Whether there is a file at `path` that can be replaced, or none yet.
  package static func isReplaceable(_ path: [UInt8]) throws(Errno) -> Bool {
    try OutputPlace(path).isReplaceable
  }

  /// The path below `directory` at which a file that is written to `path` will lie; nil where it
  /// lies elsewhere. Links are followed as ``write(_:_:)`` does.
  package static func path(
    of path: [UInt8], below directory: [UInt8]
  ) throws(Errno) -> [UInt8]? {
    try OutputPlace(path).path(below: directory)
  }

  private static func create(at place: OutputPlace) throws(Errno) -> OutputFile {
    let folder = place.folder.rawValue
    var attempt: UInt64 = 0
    while true {
      let name = temporaryName(attempt)
      do throws(Errno) {
        let descriptor = try name.withCString { (name) throws(Errno) in
          let number = try retryingInterrupted { cdc_create_file(folder, name) }
          cdc_set_unfinished(folder, name)
          return FileDescriptor(owning: number)
        }
        if let status = place.status {
          // Only root can give a file away; what was there may well be somebody else's.
          _ = cdc_change_owner(descriptor.rawValue, status.owner, status.group)
          _ = cdc_change_mode(descriptor.rawValue, UInt32(status.mode & 0o777))
        }
        return OutputFile(place: place, temporaryName: name, descriptor: descriptor)
      } catch {
        attempt += 1
        guard error == .fileExists, attempt < attempts else { throw error }
      }
    }
  }

  private static func temporaryName(_ attempt: UInt64) -> [UInt8] {
    var name = [UInt8](".dchecksum-")
    name.append(decimal: UInt64(cdc_process_identifier()))
    name.append(UInt8(ascii: "-"))
    name.append(decimal: attempt)
    name.append(".tmp")
    return name
  }

  /// The number of the open file.
  private var number: CInt { descriptor?.rawValue ?? -1 }

  /// Puts what was written in its place.
  private func finish() throws(Errno) {
    if let closing = descriptor.take() { try closing.close() }
    try temporaryName.withCString { (from) throws(Errno) in
      try place.name.withCString { (to) throws(Errno) in
        _ = try retryingInterrupted { cdc_rename(place.folder.rawValue, from, to) }
      }
    }
    isFinished = true
    cdc_set_unfinished(-1, nil)
  }
}
