import CDirectoryChecksum

/// Gathers what is written and hands it to the system in large pieces.
///
/// The one way out for everything that is printed. Nothing is lost silently: the first write that
/// fails is thrown, and nothing is written after it.
package struct BufferedWriter: ~Copyable {
  /// What has not been written yet; callers append to it.
  package var buffer: [UInt8]
  /// From this size on the buffer is worth a system call.
  private static let threshold = 64 << 10
  private let descriptor: CInt

  /// Writes to `descriptor`, which stays open. `buffer` is what has been gathered already.
  package init(_ descriptor: CInt, _ buffer: [UInt8] = []) {
    self.descriptor = descriptor
    self.buffer = buffer
  }
}

extension BufferedWriter {
  /// Writes what has been gathered once it is enough.
  @inline(__always)
  package mutating func flushIfFull() throws(Errno) {
    if buffer.count >= Self.threshold { try flush() }
  }

  /// Writes all that has been gathered. Corresponds to `write(2)`, as often as it takes.
  package mutating func flush() throws(Errno) {
    let limit = buffer.isEmpty ? .max : StandardStreams.willWrite(to: descriptor)
    var written = 0
    while written < buffer.count {
      do throws(Errno) {
        written += try buffer.withBytes { (bytes) throws(Errno) in
          let rest = bytes.from(written)
          let length = StandardStreams.length(of: rest, limit: limit)
          let count = try retryingInterrupted {
            cdc_write(descriptor, rest.baseAddress, length)
          }
          // Nothing taken and no reason given: it would never end.
          if count == 0 { throw Errno.inputOutput }
          return count
        }
      } catch {
        do throws(Errno) {
          guard error == .wouldBlock else { throw error }
          // Another program that shares the pipe made it non-blocking.
          _ = try retryingInterrupted { cdc_wait_writable(descriptor) }
        } catch {
          buffer.removeAll()
          throw error
        }
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
