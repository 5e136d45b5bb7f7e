/// What one source of an instruction selects of a context.
package struct Selector: Equatable, Sendable {
  /// From the root `/`, without `.`, `..` and needless slashes.
  package let path: [UInt8]
  /// Whether it is a pattern.
  package let isWildcard: Bool
  /// What of it counts (`--parents`); nil for everything.
  var include: [UInt8]?
  /// What of it does not (`--exclude`), in the order written.
  var excludes: [[UInt8]] = []
  /// How the path of something that is selected has to begin (`--parents`).
  var required: [UInt8]?
  /// The source as the report names it, variables replaced.
  package let source: [UInt8]
}

extension Selector {
  /// Whether it is a path and nothing else.
  var isPlain: Bool { !isWildcard && include == nil && excludes.isEmpty }

  /// A source of COPY or ADD.
  init(source: [UInt8], excludes: [[UInt8]], keepsParents: Bool) {
    self.source = source
    self.excludes = excludes
    guard keepsParents else {
      path = Selector.rooted(source)
      isWildcard = path.withUnsafeBufferPointer { WildcardPath.isWildcard($0) }
      return
    }
    // `BASE/./PATTERN`; without a pivot everything is pattern.
    var (base, pattern): ([UInt8], [UInt8]) = ([], source)
    source.withUnsafeBufferPointer { source in
      guard let pivot = source.firstIndex(of: "/./") else { return }
      base = [UInt8](source.upTo(pivot))
      pattern = [UInt8](source.from(pivot + 3))
    }
    path = Selector.rooted(base)
    isWildcard = path.withUnsafeBufferPointer { WildcardPath.isWildcard($0) }
    let whole = Selector.rooted(pattern)
    include = whole.withUnsafeBufferPointer { [UInt8]($0.from(1)) }
    let hasPattern = whole.withUnsafeBufferPointer { WildcardPath.isWildcard($0) }
    if !isWildcard, !hasPattern {
      var joined = path
      joined.append(whole)
      required = Selector.rooted(joined)
    }
  }

  /// The source of a bind mount, which is never a pattern.
  init(mount source: [UInt8]) {
    self.source = source
    path = Selector.rooted(source)
    isWildcard = false
  }

  /// The clean form of `path`, taken from the root.
  static func rooted(_ path: [UInt8]) -> [UInt8] {
    var rooted = [UInt8(ascii: "/")]
    rooted.append(path)
    return rooted.withUnsafeBufferPointer { cleanedPath($0) }
  }

  /// The selectors in the order in which they count: without those plain ones that another covers,
  /// by path.
  static func ordered(_ selectors: [Selector]) -> [Selector] {
    var ordered = selectors
    sort(&ordered) { precedes($0.path, $1.path) }
    var kept: [Selector] = []
    // Of the plain ones those that the next may begin with.
    var beginnings: [[UInt8]] = []
    for selector in ordered {
      if selector.isPlain {
        let path = selector.path
        while let last = beginnings.last, !path.starts(with: last) { beginnings.removeLast() }
        let isCovered = beginnings.contains {
          $0.count == 1 || $0.count == path.count || path[$0.count] == UInt8(ascii: "/")
        }
        if isCovered { continue }
        beginnings.append(path)
      }
      kept.append(selector)
    }
    return kept
  }

  /// Appends what is the same for equal selectors alone: all else follows from it.
  func appendKey(to key: inout [UInt8]) {
    key.append(part: source)
    for exclude in excludes { key.append(part: exclude) }
    key.append((isWildcard ? 1 : 0) | (include == nil ? 2 : 4))
  }
}
