import DirectoryChecksum

// The contexts of the two builds, and which instructions run again between them.

extension EarlierBuild {
  /// What the build after gets, by the digests that the build before has, and why not all of it can
  /// be compared.
  func contextAfter(
    _ scan: Scan, _ content: Scan?, beside evidence: Evidence?
  ) throws(CommandError) -> (Listing, ContextDoubt?) {
    guard format == .content else { return (Listing(scan.tree), nil) }
    // What changed is told apart from its mode by content digests alone.
    let again: Scan
    if let content {
      again = content
    } else {
      again = try options.scan(options.context, files, .content, withFacts: evidence != nil)
    }
    // Where one side shows no FIFOs, sockets and devices, nothing is known of them.
    var doubt: ContextDoubt?
    for notice in again.notices { if case .skipped = notice.event { doubt = .specials } }
    return (Listing(again.tree), doubt)
  }

  /// What the two builds got.
  struct Contexts {
    /// What is known of it before, and what of that after is compared with it.
    var old: Listing
    var part: Listing
    /// What the instructions are held against.
    var shown: Listing
    let new: Listing
    var doubt: ContextDoubt?
    var unknown: UnknownFacts = []
    /// Whether the state before may cover what today's ignore rules leave out.
    var mayCoverIgnored = false
  }

  func contexts(
    _ old: Listing, _ new: Listing, _ doubt: ContextDoubt?, _ evidence: Evidence?
  ) throws(CommandError) -> Contexts {
    var contexts = Contexts(old: old, part: new, shown: old, new: new, doubt: doubt)
    guard let evidence else {
      if ignoreFileChanged(old, new) { contexts.doubt = .ignoreFile }
      let rules = try files.ignoreSettings.rules(for: options.context)
      contexts.mayCoverIgnored = old.mayCoverIgnored(by: rules)
      contexts.old = try kept(old, rules)
      contexts.shown = contexts.old
      return contexts
    }
    contexts.unknown = old.unknown.union(old.place.unknown)
    guard let archive = evidence.archive else { return contexts }
    // Compared are the whole contexts, or the part that a layer shows.
    contexts.shown = old.withImplied(by: new)
    if let place = evidence.place {
      contexts.shown = place.withoutProof(contexts.shown)
      contexts.part = place.part(of: new)
    } else if archive.isImage, old.unknown.contains(.source) {
      contexts.doubt = .notInImage
    }
    return contexts
  }

  /// Which instructions run again.
  func rerun(
    _ before: BuildFiles?, _ contexts: Contexts, _ comparison: Comparison, isOwnPlan: Bool
  ) throws(CommandError) -> Rerun {
    var planBefore = plan
    if let before, before.content != files.content {
      planBefore = try before.plan(target: options.target, arguments: options.buildArguments)
    }
    func side(_ plan: BuildPlan) -> BuildSide {
      BuildSide(
        plan, contexts.shown, doubt: contexts.doubt, isOwnPlan: isOwnPlan,
        leavingOut: contexts.unknown, mayCoverIgnored: contexts.mayCoverIgnored)
    }
    let today = BuildSide(
      plan, contexts.new, doubt: contexts.doubt, leavingOut: contexts.unknown)
    var changes: [Change] = []
    for (index, change) in comparison.changes.enumerated()
    where contexts.doubt != .notInImage && comparison.isProven(index) {
      changes.append(change)
    }
    var rerun = Rerun(before: side(planBefore), after: today, changes: changes)
    if let other = otherPlan(before ?? files) {
      rerun.leaveOpen(wherever: Rerun(before: side(other), after: today, changes: changes))
    }
    return rerun
  }

  /// What the build would have done with other values of the arguments that are given now; nil where
  /// none is given.
  private func otherPlan(_ before: BuildFiles) -> BuildPlan? {
    guard !options.buildArguments.isEmpty else { return nil }
    // The same, and a digit, is a value wherever the value is one.
    let others = options.buildArguments.map { $0 + [UInt8(ascii: "0")] }
    do throws(CommandError) {
      return try before.plan(target: options.target, arguments: others)
    } catch {
      return nil
    }
  }
}
