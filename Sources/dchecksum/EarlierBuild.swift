import DirectoryChecksum

/// The build before, with which `explain` compares: its context as a directory or a listing, and its
/// Dockerfile.
struct EarlierBuild {
  private let operand: Operand
  private let files: BuildFiles
  private let plan: BuildPlan
  /// The plan and the files of the build after.
  private let after: (plan: BuildPlan, files: BuildFiles)
  private let options: ExplainCommand.Options

  /// - Parameters:
  ///   - name: What the user calls the context before.
  ///   - files: The files of the build after, and `plan` what it does.
  init(
    _ name: [UInt8], _ files: BuildFiles, _ plan: BuildPlan, _ options: ExplainCommand.Options
  ) throws(CommandError) {
    self.options = options
    after = (plan, files)
    operand = try Operand(name)
    self.files = try Self.files(of: operand, files, options)
    self.plan =
      self.files.content == files.content
      ? plan
      : try self.files.plan(target: options.target, arguments: options.buildArguments)
  }

  /// The Dockerfile that belongs to the context before: the one that was named, or the one at the
  /// same place in it; else today's.
  private static func files(
    of operand: Operand, _ files: BuildFiles, _ options: ExplainCommand.Options
  ) throws(CommandError) -> BuildFiles {
    let name = operand.name
    if let file = options.sinceFile { return try BuildFiles(file, in: name) }
    guard operand.isDirectory else {
      Console.complain(Messages.sameDockerfile(files.path, "a listing does not have its text"))
      return files
    }
    if let place = files.pathBelow(options.context) {
      let path = BuildFiles.path(in: name, place)
      if BuildFiles.isFile(path) { return try BuildFiles(path, in: name) }
    }
    Console.complain(Messages.sameDockerfile(files.path, "there is none for the state before"))
    let own = BuildFiles.ignoreFile(of: files.path, in: name)
    return BuildFiles(files, ignoreFile: own)
  }
}

extension EarlierBuild {
  /// Compares with the build after, whose context has been scanned for BuildKit's digests.
  func compare(with scan: Scan) throws(CommandError) -> ExplainReport.Since {
    var isCertain = true
    let old: Listing
    var new = Listing(scan.tree)
    if operand.isDirectory {
      // Contents and modes are told apart by content digests alone.
      old = Listing(
        try options.scan(operand.name, files, .content, withFacts: true).tree)
      new = Listing(
        try options.scan(options.context, after.files, .content, withFacts: true).tree)
    } else {
      try operand.read()
      guard !operand.listings.isEmpty else { throw operand.nothingFound }
      operand.chooseLast()
      let read = operand.chosen
      if read.format == .content {
        let again = try options.scan(options.context, after.files, .content, withFacts: false)
        // A content listing does not show FIFOs, sockets and devices.
        for notice in again.notices { if case .skipped = notice.event { isCertain = false } }
        new = Listing(again.tree)
      }
      if !isSameIgnoreFile(read, new) { isCertain = false }
      let rules = try after.files.ignoreSettings.rules(for: options.context)
      do throws(IgnoreError) { old = try read.kept(by: rules) } catch {
        throw .rule(error)
      }
    }
    let rerun = Rerun(
      before: BuildSide(plan, old, isCertain: isCertain),
      after: BuildSide(after.plan, new, isCertain: isCertain))
    let name = operand.isDirectory ? operand.name : operand.name(of: operand.choice)
    return ExplainReport.Since(rerun, Comparison(before: old, after: new), name: name)
  }

  /// Whether the listing has the ignore file of today, or none that could tell.
  private func isSameIgnoreFile(_ old: Listing, _ new: Listing) -> Bool {
    let name = [UInt8](".dockerignore")
    var digest: Digest?
    for record in new.records where record.path == name { digest = record.digest }
    for record in old.records where record.path == name {
      guard let today = digest, let before = record.digest, today != before else { continue }
      return false
    }
    return true
  }
}

extension Messages {
  /// The Dockerfile of the state before is taken to be today's.
  static func sameDockerfile(_ path: [UInt8], _ reason: StaticString) -> [UInt8] {
    var text = about(path, "counts as unchanged: ")
    text.append(reason)
    text.append("; --since-file FILE names it")
    return text
  }

  /// Another program reads the Dockerfile than the one whose rules are known.
  static func otherFrontend(_ plan: BuildPlan, _ path: [UInt8]) -> [UInt8] {
    var text = about(path, "is read by the image ")
    text.append(shown: plan.dockerfile.syntax)
    text.append(", whose rules may differ from those of BuildKit's own frontend")
    return text
  }
}
