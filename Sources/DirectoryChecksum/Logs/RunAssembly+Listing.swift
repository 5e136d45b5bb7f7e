// What is said of a listing that was made of a run: whose it is, and whether it is whole.

extension RunAssembly {
  func listing(_ assessment: RunAssessment, _ run: ListingRun) -> Listing {
    let records = assessment.tree.records
    var findings = Listing.Findings()
    if let failed = assessment.failed.first { findings.failedDirectory = records[failed].path }
    if let unproven = assessment.unproven {
      findings.unprovenDirectory = records[unproven].path
    }
    findings.notice = run.notice
    findings.isDoubtful = !explainsLosses(assessment, run)
    findings.isTerminalCapture = run.isTerminalCapture
    findings.usesBackslashes = assessment.usesBackslashes
    return Listing(
      format: assessment.format, records: records, integrity: integrity(assessment, run),
      origin: label(of: run), unprovenDirectories: assessment.unprovenDirectories,
      findings: findings)
  }

  private func label(of run: ListingRun) -> ListingLabel {
    let stream = collector.streams[run.stream]
    let source = sources[stream.key.source]
    var names = source.names
    if !stream.key.words.isEmpty { names.append(stream.key.words) }
    var image: [UInt8] = []
    for named in collector.images
    where named.source == stream.key.source && named.build == stream.key.build {
      // Of several names of one build, none is known to be this step's.
      if !image.isEmpty {
        image = []
        break
      }
      image = named.name
    }
    // A numbered step's header may come after its first record.
    return ListingLabel(
      names: names, title: source.title, step: run.step.isEmpty ? stream.step : run.step,
      image: image, source: stream.key.source, build: stream.key.build, line: run.firstLine)
  }
}

extension RunAssembly {
  private func integrity(_ assessment: RunAssessment, _ run: ListingRun) -> Listing.Integrity {
    if !assessment.hasRoot { return .partial }
    if assessment.isComplete {
      // Whether a root that output was clipped behind was alone, nothing tells.
      let isClipped = run.rootMayBeCut && !run.notice.isEmpty
      if isClipped, assessment.tree.records.count == 1 { return .clipped }
      let end = end(of: run)
      // Output of no step has no end of its own. A file of records alone is as somebody wrote it, and a
      // root alone may be a listing of depth 0.
      let isOpen = end.isOfNoStep && !isPlain && assessment.tree.records.count > 1
      let mayBeCut = end.isLogs && (end.isStepOpen || isOpen)
      let isCutOff = mayBeCut && mayHaveMore(assessment, behind: run.last)
      return isCutOff ? .clipped : .complete
    }
    if assessment.isContradicted { return .damaged }
    // In a file that is nothing but records nothing cuts lines out; in a log something may.
    if assessment.lacksAttributesAlone, isPlain, isTerminated { return .complete }
    if !run.notice.isEmpty || assessment.lacksLines || assessment.unfitCount > 0
      || hasOverlongLine
    {
      return .clipped
    }
    return stopsEarly(assessment, run) ? .clipped : .damaged
  }

  /// Whether the log itself says where it lost each line that is missing: at a notice, where it
  /// begins, where it or the step's output ends. Elsewhere a line that no digest vouches for may be
  /// another run's in the place of one that is lost, or cut.
  private func explainsLosses(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    if run.isTerminalCapture { return true }
    if run.isMixed || run.isRest || run.rest != nil { return false }
    // A file that is nothing but records, in order, is as somebody wrote it.
    if isPlain { return true }
    if assessment.isContradicted || assessment.isUndecided { return false }
    guard assessment.hasRoot || run.firstLine == 1 || run.beginsAtGap else { return false }
    var edges = run.gaps
    if run.firstLine == 1, let first = assessment.tree.records.first { edges.append(first) }
    if end(of: run).isOpen { run.appendEnd(to: &edges) }
    for index in assessment.failed {
      let path = assessment.tree.records[index].path
      var isAtEdge = false
      for edge in edges where edge.path == path || RecordPath.isBelow(edge.path, path) {
        isAtEdge = true
      }
      if !isAtEdge { return false }
    }
    return true
  }

  /// Whether records that are missing may all have stood behind the last one.
  private func stopsEarly(_ assessment: RunAssessment, _ run: ListingRun) -> Bool {
    guard let last = run.last, assessment.stopsAt(last) else { return false }
    let end = end(of: run)
    // In a file that is nothing but records, one wrong digest looks like one missing line.
    if isPlain, isTerminated, end.isLogs { return assessment.failed.count > 1 }
    return end.isOpen
  }

  /// Whether the last record is a directory's that has something in it, none of which was listed, and
  /// may have been: that of another directory as deep would stand before it.
  private func mayHaveMore(_ assessment: RunAssessment, behind last: Record?) -> Bool {
    func hasMore(_ record: Record) -> Bool {
      record.kind == .directory && !DirectoryCheck.isEmpty(record, format: assessment.format)
    }
    guard let last, hasMore(last) else { return false }
    let depth = last.depth
    return !assessment.tree.records.suffix(Self.maximumLook).contains {
      $0.depth == depth && !$0.hasSamePath(as: last) && hasMore($0)
    }
  }
}

extension RunAssembly {
  /// What a log tells of the end of a run's output.
  private struct End {
    /// Whether the log ends with the run.
    let isLogs: Bool
    /// Whether its step would have told its own end, and did not.
    let isStepOpen: Bool
    /// Whether it has none that would tell it.
    let isOfNoStep: Bool

    /// Whether nothing says that the run is all that there was.
    var isOpen: Bool { isLogs || isStepOpen }
  }

  private func end(of run: ListingRun) -> End {
    let stream = collector.streams[run.stream]
    // What is left of a line that is cut is none of the listing.
    let lastLine = lineCount - (isTerminated ? 0 : 1)
    return End(
      isLogs: run.lastLine >= lastLine, isStepOpen: stream.key.number >= 0 && !stream.isFinished,
      isOfNoStep: stream.key.number == StreamKey.bare)
  }
}
