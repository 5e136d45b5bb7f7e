/// Compares the steps that two logs tell of, image by image.
package struct StepComparison: Sendable {
  package let before: [Build]
  package let after: [Build]
  /// For each image what ran again first, and why; images in the order of the second log, then those
  /// that only the first has.
  package private(set) var reruns: [Rerun] = []

  /// `findings`: what is known of files from listings in the logs.
  package init(
    before: [Build], after: [Build], findings: [ListingFinding] = []
  ) {
    self.before = before
    self.after = after
    let pairing = BuildPairing(before, after)
    for (index, build) in after.enumerated() {
      guard let old = pairing.counterparts[index] else {
        reruns.append(
          Rerun(after: index, cause: .unknown, evidence: .missing(inSecond: false)))
        continue
      }
      var table = CauseTable(before[old], build, findings: findings.filter { $0.build == index })
      var rerun = table.rerun()
      rerun.before = old
      rerun.after = index
      reruns.append(rerun)
    }
    for index in pairing.leftovers {
      reruns.append(Rerun(before: index, cause: .unknown, evidence: .missing(inSecond: true)))
    }
    if reruns.isEmpty {
      reruns.append(Rerun(cause: .unknown, evidence: .missing(inSecond: !before.isEmpty)))
    }
  }
}

extension StepComparison {
  /// Whether a step ran again in some image.
  package var hasRerun: Bool {
    for rerun in reruns where rerun.step != nil { return true }
    return false
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
