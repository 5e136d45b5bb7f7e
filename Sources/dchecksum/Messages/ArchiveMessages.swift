import DirectoryChecksum

// The words for what is wrong with an archive or an image.

extension CommandError {
  static func archive(_ name: [UInt8], _ error: ArchiveError) -> CommandError {
    switch error {
    case .system(let error): return failed(name, error)
    case .rule(let error): return rule(error)
    case .noSuchPlace: return failed(name, .noSuchFile)
    case .packed(let form): return packed(name, nil, form)
    case .limit(let limit): return CommandError(message: Messages.about(name, words(for: limit)))
    case .endsEarly(let member):
      var text = Messages.about(name, "ends early")
      if !member.isEmpty {
        text.append(", inside ")
        text.append(shown: member)
      }
      return CommandError(message: text)
    case .damaged(let damage, let offset):
      var text = Messages.about(name, "damaged at byte ")
      text.append(decimal: offset)
      text.append(": ")
      text.append(words(for: damage))
      return CommandError(message: text)
    case .blob(let fault, let blob):
      var text = Messages.about(name, fault == .packed ? "the layer " : "damaged: ")
      text.append(shown: blob)
      switch fault {
      case .packed:
        text.append(
          """
           is compressed with zstd, which is not read here; \
          'skopeo copy --dest-compress-format gzip' writes one that is
          """)
      case .missing: text.append(" is not in it, or is of another kind")
      case .digest: text.append(" is not what its digest says")
      case .name: text.append(" is no digest")
      }
      return CommandError(message: text)
    }
  }

  private static func words(for damage: ArchiveDamage) -> StaticString {
    switch damage {
    case .headerChecksum: "header checksum"
    case .number: "no number where one has to be"
    case .paxRecord: "extended header"
    case .sparseMap: "map of a sparse file"
    case .headerWithoutMember: "an extended header without a member behind it"
    case .gzipHeader: "header of a gzip member"
    case .deflate: "compressed data"
    case .gzipChecksum: "checksum of the gzip stream"
    case .gzipLength: "length of the gzip stream"
    case .json: "not the JSON that an image has"
    }
  }

  private static func words(for limit: ArchiveLimit) -> StaticString {
    switch limit {
    case .entries: "more than 16777216 entries, or 2 GiB of names"
    case .extendedHeader: "an extended header of more than 1 MiB"
    case .path: "a path of more than 64 KiB or 32768 levels"
    case .sparsePieces: "a sparse file of more than 1048576 pieces"
    case .holes: "more than 1 TiB of holes in sparse files"
    case .json: "a JSON text of more than 4 MiB"
    case .nesting: "an index in an index, more than 4 deep"
    case .layers: "more than 4096 layers"
    }
  }

  /// Packed in a way that is not read; `path` is that of the file, nil where it has none.
  static func packed(_ name: [UInt8], _ path: [UInt8]?, _ form: PackedForm) -> CommandError {
    let (what, command): (StaticString, StaticString) =
      switch form {
      case .zstd: ("compressed with zstd", "zstd -dc ")
      case .bzip2: ("compressed with bzip2", "bzip2 -dc ")
      case .xz: ("compressed with xz", "xz -dc ")
      case .gzipTwice: ("compressed with gzip twice", "gzip -dc ")
      case .zip: ("a zip archive", "bsdtar -cf - @")
      case .cpio: ("a cpio archive", "bsdtar -cf - @")
      case .squashfs: ("a squashfs image", "sqfs2tar ")
      }
    var text = Messages.about(name, what)
    text.append(", which is not read here: use '")
    text.append(command)
    text.append(path.map { Messages.shown($0) } ?? [UInt8]("FILE"))
    text.append(" | dchecksum …' with - in its place")
    return CommandError(message: text)
  }

  static func notImage(_ name: [UInt8]) -> CommandError {
    CommandError(
      message: Messages.about(name, "no image: neither an OCI layout nor skopeo's 'dir:'"))
  }

  static func noSuchLayer(_ name: [UInt8], count: Int) -> CommandError {
    if count == 0 {
      return CommandError(
        message: Messages.about(
          name, "no image, and no log: it has no numbers, name a place as #/PATH"))
    }
    var text = Messages.about(name, "no such layer; listed are ")
    text.append(decimal: UInt64(count))
    return CommandError(message: text)
  }

  static func noLayer(_ name: [UInt8]) -> CommandError {
    CommandError(message: Messages.about(name, "no layer of a COPY or an ADD in it"))
  }
}

extension Messages {
  /// A line about something that came up in the archive `name`.
  static func notice(
    _ notice: ArchiveNotice, of name: [UInt8], _ rules: IgnoreRules
  ) -> [UInt8] {
    switch notice.event {
    case .skipped(let kind): return about(notice.name, skipped(kind))
    case .deliveredEmpty(let rule): return deliveredEmpty(notice.name, because: rules[rule])
    default: break
    }
    var text = shown(name)
    if !notice.name.isEmpty {
      text.append(": ")
      text.append(shown(notice.name))
    }
    text.append(": ")
    switch notice.event {
    case .refused(let refusal): text.append(words(for: refusal))
    case .unknownKind(let kind):
      text.append("a member of the unknown kind ")
      text.append(quoted: [kind])
      text.append(", taken as a file")
    case .continued: text.append("the rest of a file in another archive, left out")
    case .noEndMark: text.append("no end mark: it may have been cut between two members")
    case .loneZeroBlock: text.append("a single block of zeros between two members")
    case .dataBehindEnd: text.append("more data behind the end of the archive, left out")
    case .archiveBehindEnd: text.append("a second archive behind the end of the first, left out")
    case .garbageBehindGzip: text.append("more bytes behind the end of the gzip stream, left out")
    case .more(let count):
      text.append(decimal: UInt64(count))
      text.append(" notices more")
    case .skipped, .deliveredEmpty: break
    }
    return text
  }

  private static func words(for refusal: ArchiveNotice.Refusal) -> StaticString {
    switch refusal {
    case .parent: "'..' in a name, left out"
    case .nul: "a NUL in a name, left out"
    case .nameless: "a file without a name, left out"
    case .throughLink: "below a link of the archive, left out"
    case .throughFile: "below a file of the archive, left out"
    case .overDirectory: "a file in the place of a directory that is not empty, left out"
    case .target: "a hard link to what is not in the archive before it, left out"
    }
  }
}
