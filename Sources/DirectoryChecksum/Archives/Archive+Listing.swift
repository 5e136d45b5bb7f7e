extension Archive {
  /// Lists a part, from the place `path` in it on, whose names are clean. `beside` is what it is to be
  /// compared with: what the part can't know is taken from there, and what an image's layer leaves to
  /// lower layers from those.
  package func list(
    _ choice: Choice, at path: [UInt8] = [], _ extent: ArchiveExtent,
    beside: [NeighbourEntry]? = nil
  ) throws(ArchiveError) -> Listed {
    var other: ArchiveTree?
    if let beside { other = try ArchiveTree(beside) }
    let place = try place(choice, path, beside: other)
    guard var root = place.root else { throw .noSuchPlace }
    var tree = place.tree
    let isFile = tree.nodes[root].kind != .directory
    if isFile {
      let alone = ArchiveTree()
      try alone.copy(root, of: tree, to: try alone.add(tree.name(of: root), to: 0))
      (tree, root) = (alone, 0)
    }
    var found = ArchiveNotices()
    let result = try tree.tree(at: root, format, extent, &found)
    add(found.closed)
    return Listed(
      tree: result, isFile: isFile, prefix: place.prefix, submodules: place.submodules)
  }

  /// Entries, and which of them is listed with what is in it; nil where it is not there.
  private struct Place {
    let tree: ArchiveTree
    var root: Int?
    var prefix: [UInt8] = []
    var submodules: [[UInt8]] = []
  }

  private func place(
    _ choice: Choice, _ path: [UInt8], beside other: ArchiveTree?
  ) throws(ArchiveError) -> Place {
    switch content {
    case .tree(let entries): return try place(path, in: entries, beside: other)
    case .images(let reader, let images):
      switch choice {
      case .part(let number): return try layer(parts[number], path, reader, images, other)
      case .whole:
        let tree = try together(images.first ?? [], reader)
        return Place(tree: tree, root: tree.entry(at: path))
      }
    }
  }

  /// A place in an archive that is no image.
  private func place(
    _ path: [UInt8], in entries: ArchiveTree, beside other: ArchiveTree?
  ) throws(ArchiveError) -> Place {
    var place = Place(tree: entries, root: entries.entry(at: path))
    guard let other, let start = place.root else { return place }
    if path.isEmpty, let only = entries.onlyDirectory(in: start),
      other.entry(entries.name(of: only), in: 0) == nil
    {
      place.prefix = entries.path(of: only)
      place.root = only
    }
    if isOfGit {
      place.submodules = try entries.adoptBesideGit(other, at: place.root ?? start)
    }
    return place
  }

  /// How many of the paths in `beside` a part of an image has.
  package func shared(
    _ number: Int, beside: [NeighbourEntry]
  ) throws(ArchiveError) -> Int {
    guard case .images(let reader, let images) = content else { return 0 }
    let part = parts[number]
    let tree = try entries(of: images[part.image][part.layer], reader)
    let other = try ArchiveTree(beside)
    return try place(of: part, in: tree, reader, images).map { tree.shared(with: other, from: $0) }
      ?? 0
  }
}

extension Archive {
  /// The entries of one layer.
  private func entries(
    of layer: ImageLayer, _ reader: ImageReader
  ) throws(ArchiveError) -> ArchiveTree {
    let blob = try reader.layer(layer)
    if !noticed.contains(layer.name) {
      noticed.append(layer.name)
      add(blob.notices)
    }
    return blob.layer ?? ArchiveTree()
  }

  /// Layers, given from the base up, put together.
  private func together(
    _ layers: [ImageLayer], _ reader: ImageReader
  ) throws(ArchiveError) -> ArchiveTree {
    var stack = LayerStack()
    for layer in layers.reversed() { try stack.add(try entries(of: layer, reader)) }
    return stack.tree
  }

  /// The place in a layer that its instruction copied to. A destination below a link, which a lower
  /// layer has, lies elsewhere.
  private func place(
    of part: Part, in tree: ArchiveTree, _ reader: ImageReader, _ images: [[ImageLayer]]
  ) throws(ArchiveError) -> Int? {
    let layers = images[part.image]
    let layer = layers[part.layer]
    if !layer.isWhole, !layer.hasFollowedLinks, let path = layer.absoluteDestination,
      tree.entry(at: path) == nil, tree.hasFile
    {
      let image = try together([ImageLayer](layers[..<part.layer]), reader)
      layer.destination = [UInt8(ascii: "/")] + image.followed(path)
      layer.hasFollowedLinks = true
    }
    return layer.place(in: tree)
  }

  /// The entries that a part is looked up in, and the place in them; an empty directory where the
  /// instruction left nothing.
  private func layer(
    _ part: Part, _ path: [UInt8], _ reader: ImageReader, _ images: [[ImageLayer]],
    _ other: ArchiveTree?
  ) throws(ArchiveError) -> Place {
    let layers = images[part.image]
    let layer = layers[part.layer]
    let entries = try entries(of: layer, reader)
    let place = try place(of: part, in: entries, reader, images)
    let target = place.map { entries.path(of: $0) } ?? layer.absoluteDestination ?? []
    let whole = rootedPath(path, below: target)
    guard let other, part.layer > 0,
      place.map({ entries.lacks(of: other, from: entries.entry(at: whole) ?? $0) }) ?? true
    else {
      if place == nil, path.isEmpty { return Place(tree: ArchiveTree(), root: 0) }
      return Place(tree: entries, root: entries.entry(at: whole))
    }
    // A builder may leave out of a layer what lower ones have as it is.
    var stack = LayerStack()
    try stack.add(entries)
    let ownCount = stack.tree.nodes.count
    for lower in layers[..<part.layer].reversed() {
      if let root = stack.tree.entry(at: whole), !stack.tree.lacks(of: other, from: root) { break }
      try stack.add(try self.entries(of: lower, reader))
    }
    guard let root = stack.tree.entry(at: whole) else {
      return Place(tree: ArchiveTree(), root: 0)
    }
    // What they have besides may be from anywhere.
    let counterparts = stack.tree.counterparts(in: other, from: root)
    for node in max(ownCount, root + 1)..<max(ownCount, root + 1, counterparts.count)
    where counterparts[node] < 0 {
      stack.tree.set(ArchiveTree.Flag.isHidden, of: node)
    }
    return Place(tree: stack.tree, root: root)
  }
}
