/// The first step of an image's build that ran again, and why, as far as two logs tell.
package struct StepRerun: Sendable {
  package enum Cause: UInt8, Sendable {
    case baseImage
    case instruction
    case files
    case notTheFiles
    case environment
    case noCache
    case upstreamStage
    case nothing
    case unknown
  }

  /// What is known beyond the cause.
  package enum Evidence: Sendable {
    case none
    /// Another image under the name: its digests, where both are known.
    case images(name: [UInt8], before: [UInt8], after: [UInt8])
    /// The FROM's own text; empty where it is one of several that the log shows.
    case bases(before: [UInt8], after: [UInt8])
    /// A text, by the step that has it in the second log, and what it was.
    case changed(step: Int, before: [UInt8])
    case added(step: Int)
    case moved(step: Int)
    /// The text that is gone.
    case removed(before: [UInt8])
    /// Paths that differ in listings below the step: how many, and the first of them.
    case paths(count: Int, first: [UInt8])
    /// Listings below the step are equal.
    case equalListings
    /// No listing says which files.
    case noListing
    /// kaniko looked for the layer under the same key as before.
    case equalKeys
    case mount
    case environment
    /// The same, or the image that the step takes files from.
    case environmentOrImage([UInt8])
    /// `mayHaveOtherBase`: the logs do not tell which image the build began with.
    case nothingCached(mayHaveOtherBase: Bool)
    case importFailed([UInt8])
    case withoutLayers
    /// This entry of the cache alone was not there.
    case entryMissing(mayHaveOtherBase: Bool)
    /// A stage that ran, or an image, that the step takes files from or begins with.
    case stage([UInt8])
    case image([UInt8])
    /// The step copies from a stage that came out of the cache.
    case cachedSource([UInt8])
    /// Triggers of the base image ran.
    case triggers
    /// All steps ran for which BuildKit tells the truth about that.
    case everythingRan(mayHaveOtherBase: Bool)
    /// What was copied from the stage did not change.
    case equalResult([UInt8])
    /// The first log does not show the step, nor where its stage ends.
    case notShown
    /// No step ran, but some did not end, or the log does not show them all.
    case stopped
    /// The step failed, or the build did before its first step.
    case error([UInt8])
    /// The logs are of two builders.
    case otherBuilder
    /// A log without a counterpart of this build, or without any steps: the first, or the second.
    case missing(inSecond: Bool)
  }

  /// The builds that were compared, by their indexes; nil for one that is in one log only.
  package var before: Int?
  package var after: Int?
  /// The first step that ran again, by its index in the second build; nil for none.
  package var step: Int?
  /// The step of the first build that it is compared with.
  package var counterpart: Int?
  /// The first steps that ran in other stages, which do not follow from this one.
  package var others: [Int] = []
  package var cause: Cause
  package var evidence: Evidence
  /// Whether the logs prove the cause, rather than make it likely.
  package var isSure = true
}

/// What the listings of two logs say about the files of a step.
package struct ListingFinding: Sendable {
  /// The build and the step in the second log whose output the listing was, by their indexes.
  package var build: Int
  package var step: Int
  /// How many paths differ; negative where what is left of a listing can't settle it.
  package var changeCount: Int
  /// The first path that differs.
  package var firstPath: [UInt8]

  package init(build: Int, step: Int, changeCount: Int, firstPath: [UInt8]) {
    self.build = build
    self.step = step
    self.changeCount = changeCount
    self.firstPath = firstPath
  }
}
