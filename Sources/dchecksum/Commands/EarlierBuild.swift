import DirectoryChecksum

/// The build before, with which another one is compared: what its context was, and its Dockerfile.
/// Not copyable: there is one of it, and copying its fields takes kilobytes of code.
struct EarlierBuild: ~Copyable {
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
  let keptNames: [[UInt8]]
  /// The build after.
  let files: BuildFiles
  let plan: BuildPlan

  /// A context that the user has named; `files` are those of the build after, and `plan` what it
  /// does.
  init(
    _ name: [UInt8], _ files: BuildFiles, _ plan: BuildPlan, _ options: ExplainCommand.Options
  ) throws(CommandError) {
    let evidence = try Evidence(name, piped: "explain --since -")
    var keptNames: [[UInt8]] = []
    if !evidence.isDirectory {
      keptNames.append([UInt8](".dockerignore"))
      if let place = files.pathBelow(options.context) {
        keptNames.append(place)
        keptNames.append(BuildFiles.besides(place))
      }
      try evidence.read(keeping: keptNames)
      if try evidence.isText() {
        guard !evidence.listings.isEmpty else { throw evidence.nothingFound }
        evidence.chooseLast()
      }
    }
    self.name = name
    self.options = options
    self.files = files
    self.plan = plan
    self.keptNames = keptNames
    source = .evidence(evidence)
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
    keptNames = []
    source = .listing(listing)
  }
}

extension EarlierBuild {
  /// Which digests the listings have that are compared.
  var format: DigestFormat {
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
    let (new, doubt) = try contextAfter(scan, content, beside: evidence)
    let before = try filesBefore(evidence)
    let old = try listing(evidence, before, beside: new)
    let text = before == nil ? textState(old) : .known
    let contexts = try contexts(old, new, doubt, evidence)
    let tree = WorkingTree(around: options.context, beside: contexts.old)
    tree?.warnOfWhole(old, name)
    let comparison = Comparison(before: contexts.old, after: contexts.part, tree: tree)
    let isDirectory = evidence?.isDirectory ?? false
    return ExplainReport.Since(
      try rerun(before, contexts, comparison, isOwnPlan: text != .changed), comparison,
      name: shownName, text: text, notes: evidence?.notes ?? [],
      files: isDirectory ? ChangedFiles(before: name, after: options.context) : nil)
  }

  private var shownName: [UInt8] {
    guard case .evidence(let evidence) = source, !evidence.isDirectory else { return name }
    return evidence.name(of: evidence.choice)
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
