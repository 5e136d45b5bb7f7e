import DirectoryChecksum

// What the two sides are, and the listing of each.

extension DiffCommand {
  /// Gives each side its listing: first what is text, since it says which digests the other side
  /// has to have.
  func load() throws(CommandError) {
    var format = DigestFormat.content
    let sides = [before, after]
    for side in sides where try side.isText() { format = try read(side) }
    for side in sides where try side.isArchive() && side.archive == nil { try read(side, format) }
    if before.isDirectory { try scan(before, format, beside: after) }
    if after.isDirectory { try scan(after, format, beside: before) }
    if before.archive != nil, after.archive != nil {
      // Of an image it is the other side that says which layer is compared.
      for side in sides where side.isChosen || side.archive?.isImage == false { try side.listAll() }
    }
    try settleArchives()
  }

  /// Reads both sides where they are archives, and tells whether they are images, of neither of which
  /// a layer was asked for.
  func areWholeImages() throws(CommandError) -> Bool {
    guard try before.isArchive(), try after.isArchive() else { return false }
    var areWhole = true
    for side in [before, after] {
      try read(side, .content)
      if side.isChosen || side.archive?.isImage == false { areWhole = false }
    }
    return areWhole
  }

  /// Lists what archives have, now that the other side is known.
  private func settleArchives() throws(CommandError) {
    var sides = [(before, after), (after, before)]
    if after.listings.isEmpty { sides.swapAt(0, 1) }
    for (side, other) in sides where side.archive != nil {
      guard !other.listings.isEmpty else { throw other.nothingFound }
      try side.list(beside: other.chosen, try options.settings.ignore.rules(of: side))
    }
    for (side, other) in sides where side.archive != nil {
      side.adoptModes(beside: other.chosen)
      guard let place = side.place, !place.isWhole else { continue }
      other.notes.append(
        Messages.sentence("Of it was compared what is taken by ", side.instruction))
      // The rules are in the whole, which other builders may read in their own way.
      let whole = other.chosen
      other.listings[other.choice] = place.part(of: whole).with(
        unknown: whole.hasIgnoreFile
          ? [.rulesOfBuildah, .rulesOfKaniko, .rulesOfClassicDocker] : [])
    }
  }

  private func read(_ side: Evidence, _ format: DigestFormat) throws(CommandError) {
    try side.read(format, keeping: IgnoreSettings.ownFiles)
  }

  /// Reads a text, and tells the format of the listing in it that is compared with a directory.
  private func read(_ side: Evidence) throws(CommandError) -> DigestFormat {
    let log = try side.readLog()
    try side.listAll()
    guard !side.listings.isEmpty else {
      if let place = log.cachedListing { throw .cached(side.name, CachedListing(log, place)) }
      throw side.nothingFound
    }
    side.chooseLast()
    return side.chosen.format
  }

  /// Lists a directory.
  private func scan(
    _ side: Evidence, _ format: DigestFormat, beside other: Evidence
  ) throws(CommandError) {
    // Whatever the other side shows, a directory can be compared with it.
    let extent = ScanSettings.Extent(format: format, inodeFacts: true)
    var settings = options.settings
    let own = IgnoreSettings.ownFile(of: side.name)
    if settings.ignore.usesOwnFile, other.isDirectory, !IgnoreSettings.hasOwnFile(side.name),
      IgnoreSettings.hasOwnFile(other.name)
    {
      settings.ignore.mayLackOwnFile = true
      side.notes.append(Messages.sentence("Not there, so that nothing was left out: ", own))
    }
    let listing = Listing(try settings.scan(side.name, extent).tree)
    side.listings = [listing.with(unknown: settings.ignore.unknown(for: side.name))]
    if try !other.isArchive() { side.warnOfImage(format) }
  }
}
