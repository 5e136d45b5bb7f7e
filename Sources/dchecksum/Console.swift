import DirectoryChecksum

/// The standard streams.
enum Console {
  static let standardOutput: CInt = 1
  static let standardError: CInt = 2

  /// Writes one line to standard error, behind the program's name. There is nobody left to tell
  /// where that fails.
  static func complain(_ text: [UInt8]) {
    var line = [UInt8]("dchecksum: ")
    line.append(contentsOf: text)
    line.append(UInt8(ascii: "\n"))
    write(raw: line)
  }

  /// Writes `bytes` to standard error as they are.
  static func write(raw bytes: [UInt8]) {
    var writer = BufferedWriter(standardError)
    writer.buffer = bytes
    do throws(Errno) { try writer.flush() } catch {}
  }

  /// Writes all of `bytes` to standard output.
  static func print(_ bytes: [UInt8]) -> ExitStatus {
    var writer = BufferedWriter(standardOutput)
    writer.buffer = bytes
    do throws(Errno) {
      try writer.flush()
      return .success
    } catch {
      return failedToWrite(error)
    }
  }

  /// What a failed write to standard output means: nobody reads any more, or output is lost.
  static func failedToWrite(_ error: Errno) -> ExitStatus {
    if error == .brokenPipe { Process.dieOfBrokenPipe() }
    complain(Messages.couldNotWrite(nil, error))
    return .trouble
  }
}
