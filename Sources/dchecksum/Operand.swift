import DirectoryChecksum

/// What a user named as one side of a comparison, or as a log.
struct Operand {
  enum Source {
    case directory
    /// A listing or a log; the number of one listing in it, from 1, where `#N` asks for one.
    case text(path: [UInt8], number: Int?)
    case standardInput(number: Int?)
  }

  /// The user's words.
  let name: [UInt8]
  let source: Source

  /// Looks up what `name` is. A file whose name ends in `#N` comes before the N-th listing of the
  /// file without it.
  init(_ name: [UInt8]) throws(CommandError) {
    self.name = name
    let (base, number) = Self.split(name)
    if name == [UInt8(ascii: "-")] {
      source = .standardInput(number: nil)
    } else if base == [UInt8(ascii: "-")] {
      source = .standardInput(number: number)
    } else {
      source = try Self.lookUp(name, base, number)
    }
  }
}

extension Operand {
  private static func lookUp(
    _ name: [UInt8], _ base: [UInt8], _ number: Int?
  ) throws(CommandError) -> Source {
    do throws(Errno) {
      switch try InputFile.kind(of: name) {
      case .directory: return .directory
      case .readable: return .text(path: name, number: nil)
      }
    } catch {
      guard let number, error == .noSuchFile || error == .notDirectory else {
        throw .unreadable(name, error)
      }
      do throws(Errno) {
        guard try InputFile.kind(of: base) == .readable else { throw Errno.noSuchFile }
      } catch {
        throw .unreadable(name, error)
      }
      return .text(path: base, number: number)
    }
  }

  /// `FILE#N` in its two parts; the number is nil where there is none.
  private static func split(_ name: [UInt8]) -> (base: [UInt8], number: Int?) {
    guard let hash = name.lastIndex(of: UInt8(ascii: "#")), hash > 0, hash + 1 < name.count,
      name.count - hash < 9
    else { return (name, nil) }
    var number = 0
    for digit in name[(hash + 1)...] {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return (name, nil) }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return (Array(name[..<hash]), number)
  }

  /// Whether both are the same text: then its listings are compared with each other.
  func isSameText(as other: Operand) -> Bool {
    switch (source, other.source) {
    case (.text(let path, nil), .text(let otherPath, nil)): path == otherPath
    case (.standardInput(nil), .standardInput(nil)): true
    default: false
    }
  }

  var isDirectory: Bool {
    if case .directory = source { return true }
    return false
  }
}

/// The listings that an operand stands for.
struct OperandListings {
  let operand: Operand
  let listings: [Listing]
  /// Whether `#N` has chosen the only one.
  let isChosen: Bool

  /// Reads a text and finds the listings in it.
  init(_ operand: Operand) throws(CommandError) {
    self.operand = operand
    let reader = LogReader()
    let number: Int?
    do throws(Errno) {
      switch operand.source {
      case .text(let path, let wanted):
        number = wanted
        try InputFile.read(path) { reader.consume($0) }
      case .standardInput(let wanted):
        number = wanted
        try InputFile.read(nil) { reader.consume($0) }
      case .directory:
        throw Errno.isDirectory
      }
    } catch {
      throw .unreadable(operand.name, error)
    }
    let found = reader.finish()
    guard !found.isEmpty else { throw .noListing(operand.name) }
    isChosen = number != nil
    guard let number else {
      listings = found
      return
    }
    guard number >= 1, number <= found.count else {
      throw .noSuchListing(operand.name, count: found.count)
    }
    listings = [found[number - 1]]
  }

  /// The name of the listing at `index`: `LOG#N` where there are several.
  func name(of index: Int) -> [UInt8] {
    if isChosen || listings.count == 1 { return operand.name }
    var name = operand.name
    name.append(UInt8(ascii: "#"))
    name.append(decimal: UInt64(index + 1))
    return name
  }
}
