import DirectoryChecksum

extension ExtractCommand {
  /// Prints the listings in a log, each behind a line that says what it is; a single one that was
  /// asked for by its number without that line.
  func run() -> ExitStatus {
    let found: OperandListings
    do throws(CommandError) {
      found = try OperandListings(Operand(log))
    } catch {
      Console.complain(error.message)
      if case .noListing = error { return .difference }
      return .trouble
    }
    do throws(Errno) {
      var writer = BufferedWriter(Console.standardOutput)
      for (index, listing) in found.listings.enumerated() {
        if !found.isChosen { Self.appendHeader(index + 1, listing, to: &writer.buffer) }
        let format = RecordWriter(style: .lines, format: listing.format)
        for record in listing.records {
          format.append(record, to: &writer.buffer)
          try writer.flushIfFull()
        }
      }
      try writer.flush()
      return .success
    } catch {
      return Console.failedToWrite(error)
    }
  }

  /// `# listing N STATUS LABEL`; a log that names no step has `-` for a label.
  private static func appendHeader(
    _ number: Int, _ listing: Listing, to output: inout [UInt8]
  ) {
    output.append("# listing ")
    output.append(decimal: UInt64(number))
    switch listing.integrity {
    case .complete: output.append(" complete ")
    case .clipped: output.append(" clipped ")
    case .damaged: output.append(" damaged ")
    case .partial: output.append(" partial ")
    }
    output.append(shown: listing.label.isEmpty ? [UInt8(ascii: "-")] : listing.label)
    output.append(UInt8(ascii: "\n"))
  }
}
