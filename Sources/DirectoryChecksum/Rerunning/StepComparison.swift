/// Compares the steps that two logs tell of, image by image.
package struct StepComparison: Sendable {
  package let before: [Build]
  package let after: [Build]
  /// The builds that are compared with each other.
  package let pairing: BuildPairing
  /// For each image what ran again first, and why; images in the order of the second log, then those
  /// that only the first has.
  package private(set) var reruns: [StepRerun] = []

  /// Whether both are one log.
  package let isSame: Bool

  /// `findings`: what is known of files from listings in the logs.
  package init(
    _ before: [Build], _ after: [Build], _ pairing: BuildPairing, findings: [ListingFinding] = [],
    isSame: Bool = false
  ) {
    (self.before, self.after, self.pairing) = (before, after, pairing)
    self.isSame = isSame
    if isSame, !after.isEmpty {
      for index in after.indices {
        reruns.append(StepRerun(before: index, after: index, cause: .nothing, evidence: .none))
      }
      return
    }
    for (index, build) in after.enumerated() {
      guard let old = pairing.counterparts[index] else {
        reruns.append(
          StepRerun(after: index, cause: .unknown, evidence: .missing(inSecond: false)))
        continue
      }
      var table = CauseTable(before[old], build, findings: findings.filter { $0.build == index })
      var rerun = table.rerun()
      rerun.before = old
      rerun.after = index
      reruns.append(rerun)
    }
    for index in pairing.leftovers {
      reruns.append(StepRerun(before: index, cause: .unknown, evidence: .missing(inSecond: true)))
    }
    if reruns.isEmpty {
      reruns.append(StepRerun(cause: .unknown, evidence: .missing(inSecond: !before.isEmpty)))
    }
  }
}

extension StepComparison {
  /// In how many images a step ran again.
  package var rerunCount: Int {
    var count = 0
    for rerun in reruns where rerun.step != nil { count += 1 }
    return count
  }

  /// Whether the logs let an image's question open: it is in one of them only, or has no steps.
  package var isOpen: Bool {
    for rerun in reruns {
      switch rerun.evidence {
      case .missing, .error, .stopped: return true
      default: break
      }
    }
    return false
  }
}
