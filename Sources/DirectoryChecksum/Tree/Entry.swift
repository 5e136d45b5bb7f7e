/// One name in a directory, as the scan keeps it: eight bytes, since there may be millions.
struct Entry {
  /// What became of the entry.
  enum State: UInt8 {
    /// Listed, with a digest once it has been read.
    case present
    /// Listed without a digest: it could not be read, or something below it could not.
    case unreadable
    /// Listed without a digest: of a kind that the digests of this tree do not cover.
    case uncovered
    /// A directory that the ignore rules leave out unless something below it is kept.
    case excluded
    /// A file that is hashed as if it were empty, since that is how BuildKit delivers it.
    case deliveredEmpty
  }

  /// Where the name begins among the directory's names, in bytes. A directory whose names take
  /// more than 4 GiB cannot be read.
  let nameOffset: UInt32
  /// Its length, without the NUL behind it.
  let nameLength: UInt16
  let kind: EntryKind
  var state: State
}
