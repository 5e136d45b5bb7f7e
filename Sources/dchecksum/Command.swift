import DirectoryChecksum

/// What the command line asks for: plain data, nothing looked up yet.
enum Command {
  case scan(ScanCommand)
  case diff(DiffCommand)
  case extract(ExtractCommand)
  case why(WhyCommand)
  case help(HelpTopic)
  case version
}

/// `dchecksum [OPTIONS] [PATH]`
struct ScanCommand {
  var path: [UInt8] = [UInt8(ascii: ".")]
  /// nil: everything.
  var maxDepth: Int? = 2
  var isLong = false
  var format = DigestFormat.content
  var ignoring = IgnoreOptions()
  var oneFileSystem = false
  var jobs: Int?
  var output: [UInt8]?
  var style = RecordWriter.Style.lines
}

/// `dchecksum diff [OPTIONS] BEFORE AFTER`
struct DiffCommand {
  var before: [UInt8] = []
  var after: [UInt8] = []
  var ignoring = IgnoreOptions()
  var oneFileSystem = false
  var jobs: Int?
  var isJSON = false
  var color = ColorChoice.auto
}

/// `dchecksum extract [OPTIONS] LOG`
struct ExtractCommand {
  var log: [UInt8] = []
}

/// `dchecksum why [OPTIONS] PATH...`
struct WhyCommand {
  var paths: [[UInt8]] = []
  var ignoring = IgnoreOptions()
}

/// Which rules leave entries out.
struct IgnoreOptions {
  enum File {
    case none
    /// `.dockerignore` in the directory that is scanned.
    case inContext
    case path([UInt8])
  }

  var file = File.none
  var patterns: [[UInt8]] = []
}

enum ColorChoice {
  case auto
  case always
  case never
}

enum HelpTopic {
  case all
  case diff
  case extract
  case why
}
