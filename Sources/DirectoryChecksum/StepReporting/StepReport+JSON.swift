extension StepReport {
  /// Appends one object for each step, and for two logs one for each image:
  /// `{"first":…,"cause":…,"detail":…}`.
  package func appendJSON(to output: inout [UInt8]) {
    if !isSingle { appendSteps(comparison.before, log: 1, to: &output) }
    appendSteps(comparison.after, log: isSingle ? 1 : 2, to: &output)
    if isSingle { return }
    appendJSONCauses(to: &output)
  }

  /// Appends the object of each image alone.
  package func appendJSONCauses(to output: inout [UInt8]) {
    for rerun in comparison.reruns { appendJSON(rerun, to: &output) }
  }

  private func appendSteps(_ builds: [Build], log: Int, to output: inout [UInt8]) {
    for index in builds.indices {
      let title = title(index, of: builds)
      for step in builds[index].steps {
        output.append("{\"log\":")
        output.append(decimal: UInt64(log))
        output.append(jsonMember: "image", orNull: title)
        output.append(jsonMember: "platform", orNull: step.platform)
        output.append(jsonMember: "stage", orNull: step.stage)
        output.append(jsonMember: "step", orNull: step.place)
        output.append(jsonMember: "of", orNull: step.count)
        output.append(jsonMember: "text", step.text)
        output.append(",\"state\":\"")
        output.append(Self.word(step.state))
        output.append("\",\"seconds\":")
        if step.milliseconds < 0 {
          output.append("null")
        } else {
          output.append(seconds: step.milliseconds)
        }
        output.append(jsonMember: "base", orNull: step.base)
        if step.isUncertain { output.append(",\"uncertain\":true") }
        output.append("}\n")
      }
    }
  }

  private func appendJSON(_ rerun: StepRerun, to output: inout [UInt8]) {
    output.append("{\"first\":")
    if let index = rerun.step, let after = rerun.after {
      let step = comparison.after[after].steps[index]
      output.append("{\"stage\":")
      if step.stage.isEmpty { output.append("null") } else { output.append(jsonString: step.stage) }
      output.append(jsonMember: "text", step.text)
      output.append("}")
    } else {
      output.append("null")
    }
    output.append(",\"cause\":\"")
    output.append(rerun.word)
    output.append("\"")
    var detail: [UInt8] = []
    detail.append(rerun.phrase(comparison), isWhole: true)
    output.append(jsonMember: "detail", detail)
    output.append(",\"sure\":")
    output.append(rerun.isSure ? "true" : "false")
    output.append(jsonMember: "image", orNull: title(rerun))
    output.append("}\n")
  }

  /// What the image of a finding is called.
  func title(_ rerun: StepRerun) -> [UInt8] {
    if let after = rerun.after { return title(after, of: comparison.after) }
    if let before = rerun.before { return title(before, of: comparison.before) }
    return []
  }
}

extension [UInt8] {
  /// Appends lines of JSON objects, each with what it speaks of as its last member, `"label"`.
  package mutating func append(jsonLines lines: [UInt8], label: [UInt8]) {
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      append(contentsOf: line.dropLast())
      append(jsonMember: "label", label)
      append("}\n")
    }
  }

  /// Appends a member whose text is `null` where the log does not tell it.
  fileprivate mutating func append(jsonMember name: StaticString, orNull text: [UInt8]) {
    if !text.isEmpty {
      append(jsonMember: name, text)
      return
    }
    append(jsonNull: name)
  }

  fileprivate mutating func append(jsonMember name: StaticString, orNull number: Int) {
    if number == 0 {
      append(jsonNull: name)
      return
    }
    append(",\"")
    append(name)
    append("\":")
    append(decimal: UInt64(number))
  }

  private mutating func append(jsonNull name: StaticString) {
    append(",\"")
    append(name)
    append("\":null")
  }

  /// Appends a text as a JSON string; what is not UTF-8 in it is replaced.
  fileprivate mutating func append(jsonString text: [UInt8]) {
    let shown = ShownText(text)
    append(UInt8(ascii: "\""))
    if shown.isUTF8 { shown.appendEscaped(asJSON: true, to: &self) } else { append(base64: text) }
    append(UInt8(ascii: "\""))
  }
}
