import DirectoryChecksum

/// Why a command cannot be carried out.
enum CommandError: Error {
  /// What a user named cannot be read.
  case unreadable([UInt8], Errno)
  case ignoring(IgnoreError)
  /// No ignore file where the directory's own was asked for.
  case noIgnoreFile([UInt8])
}

extension CommandError {
  var message: [UInt8] {
    switch self {
    case .unreadable(let path, let error): return Messages.about(path, error)
    case .ignoring(let error): return Messages.ignoring(error)
    case .noIgnoreFile(let path):
      return Messages.about(
        path, "No such file; --dockerignore=FILE names another one, --exclude needs none")
    }
  }
}
