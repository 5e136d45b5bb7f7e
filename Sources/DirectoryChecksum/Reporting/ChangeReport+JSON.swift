extension ChangeReport {
  /// Appends `{"change":…,"kind":…,"path":…}` and the values before and after, where the change is
  /// one of values: digests (`null`: unreadable) for `content`, `entry`, `below`, `added`,
  /// `removed` and `unreadable`, kinds, modes, `UID:GID`, tags of attributes (`null`: none) and
  /// targets. A move has `from`, what is below the listed levels the `depth` that shows it.
  package func appendJSON(ofChange index: Int, to output: inout [UInt8]) {
    let change = comparison.changes[index]
    output.append("{\"change\":\"")
    output.append(change.aspect.word)
    output.append("\",\"kind\":\"")
    output.append(change.record.kind.rawValue)
    output.append(UInt8(ascii: "\""))
    output.append(jsonMember: "path", change.record.path)
    if change.aspect == .moved {
      if let from = change.before?.path { output.append(jsonMember: "from", from) }
    } else if change.aspect == .target, let old = change.before?.target,
      let new = change.after?.target
    {
      output.append(jsonMember: "before", old)
      output.append(jsonMember: "after", new)
    } else {
      appendValue(change.aspect, of: change.before, "before", to: &output)
      appendValue(change.aspect, of: change.after, "after", to: &output)
    }
    if change.aspect == .below {
      output.append(",\"depth\":")
      output.append(decimal: UInt64(change.record.depth + 1))
    }
    if !label.isEmpty { output.append(jsonMember: "label", label) }
    output.append("}\n")
  }

  private func appendValue(
    _ aspect: Change.Aspect, of record: Record?, _ member: StaticString, to output: inout [UInt8]
  ) {
    guard let record else { return }
    output.append(",\"")
    output.append(member)
    // Digests of targets: the texts are in long listings alone.
    output.append(aspect == .target ? "_digest\":" : "\":")
    let quote = UInt8(ascii: "\"")
    switch aspect {
    case .kind:
      output.append(quote)
      output.append(record.kind.rawValue)
      output.append(quote)
    case .mode, .owner:
      output.append(quote)
      output.append(value: aspect, of: record)
      output.append(quote)
    case .attributes:
      guard let tag = record.metadata?.attributesTag else { return output.append("null") }
      output.append(quote)
      output.append(tag)
      output.append(quote)
    default: output.append(jsonDigest: record.digest)
    }
  }

  /// Appends the whole report for programs: one JSON object a line.
  package func appendJSON(to output: inout [UInt8]) {
    for index in comparison.changes.indices { appendJSON(ofChange: index, to: &output) }
    appendJSONVerdicts(to: &output)
  }

  /// Appends one object for each builder: `{"verdict":…,"rebuild":true|false|null,"because":[…]}`.
  /// Of the builder whose log it is, what it did is the verdict, whatever was to be expected.
  package func appendJSONVerdicts(to output: inout [UInt8]) {
    for verdict in comparison.verdicts {
      let fact = copy?.builder == verdict.builder ? copy?.ranAgain : nil
      let isExpected = fact == nil || fact == verdict.rebuild
      let reasons = isExpected ? verdict.reasons : Reasons()
      output.append("{\"verdict\":\"")
      output.append(verdict.builder.identifier)
      switch fact ?? verdict.rebuild {
      case true?: output.append("\",\"rebuild\":true,\"because\":[")
      case false?: output.append("\",\"rebuild\":false,\"because\":[")
      case nil: output.append("\",\"rebuild\":null,\"because\":[")
      }
      if !reasons.isEmpty { output.append(UInt8(ascii: "\"")) }
      output.append(reasons, separator: "\",\"")
      if !reasons.isEmpty { output.append(UInt8(ascii: "\"")) }
      output.append("]")
      if !label.isEmpty { output.append(jsonMember: "label", label) }
      output.append("}\n")
    }
  }
}

extension Builder {
  fileprivate var identifier: StaticString {
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
  mutating func append(value aspect: Change.Aspect, of record: Record?) {
    guard let metadata = record?.metadata else { return }
    if aspect == .mode {
      append(octal: metadata.mode, digits: 4)
    } else {
      append(ownerOf: metadata)
    }
  }

  /// Appends the words for `reasons`.
  mutating func append(_ reasons: Reasons, separator: StaticString) {
    var isFirst = true
    for aspect in Change.Aspect.allCases where reasons.contains(aspect) {
      if !isFirst { append(separator) }
      isFirst = false
      append(aspect.word)
    }
    for (reason, word) in Verdict.Reason.others where reasons.contains(reason) {
      if !isFirst { append(separator) }
      isFirst = false
      append(word)
    }
  }
}

extension Verdict.Reason {
  /// The reasons that are no change of an entry, and their words.
  fileprivate static var others: [(Verdict.Reason, StaticString)] {
    [
      (.hardLinks, "hardlinks"), (.specialFiles, "special-files"),
      (.emptyDirectories, "empty-directories"), (.ignoreRules, "ignore-rules"), (.client, "client"),
      (.source, "source"),
    ]
  }
}
