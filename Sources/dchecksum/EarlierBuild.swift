import DirectoryChecksum

/// The build before, with which another one is compared: what its context was, and its Dockerfile.
struct EarlierBuild {
  /// Where it is known from.
  private enum Source {
    case evidence(Evidence)
    case listing(Listing)
  }

  /// What the user calls it.
  let name: [UInt8]
  private let source: Source
  private let options: ExplainCommand.Options
  /// The names of the small files that an archive's reader keeps.
  private var keptNames: [[UInt8]] = []
  /// The build after.
  private let files: BuildFiles
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
    let evidence = try Evidence(name)
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

  /// Compares with the build after. `scan` is that of its context for BuildKit's digests, `content`
  /// one for content digests, where that has been made.
  func compare(with scan: Scan, content: Scan? = nil) throws(CommandError) -> ExplainReport.Since {
    var isCertain = true
    var new = Listing(scan.tree)
    if format == .content {
      // What changed is told apart from its mode by content digests alone.
      let again: Scan
      if let content {
        again = content
      } else {
        again = try options.scan(options.context, files, .content, withFacts: knowsInodes)
      }
      // Where one side shows no FIFOs, sockets and devices, nothing is known of them.
      for notice in again.notices { if case .skipped = notice.event { isCertain = false } }
      new = Listing(again.tree)
    }
    let old: Listing
    var before = files
    switch source {
    case .listing(let listing): old = try kept(listing, new, &isCertain)
    case .evidence(let evidence):
      before = try filesBefore(evidence)
      old = try listing(of: evidence, before, beside: new, &isCertain)
    }
    var planBefore = plan
    if before.content != files.content {
      planBefore = try before.plan(target: options.target, arguments: options.buildArguments)
    }
    let comparison = Comparison(before: old, after: new)
    let rerun = Rerun(
      before: BuildSide(planBefore, old, isCertain: isCertain),
      after: BuildSide(plan, new, isCertain: isCertain), changes: comparison.changes)
    return ExplainReport.Since(rerun, comparison, name: shownName)
  }

  private var shownName: [UInt8] {
    guard case .evidence(let evidence) = source, !evidence.isDirectory else { return name }
    return evidence.name(of: evidence.choice)
  }

  /// Whether both sides know what no listing shows.
  private var knowsInodes: Bool {
    guard case .evidence(let evidence) = source else { return false }
    return evidence.isDirectory
  }

  private func listing(
    of evidence: Evidence, _ before: BuildFiles, beside new: Listing, _ isCertain: inout Bool
  ) throws(CommandError) -> Listing {
    if evidence.isDirectory {
      return Listing(try options.scan(name, before, .content, withFacts: true).tree)
    }
    if try evidence.isArchive() {
      let rules = try rules(inArchive: evidence)
      try evidence.list(beside: new, rules)
      let listing = evidence.chosen
      if evidence.archive?.isImage == true, !showsContext(listing) {
        Console.complain(
          Messages.about(
            name, "no COPY in this image took the whole context: what others took is not known"))
        isCertain = false
        return new
      }
      guard evidence.archive?.commit.isEmpty == false,
        let modes = GitModes(of: listing, beside: new)
      else { return listing }
      return modes.applied(to: listing)
    }
    return try kept(evidence.chosen, new, &isCertain)
  }

  /// Whether a layer of an image shows the context as it was: whether its instruction, as the
  /// history has it, copied all of it. Of `COPY dir in` the Dockerfile says what it was.
  private func showsContext(_ layer: Listing) -> Bool {
    var copiesAll = false
    for step in plan.steps where step.instruction.keyword != .run && step.selectors.count == 1 {
      if step.selectors[0].path.count == 1 { copiesAll = true }
    }
    guard copiesAll else { return false }
    return layer.label.withUnsafeBufferPointer { label in
      for source in [" . ", " ./ ", " dir in "] as [StaticString] {
        if label.firstIndex(of: source) != nil { return true }
      }
      return false
    }
  }

  /// What today's rules keep of a listing, which need not have been made with any.
  private func kept(
    _ listing: Listing, _ new: Listing, _ isCertain: inout Bool
  ) throws(CommandError) -> Listing {
    let ignoreFile = [UInt8](".dockerignore")
    if let old = listing.digest(of: ignoreFile), let today = new.digest(of: ignoreFile),
      old != today
    {
      // What was left out then is not known.
      isCertain = false
    }
    let rules = try files.ignoreSettings.rules(for: options.context)
    do throws(IgnoreError) { return try listing.kept(by: rules) } catch { throw .rule(error) }
  }

  private func rules(inArchive evidence: Evidence) throws(CommandError) -> IgnoreRules {
    var place = [UInt8](".dockerignore")
    if let file = files.pathBelow(options.context) {
      let beside = BuildFiles.besides(file)
      if content(of: beside, in: evidence) != nil { place = beside }
    }
    var rules = IgnoreRules()
    do throws(IgnoreError) {
      if let content = content(of: place, in: evidence) {
        try rules.append(file: content, source: place)
      }
    } catch {
      throw .rule(error)
    }
    return rules
  }

  private func content(of place: [UInt8], in evidence: Evidence) -> [UInt8]? {
    guard let kept = evidence.archive?.kept else { return nil }
    for (index, name) in keptNames.enumerated() where name == place && index < kept.count {
      return kept[index]
    }
    return nil
  }

  /// The Dockerfile that belongs to the context before: the one that was named, or the one at the
  /// same place in it; else today's.
  private func filesBefore(_ evidence: Evidence) throws(CommandError) -> BuildFiles {
    if let file = options.sinceFile { return try BuildFiles(file, in: name) }
    let place = files.pathBelow(options.context)
    if evidence.isDirectory {
      if let place {
        let path = BuildFiles.path(in: name, place)
        if BuildFiles.isFile(path) { return try BuildFiles(path, in: name) }
      }
    } else if let place, let content = content(of: place, in: evidence) {
      return BuildFiles(files, content: content, ignoreFile: nil)
    }
    Console.complain(Messages.sameDockerfile(files.path))
    return BuildFiles(
      files, content: files.content, ignoreFile: BuildFiles.ignoreFile(of: files.path, in: name))
  }
}

extension Listing {
  fileprivate func digest(of path: [UInt8]) -> Digest? {
    for record in records where record.path == path { return record.digest }
    return nil
  }
}

extension Messages {
  /// The Dockerfile of the state before is taken to be today's.
  static func sameDockerfile(_ path: [UInt8]) -> [UInt8] {
    about(
      path,
      "counts as unchanged: the state before shows no text of it; --since-file FILE names one")
  }

  /// Another program reads the Dockerfile than the one whose rules are known.
  static func otherFrontend(_ plan: BuildPlan, _ path: [UInt8]) -> [UInt8] {
    var text = about(path, "is read by the image ")
    text.append(shown: plan.dockerfile.syntax)
    text.append(", whose rules may differ from those of BuildKit's own frontend")
    return text
  }
}
