/// Which steps of a build come from the cache that an earlier build has left, and which run again.
///
/// The key of a step has its operation, the digest of what it takes from the context, what it takes
/// from other stages, and the key of the step before it; without the last in case of
/// `COPY --link`. A step whose key is that of any step of the earlier build is not run. What a stage
/// that runs again gives is not known before: it may be the same as before, and then what takes
/// from it comes from the cache.
package struct Rerun: Sendable {
  /// What becomes of one step.
  package struct Outcome: Sendable {
    /// Nil where it depends on what is not known.
    package var rerun: Bool?
    /// Why.
    package var causes: [Cause] = []
    /// The step of the earlier build that it is held against; nil where there is none.
    package var counterpart: Int?
  }

  package enum Cause: Equatable, Sendable {
    /// The files that it takes.
    case files
    /// Its own text.
    case instruction
    /// Variables, the user or the working directory.
    case environment
    /// What it is built on: the base image, by name.
    case base
    /// A step before it, at this line.
    case behind(Int)
    /// A stage that it takes from, by number.
    case stage(Int)
    /// Its own text, perhaps: the Dockerfile before is another one, which is not known.
    case unknownText
    /// The value of a build argument, perhaps.
    case argument
    /// What it took is not known well enough.
    case unknownFiles(ContextDoubt)
    /// It fetches something from elsewhere.
    case remote
    /// It fails.
    case failure
  }

  package let before: BuildSide
  package let after: BuildSide
  /// One for each step of the build after.
  package private(set) var outcomes: [Outcome] = []

  /// `changes` are those between the contexts that are proven; they count where one of the contexts is
  /// not wholly known.
  package init(before: BuildSide, after: BuildSide, changes: [Change] = []) {
    self.before = before
    self.after = after
    var lookup = CacheLookup(before, after, changes)
    for index in after.plan.steps.indices { outcomes.append(lookup.outcome(index)) }
  }
}

extension Rerun {
  /// Leaves open what is otherwise in `other`, which is the same comparison but for the values of the
  /// build arguments in the earlier build: those that are given now need not have been given then.
  package mutating func leaveOpen(wherever other: Rerun) {
    for index in outcomes.indices where outcomes[index].rerun != other.outcomes[index].rerun {
      outcomes[index].rerun = nil
      var causes: [Cause] = []
      for cause in other.outcomes[index].causes {
        switch cause {
        case .behind, .stage, .unknownText: causes.append(cause)
        default: break
        }
      }
      outcomes[index].causes = causes.isEmpty ? [.argument] : causes
    }
  }
}
