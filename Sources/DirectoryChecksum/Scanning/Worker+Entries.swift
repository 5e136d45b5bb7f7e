/// What a worker does with one entry that is no directory.
extension Worker {
  /// Gives the entry at `index` its digest, or notes why it has none.
  @inline(__always)
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
      note(.failure(error), task.path(of: index))
    }
  }

  @inline(__always)
  private func fileDigest(
    _ index: Int, of directory: Directory, _ descriptor: CInt
  ) throws(ScanFailure) -> Digest {
    let options = engine.options
    let file: FileDescriptor
    do throws(Errno) {
      file = try engine.withDescriptorsAtHand { () throws(Errno) in
        try FileDescriptor.openFile(at: descriptor, directory.cName(of: index))
      }
    } catch {
      if options.metadata { describeUnopened(index, of: directory, descriptor) }
      let isOther = error == .tooManyLinks || error == .noSuchDevice
      throw isOther ? .replaced : .system(error)
    }
    let delivered = directory.state(of: index) != .deliveredEmpty
    guard options.metadata || options.format == .buildkit else {
      guard delivered else { return SHA1.digest(of: []) }
      return try digester.contentDigest(of: file, onProgress: didReadMore)
    }
    let status = try digester.status(of: file)
    guard status.kind == .regular else { throw .replaced }
    let attributes = try counted(.descriptor(file.rawValue))
    describe(index, of: directory, status, attributes)
    switch options.format {
    case .buildkit:
      return try digester.buildKitDigest(
        of: file, status: status, attributes: attributes.bytes, delivered: delivered,
        onProgress: didReadMore)
    case .content:
      guard delivered else { return SHA1.digest(of: []) }
      return try digester.contentDigest(of: file, onProgress: didReadMore)
    }
  }

  /// A link, or in a BuildKit digest anything else that has no content.
  private func otherDigest(
    _ index: Int, of directory: Directory, _ descriptor: CInt
  ) throws(ScanFailure) -> Digest? {
    let options = engine.options
    let name = directory.cName(of: index)
    let kind = directory.kind(of: index)
    var target = UnsafeRawBufferPointer(start: nil, count: 0)
    if kind == .link {
      do throws(Errno) {
        let length = try readLink(at: descriptor, name, into: digester.buffer)
        // No system has targets this long: what fills the buffer may have been cut.
        guard length < digester.buffer.count else { throw Errno.fileTooLarge }
        target = UnsafeRawBufferPointer(rebasing: digester.buffer[..<length])
      } catch {
        throw error == .invalidArgument ? .replaced : .system(error)
      }
      if options.metadata { directory.setTarget(of: index, [UInt8](target)) }
    }
    if options.metadata || options.format == .buildkit {
      let status: FileStatus
      do throws(Errno) { status = try FileStatus(at: descriptor, name) } catch {
        throw .system(error)
      }
      guard EntryKind(status.kind) == kind else { throw .replaced }
      let attributes = try counted(.name(name, directory: descriptor))
      describe(index, of: directory, status, attributes)
      if options.format == .buildkit {
        return digester.buildKitDigest(
          of: kind, status: status, target: target, attributes: attributes.bytes)
      }
    }
    return ContentFormat.counts(kind) ? SHA1.digest(of: target) : nil
  }

  /// Keeps what the system says of an entry.
  private func describe(
    _ index: Int, of directory: Directory, _ status: FileStatus, _ attributes: CountedAttributes
  ) {
    directory.setMetadata(of: index, Metadata(status, attributes))
    guard engine.options.inodeFacts else { return }
    let isShared = status.kind == .regular && status.links > 1
    let isDevice = status.kind == .characterDevice || status.kind == .blockDevice
    let facts = attributes.facts(
      ofEntry: index, sharedInode: isShared ? status.identity.inode : 0,
      device: isDevice ? status.specialDevice : 0)
    if facts.isWorthKeeping { engine.keep(facts, in: directory) }
  }

  /// A file that cannot be opened still has a mode and an owner.
  private func describeUnopened(_ index: Int, of directory: Directory, _ descriptor: CInt) {
    do throws(Errno) {
      let status = try FileStatus(at: descriptor, directory.cName(of: index))
      directory.setMetadata(of: index, Metadata(status, .none))
    } catch {
      // The entry is reported as unreadable in any case.
    }
  }

  private func counted(_ source: AttributeSource) throws(ScanFailure) -> CountedAttributes {
    do throws(Errno) { return try CountedAttributes(of: source) } catch { throw .system(error) }
  }
}

extension Metadata {
  init(_ status: FileStatus, _ attributes: CountedAttributes) {
    self.init(
      mode: status.mode, owner: status.owner, group: status.group, attributesTag: attributes.tag)
  }
}
