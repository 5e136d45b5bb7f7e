// Makes a record of the input: its first byte chooses what else is known of the entry, a NUL parts
// path and target. Two different trees must never give the same text, so each form is read back;
// also out of the log of a build.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count > 1, let bytes else { return 0 }
  let choice = bytes[0]
  let text = [UInt8](UnsafeBufferPointer(start: bytes + 1, count: count - 1))
  let parts = text.split(separator: 0, maxSplits: 2)
  guard let path = parts.first.map([UInt8].init) else { return 0 }
  checkMessage(path)

  let isLong = choice & 1 == 1
  let format = choice & 2 == 2 ? DigestFormat.buildkit : .content
  let kinds: [EntryKind] = [.file, .link, .directory, .link]
  let kind = kinds[Int(choice >> 2 & 3)]
  guard path.withUnsafeBufferPointer({ RecordPath.isPlausible($0, kind: kind) }) else { return 0 }
  let target = parts.count > 1 ? [UInt8](parts[1]) : [0x62]
  var metadata: Metadata?
  if isLong {
    metadata = Metadata(
      mode: 0o777, owner: UInt32(choice), group: .max, attributesTag: choice & 16 == 16 ? 7 : nil)
  }
  let digest = choice & 32 == 32 ? nil : digest(format, target)
  let hasTarget = isLong && kind == .link && digest != nil
  check(
    Record(
      digest: digest, kind: kind, path: path, metadata: metadata, target: hasTarget ? target : nil),
    format)
  return 0
}

/// What a link to `target` has.
private func digest(_ format: DigestFormat, _ target: [UInt8]) -> Digest {
  target.withUnsafeBytes { target in
    if format == .content { return HashFunction.sha1.digest(of: target) }
    return HashFunction.sha256.digest(of: BuildKitFormat.header(.link, mode: 0o777, target: target))
  }
}

private func checkMessage(_ name: [UInt8]) {
  var message: [UInt8] = []
  message.append(shown: name)
  require(isHarmless(message), "a message is harmless")
  if message != name {
    let read = message.withUnsafeBufferPointer { EscapedName.bytes($0) }
    require(read == name, "a name in a message can be told")
  }
}

private func check(_ record: Record, _ format: DigestFormat) {
  let line = record.written(.lines, format)
  require(isHarmless(line), "a line is harmless")
  let read = line.withUnsafeBufferPointer { RecordText($0) }
  require(read?.record == record && read?.format == format, "a line reads back")
  requireFound([record], line + [0x0a], "a file of one line reads back")
  requireFound([record], Array("#8 0.240 ".utf8) + line + [0x0a], "a log of one line reads back")

  let object = record.written(.json, format)
  require(isHarmless(object), "a JSON line is harmless")
  let parsed = object.withUnsafeBufferPointer { RecordJSON($0) }
  require(parsed?.record == record, "a JSON line reads back")
  requireFound([record], object + [0x0a], "a file of one JSON line reads back")

  // Without a digest that tells, the first of several arrows is taken.
  let names = record.path + (record.target ?? [])
  let isTold = format == .content || record.metadata?.attributesTag == nil
  if record.target != nil, names.contains(0x3e), !isTold { return }
  let raw = record.written(.nullTerminated, format)
  let text = raw.withUnsafeBufferPointer { NullRecord.read($0) }
  // Nor is the digest asked about more arrows than this.
  if names.count(where: { $0 == 0x3e }) > 60 { return }
  require(text?.record == record, "a raw record reads back")
  // It is the first record that tells what a file is: the root's, which has no name.
  let root = Record(digest: nil, kind: .directory, path: [0x2e], metadata: record.metadata)
  if record.isRoot { return }
  requireFound(
    [root, record], root.written(.nullTerminated, format) + [0] + raw + [0],
    "a file of raw records reads back")
}

private func requireFound(_ records: [Record], _ text: [UInt8], _ property: StaticString) {
  let found = text.withUnsafeBytes { requirePiecesDoNotMatter($0, size: 7) }
  require(found.count == 1 && found[0].records == records, property)
}
