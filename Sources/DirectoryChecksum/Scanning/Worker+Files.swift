/// How a worker begins files.
///
/// What a directory called a file is read once its descriptor says that it is one.
extension Worker {
  /// How often a file that changes while it is read is begun, where the size comes before the content
  /// in its digest.
  private static let mostAttempts = 3

  /// Opens the file at `index` and puts it into `lane`. One whose content BuildKit leaves out, because
  /// of its second look at the ignore rules, has its digest at once, as if it were empty.
  func begin(_ index: Int, of claimed: Claimed, in lane: inout Lane) throws(ScanFailure) {
    let directory = claimed.directory
    let file = try open(directory.cName(of: index), at: claimed.descriptor)
    let status = try status(of: file.rawValue)
    guard status.kind == .file else { throw .replaced }
    var attributes = Attributes()
    if scan.needsMetadata {
      attributes = try describe(index, of: directory, status, .descriptor(file.rawValue))
    }
    if directory.state(of: index) == .deliveredEmpty || !scan.options.readsContents {
      makeHeader(of: status, attributes)
      return directory.setDigest(of: index, function.digest(of: text))
    }
    lane.begin(index, of: claimed.task, file, attributes)
    try start(&lane, status)
  }

  /// Begins a file again whose size was not the one that its digest covers.
  func restart(_ lane: inout Lane) throws(ScanFailure) {
    guard scan.options.format == .buildkit, lane.hasPositions, lane.attempts < Self.mostAttempts
    else { throw .changing }
    try start(&lane, status(of: lane.file.rawValue))
  }

  private func start(_ lane: inout Lane, _ status: FileStatus) throws(ScanFailure) {
    makeHeader(of: status, lane.attributes)
    try lane.start(status, function, header: text)
  }

  private func makeHeader(of status: FileStatus, _ attributes: Attributes) {
    switch scan.options.format {
    case .content: text.removeAll(keepingCapacity: true)
    case .buildkit: makeHeader(.file, status, attributes)
    }
  }

  private func open(
    _ name: UnsafePointer<CChar>, at directory: CInt
  ) throws(ScanFailure) -> FileDescriptor {
    do throws(Errno) {
      return try scan.openDirectories.withDescriptorsAtHand { () throws(Errno) in
        try FileDescriptor.openFile(at: directory, name)
      }
    } catch {
      let isOther = error == .tooManyLinks || error == .noSuchDevice
      throw isOther ? .replaced : .system(error)
    }
  }
}
