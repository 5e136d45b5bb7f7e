// The JSON documents of images: only the members that count are read.

/// Names a blob (OCI image specification, "Content Descriptors").
struct ImageDescriptor {
  var mediaType: [UInt8] = []
  /// As it stands there.
  var digest: [UInt8] = []
  /// `OS/ARCHITECTURE`, with `/VARIANT` where there is one; empty where it is not told.
  var platform: [UInt8] = []
  /// Whether it is about another image, an attestation.
  var isReference = false
}

/// An index, a manifest, or an element of docker's `manifest.json`: which of them shows in what it has.
struct ImageManifest {
  var config = ImageDescriptor()
  var layers: [ImageDescriptor] = []
  /// Of an index.
  var manifests: [ImageDescriptor] = []
}

/// What an image's config says of its layers.
struct ImageConfig {
  struct Step {
    var createdBy: [UInt8] = []
    var comment: [UInt8] = []
    var author: [UInt8] = []
    var isEmpty = false
  }

  var workingDirectory: [UInt8] = []
  /// The digests of the inflated layers.
  var layerDigests: [[UInt8]] = []
  var history: [Step] = []
}

extension ImageDescriptor {
  init(_ reader: inout JSONReader) throws(JSONError) {
    self.init()
    var system: [UInt8] = []
    var architecture: [UInt8] = []
    var variant: [UInt8] = []
    try reader.readMembers { (name, reader) throws(JSONError) in
      if name.isLiteral("mediaType") {
        mediaType = try reader.readText()
      } else if name.isLiteral("digest") {
        digest = try reader.readText()
      } else if name.isLiteral("platform") {
        try reader.readMembers { (name, reader) throws(JSONError) in
          let text = try reader.readText()
          if name.isLiteral("os") { system = text }
          if name.isLiteral("architecture") { architecture = text }
          if name.isLiteral("variant") { variant = text }
        }
      } else if name.isLiteral("annotations") {
        try reader.readMembers { (name, reader) throws(JSONError) in
          if name.isLiteral("vnd.docker.reference.type") { isReference = true }
          try reader.skipValue()
        }
      } else {
        try reader.skipValue()
      }
    }
    guard !system.isEmpty else { return }
    platform = system
    for part in [architecture, variant] where !part.isEmpty {
      platform.append(UInt8(ascii: "/"))
      platform.append(part)
    }
  }
}

extension ImageManifest {
  init(_ reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.readMembers { (name, reader) throws(JSONError) in
      if name.isLiteral("config") {
        config = try ImageDescriptor(&reader)
      } else if name.isLiteral("layers") {
        try reader.readElements { (reader) throws(JSONError) in
          layers.append(try ImageDescriptor(&reader))
        }
      } else if name.isLiteral("manifests") {
        try reader.readElements { (reader) throws(JSONError) in
          manifests.append(try ImageDescriptor(&reader))
        }
      } else if name.isLiteral("Config") {
        config.digest = try reader.readText()
      } else if name.isLiteral("Layers") {
        try reader.readElements { (reader) throws(JSONError) in
          var layer = ImageDescriptor()
          layer.digest = try reader.readText()
          layers.append(layer)
        }
      } else {
        try reader.skipValue()
      }
    }
  }
}

extension ImageConfig {
  init(_ reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.readMembers { (name, reader) throws(JSONError) in
      if name.isLiteral("config") {
        try reader.readMembers { (name, reader) throws(JSONError) in
          let text = try reader.readText()
          if name.isLiteral("WorkingDir") { workingDirectory = text }
        }
      } else if name.isLiteral("rootfs") {
        try reader.readMembers { (name, reader) throws(JSONError) in
          guard name.isLiteral("diff_ids") else { return try reader.skipValue() }
          try reader.readElements { (reader) throws(JSONError) in
            layerDigests.append(try reader.readText())
          }
        }
      } else if name.isLiteral("history") {
        try reader.readElements { (reader) throws(JSONError) in
          history.append(try Step(&reader))
        }
      } else {
        try reader.skipValue()
      }
    }
  }
}

extension ImageConfig.Step {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.readMembers { (name, reader) throws(JSONError) in
      if name.isLiteral("created_by") {
        createdBy = try reader.readText()
      } else if name.isLiteral("comment") {
        comment = try reader.readText()
      } else if name.isLiteral("author") {
        author = try reader.readText()
      } else if name.isLiteral("empty_layer") {
        isEmpty = try reader.readFlag()
      } else {
        try reader.skipValue()
      }
    }
  }
}
