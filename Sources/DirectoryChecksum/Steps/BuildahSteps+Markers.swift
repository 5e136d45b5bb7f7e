// The markers of steps, and which step takes which.

extension BuildahSteps {
  /// Reads a line that begins with `--> `.
  mutating func readMarker(_ line: ByteView) {
    guard isOpen else { return }
    let text = line.from(4).withoutTrailingBlanks
    if text.hasLiteral("Using cache "), text.from(12).isImageID {
      // Behind output it is output, as far as can be told.
      if hasOutput, openCount == 1 { return }
      let id = [UInt8](text.from(12))
      // Stages with the same first steps get the same images.
      if !isKnown(id) { cachedIDs.insert(id, at: place(of: id)) }
      markers.append(Marker(isCached: true, stepCount: build.steps.count))
    } else if text.isImageID, text.count < 64 {
      let id = [UInt8](text)
      if !isKnown(id) {
        markers.append(Marker(isCached: false, stepCount: build.steps.count))
      }
    } else {
      hasOutput = true
    }
  }

  /// Whether the id was written before, of an image out of the cache.
  func isKnown(_ id: [UInt8]) -> Bool {
    let place = place(of: id)
    return place < cachedIDs.count && cachedIDs[place].starts(with: id)
  }

  private func place(of id: [UInt8]) -> Int {
    lowerBound(below: cachedIDs.count) { precedes(cachedIDs[$0], id) }
  }

  var openCount: Int {
    var count = 0
    for stage in stages where stage.open >= 0 { count += 1 }
    return count
  }

  /// Ends the open step of a stage, of which another line proves that it is over.
  mutating func end(_ stage: Int, isLast: Bool = false) {
    let open = stages[stage].open
    guard open >= 0 else { return }
    stages[stage].open = -1
    if build.steps[open].isInstruction("FROM") {
      build.steps[open].state = .base
      return
    }
    build.steps[open].isUncertain = isMixed
    if let marker = marker(of: open, isLast: isLast) {
      build.steps[open].state = markers.remove(at: marker).isCached ? .cached : .ran
    } else {
      missesMarker = true
      build.steps[open].state = .ran
    }
  }

  /// The marker that is most likely the step's; nil where there is none. A stage writes its next step
  /// right behind the marker of the one before; what is left at the end is in the order of the steps,
  /// and `isLast`.
  func marker(of step: Int, isLast: Bool) -> Int? {
    if isLast { return markers.firstIndex { $0.stepCount > step } }
    let last = markers.lastIndex { $0.stepCount > step }
    guard let last, markers[last].isCached,
      let ran = markers.lastIndex(where: { $0.stepCount > step && !$0.isCached })
    else { return last }
    // Nothing comes out of the cache behind a step of the stage that ran.
    let (stage, platform) = (build.steps[step].stage, build.steps[step].platform)
    let hasRun = build.steps[..<step].contains {
      $0.state == .ran && $0.stage == stage && $0.platform == platform
    }
    return hasRun ? ran : last
  }

  /// Ends the step that alone is open where it has its marker: what is written next is another's.
  mutating func endOnlyOpen() {
    guard openCount == 1, !markers.isEmpty else { return }
    for index in stages.indices where stages[index].open >= 0 { end(index) }
    // What else looked like a marker was output.
    markers = []
  }

  /// Whether the markers at hand say different things.
  var isMixed: Bool {
    for marker in markers where marker.isCached != markers[0].isCached { return true }
    return false
  }

  /// Ends what is open, with what markers there are. `isDone`: all of it is done.
  mutating func endAll(isDone: Bool) {
    build.isOver = true
    var order: [Int] = []
    for index in stages.indices where stages[index].open >= 0 {
      if build.steps[stages[index].open].isInstruction("FROM") {
        end(index)
      } else {
        order.append(index)
      }
    }
    // Of several that are open nobody knows which a marker is of, unless each has one.
    guard isDone || markers.count >= order.count else { return }
    let stages = stages
    sort(&order) { stages[$0].open < stages[$1].open }
    for index in order {
      if isDone || marker(of: stages[index].open, isLast: true) != nil { end(index, isLast: true) }
    }
  }
}
