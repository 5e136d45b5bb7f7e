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
}
