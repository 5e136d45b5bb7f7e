/// Tells the instructions of an image's layers from the history in its config.
///
///     COPY . /app # buildkit                            BuildKit, comment `buildkit.dockerfile.v0`
///     /bin/sh -c #(nop) COPY dir:HEX in /app            the classic builder, and Buildah, which has
///                                                       `FROM …` for a comment
///     COPY . /app                                       kaniko, by its name as the author
struct ImageHistory {
  private let config: ImageConfig
  private let isBuildah: Bool

  init(_ config: ImageConfig) {
    self.config = config
    var isBuildah = false
    for step in config.history where step.comment.hasPrefix("FROM ") { isBuildah = true }
    // Without layers in between, Buildah has no comments; yet no other leaves a COPY empty.
    for step in config.history where step.isEmpty && Self.isCopy(Self.text(step)) {
      isBuildah = true
    }
    self.isBuildah = isBuildah
  }
}

extension ImageHistory {
  /// Adds to each layer what its step says; nothing where the steps that made layers are not as many
  /// as the layers.
  func describe(_ layers: [ImageLayer]) {
    var count = 0
    for step in config.history where !step.isEmpty { count += 1 }
    guard count == layers.count else { return }
    var workingDirectory: [UInt8]?
    var hasWorkingDirectory = false
    for step in config.history where Self.text(step).hasPrefix("WORKDIR ") {
      hasWorkingDirectory = true
    }
    // Never changed by the image, it is the base image's, which the config has.
    if !hasWorkingDirectory, !config.workingDirectory.isEmpty {
      workingDirectory = rootedPath(config.workingDirectory, below: [])
    }
    var place = 0
    var copiesBefore = 0
    for step in config.history {
      let text = Self.text(step)
      if text.hasPrefix("WORKDIR ") {
        let path = text.withUnsafeBufferPointer { [UInt8]($0.from(8).trimmed) }
        if path.first == UInt8(ascii: "/") || workingDirectory != nil {
          workingDirectory = rootedPath(path, below: workingDirectory ?? [])
        }
      }
      if step.isEmpty {
        if Self.isCopy(text) { copiesBefore += 1 }
        continue
      }
      layers[place].instruction = text
      layers[place].builder = builder(of: step)
      layers[place].isCopy = Self.isCopy(text)
      layers[place].isWhole = copiesBefore > 0
      layers[place].destination = Self.destination(text)
      layers[place].workingDirectory = workingDirectory
      copiesBefore = 0
      place += 1
    }
  }

  private func builder(of step: ImageConfig.Step) -> ImageBuilder {
    if step.comment.isLiteral("buildkit.dockerfile.v0") { return .buildkit }
    if step.author.isLiteral("kaniko") { return .kaniko }
    let isClassic = step.createdBy.withUnsafeBufferPointer { $0.firstIndex(of: "#(nop)") != nil }
    if isClassic { return isBuildah ? .buildah : .classic }
    return step.createdBy.hasSuffix(" # buildkit") ? .buildkit : .unknown
  }

  /// The instruction without what builders put in front of it or behind.
  private static func text(_ step: ImageConfig.Step) -> [UInt8] {
    step.createdBy.withUnsafeBufferPointer { text in
      var text = text.trimmed
      if text.hasLiteral("/bin/sh -c #(nop) ") { text = text.from(18).trimmed }
      if step.createdBy.hasSuffix(" # buildkit") { text = text.upTo(text.count - 11).trimmed }
      return [UInt8](text)
    }
  }

  private static func isCopy(_ text: [UInt8]) -> Bool {
    guard text.count > 5 else { return false }
    var word: [UInt8] = []
    for byte in text {
      if byte == UInt8(ascii: " ") { break }
      word.append(byte & 0xdf)
    }
    return word.isLiteral("COPY") || word.isLiteral("ADD")
  }

  /// What stands behind the last ` in ` where the sources are sums; else the last JSON string, or the
  /// last word.
  private static func destination(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBufferPointer { text in
      if text.last == UInt8(ascii: "]"), let start = text.firstIndex(of: UInt8(ascii: "[")),
        let last = lastString(text.from(start))
      {
        return last
      }
      for sum: StaticString in ["dir:", "file:", "multi:"] {
        guard let sum = text.firstIndex(of: sum), let place = text.firstIndex(of: " in ", from: sum)
        else { continue }
        return [UInt8](text.from(place + 4).trimmed)
      }
      var start = text.count
      while start > 0, text[start - 1] != UInt8(ascii: " ") { start -= 1 }
      return [UInt8](text.from(start))
    }
  }

  private static func lastString(_ text: ByteView) -> [UInt8]? {
    var reader = JSONReader(text)
    var last: [UInt8]?
    do throws(JSONError) {
      try reader.readElements { (reader) throws(JSONError) in last = try reader.readText() }
    } catch {
      return nil
    }
    return last
  }
}
