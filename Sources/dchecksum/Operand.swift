import DirectoryChecksum

/// What a user named as one side of a comparison, or as a log, and the listings in it.
final class Operand {
  /// The user's words.
  let name: [UInt8]
  private(set) var isDirectory = false
  /// What is read: the name, or the part of it in front of `#N`; `-` is standard input.
  private var path: [UInt8]
  /// The number of one listing in a text, from 1, where `#N` asks for one.
  private var number: Int?
  /// Whether reading it brought up not one byte.
  private(set) var isEmpty = true
  /// What reading or scanning it brought up.
  var listings: [Listing] = []
  /// The index of the listing that is compared.
  var choice = 0

  init(_ name: [UInt8]) throws(CommandError) {
    self.name = name
    (path, number) = Self.split(name)
    if path.isLiteral("-") { return }
    do throws(Errno) { try lookUp() } catch { throw .failed(name, error) }
  }

  /// `FILE#N` in its two parts; the number is nil where there is none.
  private static func split(_ name: [UInt8]) -> (base: [UInt8], number: Int?) {
    var end = name.count
    while end > 0, name[end - 1] != UInt8(ascii: "#") { end -= 1 }
    // No log has a number of more than seven digits.
    guard end > 1, name.count - end < 8, let number = name.number(from: end) else {
      return (name, nil)
    }
    return (name.part(0, end - 1), number)
  }

  /// Finds out what the name leads to. A file whose name ends in `#N` comes before the N-th listing
  /// of the file without it.
  private func lookUp() throws(Errno) {
    do throws(Errno) {
      isDirectory = try InputFile.kind(of: name) == .directory
      path = name
      number = nil
    } catch {
      guard number != nil, error == .noSuchFile || error == .notDirectory else { throw error }
      guard try InputFile.kind(of: path) == .readable else { throw Errno.noSuchFile }
    }
  }
}

extension Operand {
  /// Whether it is a text that `other` names as well: then its listings are compared with each
  /// other.
  func isSameText(as other: Operand) -> Bool {
    !isDirectory && number == nil && other.number == nil && name == other.name
  }

  /// Reads a text and finds the listings in it; of several, the one that was asked for.
  func read() throws(CommandError) {
    var reader = LogReader()
    do throws(Errno) {
      if isDirectory { throw Errno.isDirectory }
      try InputFile.read(path.isLiteral("-") ? nil : path) {
        isEmpty = false
        reader.consume($0)
      }
    } catch {
      throw .failed(name, error)
    }
    listings = reader.finish()
    guard let number, !listings.isEmpty else { return }
    guard number >= 1, number <= listings.count else {
      throw .noSuchListing(name, count: listings.count)
    }
    listings = [listings[number - 1]]
  }

  /// What is wrong where reading it brought up no listing.
  var nothingFound: CommandError { isEmpty ? .empty(name) : .noListing(name) }

  /// Whether `#N` has chosen the only listing.
  var isChosen: Bool { number != nil }

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
