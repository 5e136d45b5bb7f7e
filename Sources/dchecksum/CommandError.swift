import DirectoryChecksum

/// Why a command cannot be carried out.
enum CommandError: Error {
  /// What a user named cannot be read.
  case unreadable([UInt8], Errno)
  case ignoring(IgnoreError)
  /// No ignore file where the directory's own was asked for.
  case noIgnoreFile([UInt8])
  /// A log in which nothing was found.
  case noListing([UInt8])
  /// A log in which there are only so many listings.
  case noSuchListing([UInt8], count: Int)
  /// Several pairs of listings are as likely as each other.
  case choice([ListingPair])
}

/// The names of two listings that may belong together, each `LOG#N`.
struct ListingPair {
  let before: [UInt8]
  let after: [UInt8]
}

extension CommandError {
  var message: [UInt8] {
    switch self {
    case .unreadable(let path, let error): return Messages.about(path, error)
    case .ignoring(let error): return Messages.ignoring(error)
    case .noIgnoreFile(let path):
      return Messages.about(
        path, "No such file; --dockerignore=FILE names another one, --exclude needs none")
    case .noListing(let path):
      return Messages.about(
        path, "no listing found in it; print one with 'dchecksum' in a step of the build")
    case .noSuchListing(let path, let count):
      var text = Messages.about(path, "no such listing; the log has ")
      text.append(decimal: UInt64(count))
      return text
    case .choice(let pairs):
      var text = [UInt8]("several listings could be meant; say which:")
      for pair in pairs {
        text.append("\n  dchecksum diff ")
        text.append(shown: pair.before)
        text.append(UInt8(ascii: " "))
        text.append(shown: pair.after)
      }
      return text
    }
  }
}
