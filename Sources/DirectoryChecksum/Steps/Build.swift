/// What a log says about the build of one image: its steps, stage by stage.
package struct Build: Sendable {
  package enum Builder: UInt8, Sendable {
    case buildkit
    case classic
    case buildah
    case kaniko
    case earthly
  }

  /// A base image, or another image that the build used, with the digest it had.
  package struct Reference: Sendable {
    package var name: [UInt8]
    package var digest: [UInt8]
    /// The named context that stands for it; empty where there is none.
    package var context: [UInt8] = []
  }

  package let builder: Builder
  /// Which lines of the log it comes from: counts the names before them.
  package var source = 0
  /// The names before its lines, of jobs, services and the like, outermost first.
  package var names: [[UInt8]] = []
  /// The number of the log's line that began it.
  package var line = 0
  /// Its steps: stages behind those that they copy from, in each the steps by their place.
  package var steps: [BuildStep] = []
  /// The target, where the log names one for each step.
  package var target: [UInt8] = []
  /// What a line before the build calls it, such as `Building web`.
  package var title: [UInt8] = []
  /// The name that the image was given, in the builder's words.
  package var tag: [UInt8] = []
  /// The id of the image that was made.
  package var imageID: [UInt8] = []
  /// The images whose digests the log tells.
  package var references: [Reference] = []
  /// The names of the images that it shows under no stage, since a step copies from them, whatever
  /// else begins with them.
  package var copiedImages: [[UInt8]] = []
  /// The line with which the import of a cache failed; empty where none did.
  package var importFailure: [UInt8] = []
  /// Whether a named context stands for an image: BuildKit counts a FROM that names it, and does not
  /// show it.
  package var hasNamedContext = false
  /// Whether Buildah ran without `--layers`, so that it neither used a cache nor made one.
  package var isWithoutLayers = false
  /// Whether the log shows its beginning, and each vertex that BuildKit has numbered.
  package var isWhole = true
  /// Whether a step of another target of the same build came out of the cache.
  package var hasCachedSibling = false
  /// The line that says why the build failed; empty where it did not.
  package var error: [UInt8] = []
  /// Whether the log shows the build's end.
  package var isOver = false

  package init(_ builder: Builder) {
    self.builder = builder
  }
}

extension Build {
  /// What people call the image: its target, its tag, what a line before the build calls it; empty
  /// where the log has none of them.
  package var name: [UInt8] {
    if !target.isEmpty { return target }
    if !title.isEmpty { return title }
    return tag.withUnsafeBufferPointer { tag in
      [UInt8](tag.from(tag.hasLiteral("docker.io/library/") ? 18 : 0))
    }
  }

  /// A name that stays from build to build: without the tag, which often counts them.
  package var lastingName: [UInt8] {
    let name = name
    return target.isEmpty && title.isEmpty ? name.withoutTag : name
  }

  /// How many of its steps have the state.
  package func count(of state: BuildStep.State) -> Int {
    var count = 0
    for step in steps where step.state == state { count += 1 }
    return count
  }

  /// The time of the steps that ran, in milliseconds; negative where the log does not say it.
  package var milliseconds: Int {
    var sum = -1
    for step in steps where step.milliseconds >= 0 && step.state != .base {
      sum = max(sum, 0) + step.milliseconds
    }
    return sum
  }

  /// Puts the steps in the order of their stages, and in each of their places.
  mutating func sortSteps() {
    let order = StageOrder(self)
    var sorted: [BuildStep] = []
    for stage in order.order {
      for index in order.stages[stage] { sorted.append(steps[index]) }
    }
    steps = sorted
  }
}

extension Build {
  /// Gives the steps of a Dockerfile with several stages the names of these, as BuildKit would.
  mutating func nameStages() {
    var count = 0
    for step in steps where step.isInstruction("FROM") { count += 1 }
    var number = -1
    var name: [UInt8] = []
    for index in steps.indices {
      if steps[index].isInstruction("FROM") {
        number += 1
        name = Self.stageName(steps[index].stageName, number, of: count)
      }
      steps[index].stage = name
    }
  }

  /// What BuildKit calls a stage: by the name behind `AS`, else `stage-K`, counted from 0. Of a single
  /// stage only its own name is given.
  static func stageName(_ own: [UInt8], _ number: Int, of count: Int) -> [UInt8] {
    guard own.isEmpty, count > 1 else { return own }
    var name = [UInt8]("stage-")
    name.append(decimal: UInt64(number))
    return name
  }
}

extension ByteView {
  /// Whether the bytes are an image's or a container's id, short or long, in lower-case digits.
  var isImageID: Bool {
    count >= 10 && count <= 64 && allSatisfy { $0.isLowerHexadecimalDigit }
  }
}

extension [UInt8] {
  /// The name of an image without its tag.
  package var withoutTag: [UInt8] {
    var end = count
    while end > 0, self[end - 1] != UInt8(ascii: ":"), self[end - 1] != UInt8(ascii: "/") {
      end -= 1
    }
    guard end > 0, self[end - 1] == UInt8(ascii: ":") else { return self }
    return [UInt8](self[..<(end - 1)])
  }
}
