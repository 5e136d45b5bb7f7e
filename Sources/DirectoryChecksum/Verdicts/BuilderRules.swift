/// A program that builds images and keys a COPY by what it copies, in the versions whose answers
/// were measured (kaniko: whose own hashing code was run).
public enum Builder: CaseIterable, Sendable {
  /// BuildKit 0.8 to 0.32, so `docker build` since 23.0 and buildx.
  case buildkit
  /// Buildah 1.28, so `podman build`; since 1.42 it does not count owners any more.
  case buildah
  /// kaniko 1.24; its fork counts names since 1.24.3.
  case kaniko
  /// The builder of Docker without BuildKit, 20.10.
  case dockerClassic
}

/// What a builder may or may not count. Finer than ``Change/Aspect`` where builders part.
enum BuilderFact {
  case content, kind, link, name, socket, target, device
  case mode, setIDs, rootMode
  case owner, rootOwner, attributes, rootAttributes
  case hardLinks
  case entry, below, unreadable
}

/// Whether a change of one fact alone makes a builder run the COPY again.
enum BuilderWeight {
  case counts
  case ignored
  /// The listing doesn't tell.
  case unknown
  /// Only if the sequence of entries without their names is another.
  case bySequence
  /// Only if what the links point at, followed inside the context, is another.
  case byPointee
  /// Only if the owner's name is another: `root`, `nobody` or none.
  case byOwnerName
  /// Only if the attributes are of a kind that it counts.
  case byAttributes
  /// Unless a socket became an empty file of the same mode, or the reverse.
  case exceptSockets
}

extension BuilderFact {
  /// What counts for `COPY . DEST` from a local directory, each fact changed alone.
  ///
  /// Measured by building, changing one fact and building again, but for kaniko. `name` is an
  /// entry that came, went or moved; `link` is the same for a symbolic link, `socket` for a
  /// socket. `setIDs` are the set-user-ID and set-group-ID bits, `mode` the other ten.
  @inline(never)
  func weight(for builder: Builder) -> BuilderWeight {
    switch self {
    // The bytes of a file. Classic Docker misses them only in a hard link whose other name lies
    // outside what is copied, which is impossible here.
    case .content: row(.counts, .counts, .counts, .counts, builder)
    // A file, directory, link or FIFO where another of these was. BuildKit sends a socket as an
    // empty file.
    case .kind: row(.exceptSockets, .counts, .bySequence, .counts, builder)
    // kaniko hashes no names, so that it sees an entry come and go by the order of the others.
    case .name: row(.counts, .counts, .bySequence, .counts, builder)
    // Classic Docker follows a link and takes what it finds, so that the link's own name counts
    // only where it finds nothing.
    case .link: row(.counts, .counts, .bySequence, .byPointee, builder)
    // Buildah and classic Docker leave sockets out.
    case .socket: row(.counts, .ignored, .bySequence, .ignored, builder)
    case .target: row(.counts, .counts, .counts, .byPointee, builder)
    // Major and minor number.
    case .device: row(.counts, .counts, .ignored, .counts, builder)
    case .mode: row(.counts, .counts, .counts, .counts, builder)
    // Buildah clears them before it hashes.
    case .setIDs: row(.counts, .ignored, .counts, .counts, builder)
    // The directory that is copied: kaniko alone hashes it too.
    case .rootMode: row(.ignored, .ignored, .counts, .ignored, builder)
    // BuildKit's and classic Docker's clients send everything as root's.
    case .owner: row(.ignored, .byOwnerName, .counts, .ignored, builder)
    case .rootOwner: row(.ignored, .ignored, .counts, .ignored, builder)
    // BuildKit: all but security.* and system.*, and security.capability. Buildah: user.* and
    // security.capability. Classic Docker: security.capability, less its root id.
    case .attributes: row(.byAttributes, .byAttributes, .ignored, .byAttributes, builder)
    case .rootAttributes: row(.ignored, .ignored, .ignored, .ignored, builder)
    // A second name of a file goes into a tar as a link.
    case .hardLinks: row(.ignored, .counts, .ignored, .counts, builder)
    // BuildKit's digest is another; of content, mode or attributes is not known.
    case .entry: row(.counts, .unknown, .unknown, .unknown, builder)
    // Some content is another. It may be a name or a link, which the last two may not count.
    case .below: row(.counts, .counts, .unknown, .unknown, builder)
    case .unreadable: row(.unknown, .unknown, .unknown, .unknown, builder)
    }
  }

  private func row(
    _ buildkit: BuilderWeight, _ buildah: BuilderWeight, _ kaniko: BuilderWeight,
    _ classic: BuilderWeight, _ builder: Builder
  ) -> BuilderWeight {
    switch builder {
    case .buildkit: buildkit
    case .buildah: buildah
    case .kaniko: kaniko
    case .dockerClassic: classic
    }
  }
}
