import DirectoryChecksum

extension DiffCommand {
  /// One side of the comparison: its listing, and what the report calls it.
  private struct Side {
    let name: [UInt8]
    let listing: Listing
  }

  /// Compares the sides, reports, and tells what came of it.
  func run() -> ExitStatus {
    let sides: (before: Side, after: Side)
    do throws(CommandError) { sides = try load() } catch {
      Console.complain(error.message)
      return .trouble
    }
    for side in [sides.before, sides.after] where side.listing.findings.isTerminalCapture {
      Console.complain(
        Messages.about(
          side.name,
          "a copy of BuildKit's display shows only its last lines; build with --progress=plain"))
    }
    let comparison = Comparison(before: sides.before.listing, after: sides.after.listing)
    let report = ChangeReport(
      comparison, beforeName: sides.before.name, afterName: sides.after.name,
      usesColor: usesColor)
    do throws(Errno) { try write(report) } catch { return Console.failedToWrite(error) }
    switch comparison.outcome {
    case .same: return .success
    case .different: return .difference
    case .undecided:
      if isJSON {
        var doubt: [UInt8] = []
        report.appendDoubt(to: &doubt)
        Console.complain(doubt)
      }
      return .trouble
    }
  }

  private func write(_ report: ChangeReport) throws(Errno) {
    var writer = BufferedWriter(Console.standardOutput)
    let changes = report.comparison.changes
    if isJSON {
      for index in changes.indices {
        report.appendJSON(ofChange: index, to: &writer.buffer)
        try writer.flushIfFull()
      }
      report.appendJSONVerdicts(to: &writer.buffer)
    } else {
      report.appendHead(to: &writer.buffer)
      var index = 0
      while index < changes.count {
        report.appendText(ofChange: index, to: &writer.buffer)
        index += 1
        try writer.flushIfFull()
      }
      report.appendFoot(to: &writer.buffer)
    }
    try writer.flush()
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: !Process.isSet("NO_COLOR") && Process.isTerminal(Console.standardOutput)
    }
  }
}

extension DiffCommand {
  private func load() throws(CommandError) -> (before: Side, after: Side) {
    let (left, right) = (try Operand(before), try Operand(after))
    switch (left.isDirectory, right.isDirectory) {
    case (true, true):
      return (
        try scan(left, .content, isAlone: false), try scan(right, .content, isAlone: false)
      )
    case (true, false):
      let text = try chooseLast(OperandListings(right))
      return (try scan(left, text.listing.format, isAlone: true), text)
    case (false, true):
      let text = try chooseLast(OperandListings(left))
      return (text, try scan(right, text.listing.format, isAlone: true))
    case (false, false):
      let old = try OperandListings(left)
      if left.isSameText(as: right) { return try choose(within: old) }
      return try choose(old, OperandListings(right))
    }
  }

  /// Lists a directory as deep as it goes. `isAlone`: the other side is a text, which knows neither
  /// hard links nor the numbers of devices.
  private func scan(
    _ operand: Operand, _ format: DigestFormat, isAlone: Bool
  ) throws(CommandError) -> Side {
    let rules = try ignoring.rules(for: operand.name)
    var options = ScanOptions()
    options.format = format
    options.maxDepth = nil
    options.metadata = true
    options.inodeFacts = !isAlone
    options.rules = rules
    options.oneFileSystem = oneFileSystem
    options.jobs = jobs
    let scan = try scanShowingProgress(operand.name, options)
    for notice in scan.notices { Console.complain(Messages.notice(notice, rules)) }
    return Side(name: operand.name, listing: Listing(scan.tree))
  }

  /// The listing of a log that is compared with a directory: the last that has a root.
  private func chooseLast(_ found: OperandListings) -> Side {
    let last = found.listings.lastIndex { $0.integrity != .partial }
    return side(found, last ?? found.listings.count - 1)
  }

  private func choose(
    _ old: OperandListings, _ new: OperandListings
  ) throws(CommandError) -> (before: Side, after: Side) {
    try resolve(Pairing.between(old.listings, new.listings), old, new)
  }

  private func choose(
    within found: OperandListings
  ) throws(CommandError) -> (before: Side, after: Side) {
    if found.listings.count == 1 { return (side(found, 0), side(found, 0)) }
    return try resolve(Pairing.within(found.listings), found, found)
  }

  private func resolve(
    _ pairing: Pairing, _ old: OperandListings, _ new: OperandListings
  ) throws(CommandError) -> (before: Side, after: Side) {
    switch pairing {
    case .pair(let pair): return (side(old, pair.before), side(new, pair.after))
    case .none: throw .noListing(old.operand.name)
    case .choice(let pairs):
      throw .choice(
        pairs.map { ListingPair(before: old.name(of: $0.before), after: new.name(of: $0.after)) })
    }
  }

  private func side(_ found: OperandListings, _ index: Int) -> Side {
    Side(name: found.name(of: index), listing: found.listings[index])
  }
}
