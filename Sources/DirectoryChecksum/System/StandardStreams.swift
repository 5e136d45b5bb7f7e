import CDirectoryChecksum
import Synchronization

/// Standard output and standard error, where a builder reads both from pipes and makes one log of
/// what it gets, in pieces of whatever size: a message would come to stand in the middle of a
/// record.
///
/// So each write is of whole records and so small that the system takes it in one go, into a pipe
/// that has room for no more: whoever reads gets whole records, however late it passes them on. And
/// what goes to one of the two waits until all that went to the other has been read. Whoever does
/// not read at all is waited for once, and not long.
enum StandardStreams {
  private static let output: CInt = 1
  private static let error: CInt = 2
  /// What the system writes to a pipe without a break, in bytes: `PIPE_BUF`.
  private static let piece = 4096
  /// In milliseconds.
  private static let patience: CInt = 2000
  /// What has been read has not been passed on yet, in milliseconds.
  private static let passage: CInt = 25

  /// The one of the two that was written to last; 0 before that.
  private static let last = Atomic<CInt>(0)
  private static let isPatient = Atomic<Bool>(true)
  /// Whether both are pipes: 1; 0: they are not; -1: nobody has asked yet.
  private static let arePipes = Atomic<CInt>(-1)

  /// Comes before every write to `descriptor`. Tells how many bytes may be written at a time.
  static func willWrite(to descriptor: CInt) -> Int {
    guard descriptor == output || descriptor == error else { return .max }
    var found = arePipes.load(ordering: .relaxed)
    if found < 0 {
      found = cdc_are_two_pipes(output, error)
      arePipes.store(found, ordering: .relaxed)
      if found == 1 { cdc_shrink_pipe(output) }
    }
    guard found == 1 else { return .max }
    let other = last.exchange(descriptor, ordering: .relaxed)
    if other != 0, other != descriptor, isPatient.load(ordering: .relaxed) {
      if cdc_wait_drained(other, patience) == 1 {
        cdc_pause(passage)
      } else {
        isPatient.store(false, ordering: .relaxed)
      }
    }
    return piece
  }

  /// The length of the whole records that `bytes` begin with, at most `limit` bytes of them; of a
  /// record that is longer as much as that.
  static func length(of bytes: ByteView, limit: Int) -> Int {
    if bytes.count <= limit { return bytes.count }
    var end = limit
    while end > 0, bytes[end - 1] != UInt8(ascii: "\n"), bytes[end - 1] != 0 { end -= 1 }
    return end > 0 ? end : limit
  }
}
