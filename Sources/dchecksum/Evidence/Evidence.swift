import DirectoryChecksum

/// What a user names as one side of a comparison, or as what is to be read: a directory, an archive,
/// an image, a listing or a log. Its content decides which of them it is, never its name.
final class Evidence {
  /// The user's words.
  let name: [UInt8]
  let parts: EvidenceName
  /// The file or the stream, once it has been opened.
  private var input: ArchiveInput?
  /// What an archive or an image was read into.
  private(set) var archive: Archive?
  /// Of a log: what stands before its lines, by the numbers of their sources.
  private(set) var sources: [LogSource] = []
  /// Whether reading it brought up not one byte.
  private(set) var isEmpty = true
  /// What reading or scanning it brought up.
  var listings: [Listing] = []
  /// The index of the listing that is compared.
  var choice = 0
  /// Of an image's layer: what of the other side it shows, which is a context.
  var place: CopiedPlace?
  /// What a report says below of what was taken, and what was not: whole sentences.
  var notes: [[UInt8]] = []

  /// `words` are those behind `dchecksum` that would read it from a pipe.
  init(_ name: [UInt8], piped words: StaticString) throws(CommandError) {
    self.name = name
    do throws(Errno) { parts = try EvidenceName(name) } catch {
      throw .missing(name, error, image: words)
    }
  }
}

extension Evidence {
  /// Whether it is a directory that is to be scanned.
  var isDirectory: Bool { parts.isDirectory && parts.number == nil && parts.place == nil }

  /// Opens it and looks at its first bytes, if that has not been done.
  private func open() throws(CommandError) -> ArchiveInput? {
    if let input { return input }
    if parts.isDirectory { return nil }
    let input = try reading { () throws(ArchiveError) in try ArchiveInput(parts.path) }
    if case .packed(let form) = input.content { throw .packed(name, parts.path, form) }
    self.input = input
    return input
  }

  /// Whether it is an archive or an image, or a part of one.
  func isArchive() throws(CommandError) -> Bool {
    if parts.isDirectory { return !isDirectory }
    return try open()?.content == .archive
  }

  /// Whether it is a listing or a log.
  func isText() throws(CommandError) -> Bool {
    if isDirectory { return false }
    return try !isArchive()
  }

  /// Whether it is a text that `other` names as well: then its listings are compared with each
  /// other.
  func isSameText(as other: Evidence) -> Bool {
    !isDirectory && parts.number == nil && other.parts.number == nil && parts.place == nil
      && name == other.name
  }

  /// Warns of a listing that is short since it was copied from a screen.
  func warnOfDisplay(_ listing: Listing, at index: Int) {
    guard listing.findings.isTerminalCapture else { return }
    Console.complain(
      Messages.about(
        name(of: index),
        "a copy of BuildKit's display shows only its last lines; build with --progress=plain"))
  }

  /// Carries out `body`, and says of a failure what this is called.
  func reading<Result>(
    _ body: () throws(ArchiveError) -> Result
  ) throws(CommandError) -> Result {
    do throws(ArchiveError) { return try body() } catch { throw .archive(name, error) }
  }
}

extension Evidence {
  /// Reads a text and finds the listings in it, or, of several, the one that was asked for; or an
  /// archive, for digests of `format`. `keeping` are clean names of small files of which an archive's
  /// reader has to keep the content. `take` gets the lines of a log.
  func read(
    _ format: DigestFormat = .content, keeping: [[UInt8]] = [],
    also take: (LogLine) -> Void = { _ in }
  ) throws(CommandError) {
    if isDirectory { return try readImageDirectory(format) }
    guard try isArchive() else { return try readText(also: take) { _ in } }
    guard let input = try open() else { return try readImageDirectory(format) }
    var names = keeping
    if let place = parts.place, !place.isEmpty {
      names = keeping.map { place + [UInt8(ascii: "/")] + $0 }
    }
    let progress = ProgressLine()
    defer { progress?.clear() }
    var files = 0
    var bytes = 0
    archive = try reading { () throws(ArchiveError) in
      try input.readArchive(format, keeping: names) { moreFiles, moreBytes in
        files += moreFiles
        bytes += moreBytes
        progress?.update(files: files, bytes: bytes)
      }
    }
    isEmpty = false
    try checkNumber()
  }

  private func readText(
    also take: (LogLine) -> Void, bytes: (UnsafeRawBufferPointer) -> Void
  ) throws(CommandError) {
    var reader = LogReader()
    if let input = try open() {
      try reading { () throws(ArchiveError) in
        try input.readText {
          isEmpty = false
          bytes($0)
          reader.consume($0, also: take)
        }
      }
    }
    listings = reader.finish(also: take)
    sources = reader.sources
    guard let number = parts.number, !listings.isEmpty else { return }
    guard parts.place == nil, number >= 1, number <= listings.count else {
      throw .noSuchListing(name, count: listings.count)
    }
    listings = [listings[number - 1]]
  }

  /// Reads a text as the log of builds; what an image has been read into is as good as one.
  func readLog() throws(CommandError) -> BuildLog {
    if archive != nil {
      try listAll()
      return BuildLog(layers: listings)
    }
    var steps = StepReader()
    var identity = TextIdentity()
    try readText(also: { steps.take($0) }, bytes: { identity.add($0) })
    return BuildLog(listings: listings, builds: steps.finish(sources), identity: identity)
  }

  private func readImageDirectory(_ format: DigestFormat) throws(CommandError) {
    guard let path = parts.path else { return }
    archive = try reading { () throws(ArchiveError) in
      try Archive.image(inDirectory: path, format)
    }
    guard archive != nil else { throw isDirectory ? .failed(name, .isDirectory) : .notImage(name) }
    try checkNumber()
  }

  private func checkNumber() throws(CommandError) {
    guard let archive, let number = parts.number else { return }
    guard archive.isImage, number >= 1, number <= archive.parts.count else {
      throw .noSuchLayer(name, count: archive.isImage ? archive.parts.count : 0)
    }
  }

  /// What is wrong where reading it brought up no listing.
  var nothingFound: CommandError {
    if archive != nil { return .noLayer(name) }
    return isEmpty ? .empty(name) : .noListing(name)
  }

  /// Whether `#` has chosen the only listing.
  var isChosen: Bool { parts.number != nil || parts.place != nil }

  /// The listing that is compared, and what the report calls it.
  var chosen: Listing { listings[choice] }

  /// Chooses the listing that is compared with a directory: the last that has a root.
  func chooseLast() {
    choice = listings.count - 1
    for index in listings.indices where listings[index].integrity != .partial { choice = index }
  }

  /// The name of the listing at `index`: `LOG#N` where there are several.
  func name(of index: Int) -> [UInt8] {
    if listings.count == 1 { return name }
    var name = name
    name.append(UInt8(ascii: "#"))
    name.append(decimal: UInt64(index + 1))
    return name
  }
}
