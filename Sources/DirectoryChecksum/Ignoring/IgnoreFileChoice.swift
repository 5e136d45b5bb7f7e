/// The ignore file that a build takes: the one beside its Dockerfile, `Dockerfile.dockerignore`,
/// before the context's own `.dockerignore`.
///
/// As BuildKit chooses. A link is followed inside the context, where a path from `/` begins at the
/// context's root; one that leads out, or to nothing, is no ignore file, and neither is a directory.
package struct IgnoreFileChoice {
  /// The file as its name was spelt, in words of the user as far as they go; nil where there is none.
  package private(set) var path: [UInt8]?
  /// The file to read: another one where ``path`` is a link.
  package private(set) var target: [UInt8] = []
  /// Where the context's own would be.
  package let usual: [UInt8]
  /// Whose rules are others than these: builders that look for another file, or follow a link where
  /// BuildKit does not.
  package private(set) var unknown: UnknownFacts = []

  /// - Parameters:
  ///   - context: The directory of the build.
  ///   - dockerfile: The path of the Dockerfile; nil for the one in the context.
  package init(context: [UInt8], dockerfile: [UInt8]? = nil) {
    var own = dockerfile ?? contextPath(of: [UInt8]("Dockerfile"), in: context)
    own.append(".dockerignore")
    usual = contextPath(of: [UInt8](".dockerignore"), in: context)
    if take(own, context) {
      // The builder without BuildKit doesn't know this name.
      unknown.formUnion([.rulesOfClassicDocker, .rulesOfKaniko])
    } else {
      var other = dockerfile ?? contextPath(of: [UInt8]("Dockerfile"), in: context)
      other.append(".containerignore")
      for name in [other, contextPath(of: [UInt8](".containerignore"), in: context)]
      where InputFile.entryKind(of: name) != nil {
        unknown.insert(.rulesOfBuildah)
      }
      _ = take(usual, context)
    }
  }
}

extension IgnoreFileChoice {
  /// Takes a file if there is one for BuildKit.
  private mutating func take(_ path: [UInt8], _ context: [UInt8]) -> Bool {
    var target = path
    // Each link of a chain, as many as Linux follows.
    for _ in 0..<40 {
      switch InputFile.entryKind(of: target) {
      case .file:
        self.path = path
        self.target = target
        return true
      case .link:
        guard let next = follow(target, context) else {
          // Others follow it wherever it leads.
          if InputFile.entryKind(of: path, followingLink: true) == .file {
            unknown.formUnion([.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko])
          }
          return false
        }
        target = next
      default: return false
      }
    }
    return false
  }

  /// Where a link leads to; nil where that is outside the context.
  private mutating func follow(_ link: [UInt8], _ context: [UInt8]) -> [UInt8]? {
    guard let text = InputFile.target(of: link), let first = text.first else { return nil }
    // Only those in the context itself are looked at: its path is the shortest there is.
    let place = contextPath(of: [UInt8](""), in: context)
    guard link.starts(with: place) else { return nil }
    var inside: [UInt8] = []
    if first != UInt8(ascii: "/") {
      inside = [UInt8](link[place.count...])
      while let last = inside.last, last != UInt8(ascii: "/") { inside.removeLast() }
    } else {
      // Elsewhere such a path begins at the host's root.
      unknown.formUnion([.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko])
    }
    inside.append(text)
    while inside.first == UInt8(ascii: "/") { inside.removeFirst() }
    guard !inside.isEmpty else { return nil }
    do throws(ContextPathError) { return place + (try contextPath(inside)) } catch { return nil }
  }
}
