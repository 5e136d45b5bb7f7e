import DirectoryChecksum

/// The build before, with which another one is compared: what its context was, and its Dockerfile.
/// A class: there is one of it, and copying its fields takes kilobytes of code.
final class EarlierBuild {
  /// Where it is known from.
  private enum Source {
    case evidence(Evidence)
    case listing(Listing)
  }

  /// What the user calls it.
  let name: [UInt8]
  private let source: Source
  let options: ExplainCommand.Options
  /// The names of the small files that an archive's reader keeps.
  private(set) var keptNames: [[UInt8]] = []
  /// The build after.
  let files: BuildFiles
  private let plan: BuildPlan

  /// A context that the user has named; `files` are those of the build after, and `plan` what it
  /// does.
  init(
    _ name: [UInt8], _ files: BuildFiles, _ plan: BuildPlan, _ options: ExplainCommand.Options
  ) throws(CommandError) {
    self.name = name
    self.options = options
    self.files = files
    self.plan = plan
    let evidence = try Evidence(name, piped: "explain --since -")
    source = .evidence(evidence)
    guard !evidence.isDirectory else { return }
    keptNames = [[UInt8](".dockerignore")]
    if let place = files.pathBelow(options.context) {
      keptNames.append(place)
      keptNames.append(BuildFiles.besides(place))
    }
    try evidence.read(keeping: keptNames)
    guard try evidence.isText() else { return }
    guard !evidence.listings.isEmpty else { throw evidence.nothingFound }
    evidence.chooseLast()
  }

  /// A listing that the program has kept.
  init(
    _ listing: Listing, name: [UInt8], _ files: BuildFiles, _ plan: BuildPlan,
    _ options: ExplainCommand.Options
  ) {
    self.name = name
    self.options = options
    self.files = files
    self.plan = plan
    source = .listing(listing)
  }
}

extension EarlierBuild {
  /// Which digests the listings have that are compared.
  private var format: DigestFormat {
    switch source {
    case .listing(let listing): listing.format
    case .evidence(let evidence): evidence.listings.isEmpty ? .content : evidence.chosen.format
    }
  }

  /// Where the earlier context is at hand; nil where a listing is all there is of it.
  private func evidenceAtHand() throws(CommandError) -> Evidence? {
    guard case .evidence(let evidence) = source, try !evidence.isText() else { return nil }
    return evidence
  }

  /// Compares with the build after. `scan` is that of its context for BuildKit's digests, `content`
  /// one for content digests, where that has been made.
  func compare(with scan: Scan, content: Scan? = nil) throws(CommandError) -> ExplainReport.Since {
    let evidence = try evidenceAtHand()
    var doubt: ContextDoubt?
    var new = Listing(scan.tree)
    if format == .content {
      // What changed is told apart from its mode by content digests alone.
      let again: Scan
      if let content {
        again = content
      } else {
        again = try options.scan(options.context, files, .content, withFacts: evidence != nil)
      }
      // Where one side shows no FIFOs, sockets and devices, nothing is known of them.
      for notice in again.notices { if case .skipped = notice.event { doubt = .specials } }
      new = Listing(again.tree)
    }
    let before = try filesBefore(evidence)
    var old = try listing(evidence, before, beside: new)
    var text = ExplainReport.EarlierText.known
    if before == nil { text = textState(old) }
    var (shown, part) = (old, new)
    if let evidence, let archive = evidence.archive {
      // Compared are the whole contexts, or the part that a layer shows.
      shown = old.withImplied(by: new)
      if let place = evidence.place {
        shown = place.withoutProof(shown)
        part = place.part(of: new)
      } else if archive.isImage, old.unknown.contains(.source) {
        doubt = .notInImage
      }
    } else if evidence == nil {
      if ignoreFileChanged(old, new) { doubt = .ignoreFile }
      old = try kept(old)
      shown = old
    }
    let unknown = evidence == nil ? [] : old.unknown.union(old.place.unknown)
    let today = BuildSide(plan, new, doubt: doubt, leavingOut: unknown)
    var planBefore = plan
    if let before, before.content != files.content {
      planBefore = try before.plan(target: options.target, arguments: options.buildArguments)
    }
    func side(_ plan: BuildPlan) -> BuildSide {
      BuildSide(plan, shown, doubt: doubt, isOwnPlan: text != .changed, leavingOut: unknown)
    }
    let comparison = Comparison(before: old, after: part)
    let changes = doubt == .notInImage ? [] : comparison.changes
    var rerun = Rerun(before: side(planBefore), after: today, changes: changes)
    if let other = otherPlan(before ?? files) {
      rerun.leaveOpen(wherever: Rerun(before: side(other), after: today, changes: changes))
    }
    let isDirectory = evidence?.isDirectory ?? false
    return ExplainReport.Since(
      rerun, comparison, name: shownName, text: text,
      notes: evidence?.notes ?? [],
      files: isDirectory ? ChangedFiles(before: name, after: options.context) : nil)
  }

  private var shownName: [UInt8] {
    guard case .evidence(let evidence) = source, !evidence.isDirectory else { return name }
    return evidence.name(of: evidence.choice)
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

  private func listing(
    _ evidence: Evidence?, _ before: BuildFiles?, beside new: Listing
  ) throws(CommandError) -> Listing {
    guard let evidence else {
      switch source {
      case .listing(let listing): return listing
      case .evidence(let text): return text.chosen
      }
    }
    if evidence.isDirectory {
      var files = before ?? files
      if before == nil {
        files = BuildFiles(
          files, content: [], ignoreFile: BuildFiles.ignoreFile(of: files.path, in: name))
      }
      return Listing(try options.scan(name, files, .content, withFacts: true).tree)
    }
    try evidence.list(beside: new, try rules(inArchive: evidence))
    evidence.adoptModes(beside: new)
    return evidence.chosen
  }
}
