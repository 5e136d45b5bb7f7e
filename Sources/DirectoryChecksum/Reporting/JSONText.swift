// The pieces of a JSON line. What `ShownText` calls harmful is escaped here as well, so that a
// JSON line in a log is as safe as a listing there; it reads back as the same bytes.

extension [UInt8] {
  /// Appends `,"NAME":` and the text: as a JSON string where it is UTF-8, else in Base64 with
  /// `_base64` after the name.
  mutating func append(jsonMember name: StaticString, _ text: [UInt8]) {
    let shown = ShownText(text)
    append(",\"")
    append(name)
    if shown.isUTF8 {
      append("\":\"")
      shown.appendEscaped(asJSON: true, to: &self)
    } else {
      append("_base64\":\"")
      append(base64: text)
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends `bytes` in Base64 with padding (RFC 4648, section 4).
  mutating func append(base64 bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let count = Swift.min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? UInt32(bytes[index + offset]) : 0)
      }
      for digit in 0..<4 {
        let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * digit)) & 0x3f
        append(digit <= count ? base64Digit(value) : UInt8(ascii: "="))
      }
      index += 3
    }
  }
}

private func base64Digit(_ value: UInt8) -> UInt8 {
  switch value {
  case 0..<26: UInt8(ascii: "A") + value
  case 26..<52: UInt8(ascii: "a") + value - 26
  case 52..<62: UInt8(ascii: "0") + value - 52
  case 62: UInt8(ascii: "+")
  default: UInt8(ascii: "/")
  }
}

extension RecordWriter {
  /// Appends `{"digest":…,"kind":…,"path":…}` and what a long record knows.
  func appendJSON(_ record: Record, error: [UInt8], to output: inout [UInt8]) {
    output.append("{\"digest\":")
    output.append(jsonDigest: record.digest)
    output.append(",\"kind\":\"")
    output.append(record.kind.rawValue)
    output.append(UInt8(ascii: "\""))
    output.append(jsonMember: "path", record.path)
    if record.digest == nil && !error.isEmpty { output.append(jsonMember: "error", error) }
    if let metadata = record.metadata {
      output.append(",\"mode\":\"")
      output.append(octal: metadata.mode, digits: 4)
      output.append("\",\"uid\":")
      output.append(decimal: UInt64(metadata.owner))
      output.append(",\"gid\":")
      output.append(decimal: UInt64(metadata.group))
      if let target = record.target { output.append(jsonMember: "target", target) }
      if let tag = metadata.attributesTag {
        output.append(",\"attributes\":\"")
        output.append(tag: tag)
        output.append(UInt8(ascii: "\""))
      }
    }
    output.append("}\n")
  }
}

extension [UInt8] {
  /// Appends the digest in quotes, or `null`.
  mutating func append(jsonDigest digest: Digest?) {
    guard let digest else { return append("null") }
    append(UInt8(ascii: "\""))
    append(hexadecimal: digest)
    append(UInt8(ascii: "\""))
  }
}
