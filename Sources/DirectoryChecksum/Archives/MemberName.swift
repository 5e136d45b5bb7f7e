/// What a member's name says of its place in a tree.
enum MemberName {
  private static let longest = 65535
  private static let mostLevels = 32768

  /// Puts the names of `name` into `clean`, `/` between them, empty ones and `.` left out: a leading
  /// `/` does not count, as it does not for tools that extract. Nothing for the root. A `..` or a NUL
  /// is refused, wherever it stands.
  static func clean(
    _ name: [UInt8], into clean: inout [UInt8]
  ) throws(ArchiveError) -> ArchiveNotice.Refusal? {
    guard name.count <= longest else { throw .limit(.path) }
    clean.removeAll(keepingCapacity: true)
    let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
    var levels = 0
    var start = 0
    while start < name.count {
      var end = start
      while end < name.count, name[end] != slash {
        if name[end] == 0 { return .nul }
        end += 1
      }
      let length = end - start
      if length == 2, name[start] == dot, name[start + 1] == dot { return .parent }
      if length > 1 || length == 1 && name[start] != dot {
        if levels > 0 { clean.append(slash) }
        name.withUnsafeBufferPointer { clean.append($0.slice(start, end)) }
        levels += 1
      }
      start = end + 1
    }
    guard levels <= mostLevels else { throw .limit(.path) }
    return nil
  }
}
