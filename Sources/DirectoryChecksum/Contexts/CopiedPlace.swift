/// What of a context an instruction has copied into a layer of an image, as far as its text and the
/// context tell.
package struct CopiedPlace: Sendable {
  private enum Extent {
    case whole
    /// A directory, whose entries the layer has at its root.
    case directory([UInt8])
    /// Files, which the layer has by their last names, or one of them by any: in the order of their
    /// paths, and in that of these names.
    case files([[UInt8]], byName: [[UInt8]])
  }

  private let extent: Extent

  /// - Parameters:
  ///   - instruction: A COPY or an ADD as an image's history has it.
  ///   - context: What lies there now.
  /// - Returns: Nil where it does not say what it took, or took it from elsewhere, or where the
  ///   sources are not to be found any more.
  package init?(_ instruction: [UInt8], in context: Listing) {
    guard let step = PlannedStep(copy: instruction) else { return nil }
    var files: [[UInt8]] = []
    for selector in step.selectors {
      guard selector.isPlain else { return nil }
      if selector.path.count == 1 {
        guard step.selectors.count == 1 else { return nil }
        extent = .whole
        return
      }
      files.append([UInt8](selector.path[1...]))
    }
    sort(&files) { precedes($0, $1) }
    var byName = files
    sort(&byName) { precedes($0.baseName, $1.baseName) }
    for place in byName.indices.dropFirst()
    where byName[place].baseName == byName[place - 1].baseName {
      return nil
    }
    var isThere = false
    for record in context.records {
      guard let file = Self.first(of: files, from: record.path), record.isAt(file) else { continue }
      if record.kind == .directory, files.count == 1 {
        extent = .directory(file)
        return
      }
      // ADD unpacks archives.
      guard record.kind == .file, step.instruction.keyword == .copy else { return nil }
      isThere = true
    }
    guard isThere else { return nil }
    extent = .files(files, byName: byName)
  }

  /// The first of some files, in order, that does not stand before `path`.
  private static func first(of files: [[UInt8]], from path: [UInt8]) -> [UInt8]? {
    let place = lowerBound(below: files.count) { precedes(files[$0], path) }
    return place < files.count ? files[place] : nil
  }
}

extension CopiedPlace {
  package var isWhole: Bool {
    if case .whole = extent { return true }
    return false
  }

  /// Where something of the context is in the layer; nil where it is not in it.
  private func layerPath(of path: [UInt8]) -> [UInt8]? {
    switch extent {
    case .whole: return path
    case .directory(let directory):
      if path == directory { return [UInt8(ascii: ".")] }
      return RecordPath.isBelow(path, directory) ? [UInt8](path[(directory.count + 1)...]) : nil
    case .files(let files, _):
      return Self.first(of: files, from: path) == path ? path.baseName : nil
    }
  }

  /// Where something of the layer is in the context; nil where it was not copied from there.
  private func contextPath(of path: [UInt8]) -> [UInt8]? {
    switch extent {
    case .whole: return path
    case .directory(let directory):
      return RecordPath.isRoot(path) ? directory : directory + [UInt8(ascii: "/")] + path
    case .files(let files, let byName):
      if files.count == 1 { return files[0] }
      let place = lowerBound(below: byName.count) { precedes(byName[$0].baseName, path) }
      return place < byName.count && byName[place].baseName == path ? byName[place] : nil
    }
  }

  /// Whether the entry is a directory around what was copied.
  private func isAround(_ path: [UInt8]) -> Bool {
    switch extent {
    case .whole: return false
    case .directory(let directory): return RecordPath.isBelow(directory, path)
    case .files(let files, _):
      let below = path + [UInt8(ascii: "/")]
      return RecordPath.isRoot(path)
        || Self.first(of: files, from: below)?.starts(with: below) == true
    }
  }
}

extension CopiedPlace {
  /// What of the context the layer should have, by the names that it has there.
  package func layerRecords(of context: Listing) -> [Record] {
    var records: [Record] = []
    for record in context.records {
      if let path = layerPath(of: record.path) { records.append(record.with(path: path)) }
    }
    return records
  }

  /// The part of the context that the layer shows, directories around it included.
  package func part(of context: Listing) -> Listing {
    var records: [Record] = []
    for record in context.records
    where isAround(record.path) || layerPath(of: record.path) != nil {
      records.append(record)
    }
    return isWhole ? context : context.with(foldedRecords: records)
  }

  /// The layer's entries where they were in the context. What the layer can't know of directories
  /// around them, and of the one that was copied, is as it is now.
  package func placed(_ layer: Listing, in context: Listing) -> Listing {
    if isWhole { return layer }
    var records: [Record] = []
    for record in context.records
    where isAround(record.path) || layerPath(of: record.path) == [UInt8(ascii: ".")] {
      records.append(record)
    }
    // The directory itself is among them, where the context has it.
    let hasTop = records.contains { !isAround($0.path) }
    for record in layer.records {
      guard let path = contextPath(of: record.path), !isAround(path) else { continue }
      if hasTop, layerPath(of: path) == [UInt8(ascii: ".")] { continue }
      records.append(record.with(path: path))
    }
    return layer.with(foldedRecords: records)
  }
}

extension CopiedPlace {
  /// The layer, placed, as one that can prove nothing of what it does not show.
  package func withoutProof(_ layer: Listing) -> Listing {
    if isWhole { return layer }
    var shown: [Record] = []
    for record in layer.records {
      shown.append(isAround(record.path) ? record.with(digest: nil) : record)
    }
    return layer.with(records: shown)
  }
}

extension Record {
  /// The record at another path.
  fileprivate func with(path: [UInt8]) -> Record {
    Record(
      digest: digest, kind: kind, path: path, metadata: metadata, target: target,
      inodeFacts: inodeFacts)
  }
}
