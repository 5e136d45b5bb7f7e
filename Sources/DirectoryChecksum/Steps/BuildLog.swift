/// What the log of builds holds: the listings that steps printed, and the steps.
package struct BuildLog: Sendable {
  package let listings: [Listing]
  package let builds: [Build]
  /// For each listing the step that printed it, where the log tells.
  package private(set) var places: [Place?] = []

  /// A step: its build, and its index in that.
  package struct Place: Equatable, Sendable {
    package let build: Int
    package let step: Int
  }

  /// Of the log's bytes; nil where nothing is known of them.
  package let identity: TextIdentity?
  /// Whether the listings are the layers of an image: no two of them are of one step.
  package let areLayers: Bool

  /// The layers of an image, in their order.
  package init(layers: [Listing]) {
    listings = layers
    builds = []
    identity = nil
    areLayers = true
    places = layers.map { _ in nil }
  }

  package init(listings: [Listing], builds: [Build], identity: TextIdentity? = nil) {
    areLayers = false
    self.listings = listings
    self.builds = builds
    self.identity = identity
    var searches = [StepSearch?](repeating: nil, count: builds.count)
    places = listings.map { place(of: $0.origin, &searches) }
  }
}

/// What tells a text from every other: two logs with the same are one log.
package struct TextIdentity: Equatable, Sendable {
  private var hash = HashFunction.sha1

  package init() {}

  package mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

  package static func == (left: TextIdentity, right: TextIdentity) -> Bool {
    left.hash.digest(of: []) == right.hash.digest(of: [])
  }
}

extension BuildLog {
  /// Reads a log that comes in pieces.
  package struct Reader {
    private var reader = LogReader()
    private var steps = StepReader()

    package init() {}

    package mutating func consume(_ bytes: UnsafeRawBufferPointer) {
      reader.consume(bytes, also: { steps.take($0) })
    }

    package mutating func finish() -> BuildLog {
      let listings = reader.finish(also: { steps.take($0) })
      let builds = steps.finish(reader.sources)
      return BuildLog(listings: listings, builds: builds)
    }

    /// Whether the input was a listing, or several, and nothing else.
    package var isListing: Bool { reader.isListing }
  }
}

extension BuildLog {
  /// Whether a builder says anything of a step.
  package var hasSteps: Bool {
    for build in builds where !build.steps.isEmpty { return true }
    return false
  }

  /// The last step from the cache that runs this tool or the original, and so printed nothing.
  package var cachedListing: Place? {
    for (number, build) in builds.enumerated().reversed() {
      let found = build.steps.lastIndex { $0.state == .cached && $0.runsListing }
      if let found { return Place(build: number, step: found) }
    }
    return nil
  }

  /// The listings that the steps of a build printed.
  package func listings(of build: Int) -> [Listing] {
    var found: [Listing] = []
    for (index, place) in places.enumerated() where place?.build == build {
      found.append(listings[index])
    }
    return found
  }

  /// The step that printed what `label` speaks of: what seems to be another's than a command's stands
  /// where a header was lost.
  private func place(of label: ListingLabel, _ searches: inout [StepSearch?]) -> Place? {
    // The builds of one source begin one after another; those of a build's targets together.
    var line = -1
    for build in builds where build.source == label.source && build.line <= label.line {
      line = max(line, build.line)
    }
    var found: Place?
    for (number, build) in builds.enumerated()
    where build.source == label.source && build.line == line {
      let search = searches[number] ?? StepSearch(build)
      searches[number] = search
      if let step = search.step(labeled: label), build.steps[step].isInstruction("RUN") {
        found = Place(build: number, step: step)
      }
    }
    return found
  }
}
