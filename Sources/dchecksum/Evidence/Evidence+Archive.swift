import DirectoryChecksum

// What an archive or an image gives once it has been read.

extension Evidence {
  /// Lists the part that was asked for: of an archive all of it, of an image all layers together
  /// where none was.
  func tree(_ extent: ScanSettings.Extent, _ rules: IgnoreRules) throws(CommandError) -> Tree {
    guard let archive else { throw nothingFound }
    var wanted = ArchiveExtent()
    wanted.maxDepth = extent.maxDepth
    wanted.metadata = extent.isLong
    wanted.inodeFacts = extent.inodeFacts
    wanted.rules = rules
    let choice: Archive.Choice = parts.number.map { .part($0 - 1) } ?? .whole
    let listed = try reading { () throws(ArchiveError) in
      try archive.list(choice, at: parts.place ?? [], wanted)
    }
    complain(of: archive, rules)
    return listed.tree
  }

  /// Lists a part of an archive, with what may be known from `beside`, its neighbour.
  func listing(
    _ choice: Archive.Choice, _ beside: [NeighbourEntry]?, _ rules: IgnoreRules
  ) throws(CommandError) -> Listing {
    guard let archive else { throw nothingFound }
    var extent = ArchiveExtent()
    extent.inodeFacts = !archive.isImage && beside != nil
    extent.rules = rules
    let listed = try reading { () throws(ArchiveError) in
      try archive.list(choice, at: parts.place ?? [], extent, beside: beside)
    }
    var label: [UInt8] = []
    var unknown: UnknownFacts = archive.isImage ? [] : archive.parts[0].unknown
    if archive.isImage {
      switch choice {
      case .part(let part):
        label = archive.parts[part].shortLabel
        unknown = archive.parts[part].unknown
      case .whole:
        label = [UInt8]("all layers")
        for part in archive.parts { unknown.formUnion(part.unknown) }
      }
    } else if archive.isOfGit {
      label = [UInt8]("git archive of ")
      label.append(archive.commit.isEmpty ? [UInt8]("a tree") : archive.commit.part(0, 12))
    }
    note(listed)
    if !listed.submodules.isEmpty { unknown.insert(.submodules) }
    let all = Listing(listed.tree)
    return Listing(
      format: all.format, records: listed.isFile ? Array(all.records.dropFirst()) : all.records,
      label: label, hasInodeFacts: extent.inodeFacts,
      place: archive.isImage ? .image : .directory, unknown: unknown)
  }
}

extension Evidence {
  private func note(_ listed: Archive.Listed) {
    if !listed.prefix.isEmpty {
      var text = [UInt8]("All of ")
      text.append(shown: name)
      text.append(" is in ")
      text.append(shown: listed.prefix)
      text.append("/, which was taken for its root.")
      notes.append(text)
    }
    for path in listed.submodules {
      var text = [UInt8]("Submodule ")
      text.append(shown: path)
      text.append("/ is not in the archive: not compared.")
      notes.append(text)
    }
  }

  /// Says what came up, once.
  func complain(of archive: Archive, _ rules: IgnoreRules) {
    for notice in archive.takeNotices() {
      Console.complain(Messages.notice(notice, of: name, rules))
    }
    if archive.takeOmission() {
      Console.complain(
        Messages.about(
          name, "for several platforms; taken is the one of this machine, or the first"))
    }
  }

  /// Whether something in it was left out, so that no digest above it is right.
  var isDamaged: Bool {
    for listing in listings {
      for record in listing.records where record.digest == nil { return true }
    }
    return false
  }
}

extension Evidence {
  /// Reads an archive and lists what was asked for of it, as a scan would list it.
  func scan(_ extent: ScanSettings.Extent, _ settings: ScanSettings) throws(CommandError) -> Scan {
    try read(extent.format, keeping: IgnoreSettings.ownFiles)
    guard archive?.isImage == false || !isWholeImage else {
      Console.complain(
        Messages.about(
          name, "an image: all its layers together; 'dchecksum extract' lists what each COPY wrote")
      )
      return Scan(try tree(extent, IgnoreRules()))
    }
    let rules = try settings.ignore.rules(of: self)
    if settings.ignore.usesOwnFile, archive?.firstKept == nil {
      throw .noIgnoreFile(IgnoreSettings.ownFiles.last ?? [], nil)
    }
    return Scan(try tree(extent, rules))
  }

  private var isWholeImage: Bool {
    archive?.isImage == true && parts.number == nil && parts.place == nil
  }

  /// Whether it is what git archives of a commit.
  var isCommit: Bool { archive?.isOfGit == true }

  /// Gives the modes that git leaves to a umask those of the umask that the other side was made with.
  func adoptModes(beside other: Listing) {
    guard isCommit, let modes = GitModes(of: chosen, beside: other) else {
      return
    }
    listings[choice] = modes.applied(to: chosen)
    var text = [UInt8](
      "Git keeps the x bit of files; other modes are compared with those of umask ")
    text.append(octal: modes.umask, digits: 3)
    text.append(".")
    notes.append(text)
  }

  /// Says of a directory that it is an image, where it is compared as a directory.
  func warnOfImage(_ format: DigestFormat) {
    guard let path = parts.path else { return }
    do throws(ArchiveError) {
      guard try Archive.image(inDirectory: path, format) != nil else { return }
    } catch {
      return
    }
    Console.complain(
      Messages.about(name, "an image, compared as the directory that it is; add #N for a layer"))
  }
}

extension IgnoreSettings {
  /// The names of the ignore files that a context may have, those that come first last.
  static var ownFiles: [[UInt8]] {
    [[UInt8]("Dockerfile.dockerignore"), [UInt8](".dockerignore")]
  }

  /// The rules for an archive: its own file's, where that is asked for and there is one.
  func rules(of evidence: Evidence) throws(CommandError) -> IgnoreRules {
    if file != nil || !usesOwnFile { return try rules(for: []) }
    var source = Messages.shown(evidence.name)
    source.append(UInt8(ascii: ":"))
    source.append(contentsOf: Self.ownFiles[evidence.archive?.kept.first == nil ? 1 : 0])
    return try rules(evidence.archive?.firstKept ?? [], source)
  }
}

extension Archive {
  /// The content of the first of the files that were asked for which there is.
  fileprivate var firstKept: [UInt8]? {
    for content in kept { if let content { return content } }
    return nil
  }
}
