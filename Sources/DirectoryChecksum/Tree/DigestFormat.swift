/// Which digests a tree or a listing carries.
public enum DigestFormat: Sendable {
  /// SHA-1 of the content alone (`--digest content`).
  case content
  /// SHA-256 as BuildKit keys a COPY from the build context (`--digest buildkit`).
  case buildkit

  /// The length of a digest, in bytes.
  public var byteCount: Int {
    switch self {
    case .content: 20
    case .buildkit: 32
    }
  }
}

extension DigestFormat {
  /// The function that makes the digests, without input.
  var hashFunction: HashFunction {
    switch self {
    case .content: .sha1
    case .buildkit: .sha256
    }
  }
}
