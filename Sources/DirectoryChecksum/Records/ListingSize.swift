/// How long the listing of a tree is before it is printed.
package enum ListingSize {
  /// BuildKit passes 200 KiB for each second that a step runs; a little is left for other output.
  package static let safeInBuildLogs = 180 << 10

  /// The bytes that a listing takes when it is cut at each depth, from 0 to the deepest that the
  /// tree keeps; escapes are not counted.
  package static func byDepth(of tree: Tree) -> [Int] {
    var sizes: [Int] = []
    var records = TreeRecords(tree)
    while records.next() {
      let depth = records.depth
      while sizes.count <= depth { sizes.append(0) }
      sizes[depth] += 2 * tree.format.byteCount + 4 + records.path.count
      if records.metadata != nil { sizes[depth] += 9 + (records.target?.count ?? 0) }
    }
    for depth in sizes.indices.dropFirst() { sizes[depth] += sizes[depth - 1] }
    return sizes
  }
}
