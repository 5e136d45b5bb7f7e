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

/// The facts of one record, as views of bytes that someone else owns.
///
/// For those who walk a tree and keep one path buffer; `Record` is for those who keep records.
package struct RecordView {
  package var digest: Digest?
  package var kind: EntryKind
  package var path: UnsafeRawBufferPointer
  package var metadata: Metadata?
  package var target: UnsafeRawBufferPointer?
  /// Why there is no digest; only JSON shows it, and only where it is not empty. A directory that
  /// merely holds something unreadable has no error of its own.
  package var error: UnsafeRawBufferPointer

  package init(
    digest: Digest?, kind: EntryKind, path: UnsafeRawBufferPointer, metadata: Metadata? = nil,
    target: UnsafeRawBufferPointer? = nil,
    error: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) {
    self.digest = digest
    self.kind = kind
    self.path = path
    self.metadata = metadata
    self.target = target
    self.error = error
  }
}

extension RecordWriter {
  /// Appends `record` to `output`. `error` says why it has no digest.
  package func append(_ record: Record, error: [UInt8] = [], to output: inout [UInt8]) {
    record.path.withUnsafeBytes { path in
      error.withUnsafeBytes { error in
        var view = RecordView(
          digest: record.digest, kind: record.kind, path: path, metadata: record.metadata,
          error: error)
        guard let target = record.target else { return append(view, to: &output) }
        target.withUnsafeBytes { target in
          view.target = target
          append(view, to: &output)
        }
      }
    }
  }

  /// Appends the record `view` to `output`.
  package func append(_ view: RecordView, to output: inout [UInt8]) {
    switch style {
    case .lines: appendLine(view, to: &output)
    case .nullTerminated:
      appendFields(view, to: &output)
      output.append(contentsOf: view.path)
      if let target = view.shownTarget {
        output.append(" -> ")
        output.append(contentsOf: target)
      }
      output.append(0)
    case .json: appendJSON(view, to: &output)
    }
  }

  private func appendLine(_ view: RecordView, to output: inout [UInt8]) {
    let target = view.shownTarget
    let place: ShownText.Place =
      view.metadata == nil ? .alone : target == nil ? .longPath : .longLinkPath
    let path = ShownText(view.path, place: place)
    if path.isHarmful || target.map({ ShownText($0).isHarmful }) == true {
      output.append(UInt8(ascii: "\\"))
      appendFields(view, to: &output)
      path.appendEscaped(to: &output)
      if let target {
        output.append(" -> ")
        ShownText(target).appendEscaped(to: &output)
      }
    } else {
      appendFields(view, to: &output)
      output.append(contentsOf: view.path)
      if let target {
        output.append(" -> ")
        output.append(contentsOf: target)
      }
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends everything in front of the path.
  private func appendFields(_ view: RecordView, to output: inout [UInt8]) {
    if let digest = view.digest {
      output.append(hexadecimal: digest)
    } else {
      for _ in 0..<2 * format.byteCount { output.append(UInt8(ascii: "?")) }
    }
    output.append(UInt8(ascii: " "))
    output.append(view.kind.rawValue)
    if let metadata = view.metadata {
      output.append(UInt8(ascii: ":"))
      output.append(octal: metadata.mode, digits: 4)
      output.append(UInt8(ascii: ":"))
      output.append(decimal: UInt64(metadata.owner))
      output.append(UInt8(ascii: ":"))
      output.append(decimal: UInt64(metadata.group))
      if let tag = metadata.attributesTag {
        output.append(":x=")
        output.append(tag: tag)
      }
    }
    output.append(UInt8(ascii: " "))
  }
}

extension RecordView {
  /// The target where the record shows one: a short record does not.
  var shownTarget: UnsafeRawBufferPointer? { metadata == nil ? nil : target }
}

extension [UInt8] {
  /// Appends a mode or a umask in octal digits.
  mutating func append(octal mode: UInt16, digits: UInt16) {
    var shift = 3 * digits
    while shift > 0 {
      shift -= 3
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: mode >> shift & 7))
    }
  }

  /// Appends a tag in eight hexadecimal digits.
  mutating func append(tag: UInt32) {
    append(hexadecimal: UInt8(truncatingIfNeeded: tag >> 24))
    append(hexadecimal: UInt8(truncatingIfNeeded: tag >> 16))
    append(hexadecimal: UInt8(truncatingIfNeeded: tag >> 8))
    append(hexadecimal: UInt8(truncatingIfNeeded: tag))
  }
}
