/// An image: its layers from the base up, with what made them.
final class Image {
  /// What the file calls it: tags, or a reference; often nothing.
  var names: [[UInt8]] = []
  /// `OS/ARCHITECTURE`, where the file holds it for several platforms.
  var platform: [UInt8] = []
  var layers: [ImageLayer] = []
  /// Whether it is BuildKit's cache, whose layers have no history.
  var isCache = false

  init() {}
}

extension ImageReader {
  /// The image of which this is the manifest.
  func image(
    _ manifest: ImageManifest, _ descriptor: ImageDescriptor
  ) throws(ArchiveError) -> Image {
    guard manifest.layers.count <= Self.mostLayers else { throw .limit(.layers) }
    let image = Image()
    image.names = manifest.tags
    if !descriptor.name.isEmpty { image.names.append(descriptor.name) }
    image.platform = descriptor.platform
    image.isCache = manifest.config.mediaType.isLiteral("application/vnd.buildkit.cacheconfig.v0")
    var config = ImageConfig()
    if !image.isCache {
      config = try read(
        try name(manifest.config), form == .docker ? nil : ImageDigest.read(manifest.config.digest)
      ) { (reader) throws(JSONError) in try ImageConfig(&reader) }
    }
    for (place, layer) in manifest.layers.enumerated() {
      let inflated =
        place < config.layerDigests.count ? ImageDigest.read(config.layerDigests[place]) : nil
      image.layers.append(
        ImageLayer(
          name: try name(layer), digest: form == .docker ? nil : ImageDigest.read(layer.digest),
          inflatedDigest: inflated))
    }
    ImageHistory(config).describe(image.layers)
    return image
  }

  /// Reads a layer, and checks that it is the one that is meant.
  func layer(_ layer: ImageLayer) throws(ArchiveError) -> ImageBlob {
    guard let blob = try store.blob(layer.name) else { throw .blob(.missing, layer.name) }
    if let digest = layer.digest, digest != blob.digest { throw .blob(.digest, layer.name) }
    if let failure = blob.failure {
      if case .packed = failure { throw .blob(.packed, layer.name) }
      if case .endsEarly = failure { throw .endsEarly(inside: layer.name) }
      throw failure
    }
    guard blob.layer != nil else { throw .blob(.missing, layer.name) }
    if let digest = layer.inflatedDigest, digest != blob.inflatedDigest {
      throw .blob(.digest, layer.name)
    }
    return blob
  }
}
