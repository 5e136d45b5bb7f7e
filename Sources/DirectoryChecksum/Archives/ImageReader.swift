/// Finds the images in a store.
struct ImageReader {
  /// How the store names its files.
  enum Form {
    /// `index.json` and `blobs/sha256/HEX` (OCI image layout).
    case layout
    /// `manifest.json` lists images with the names of their files (`docker save`).
    case docker
    /// `manifest.json` is the manifest, files are called by their digests (skopeo's `dir:`).
    case directory
  }

  let store: ImageStore
  let form: Form
  /// Whether images for other platforms were left aside.
  private(set) var omitsPlatforms = false

  private static let deepest = 4
  static let mostLayers = 4096

  /// Nil where the store is no image.
  init?(_ store: ImageStore, isDirectory: Bool) throws(ArchiveError) {
    self.store = store
    if store.has("index.json"), store.has("oci-layout") {
      form = .layout
    } else if isDirectory {
      guard store.has("manifest.json"), let version = try store.text([UInt8]("version")),
        version.hasPrefix("Directory Transport")
      else { return nil }
      form = .directory
    } else {
      guard store.has("manifest.json"),
        let blob = try store.blob([UInt8]("manifest.json")), let json = blob.json,
        Self.isDockerManifest(json)
      else { return nil }
      form = .docker
    }
  }

  /// Whether a text is a JSON array whose objects name a config and layers.
  private static func isDockerManifest(_ json: [UInt8]) -> Bool {
    guard json.first == UInt8(ascii: "[") else { return false }
    return json.withUnsafeBufferPointer {
      $0.firstIndex(of: "\"Config\"") != nil && $0.firstIndex(of: "\"Layers\"") != nil
    }
  }
}

extension ImageReader {
  /// The layers of each image, in the order of the file.
  mutating func images() throws(ArchiveError) -> [[ImageLayer]] {
    var images: [[ImageLayer]] = []
    switch form {
    case .docker:
      for manifest in try manifests([UInt8]("manifest.json")) {
        images.append(try layers(of: manifest))
      }
    case .directory:
      images.append(try layers(of: try manifest([UInt8]("manifest.json"))))
    case .layout:
      let index = try manifest([UInt8]("index.json"))
      // Indexes in indexes, without recursion: the depth of each beside it.
      var pending: [(descriptor: ImageDescriptor, depth: Int)] = []
      for descriptor in chosen(index.manifests).reversed() { pending.append((descriptor, 1)) }
      while let next = pending.popLast() {
        guard next.depth <= Self.deepest else { throw .limit(.nesting) }
        let manifest = try manifest(
          try name(next.descriptor), ImageDigest.read(next.descriptor.digest))
        if manifest.manifests.isEmpty {
          if !manifest.config.digest.isEmpty { images.append(try layers(of: manifest)) }
          continue
        }
        for descriptor in chosen(manifest.manifests).reversed() {
          pending.append((descriptor, next.depth + 1))
          guard pending.count <= Self.mostLayers else { throw .limit(.layers) }
        }
        guard images.count <= Self.mostLayers else { throw .limit(.layers) }
      }
    }
    return images
  }

  /// Those descriptors of an index that are images: of one image for several platforms the host's,
  /// or the first.
  private mutating func chosen(_ all: [ImageDescriptor]) -> [ImageDescriptor] {
    var images: [ImageDescriptor] = []
    for descriptor in all
    where !descriptor.isReference && !descriptor.platform.hasPrefix("unknown") {
      images.append(descriptor)
    }
    guard let first = images.first, !first.platform.isEmpty else { return images }
    var wanted = first.platform
    for image in images where image.platform.hasPrefix(Self.hostPlatform) {
      wanted = image.platform
      break
    }
    var ofPlatform: [ImageDescriptor] = []
    for image in images where image.platform == wanted || image.platform.isEmpty {
      ofPlatform.append(image)
    }
    if ofPlatform.count < images.count { omitsPlatforms = true }
    return ofPlatform
  }

  private static var hostPlatform: StaticString {
    #if arch(arm64)
      "linux/arm64"
    #else
      "linux/amd64"
    #endif
  }
}

extension ImageReader {
  private func manifest(
    _ name: [UInt8], _ digest: Digest? = nil
  ) throws(ArchiveError) -> ImageManifest {
    try read(name, digest) { (reader) throws(JSONError) in try ImageManifest(&reader) }
  }

  private func manifests(_ name: [UInt8]) throws(ArchiveError) -> [ImageManifest] {
    try read(name, nil) { (reader) throws(JSONError) in
      var all: [ImageManifest] = []
      try reader.readElements { (reader) throws(JSONError) in
        all.append(try ImageManifest(&reader))
      }
      return all
    }
  }

  /// The name of the file that a descriptor means: never anything but a digest, but in docker's form,
  /// whose names are looked up among the members of the archive alone.
  func name(_ descriptor: ImageDescriptor) throws(ArchiveError) -> [UInt8] {
    if form == .docker { return descriptor.digest }
    guard ImageDigest.read(descriptor.digest) != nil else {
      throw .blob(.name, descriptor.digest)
    }
    var name: [UInt8] = form == .layout ? [UInt8]("blobs/sha256/") : []
    descriptor.digest.withUnsafeBufferPointer { name.append($0.from(7)) }
    return name
  }

  /// Reads the JSON file called `name`, whose SHA-256 has to be `digest` where that is not nil.
  func read<Document>(
    _ name: [UInt8], _ digest: Digest?,
    _ body: (inout JSONReader) throws(JSONError) -> Document
  ) throws(ArchiveError) -> Document {
    guard let blob = try store.blob(name) else { throw .blob(.missing, name) }
    if let digest, digest != blob.digest { throw .blob(.digest, name) }
    if let failure = blob.failure, failure == .limit(.json) { throw failure }
    guard let json = blob.json else { throw .damaged(.json, at: 0) }
    var position = 0
    do throws(JSONError) {
      return try json.withBytes { (bytes) throws(JSONError) in
        var reader = JSONReader(bytes)
        defer { position = reader.position }
        let document = try body(&reader)
        guard reader.peek() == nil else { throw .malformed }
        return document
      }
    } catch {
      throw .damaged(.json, at: UInt64(position))
    }
  }
}
