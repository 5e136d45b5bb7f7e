/// What a worker does with one entry.
extension Worker {
  /// Gives the entry at `index` of the current directory its digest, or notes why it has none. A file
  /// that is to be read comes into `lane`.
  func digest(_ index: Int, in lane: inout Lane) {
    guard let claimed = current else { return }
    let (task, directory) = (claimed.task, claimed.directory)
    current?.opened += 1
    do throws(ScanFailure) {
      if directory.kind(of: index) == .file {
        try begin(index, of: claimed, in: &lane)
      } else if let digest = try otherDigest(index, of: claimed, lane.memory) {
        directory.setDigest(of: index, digest)
      } else {
        directory.setState(of: index, .uncovered)
      }
    } catch {
      _ = lane.end()
      describeUnread(index, of: directory, at: claimed.descriptor)
      note(error, index, of: task)
    }
    if !lane.isBusy { current?.finished += 1 }
    scan.queue.shareIfWanted(task)
  }

  /// Notes why the entry at `index` has no digest.
  func note(_ failure: ScanFailure, _ index: Int, of task: DirectoryTask) {
    task.directory?.setState(of: index, .unreadable)
    scan.note(.failure(failure), task.path(of: index))
  }

  /// An entry that cannot be read still has a mode and an owner, unless it has been replaced by
  /// something else. Where they cannot be had either, its record says nothing of them.
  private func describeUnread(_ index: Int, of directory: Directory, at descriptor: CInt) {
    guard scan.options.metadata, directory.metadata(of: index) == nil else { return }
    do throws(Errno) {
      let status = try FileStatus(at: descriptor, directory.cName(of: index))
      guard status.kind == directory.kind(of: index) else { return }
      directory.setMetadata(of: index, Metadata(status))
    } catch {}
  }

  /// The same of an entry whose directory may have been put aside.
  func describeUnread(_ index: Int, of directory: Directory, in task: DirectoryTask) {
    do throws(Errno) {
      describeUnread(index, of: directory, at: try scan.openDirectories.pin(task.place))
      scan.openDirectories.unpin(task.place)
    } catch {}
  }

  /// A link, or in a BuildKit digest anything else that has no content. `memory` is for its target.
  private func otherDigest(
    _ index: Int, of claimed: Claimed, _ memory: UnsafeMutableRawBufferPointer
  ) throws(ScanFailure) -> Digest? {
    let (directory, descriptor) = (claimed.directory, claimed.descriptor)
    let name = directory.cName(of: index)
    let kind = directory.kind(of: index)
    var target = ByteView(start: nil, count: 0)
    if kind == .link {
      target = try readTarget(name, descriptor, memory)
      if scan.options.metadata { directory.setTarget(of: index, [UInt8](target)) }
    }
    if scan.needsMetadata {
      let status = try status(at: descriptor, name)
      guard status.kind == kind else { throw .replaced }
      let attributes = try describe(
        index, of: directory, status, .name(name, directory: descriptor))
      if scan.options.format == .buildkit {
        makeHeader(kind, status, attributes, target: target)
        return HashFunction.sha256(of: text)
      }
    }
    return ContentFormat.counts(kind) ? HashFunction.sha1.digest(of: target.raw) : nil
  }

  /// The status of an open file or directory.
  func status(of descriptor: CInt) throws(ScanFailure) -> FileStatus {
    do throws(Errno) { return try FileStatus(of: descriptor) } catch { throw .system(error) }
  }

  private func status(
    at descriptor: CInt, _ name: UnsafePointer<CChar>
  ) throws(ScanFailure) -> FileStatus {
    do throws(Errno) { return try FileStatus(at: descriptor, name) } catch {
      throw .system(error)
    }
  }

  /// The target of the link `name`, in `memory`.
  private func readTarget(
    _ name: UnsafePointer<CChar>, _ descriptor: CInt, _ memory: UnsafeMutableRawBufferPointer
  ) throws(ScanFailure) -> ByteView {
    do throws(Errno) {
      let length = try readLink(at: descriptor, name, into: memory)
      // No system has targets this long: what fills the memory may have been cut.
      guard length < memory.count else { throw .fileTooLarge }
      return UnsafeRawBufferPointer(rebasing: memory[..<length]).assumingMemoryBound(
        to: UInt8.self)
    } catch {
      throw error == .invalidArgument ? .replaced : .system(error)
    }
  }

  /// Asks for the attributes of the entry at `index`, and keeps what the system says of it.
  func describe(
    _ index: Int, of directory: Directory, _ status: FileStatus, _ source: AttributeSource
  ) throws(ScanFailure) -> Attributes {
    let attributes: Attributes
    do throws(Errno) {
      attributes = try Attributes.read(source, for: scan.options.format)
    } catch {
      throw .system(error)
    }
    directory.setMetadata(of: index, Metadata(status, attributes))
    if status.kind == .file { directory.setSize(of: index, status.size) }
    guard scan.options.inodeFacts else { return attributes }
    let isShared = status.kind == .file && status.links > 1
    let isDevice = status.kind == .characterDevice || status.kind == .blockDevice
    var facts = InodeFacts(
      sharedInode: isShared ? status.identity.inode : 0,
      device: isDevice ? status.specialDevice : 0, attributes: attributes)
    facts.isReincluded = directory.state(of: index) == .excluded
    if facts.isWorthKeeping { scan.keep(facts, of: index, in: directory) }
    return attributes
  }

  /// Makes ``text`` what an entry's BuildKit digest covers before its content.
  func makeHeader(
    _ kind: EntryKind, _ status: FileStatus, _ attributes: Attributes,
    target: ByteView = ByteView(start: nil, count: 0)
  ) {
    let isDevice = kind == .characterDevice || kind == .blockDevice
    text.removeAll(keepingCapacity: true)
    BuildKitFormat.appendHeader(
      kind, mode: status.mode, size: status.size, target: target,
      device: isDevice ? status.specialDevice : 0, to: &text)
    attributes.appendForBuildKit(to: &text)
  }
}

extension Metadata {
  init(_ status: FileStatus, _ attributes: Attributes = Attributes()) {
    self.init(
      mode: status.mode, owner: status.owner, group: status.group, attributesTag: attributes.tag)
  }
}
