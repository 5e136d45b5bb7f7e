/// What a worker does with one entry.
extension Worker {
  /// Gives the entry at `index`, which is no directory, its digest, or notes why it has none.
  func digest(
    _ index: Int, of directory: Directory, in task: DirectoryTask, _ descriptor: CInt
  ) {
    do throws(ScanFailure) {
      let digest: Digest? =
        if directory.kind(of: index) == .file {
          try fileDigest(index, of: directory, descriptor)
        } else {
          try otherDigest(index, of: directory, descriptor)
        }
      if let digest {
        directory.setDigest(of: index, digest)
      } else {
        directory.setState(of: index, .uncovered)
      }
    } catch {
      directory.setState(of: index, .unreadable)
      describeUnread(index, of: directory, descriptor)
      engine.note(.failure(error), task.path(of: index))
    }
  }

  /// An entry that cannot be read still has a mode and an owner, unless it has been replaced by
  /// something else. Where they cannot be had either, its record says nothing of them.
  func describeUnread(_ index: Int, of directory: Directory, _ descriptor: CInt) {
    guard engine.options.metadata, directory.metadata(of: index) == nil else { return }
    do throws(Errno) {
      let status = try FileStatus(at: descriptor, directory.cName(of: index))
      guard status.kind == directory.kind(of: index) else { return }
      directory.setMetadata(of: index, Metadata(status))
    } catch {}
  }

  /// A link, or in a BuildKit digest anything else that has no content.
  private func otherDigest(
    _ index: Int, of directory: Directory, _ descriptor: CInt
  ) throws(ScanFailure) -> Digest? {
    let name = directory.cName(of: index)
    let kind = directory.kind(of: index)
    var target = ByteView(start: nil, count: 0)
    if kind == .link {
      target = try readTarget(name, descriptor)
      if engine.options.metadata { directory.setTarget(of: index, [UInt8](target)) }
    }
    if engine.needsMetadata {
      let status = try status(at: descriptor, name)
      guard status.kind == kind else { throw .replaced }
      let attributes = try describe(
        index, of: directory, status, .name(name, directory: descriptor))
      if engine.options.format == .buildkit {
        var hash = hashHeader(kind, status, attributes, target: target)
        return hash.finalize()
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

  /// The target of the link `name`, in the worker's buffer.
  private func readTarget(
    _ name: UnsafePointer<CChar>, _ descriptor: CInt
  ) throws(ScanFailure) -> ByteView {
    do throws(Errno) {
      let length = try readLink(at: descriptor, name, into: buffer)
      // No system has targets this long: what fills the buffer may have been cut.
      guard length < buffer.count else { throw .fileTooLarge }
      return UnsafeRawBufferPointer(rebasing: buffer[..<length]).assumingMemoryBound(
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
      attributes = try Attributes.read(source, for: engine.options.format)
    } catch {
      throw .system(error)
    }
    directory.setMetadata(of: index, Metadata(status, attributes))
    if status.kind == .file { directory.setSize(of: index, status.size) }
    guard engine.options.inodeFacts else { return attributes }
    let isShared = status.kind == .file && status.links > 1
    let isDevice = status.kind == .characterDevice || status.kind == .blockDevice
    var facts = InodeFacts(
      sharedInode: isShared ? status.identity.inode : 0,
      device: isDevice ? status.specialDevice : 0, attributes: attributes)
    facts.isReincluded = directory.state(of: index) == .excluded
    if facts.isWorthKeeping { engine.keep(facts, of: index, in: directory) }
    return attributes
  }

  /// Begins an entry's BuildKit digest with what comes before its content.
  func hashHeader(
    _ kind: EntryKind, _ status: FileStatus, _ attributes: Attributes,
    target: ByteView = ByteView(start: nil, count: 0)
  ) -> HashFunction {
    let isDevice = kind == .characterDevice || kind == .blockDevice
    text.removeAll(keepingCapacity: true)
    BuildKitFormat.appendHeader(
      kind, mode: status.mode, size: status.size, target: target,
      device: isDevice ? status.specialDevice : 0, to: &text)
    attributes.appendForBuildKit(to: &text)
    var hash = HashFunction.sha256
    text.withUnsafeBytes { hash.update($0) }
    return hash
  }
}

extension Metadata {
  init(_ status: FileStatus, _ attributes: Attributes = Attributes()) {
    self.init(
      mode: status.mode, owner: status.owner, group: status.group, attributesTag: attributes.tag)
  }
}
