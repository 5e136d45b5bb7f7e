/// Builders that give one answer, for the same reasons.
private struct Answer {
  let rebuild: Bool?
  let reasons: Reasons
  let remark: StaticString
  var builders: [Builder]
}

extension ChangeReport {
  /// Appends which builders run the COPY again: those that agree together, in as few lines as it
  /// takes. The builder that the log names is not among them: what it did stands above.
  func appendVerdicts(to output: inout [UInt8]) {
    let answers = answers
    let isPrediction = copy == nil
    var (column, total) = (0, 0)
    for answer in answers { total += answer.builders.count }
    for answer in answers {
      var part: [UInt8] = []
      if answers.count == 1, isPrediction {
        part.append("All {builder|builders}", count: total)
      } else {
        for index in answer.builders.indices {
          if index > 0 { part.append(", ") }
          part.append(answer.builders[index].name)
        }
      }
      var reasons: [UInt8] = []
      if !answer.reasons.isEmpty {
        reasons.append(" (")
        reasons.append(answer.reasons, separator: ", ")
        reasons.append(")")
      }
      reasons.append(answer.remark)
      let word: StaticString =
        answer.rebuild == true ? "yes" : answer.rebuild == false ? "no" : "unknown"
      let width = part.width + 2 + word.utf8CodeUnitCount + reasons.width + 1
      if column == 0 {
        output.append(isPrediction ? "" : "Other builders: ")
        column = isPrediction ? 0 : 16
      } else if column + 2 + width > 80 {
        output.append("\n")
        column = 0
      } else {
        output.append("  ")
        column += 2
      }
      output.append(part)
      output.append(": ")
      look.append(answer.rebuild == true ? "\u{1b}[33m" : "", to: &output)
      look.append(answer.rebuild == false ? "\u{1b}[32m" : "", to: &output)
      look.append(answer.rebuild == nil ? "\u{1b}[35m" : "", to: &output)
      output.append(word)
      look.append("\u{1b}[m", to: &output)
      output.append(reasons)
      output.append(".")
      column += width
    }
    if column > 0 { output.append("\n") }
    appendRemarks(to: &output)
  }

  /// The answers in the order of the builders.
  private var answers: [Answer] {
    var all = Reasons()
    for verdict in verdicts where verdict.rebuild == true { all.formUnion(verdict.reasons) }
    var answers: [Answer] = []
    for verdict in verdicts where verdict.builder != copy?.builder {
      // Why it runs again need not be said where everything counts.
      let counts = verdict.rebuild == true
      let reasons = counts && verdict.reasons == all ? Reasons() : verdict.reasons
      let remark = remark(on: verdict)
      var isPlaced = false
      for index in answers.indices
      where answers[index].rebuild == verdict.rebuild && answers[index].reasons == reasons
        && answers[index].remark.utf8Start == remark.utf8Start
      {
        answers[index].builders.append(verdict.builder)
        isPlaced = true
      }
      if isPlaced { continue }
      answers.append(
        Answer(
          rebuild: verdict.rebuild, reasons: reasons, remark: remark, builders: [verdict.builder]))
    }
    return answers
  }

  /// Where another version of the builder would answer otherwise.
  private func remark(on verdict: Verdict) -> StaticString {
    if verdict.builder == .buildah, verdict.rebuild == true, verdict.reasons == Reasons(.owner) {
      return ", not since Buildah 1.42"
    }
    if verdict.builder == .kaniko, verdict.rebuild == false, hasOtherNames {
      return " (names alone do not count; in its fork they do)"
    }
    return ""
  }

  private var hasOtherNames: Bool {
    for change in comparison.changes
    where change.aspect == .added || change.aspect == .removed || change.aspect == .moved {
      return true
    }
    return false
  }

  private func appendRemarks(to output: inout [UInt8]) {
    if comparison.isOverlookedInPlace {
      output.append(
        "BuildKit's daemon overlooks such a change in a directory that it has built from\n")
      output.append("before: there it may say CACHED and use what it had.\n")
    }
    if sameTimeCount > 0 {
      output.append(
        "{file has|files have} the same size and time on both sides: BuildKit may take the one\n",
        count: sameTimeCount)
      output.append("for the other, say CACHED and use the old content.\n")
    }
    var isUnknown = false
    var areRulesUnknown = false
    for verdict in verdicts where verdict.rebuild == nil {
      isUnknown = true
      if verdict.reasons.contains(.ignoreRules) { areRulesUnknown = true }
    }
    // Which ignore file was not applied stands below.
    guard isUnknown, !comparison.unknown.contains(.rules) else { return }
    if areRulesUnknown {
      output.append(
        "ignore-rules: these may read the ignore file otherwise (mostly lines with !) and\n")
      output.append("copy other files than compared here; a build with them tells.\n")
    }
    let isImage = comparison.before.place == .image || comparison.after.place == .image
    if isImage {
      output.append(
        "What COPY wrote lacks the owners and some attributes of the context.\n")
    }
    if comparison.scope.lacksMetadata {
      output.append("Listings made with --long on both sides tell more.\n")
    } else if comparison.scope.isIncomplete {
      // No other depth mends what lost lines.
    } else if comparison.scope.hidesMetadata {
      if count(of: .below) > 0 { return }
      output.append("Listings made with --max-depth all on both sides tell more.\n")
    } else if !comparison.knowsInodes, !isImage {
      output.append("Comparing the directories themselves, not their listings, tells more.\n")
    }
  }
}
