/// A `--mount` of a RUN: `KEY=VALUE` or `KEY` between commas, with variables as they are written.
struct RunMount: Sendable {
  enum Kind: UInt8, Sendable { case bind, cache, tmpfs, secret, ssh }

  private(set) var kind = Kind.bind
  private(set) var from: [UInt8] = []
  private(set) var source: [UInt8] = []
  /// Everything but where it comes from, as `KEY=VALUE`, in the order given.
  private(set) var options: [[UInt8]] = []

  /// - Throws: For a field or a type that there is not, or a variable where none may be.
  init(_ text: [UInt8]) throws(DockerfileFault) {
    for field in Self.fields(text) {
      let (word, value) = BuildEnvironment.split(field)
      let key = word.withUnsafeBufferPointer { Key($0) }
      guard let key else { throw DockerfileFault(.badMount, field) }
      guard value != nil || key.mayStandAlone else { throw DockerfileFault(.badMount, field) }
      switch key {
      case .type: kind = try Self.kind(value ?? [], field)
      case .from:
        from = value ?? []
        for byte in from where byte == UInt8(ascii: "$") {
          throw DockerfileFault(.fromVariable, field)
        }
      case .source: source = value ?? []
      default:
        var option = [UInt8](key.name)
        option.append(UInt8(ascii: "="))
        option.append(value ?? [UInt8]("true"))
        options.append(option)
      }
    }
  }

  private enum Key: UInt8 {
    case type, from, source, src, target, destination, dst, readonly, ro, readwrite, rw
    case required, size, id, sharing, mode, uid, gid, env

    private static let names: [StaticString] = [
      "type", "from", "source", "src", "target", "destination", "dst", "readonly", "ro",
      "readwrite", "rw", "required", "size", "id", "sharing", "mode", "uid", "gid", "env",
    ]

    init?(_ word: ByteView) {
      for (number, name) in Self.names.enumerated() where word.isWord(name) {
        guard let key = Key(rawValue: UInt8(number)) else { return nil }
        self =
          switch key {
          case .src: .source
          case .destination, .dst: .target
          case .ro: .readonly
          case .rw: .readwrite
          default: key
          }
        return
      }
      return nil
    }

    var name: StaticString { Self.names[Int(rawValue)] }

    var mayStandAlone: Bool {
      switch self {
      case .readonly, .readwrite, .required, .env: true
      default: false
      }
    }
  }

  private static func kind(_ value: [UInt8], _ field: [UInt8]) throws(DockerfileFault) -> Kind {
    let names: [StaticString] = ["bind", "cache", "tmpfs", "secret", "ssh"]
    for (number, name) in names.enumerated() where value.isLiteral(name) {
      if let kind = Kind(rawValue: UInt8(number)) { return kind }
    }
    throw DockerfileFault(.badMount, field)
  }

  /// What stands between commas; one in double quotes parts nothing.
  private static func fields(_ text: [UInt8]) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    return fields
  }
}
