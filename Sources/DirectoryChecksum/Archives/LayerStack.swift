/// The layers of an image put together: what a container made of it would see.
///
/// Built from the top down, so that nothing is ever taken away: what an upper layer has or hides is
/// settled when a lower one comes.
struct LayerStack {
  let tree = ArchiveTree()
  private var count = 0

  init() {}

  /// Adds the layer below those that are there.
  mutating func add(_ layer: ArchiveTree) throws(ArchiveError) {
    // The node here for each of the layer; -1 for what does not show.
    var places = [Int32](repeating: -1, count: layer.nodes.count)
    var opaque: [Int] = []
    if count == 0 || tree.has(ArchiveTree.Flag.madeUp, 0) && !layer.has(ArchiveTree.Flag.madeUp, 0)
    {
      try tree.copy(0, of: layer, to: 0)
    }
    places[0] = tree.has(ArchiveTree.Flag.isOpaque, 0) && count > 0 ? -1 : 0
    if layer.has(ArchiveTree.Flag.isOpaque, 0) { opaque.append(0) }
    for node in 1..<max(1, layer.nodes.count) {
      let parent = Int(places[Int(layer.nodes[node].parent)])
      // What is in a directory that this layer makes opaque shows all the same.
      if parent < 0 || tree.has(ArchiveTree.Flag.isOpaque, parent) { continue }
      let isDirectory = layer.nodes[node].kind == .directory
      let isWhiteout = layer.has(ArchiveTree.Flag.isWhiteout, node)
      let place: Int
      if let existing = tree.entry(layer.name(of: node), in: parent) {
        guard tree.nodes[existing].kind == .directory,
          !tree.has(ArchiveTree.Flag.isWhiteout, existing)
        else { continue }
        guard isDirectory, !isWhiteout else {
          // Whatever is in it below this layer does not show.
          opaque.append(existing)
          continue
        }
        place = existing
        if tree.has(ArchiveTree.Flag.madeUp, place), !layer.has(ArchiveTree.Flag.madeUp, node) {
          let wasOpaque = tree.has(ArchiveTree.Flag.isOpaque, place)
          try tree.copy(node, of: layer, to: place)
          tree.clear(ArchiveTree.Flag.isOpaque, of: place)
          if wasOpaque { opaque.append(place) }
        }
      } else {
        place = try tree.add(layer.name(of: node), to: parent)
        try tree.copy(node, of: layer, to: place)
        tree.clear(ArchiveTree.Flag.isOpaque, of: place)
      }
      places[node] = Int32(place)
      if layer.has(ArchiveTree.Flag.isOpaque, node) { opaque.append(place) }
    }
    for place in opaque { tree.set(ArchiveTree.Flag.isOpaque, of: place) }
    count += 1
  }
}
