/// The vertices of one build of BuildKit: its steps, and whatever else it reports in the same way.
struct VertexTable {
  struct Vertex {
    /// BuildKit's number in plain progress; 0 in other kinds.
    var number: Int
    var name: [UInt8]
    /// The number of the log's line that told of it first.
    var line: Int
    var state = BuildStep.State.unknown
    var milliseconds = -1
    /// Whether its end stands behind output in one line, which may be the output's own.
    var isEndDoubtful = false
  }

  private(set) var vertices: [Vertex] = []
  /// The indexes of numbered vertices, by number.
  private var numbered: [Int] = []
  /// The indexes of vertices that a text stands for.
  private var keyed = ByteTable()
  /// The vertex looked up last.
  private var last = 0

  /// The build has no more vertices than that.
  private static let capacity = 1 << 16
}

extension VertexTable {
  var isEmpty: Bool { vertices.isEmpty }

  /// Whether any vertex is a step.
  var hasSteps: Bool {
    vertices.contains { $0.name.withUnsafeBufferPointer { StepName($0) != nil } }
  }

  /// The highest number; 0 where there is none.
  var highestNumber: Int { numbered.last.map { vertices[$0].number } ?? 0 }

  subscript(index: Int) -> Vertex {
    get { vertices[index] }
    set { vertices[index] = newValue }
  }

  /// The index of the vertex with a number.
  mutating func index(of number: Int) -> Int? {
    if last < vertices.count, vertices[last].number == number { return last }
    let place = place(of: number)
    guard place < numbered.count, vertices[numbered[place]].number == number else { return nil }
    last = numbered[place]
    return last
  }

  /// Adds a vertex with a number that none has yet.
  mutating func add(_ number: Int, _ name: ByteView, _ line: Int) {
    guard vertices.count < Self.capacity else { return }
    numbered.insert(vertices.count, at: place(of: number))
    vertices.append(Vertex(number: number, name: Self.cut(name), line: line))
  }

  /// The index of the vertex that `key` stands for, which may be new; nil where there are too many.
  mutating func index(of key: ByteView, name: ByteView, _ line: Int) -> Int? {
    guard let index = keyed.insert(key) else { return nil }
    if index == vertices.count {
      vertices.append(Vertex(number: 0, name: Self.cut(name), line: line))
    }
    return index
  }

  private func place(of number: Int) -> Int {
    var (low, high) = (0, numbered.count)
    while low < high {
      let middle = (low + high) / 2
      if vertices[numbered[middle]].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static func cut(_ name: ByteView) -> [UInt8] {
    [UInt8](name.upTo(min(name.count, BuildStep.maximumText)))
  }
}

extension VertexTable {
  /// Puts the steps into `build`, and what the other vertices tell of it.
  func describe(_ build: inout Build) {
    var targets: [[UInt8]] = []
    for vertex in vertices {
      vertex.name.withUnsafeBufferPointer { Self.addTarget($0, to: &targets) }
    }
    for vertex in vertices {
      vertex.name.withUnsafeBufferPointer { name in
        if let parts = StepName(name) {
          build.steps.append(Self.step(vertex, parts, hasTargets: !targets.isEmpty))
        } else {
          Self.note(name, vertex, in: &build)
        }
      }
    }
    for step in build.steps where !step.base.isEmpty {
      build.references.append(
        Build.Reference(name: step.baseName.withoutDigest, digest: step.base))
    }
    for vertex in vertices where vertex.state == .ran {
      vertex.name.withUnsafeBufferPointer { name in
        let text = name.from(StepName.bracket(name).map { $0.count + 2 } ?? 0)
        if text.withoutLeadingBlanks.hasLiteral("exporting ") { build.isOver = true }
      }
    }
    build.isWhole = highestNumber == numbered.count
    build.sortSteps()
  }

  /// `[web internal] load build definition from Dockerfile` names a target, which stands in the
  /// brackets of its steps as well. A platform there is none.
  private static func addTarget(_ name: ByteView, to targets: inout [[UInt8]]) {
    guard let content = StepName.bracket(name) else { return }
    var words = WordCursor(content)
    guard let word = words.next(), let second = words.next(), second.isLiteral("internal"),
      word.firstIndex(of: UInt8(ascii: "/")) == nil
    else { return }
    targets.append([UInt8](word))
  }

  private static func step(_ vertex: Vertex, _ name: StepName, hasTargets: Bool) -> BuildStep {
    var step = BuildStep(name.text)
    step.number = vertex.number
    step.line = vertex.line
    step.place = name.place
    step.count = name.count
    step.platform = [UInt8](name.platform)
    // One word is the stage, unless all steps have their target in front.
    let hasTarget = name.words.count == 2 || hasTargets && !name.isPlatformFirst
    if hasTarget, let target = name.words.first { step.target = [UInt8](target) }
    if name.words.count > (hasTarget ? 1 : 0) {
      step.stage = [UInt8](name.words[name.words.count - 1])
    }
    step.state = vertex.state
    step.milliseconds = vertex.milliseconds
    if step.isInstruction("FROM") {
      if step.state != .failed { step.state = .base }
      step.milliseconds = -1
      step.base = name.text.digest
    }
    return step
  }

  /// Notes what a vertex that is no step says.
  private static func note(_ name: ByteView, _ vertex: Vertex, in build: inout Build) {
    if vertex.state == .failed, name.hasLiteral("importing cache manifest from ") {
      build.importFailure = [UInt8](name)
    }
    if name.hasLiteral("FROM ") { build.copiedImages.append([UInt8](name.from(5)).withoutDigest) }
    guard let content = StepName.bracket(name) else { return }
    if content.hasLiteral("context ") { build.hasNamedContext = true }
    guard
      let start = name.firstIndex(of: "] load metadata for ")
    else { return }
    let image = name.from(start + 20)
    guard !image.digest.isEmpty else { return }
    build.references.append(
      Build.Reference(
        name: [UInt8](image).withoutDigest, digest: image.digest,
        context: content.hasLiteral("context ") ? [UInt8](content.from(8)) : []))
  }
}

extension ByteView {
  /// The digest in the name of an image, `sha256:` and 64 digits; empty where there is none.
  var digest: [UInt8] {
    guard let start = firstIndex(of: "@sha256:"), start + 72 <= count,
      slice(start + 8, start + 72).allSatisfy({ $0.isLowerHexadecimalDigit })
    else { return [] }
    return [UInt8](slice(start + 1, start + 72))
  }
}

extension [UInt8] {
  /// The name of an image without its digest.
  package var withoutDigest: [UInt8] {
    withUnsafeBufferPointer { [UInt8]($0.upTo($0.firstIndex(of: "@sha256:") ?? $0.count)) }
  }
}
