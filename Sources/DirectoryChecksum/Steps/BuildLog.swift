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

  package init(listings: [Listing], builds: [Build]) {
    self.listings = listings
    self.builds = builds
    var searches = [StepSearch?](repeating: nil, count: builds.count)
    places = listings.map { place(of: $0.origin, &searches) }
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
      let builds = steps.finish(names: { reader.sources[$0].names })
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

  /// The listings that the steps of a build printed.
  package func listings(of build: Int) -> [Listing] {
    var found: [Listing] = []
    for (index, place) in places.enumerated() where place?.build == build {
      found.append(listings[index])
    }
    return found
  }

  /// The step that printed what `label` speaks of.
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
      if let step = search.step(labeled: label) { found = Place(build: number, step: step) }
    }
    return found
  }
}
