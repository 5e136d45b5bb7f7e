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

  /// Lists every part that was asked for: for `extract`, and for what finds its like in another image.
  func listAll() throws(CommandError) {
    guard let archive else { return }
    listings = []
    if parts.place != nil || !archive.isImage {
      listings = [try listing(parts.number.map { .part($0 - 1) } ?? .whole, nil, IgnoreRules())]
    } else {
      for index in archive.parts.indices where parts.number.map({ $0 == index + 1 }) ?? true {
        listings.append(try listing(.part(index), nil, IgnoreRules()))
      }
    }
    complain(of: archive, IgnoreRules())
  }

  /// Lists what is compared with `other`, which says what of an image, and what there is beside what
  /// an archive can't know.
  func list(beside other: Listing, _ rules: IgnoreRules) throws(CommandError) {
    guard let archive else { return }
    var entries = Self.entries(other.records)
    var choice = Archive.Choice.whole
    var layer: Layer?
    if archive.isImage, parts.place == nil {
      guard !archive.parts.isEmpty else { throw nothingFound }
      if let number = parts.number {
        layer = try self.layer(number - 1, of: archive, beside: other, entries)
      } else {
        for number in archive.parts.indices {
          let next = try self.layer(number, of: archive, beside: other, entries)
          if next.shared >= layer?.shared ?? 0 { layer = next }
        }
        self.choice = layer?.number ?? 0
        note(choosing: self.choice, of: archive)
      }
      choice = .part(layer?.number ?? 0)
      place = layer?.place
      if let place, !place.isWhole { entries = Self.entries(place.layerRecords(of: other)) }
    } else if let number = parts.number {
      choice = .part(number - 1)
    }
    var chosen = try listing(choice, entries, archive.isImage ? IgnoreRules() : rules)
    if let place {
      chosen = place.placed(chosen, in: other)
    } else if let layer, other.place == .directory,
      parts.number == nil && !layer.hasSums || layer.shared * 2 < chosen.records.count
    {
      chosen = chosen.with(unknown: .source)
    }
    if case .part(let part) = choice, parts.number == nil, archive.parts.count > 1 {
      // The others keep their numbers.
      while listings.count < archive.parts.count { listings.append(chosen) }
      listings[part] = chosen
    } else {
      listings = [chosen]
    }
    complain(of: archive, rules)
  }

  /// Lists a layer again, beside the layer of another image with which it is compared: what one of
  /// them lacks may be in a layer below it.
  func list(layer index: Int, beside other: Listing) throws(CommandError) {
    listings[index] = try listing(.part(index), Self.entries(other.records), IgnoreRules())
  }

  /// A layer that may be the one to compare.
  private struct Layer {
    let number: Int
    /// How many paths of the other side it has.
    let shared: Int
    let place: CopiedPlace?
    /// Whether the history has sums in place of what was copied.
    let hasSums: Bool
  }

  private func layer(
    _ number: Int, of archive: Archive, beside other: Listing, _ entries: [NeighbourEntry]
  ) throws(CommandError) -> Layer {
    let label = archive.parts[number].label
    let builder = archive.parts[number].builder
    let hasSums = builder == .classic || builder == .buildah
    var place: CopiedPlace?
    if !hasSums, other.place == .directory, other.format == .content {
      place = CopiedPlace(label, in: other)
    }
    var shared = try reading { () throws(ArchiveError) in
      try archive.shared(number, beside: entries)
    }
    if let found = place, !found.isWhole {
      let own = Self.entries(found.layerRecords(of: other))
      let count = try reading { () throws(ArchiveError) in
        try archive.shared(number, beside: own)
      }
      // A number may have been meant for the very directory that is named beside it.
      if parts.number != nil, count < shared { place = nil } else { shared = count }
    }
    return Layer(number: number, shared: shared, place: place, hasSums: hasSums)
  }

  private static func entries(_ records: [Record]) -> [NeighbourEntry] {
    var entries: [NeighbourEntry] = []
    entries.reserveCapacity(records.count)
    for record in records {
      entries.append(
        NeighbourEntry(
          path: record.path, kind: record.kind, digest: record.digest, metadata: record.metadata,
          target: record.target))
    }
    return entries
  }

  private func listing(
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
    } else if !archive.commit.isEmpty {
      label = [UInt8]("git archive of ")
      label.append(archive.commit.part(0, 12))
    }
    note(listed)
    let all = Listing(listed.tree)
    return Listing(
      format: all.format, records: listed.isFile ? Array(all.records.dropFirst()) : all.records,
      label: label, hasInodeFacts: extent.inodeFacts,
      place: archive.isImage ? .image : .directory, unknown: unknown)
  }
}

extension Evidence {
  /// The instruction whose layer is compared, where that is not known for a COPY of the other side,
  /// which is a context, as a whole; else empty.
  var instruction: [UInt8] {
    guard archive?.isImage == true, !listings.isEmpty else { return [] }
    let isOther = place.map { !$0.isWhole } ?? chosen.unknown.contains(.source)
    return isOther ? chosen.label : []
  }

  private func note(choosing part: Int, of archive: Archive) {
    guard archive.parts.count > 1 else { return }
    var note = [UInt8]("Taken of ")
    note.append(decimal: UInt64(archive.parts.count))
    note.append(" layers is #")
    note.append(decimal: UInt64(part + 1))
    note.append(", which has most paths of the other side.")
    notes.append(note)
  }

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
      text.append("/ is not in the archive.")
      notes.append(text)
    }
  }

  /// Says what came up, once.
  private func complain(of archive: Archive, _ rules: IgnoreRules) {
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
      throw .noIgnoreFile(IgnoreSettings.ownFiles.last ?? [])
    }
    return Scan(try tree(extent, rules))
  }

  private var isWholeImage: Bool {
    archive?.isImage == true && parts.number == nil && parts.place == nil
  }

  /// Gives the modes that git leaves to a umask those of the umask that the other side was made with.
  func adoptModes(beside other: Listing) {
    guard archive?.commit.isEmpty == false, let modes = GitModes(of: chosen, beside: other) else {
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
