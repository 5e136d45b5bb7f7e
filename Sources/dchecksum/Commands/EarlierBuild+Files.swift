import DirectoryChecksum

// What is known of the Dockerfile and of the ignore file of the build before.

extension EarlierBuild {
  /// What a listing tells of the Dockerfile that was in it.
  func textState(_ old: Listing) -> ExplainReport.EarlierText {
    guard let place = files.pathBelow(options.context),
      let isSame = old.shows(files.content, at: place)
    else {
      Console.complain(Messages.sameDockerfile(files.path))
      return .assumed
    }
    return isSame ? .known : .changed
  }

  /// Whether the rules by which a listing was made, if it was made by any, are not today's.
  func ignoreFileChanged(_ listing: Listing, _ new: Listing) -> Bool {
    let ignoreFile = [UInt8](".dockerignore")
    guard let old = listing.digest(of: ignoreFile), let today = new.digest(of: ignoreFile) else {
      return false
    }
    return old != today
  }

  /// What today's rules keep of a listing, which need not have been made with any.
  func kept(_ listing: Listing, _ rules: IgnoreRules) throws(CommandError) -> Listing {
    do throws(IgnoreError) { return try listing.kept(by: rules) } catch { throw .rule(error) }
  }

  func rules(inArchive evidence: Evidence) throws(CommandError) -> IgnoreRules {
    var place = [UInt8](".dockerignore")
    if let file = files.pathBelow(options.context) {
      let beside = BuildFiles.besides(file)
      if content(of: beside, in: evidence) != nil { place = beside }
    }
    let content = content(of: place, in: evidence)
    if content == nil, files.ignoreFile != nil, evidence.isCommit {
      evidence.notes.append(
        [UInt8]("The ignore file is not in the commit: today's was applied to it."))
      return try files.ignoreSettings.rules(for: options.context)
    }
    var rules = IgnoreRules()
    do throws(IgnoreError) {
      if let content { try rules.append(file: content, source: place) }
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
  /// same place in it; nil where there is neither.
  func filesBefore(_ evidence: Evidence?) throws(CommandError) -> BuildFiles? {
    if let file = options.sinceFile { return try BuildFiles(file, in: name) }
    guard let evidence, let place = files.pathBelow(options.context) else { return nil }
    if evidence.isDirectory {
      let path = contextPath(of: place, in: name)
      return BuildFiles.isFile(path) ? try BuildFiles(path, in: name) : nil
    }
    return content(of: place, in: evidence).map {
      BuildFiles(files, content: $0, ignoreFile: nil)
    }
  }
}

extension Listing {
  fileprivate func digest(of path: [UInt8]) -> Digest? {
    for record in records where record.isAt(path) { return record.digest }
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

  /// An ARG of which no value is known.
  static func unset(_ name: [UInt8], _ line: Int, _ path: [UInt8]) -> [UInt8] {
    var place = path
    place.append(UInt8(ascii: ":"))
    place.append(decimal: UInt64(line))
    var text = about(place, "ARG ")
    text.append(shown: name)
    text.append(" has no value; where the build gives it one, give it here too: --build-arg")
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
