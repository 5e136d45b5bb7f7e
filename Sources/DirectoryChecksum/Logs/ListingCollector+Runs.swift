// Which run of its stream a record joins, and which it begins.

extension ListingCollector {
  mutating func place(_ record: Record, _ format: DigestFormat?, _ stream: Int) {
    if record.isRoot {
      if isRepeatedRoot(record, stream) { return }
      _ = runs[open(stream)].append(record, format)
      return
    }
    leaveCutRoot(of: record, stream)
    guard let run = streams[stream].run, runs[run].accepts(record, format),
      streams[stream].boundary != .hard
    else {
      _ = runs[open(stream)].append(record, format)
      return
    }
    if streams[stream].boundary == .soft {
      _ = runs[open(stream, after: run)].append(record, format)
      return
    }
    switch runs[run].append(record, format) {
    case .placed: break
    case .misplaced: streams[stream].stray = (record, format)
    case .contradicts:
      let next = splitEcho(run)
      _ = runs[next].append(record, format)
    }
  }

  /// Begins another run with the records that repeat those of `run`.
  @discardableResult
  mutating func splitEcho(_ run: Int, isRest: Bool = false) -> Int {
    let stream = runs[run].stream
    let echo = runs[run].takeEcho()
    let next = open(stream, after: isRest ? run : nil)
    for record in echo { _ = runs[next].append(record, nil) }
    return next
  }

  /// Makes two runs of one that has records twice, and others behind them, and is not whole: those
  /// may be another run's of which the root was lost.
  mutating func splitRestart(_ run: Int) {
    let (records, doubts) = runs[run].takeRestart()
    let next = open(runs[run].stream)
    for record in records { _ = runs[next].append(record, runs[run].format) }
    for doubt in doubts { runs[next].doubt(doubt.record, doubt.doubt) }
    runs[next].lastLine = runs[run].lastLine
  }

  /// Begins another run with a record that could not stand where it did, if there is one.
  mutating func settleStray(_ stream: Int) {
    guard let stray = streams[stream].stray else { return }
    streams[stream].stray = nil
    guard let run = streams[stream].run else { return }
    let next = splitEcho(run, isRest: true)
    _ = runs[next].append(stray.record, stray.format)
  }

  /// Whether a root is printed once more: after a switch as the last line so far, after a clip as
  /// what the daemon kept of the clipped output, in a display with each frame.
  func isRepeatedRoot(_ record: Record, _ stream: Int) -> Bool {
    guard let run = streams[stream].run, runs[run].repeatsRoot(record) else { return false }
    return streams[stream].isAfterCut || runs[run].isTerminalCapture
      || streams[stream].isInterrupted && runs[run].isRootAlone
  }

  /// Opens a run in the stream, which may be the rest of the one `before`.
  mutating func open(_ stream: Int, after before: Int? = nil) -> Int {
    let step = streams[stream].parent.map { streams[$0].step } ?? streams[stream].step
    runs.append(
      ListingRun(
        in: stream, step: step, notice: streams[stream].notice, previous: streams[stream].run,
        isRest: before != nil, line: line,
        isTerminalCapture: streams[stream].key.number == StreamKey.display))
    if let before { runs[before].rest = runs.count - 1 }
    streams[stream].run = runs.count - 1
    return runs.count - 1
  }

  /// Takes back runs that were opened by what is the cut line of `record`.
  mutating func leaveCutRoot(of record: Record, _ stream: Int) {
    while let run = streams[stream].run, runs[run].isRootCut(of: record) { retract(run, stream) }
  }

  /// Takes back the run that a cut line opened, and opens the stream's run before it again.
  mutating func retract(_ run: Int, _ stream: Int) {
    streams[stream].run = runs[run].previous
    if run == runs.count - 1 {
      runs.removeLast()
    } else {
      runs[run].removeRoot()
    }
  }

  /// Notes that a record of the stream has come.
  mutating func noteRecord(_ stream: Int) {
    streams[stream].isInterrupted = false
    streams[stream].isAfterCut = false
    streams[stream].boundary = .none
    streams[stream].isFinished = false
    if let run = streams[stream].run { runs[run].lastLine = line }
  }
}
