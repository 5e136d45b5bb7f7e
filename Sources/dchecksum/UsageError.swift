import DirectoryChecksum

/// What is wrong with a command line. The words for it are in ``Messages``.
enum UsageError: Error {
  case unknownOption([UInt8])
  case missingValue(option: [UInt8])
  case unexpectedValue(option: [UInt8])
  /// `wanted` says in the user's words what would do.
  case badValue(option: [UInt8], value: [UInt8], wanted: StaticString)
  case tooManyPaths(first: [UInt8], second: [UInt8])
  case wrongNumberOfOperands(wanted: StaticString)
  case conflict(StaticString, StaticString)
}
