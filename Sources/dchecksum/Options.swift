import DirectoryChecksum

/// What the command line asks for: plain data, nothing looked up yet. Each command reads what it
/// has an option for.
final class Options {
  var command = Command.scan
  /// What is printed in place of everything else, where help or the version is asked for.
  var answer: StaticString?
  var operands: [[UInt8]] = []

  /// nil: everything.
  var maxDepth: Int? = 2
  var isLong = false
  var format = DigestFormat.content
  var output: [UInt8]?
  var style = RecordWriter.Style.lines
  var color = ColorChoice.auto

  /// Whether `.dockerignore` in the directory that is scanned leaves entries out.
  var usesOwnIgnoreFile = false
  /// Another file that does.
  var ignoreFile: [UInt8]?
  /// Patterns that do so behind those of the file.
  var patterns: [[UInt8]] = []
  var oneFileSystem = false
  var jobs: Int?
}

enum ColorChoice {
  case auto
  case always
  case never
}
