/// Writes records: `DIGEST SP KIND SP PATH LF`, or with metadata
/// `DIGEST SP KIND:MODE:UID:GID[:x=TAG] SP PATH[ -> TARGET] LF`.
///
/// Appends to an array that its owner flushes now and then; nothing is allocated for a record.
package struct RecordWriter {
  /// What one record looks like.
  package enum Style: Sendable {
    /// A line; escaped, and marked by a backslash in front, where a name in it could do harm.
    case lines
    /// Ends in NUL instead of a line feed; names are raw.
    case nullTerminated
    /// A JSON object in one line.
    case json
  }

  package let style: Style
  /// Decides how many `?` stand for an unknown digest.
  package let format: DigestFormat

  package init(style: Style, format: DigestFormat) {
    self.style = style
    self.format = format
  }
}

extension RecordWriter {
  /// Appends `record` to `output`. `error` says why it has no digest; only JSON shows it, and only
  /// where it is not empty. A directory that merely holds something unreadable has no error of its
  /// own.
  package func append(_ record: Record, error: [UInt8] = [], to output: inout [UInt8]) {
    if style == .json { return appendJSON(record, error: error, to: &output) }
    let metadata = record.metadata
    // A short record does not show its target.
    let target = metadata == nil ? nil : record.target
    let place: ShownText.Place =
      metadata == nil ? .alone : target == nil ? .longPath : .longLinkPath
    let path = ShownText(record.path, place: place)
    var isEscaped = false
    if style == .lines {
      isEscaped = path.isHarmful
      if let target, ShownText(target).isHarmful { isEscaped = true }
    }
    if isEscaped { output.append(UInt8(ascii: "\\")) }
    appendFields(record, metadata, to: &output)
    path.append(isEscaped, to: &output)
    if let target {
      output.append(" -> ")
      ShownText(target).append(isEscaped, to: &output)
    }
    output.append(style == .lines ? UInt8(ascii: "\n") : 0)
  }

  /// Appends everything in front of the path.
  private func appendFields(
    _ record: Record, _ metadata: Metadata?, to output: inout [UInt8]
  ) {
    if let digest = record.digest {
      output.append(hexadecimal: digest)
    } else {
      for _ in 0..<2 * format.byteCount { output.append(UInt8(ascii: "?")) }
    }
    output.append(UInt8(ascii: " "))
    output.append(record.kind.rawValue)
    if let metadata {
      output.append(UInt8(ascii: ":"))
      output.append(octal: metadata.mode, digits: 4)
      output.append(UInt8(ascii: ":"))
      output.append(ownerOf: metadata)
      if let tag = metadata.attributesTag {
        output.append(":x=")
        output.append(tag)
      }
    }
    output.append(UInt8(ascii: " "))
  }
}

extension [UInt8] {
  /// Appends a mode or a umask in octal digits.
  package mutating func append(octal mode: UInt16, digits: UInt16) {
    var shift = 3 * digits
    while shift > 0 {
      shift -= 3
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: mode >> shift & 7))
    }
  }

  /// Appends owner and group.
  mutating func append(ownerOf metadata: Metadata) {
    append(decimal: UInt64(metadata.owner))
    append(UInt8(ascii: ":"))
    append(decimal: UInt64(metadata.group))
  }
}
