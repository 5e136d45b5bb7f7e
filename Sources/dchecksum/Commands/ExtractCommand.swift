import DirectoryChecksum

/// `dchecksum extract [OPTIONS] LOG`
struct ExtractCommand {
  /// What the command line asks for.
  struct Options {
    let log: [UInt8]

    init(_ invocation: Invocation) {
      log = invocation.operands[0]
    }
  }

  private let log: Evidence

  init(_ options: Options) throws(CommandError) {
    log = try Evidence(options.log, piped: "extract -")
  }

  /// Prints the listings in a log, each behind a line that says what it is; a single one that was
  /// asked for by its number without that line.
  func run() throws(CommandError) -> ExitStatus {
    try log.read()
    try log.listAll()
    if log.listings.isEmpty {
      Console.complain(log.nothingFound.message)
      return .difference
    }
    do throws(Errno) {
      var writer = BufferedWriter(Console.standardOutput)
      for index in log.listings.indices {
        if !log.isChosen { appendHeader(index, to: &writer.buffer) }
        let listing = log.listings[index]
        let format = RecordWriter(style: .lines, format: listing.format)
        for record in listing.records {
          format.append(asWritten(record, in: listing), to: &writer.buffer)
          try writer.flushIfFull()
        }
      }
      try writer.flush()
      return log.isDamaged ? .difference : .success
    } catch {
      throw Console.failedToWrite(error)
    }
  }

  /// `# listing N STATUS LABEL`; a log that names no step has `-` for a label.
  private func appendHeader(_ index: Int, to output: inout [UInt8]) {
    let listing = log.listings[index]
    output.append("# listing ")
    output.append(decimal: UInt64(index + 1))
    switch listing.integrity {
    case .complete: output.append(" complete ")
    case .clipped: output.append(" clipped ")
    case .damaged: output.append(" damaged ")
    case .partial: output.append(" partial ")
    }
    var label = listing.label
    // As the image has it.
    if let archive = log.archive, archive.isImage { label = archive.parts[index].label }
    if label.isEmpty { output.append("-") } else { output.append(shown: label) }
    output.append(UInt8(ascii: "\n"))
  }

  /// The record with the separators that stood in the log.
  private func asWritten(_ record: Record, in listing: Listing) -> Record {
    guard listing.findings.usesBackslashes else { return record }
    var path: [UInt8] = []
    for byte in record.path { path.append(byte == UInt8(ascii: "/") ? UInt8(ascii: "\\") : byte) }
    return Record(
      digest: record.digest, kind: record.kind, path: path, metadata: record.metadata,
      target: record.target)
  }
}
