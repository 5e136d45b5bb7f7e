/// The ignore file that a build takes: the one beside its Dockerfile, `Dockerfile.dockerignore`,
/// before the context's own `.dockerignore`.
///
/// As BuildKit chooses. A link is followed inside the context, where a path from `/` begins at the
/// context's root, above which no `..` leads; what is nothing there is no ignore file, and neither is a
/// directory.
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
        guard let next = follow(target, context) else { return false }
        target = next
      default: return false
      }
    }
    return false
  }

  /// Where a link leads to, whose path begins at the context's root; nil where that is the root.
  private mutating func follow(_ link: [UInt8], _ context: [UInt8]) -> [UInt8]? {
    guard let text = InputFile.target(of: link), let first = text.first else { return nil }
    // Only those in the context itself are looked at: its path is the shortest there is.
    let place = contextPath(of: [UInt8](""), in: context)
    guard link.starts(with: place) else { return nil }
    let slash = UInt8(ascii: "/")
    var inside: [UInt8] = []
    if first != slash {
      inside = [UInt8](link[place.count...])
      while let last = inside.last, last != slash { inside.removeLast() }
    }
    inside.append(text)
    let leadsOut: Bool
    do throws(ContextPathError) {
      leadsOut = try contextPath(inside).isEmpty
    } catch {
      leadsOut = true
    }
    // Elsewhere a path from `/` begins at the host's root, and `..` goes above the context's.
    if leadsOut { unknown.formUnion([.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko]) }
    inside.insert(slash, at: 0)
    let path = inside.withUnsafeBufferPointer { cleanedPath($0) }
    return path.count > 1 ? place + path[1...] : nil
  }
}
