// Reads the input as each of the documents that an image has, and looks up what it says.

@testable import DirectoryChecksum

@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: bytes, count: count)
  do throws(JSONError) {
    var reader = JSONReader(input)
    let manifest = try ImageManifest(&reader)
    for layer in manifest.layers + manifest.manifests {
      if let digest = ImageDigest.read(layer.digest) {
        require(digest.byteCount == 32, "a digest is a SHA-256")
      }
    }
  } catch {}
  do throws(JSONError) {
    var reader = JSONReader(input)
    let config = try ImageConfig(&reader)
    var layers: [ImageLayer] = []
    for step in config.history where !step.isEmpty {
      layers.append(ImageLayer(name: step.createdBy, digest: nil, inflatedDigest: nil))
    }
    ImageHistory(config).describe(layers)
    let tree = ArchiveTree()
    for layer in layers {
      if let path = layer.absoluteDestination {
        require(path.first != UInt8(ascii: "/"), "a destination is relative to the root")
      }
      _ = layer.place(in: tree)
    }
  } catch {}
  return 0
}
