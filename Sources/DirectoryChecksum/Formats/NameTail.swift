/// The entries of a directory whose names begin with the byte FF, as BuildKit hashes them once
/// more into the directory above.
///
/// After a child directory BuildKit goes on at the first key behind the child's name, NUL and FF,
/// meaning to skip all that is below. The entries called FF… sort behind that, and are met again.
/// No name in UTF-8 begins with this byte.
struct NameTail {
  /// Where the directory above lists the one that the entries are in.
  let directory: Int
  /// What is hashed of each behind the name of the directory that they are in: NUL and name, once
  /// for each level, and the digest. In byte order of the names.
  let entries: [[UInt8]]
}
