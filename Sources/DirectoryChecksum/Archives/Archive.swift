/// An archive, or an image, that was read: nothing of it is left but entries and their digests.
package final class Archive {
  enum Content {
    case tree(ArchiveTree)
    /// The layers of each.
    case images(ImageReader, [[ImageLayer]])
  }

  /// One of the things that can be listed: all of an archive, or what an instruction copied.
  package struct Part {
    /// What the listing is headed with; empty for an archive.
    package let label: [UInt8]
    package let builder: ImageBuilder
    /// What it can't know.
    package let unknown: UnknownFacts
    let image: Int
    let layer: Int

    init(
      _ label: [UInt8], _ builder: ImageBuilder, _ unknown: UnknownFacts, image: Int = 0,
      layer: Int = 0
    ) {
      self.label = label
      self.builder = builder
      self.unknown = unknown
      self.image = image
      self.layer = layer
    }

    /// The label without the sum that the classic builder and Buildah write in the place of sources.
    package var shortLabel: [UInt8] {
      guard builder == .classic || builder == .buildah else { return label }
      return label.withUnsafeBufferPointer { text in
        for kind in ["dir:", "file:", "multi:"] as [StaticString] {
          guard let start = text.firstIndex(of: kind),
            let end = text.firstIndex(of: " in ", from: start)
          else { continue }
          var short = [UInt8](text.upTo(start + kind.utf8CodeUnitCount - 1))
          short.append(text.from(end))
          return short
        }
        return label
      }
    }
  }

  let content: Content
  package let format: DigestFormat
  package private(set) var parts: [Part] = []
  /// Whether `git archive` made it.
  package let isOfGit: Bool
  /// The commit that it was made of; empty for another archive, and for a tree of git.
  package let commit: [UInt8]
  /// The contents of the files that were asked for.
  package let kept: [[UInt8]?]
  /// What came up while it was read; more may come up when a layer is.
  private var notices: [ArchiveNotice]
  /// Whether an image in it was left aside, as one for another platform.
  private var omitsPlatforms: Bool
  /// The layers whose notices have been taken.
  var noticed: [[UInt8]] = []

  init(_ reader: ArchiveReader) {
    content = .tree(reader.tree)
    format = reader.format
    isOfGit = reader.tar.isOfGit
    commit = reader.tar.commit
    kept = reader.kept
    notices = reader.tar.notices.closed
    omitsPlatforms = false
    var unknown: UnknownFacts = []
    if isOfGit {
      unknown = [
        .groupModes, .setIDs, .directorySetIDs, .rootMode, .owners, .attributes,
        .emptyDirectories, .specials,
      ]
    } else {
      if !reader.tree.hasAttributes { unknown.insert(.attributes) }
      if reader.tree.has(ArchiveTree.Flag.madeUp, 0) { unknown.insert(.rootMode) }
    }
    parts = [Part([], .unknown, unknown)]
  }

  init(_ reader: ImageReader, _ format: DigestFormat) throws(ArchiveError) {
    var reader = reader
    let images = try reader.images()
    content = .images(reader, images)
    self.format = format
    isOfGit = false
    commit = []
    kept = []
    notices = []
    omitsPlatforms = reader.omitsPlatforms
    for image in images.indices { addParts(of: images[image], image) }
  }

  /// Reads the directory `path` as an image; nil where it is none.
  package static func image(
    inDirectory path: [UInt8], _ format: DigestFormat
  ) throws(ArchiveError) -> Archive? {
    let store = ImageStore(.directory(path), format)
    guard let reader = try ImageReader(store, isDirectory: true) else { return nil }
    return try Archive(reader, format)
  }
}

extension Archive {
  /// What came up since this was asked last.
  package func takeNotices() -> [ArchiveNotice] {
    let taken = notices
    notices = []
    return taken
  }

  /// Whether an image for another platform was left aside; true once.
  package func takeOmission() -> Bool {
    defer { omitsPlatforms = false }
    return omitsPlatforms
  }

  /// Adds what came up when a part was listed.
  func add(_ more: [ArchiveNotice]) { notices.append(contentsOf: more) }

  package var isImage: Bool {
    if case .images = content { return true }
    return false
  }

  /// Each layer of a COPY or an ADD; where no history tells them apart, every layer.
  private func addParts(of layers: [ImageLayer], _ number: Int) {
    var hasInstructions = false
    for layer in layers where !layer.instruction.isEmpty { hasInstructions = true }
    for (place, layer) in layers.enumerated() {
      let isWhole = !hasInstructions || layer.isWhole
      guard isWhole || layer.isCopy else { continue }
      var label = layer.instruction
      if isWhole {
        label = [UInt8]("layer ")
        label.append(decimal: UInt64(place + 1))
      }
      parts.append(
        Part(label, layer.builder, layer.unknown, image: number, layer: place)
      )
    }
  }
}

extension ImageLayer {
  /// What such a layer does not keep of what was copied (measured; kaniko: read).
  fileprivate var unknown: UnknownFacts {
    var unknown: UnknownFacts = [.rootMode, .specials]
    switch builder {
    case .buildkit: unknown.formUnion([.owners, .attributes])
    case .classic: unknown.formUnion([.owners, .attributes, .setIDs])
    case .buildah: unknown.formUnion([.owners, .setIDs, .directorySetIDs])
    case .kaniko: break
    case .unknown: unknown.formUnion([.owners, .attributes, .setIDs, .directorySetIDs])
    }
    if hasFlag("--chown") { unknown.insert(.owners) }
    if hasFlag("--chmod") { unknown.insert(.modes) }
    return unknown
  }
}

extension Archive {
  /// What is to be listed.
  package enum Choice {
    case part(Int)
    /// All layers of the first image together; of an archive, all of it.
    case whole
  }

  /// A part as a tree.
  package struct Listed {
    package let tree: Tree
    /// Whether what was asked for is a file: the tree has it alone, in a directory that is no part
    /// of it.
    package let isFile: Bool
    /// The single directory at the root of the archive, in which everything is and which was taken
    /// for the root; empty where that was not so.
    package let prefix: [UInt8]
    /// Directories that are submodules in the commit and filled beside it.
    package let submodules: [[UInt8]]
  }
}
