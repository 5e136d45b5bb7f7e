import DirectoryChecksum

// Which layer of an image is compared, and with what of the other side.

extension Evidence {
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
}
