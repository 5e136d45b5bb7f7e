/// Makes the builds of a log, with their steps, of its lines.
///
/// Lines with different names before them are read apart. Memory grows with the steps, not with the
/// log.
package struct StepReader {
  private var sources: [SourceSteps] = []
  /// For each source of the log the index of what is read of it; negative where no line of it could
  /// begin a build.
  private var indexes: [Int32] = []
  /// The source of the line read last.
  private var last = -1

  package init() {}
}

extension StepReader {
  package mutating func take(_ line: LogLine) {
    while indexes.count <= line.source { indexes.append(-1) }
    if indexes[line.source] < 0 {
      guard SourceSteps.mayBegin(line) else { return }
      indexes[line.source] = Int32(sources.count)
      let steps = SourceSteps()
      if last >= 0, indexes[last] >= 0, sources[Int(indexes[last])].isInOutput {
        steps.outer = last
      }
      sources.append(steps)
    }
    last = line.source
    sources[Int(indexes[line.source])].read(line)
  }

  /// The builds, in the order in which they begin; of each target its own.
  package mutating func finish(_ logSources: [LogSource]) -> [Build] {
    var found: [Build] = []
    for (source, index) in indexes.enumerated() where index >= 0 {
      let names = logSources[source].names
      // What a RUN prints may look like another source's lines.
      let outer = sources[Int(index)].outer
      if outer >= 0, names.starts(with: logSources[outer].names) { continue }
      for var build in sources[Int(index)].finish(target: names.last ?? []) {
        build.source = source
        build.names = names
        found.append(build)
      }
    }
    sort(&found) { $0.line < $1.line }
    var builds: [Build] = []
    for build in found { Self.split(build, into: &builds) }
    return builds
  }

  /// Adds what a build tells of each target.
  private static func split(_ build: Build, into builds: inout [Build]) {
    var targets: [[UInt8]] = []
    for step in build.steps where targets.last != step.target && !targets.contains(step.target) {
      targets.append(step.target)
    }
    guard targets.count > 1 else {
      var build = build
      build.target = targets.first ?? []
      builds.append(build)
      return
    }
    for target in targets {
      var part = build
      part.target = target
      part.steps = []
      for step in build.steps {
        if step.target == target {
          part.steps.append(step)
        } else if step.state == .cached, !step.isInstruction("WORKDIR") {
          part.hasCachedSibling = true
        }
      }
      builds.append(part)
    }
  }
}
