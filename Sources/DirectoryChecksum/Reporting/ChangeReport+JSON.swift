extension ChangeReport {
  /// Appends `{"change":…,"kind":…,"path":…}` and the values before and after, where the change is
  /// one of values: digests (`null`: unreadable) for `content`, `entry`, `below`, `added`,
  /// `removed` and `unreadable`, kinds, modes, `UID:GID`, tags of attributes (`null`: none) and
  /// targets. A move has `from`, what is below the listed levels the `depth` that shows it.
  package func appendJSON(ofChange index: Int, to output: inout [UInt8]) {
    let change = comparison.changes[index]
    let record = comparison.record(of: change)
    let before = change.before.map { comparison.before.records[$0] }
    let after = change.after.map { comparison.after.records[$0] }
    output.append("{\"change\":\"")
    output.append(change.aspect.word)
    output.append("\",\"kind\":\"")
    output.append(record.kind.rawValue)
    output.append(UInt8(ascii: "\""))
    record.path.withUnsafeBytes { output.append(jsonMember: "path", $0) }
    switch change.aspect {
    case .moved: before?.path.withUnsafeBytes { output.append(jsonMember: "from", $0) }
    case .target:
      if let old = before?.target, let new = after?.target {
        old.withUnsafeBytes { output.append(jsonMember: "before", $0) }
        new.withUnsafeBytes { output.append(jsonMember: "after", $0) }
      } else {
        // Digests of the targets: the texts are in long listings alone.
        output.append(",\"before_digest\":")
        output.append(jsonDigest: before?.digest)
        output.append(",\"after_digest\":")
        output.append(jsonDigest: after?.digest)
      }
    default:
      if let before { appendValue(change.aspect, of: before, "before", to: &output) }
      if let after { appendValue(change.aspect, of: after, "after", to: &output) }
    }
    if change.aspect == .below {
      output.append(",\"depth\":")
      output.append(decimal: UInt64(depth(of: record.path) + 1))
    }
    output.append("}\n")
  }

  private func appendValue(
    _ aspect: Change.Aspect, of record: Record, _ member: StaticString, to output: inout [UInt8]
  ) {
    output.append(",\"")
    output.append(member)
    output.append("\":")
    switch aspect {
    case .kind:
      output.append(UInt8(ascii: "\""))
      output.append(record.kind.rawValue)
      output.append(UInt8(ascii: "\""))
    case .mode, .owner:
      output.append(UInt8(ascii: "\""))
      output.append(value: aspect, of: record)
      output.append(UInt8(ascii: "\""))
    case .attributes:
      guard let tag = record.metadata?.attributesTag else { return output.append("null") }
      output.append(UInt8(ascii: "\""))
      output.append(tag: tag)
      output.append(UInt8(ascii: "\""))
    default: output.append(jsonDigest: record.digest)
    }
  }

  /// Appends one object for each builder: `{"verdict":…,"rebuild":true|false|null,"because":[…]}`.
  package func appendJSONVerdicts(to output: inout [UInt8]) {
    for verdict in comparison.verdicts {
      output.append("{\"verdict\":\"")
      output.append(verdict.builder.identifier)
      output.append("\",\"rebuild\":")
      switch verdict.rebuild {
      case true?: output.append("true")
      case false?: output.append("false")
      case nil: output.append("null")
      }
      output.append(",\"because\":[")
      for (index, reason) in verdict.because.enumerated() {
        output.append(index == 0 ? "\"" : ",\"")
        output.append(reason.word)
        output.append(UInt8(ascii: "\""))
      }
      output.append("]}\n")
    }
  }
}

extension Builder {
  var identifier: StaticString {
    switch self {
    case .buildkit: "buildkit"
    case .buildah: "buildah"
    case .kaniko: "kaniko"
    case .dockerClassic: "docker-classic"
    }
  }
}

extension [UInt8] {
  /// Appends the mode or the owner of a long record.
  mutating func append(value aspect: Change.Aspect, of record: Record) {
    guard let metadata = record.metadata else { return }
    if aspect == .mode { return append(mode: metadata.mode) }
    append(decimal: UInt64(metadata.owner))
    append(UInt8(ascii: ":"))
    append(decimal: UInt64(metadata.group))
  }
}
