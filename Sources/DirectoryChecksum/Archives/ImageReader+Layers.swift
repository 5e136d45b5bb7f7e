extension ImageReader {
  /// The layers of the image of which this is the manifest, from the base up.
  func layers(of manifest: ImageManifest) throws(ArchiveError) -> [ImageLayer] {
    guard manifest.layers.count <= Self.mostLayers else { throw .limit(.layers) }
    var config = ImageConfig()
    // The layers of BuildKit's cache have no history.
    if !manifest.config.mediaType.isLiteral("application/vnd.buildkit.cacheconfig.v0") {
      config = try read(
        try name(manifest.config), form == .docker ? nil : ImageDigest.read(manifest.config.digest)
      ) { (reader) throws(JSONError) in try ImageConfig(&reader) }
    }
    var layers: [ImageLayer] = []
    for (place, layer) in manifest.layers.enumerated() {
      let inflated =
        place < config.layerDigests.count ? ImageDigest.read(config.layerDigests[place]) : nil
      layers.append(
        ImageLayer(
          name: try name(layer), digest: form == .docker ? nil : ImageDigest.read(layer.digest),
          inflatedDigest: inflated))
    }
    ImageHistory(config).describe(layers)
    return layers
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
