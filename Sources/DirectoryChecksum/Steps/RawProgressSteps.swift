/// Reads BuildKit's raw progress, in which a vertex is told of again with each thing that happens to
/// it: the last word counts.
struct RawProgressSteps {
  private var table = VertexTable()
  private var build = Build(.buildkit)
  private var hasBuild = false
  /// The vertex that read the Dockerfile, by its index; of a second one the next build is begun.
  private var definition = -1
}

extension RawProgressSteps {
  mutating func read(_ vertex: RawVertex, _ ordinal: Int, into builds: inout [Build]) {
    var index = add(vertex, ordinal)
    let isDefinition = vertex.name.withUnsafeBufferPointer {
      $0.firstIndex(of: "internal] load build definition from ") != nil
    }
    if isDefinition, definition >= 0, index != definition,
      let index, table[index].name == table[definition].name
    {
      finish(into: &builds)
    }
    if !hasBuild {
      build = Build(.buildkit)
      build.line = ordinal
      hasBuild = true
      definition = -1
      index = add(vertex, ordinal)
    }
    guard let index else { return }
    if isDefinition, definition < 0 { definition = index }
    table[index].milliseconds = -1
    if !vertex.error.isEmpty {
      let isCanceled = vertex.error.withUnsafeBufferPointer {
        $0.firstIndex(of: "context canceled") != nil
      }
      table[index].state = isCanceled ? .canceled : .failed
      if build.error.isEmpty, !isCanceled { build.error = vertex.error }
    } else if vertex.isCached {
      table[index].state = .cached
    } else if let completed = vertex.completed {
      table[index].state = .ran
      table[index].milliseconds = Self.milliseconds(vertex.started ?? [], completed)
    } else {
      table[index].state = .unknown
    }
  }

  mutating func finish(into builds: inout [Build]) {
    guard hasBuild else { return }
    hasBuild = false
    table.describe(&build)
    build.isWhole = definition >= 0
    builds.append(build)
    table = VertexTable()
  }

  private mutating func add(_ vertex: RawVertex, _ ordinal: Int) -> Int? {
    vertex.digest.withUnsafeBufferPointer { digest in
      vertex.name.withUnsafeBufferPointer { table.index(of: digest, name: $0, ordinal) }
    }
  }

  /// The time between two moments as RFC 3339 writes them, `2026-11-27T01:55:42.487510975Z`, which
  /// lie within a day of each other; negative where one is not written so.
  private static func milliseconds(_ start: [UInt8], _ end: [UInt8]) -> Int {
    guard let first = timeOfDay(start), let second = timeOfDay(end) else { return -1 }
    let day = 24 * 60 * 60 * 1000
    return (second - first + day) % day
  }

  private static func timeOfDay(_ text: [UInt8]) -> Int? {
    text.withUnsafeBufferPointer { text in
      guard text.count >= 20, text[10] == UInt8(ascii: "T"),
        let hours = text.decimal(11..<13), let minutes = text.decimal(14..<16),
        let seconds = text.decimal(17..<19)
      else { return nil }
      var milliseconds = Int((hours * 60 + minutes) * 60 + seconds) * 1000
      var (index, unit) = (20, 100)
      while text[19] == UInt8(ascii: "."), index < text.count, text[index].isDigit, unit > 0 {
        milliseconds += Int(text[index] - UInt8(ascii: "0")) * unit
        (index, unit) = (index + 1, unit / 10)
      }
      return milliseconds
    }
  }
}
