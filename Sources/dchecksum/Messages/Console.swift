import DirectoryChecksum

/// The standard streams.
enum Console {
  static let standardOutput: CInt = 1
  static let standardError: CInt = 2

  /// Writes one line to standard error, behind the program's name. There is nobody left to tell
  /// where that fails.
  @inline(never)
  static func complain(_ text: [UInt8]) {
    var line = [UInt8]("dchecksum: ")
    line.append(text)
    line.append(UInt8(ascii: "\n"))
    write(raw: line)
  }

  /// Writes `bytes` to standard error as they are.
  @inline(never)
  static func write(raw bytes: [UInt8]) {
    do throws(Errno) { try write(bytes, to: standardError) } catch {}
  }

  /// Writes all of `bytes` to standard output.
  static func print(_ bytes: [UInt8]) throws(CommandError) {
    do throws(Errno) { try write(bytes, to: standardOutput) } catch {
      throw failedToWrite(error)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt) throws(Errno) {
    var writer = BufferedWriter(descriptor, bytes)
    try writer.flush()
  }

  /// What a failed write to standard output means: output is lost, or nobody reads any more, which
  /// ends the program.
  @inline(never)
  static func failedToWrite(_ error: Errno) -> CommandError {
    if error == .brokenPipe { Process.dieOfBrokenPipe() }
    return .failed([UInt8]("standard output"), error)
  }
}
