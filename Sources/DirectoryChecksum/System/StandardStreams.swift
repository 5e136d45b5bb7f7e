import CDirectoryChecksum
import Synchronization

/// Standard output and standard error, where a builder reads both from pipes and makes one log of
/// what it gets, in pieces of whatever size: a message would come to stand in the middle of a
/// record.
///
/// So what goes to one of them waits until all that went to the other has been read. Whoever does
/// not read at all is waited for once, and not long.
enum StandardStreams {
  private static let output: CInt = 1
  private static let error: CInt = 2
  /// In milliseconds.
  private static let patience: CInt = 2000
  /// What has been read has not been passed on yet: as long as a busy machine may take for it, in
  /// milliseconds.
  private static let passage: CInt = 25

  /// The one of the two that was written to last; 0 before that.
  private static let last = Atomic<CInt>(0)
  private static let isPatient = Atomic<Bool>(true)

  /// Comes before every write to `descriptor`.
  static func willWrite(to descriptor: CInt) {
    guard descriptor == output || descriptor == error else { return }
    let other = last.exchange(descriptor, ordering: .relaxed)
    guard other != 0, other != descriptor, isPatient.load(ordering: .relaxed),
      cdc_are_two_pipes(output, error) == 1
    else { return }
    if cdc_wait_drained(other, patience) == 1 {
      cdc_pause(passage)
    } else {
      isPatient.store(false, ordering: .relaxed)
    }
  }
}
