/// A `--mount` of a RUN: `KEY=VALUE` or `KEY` between commas.
struct RunMount: Sendable {
  enum Kind: UInt8, Sendable { case bind, cache, tmpfs, secret, ssh }

  /// The stage or image that it takes from; empty for the context.
  private(set) var from: [UInt8] = []
  private(set) var kind = Kind.bind
  private(set) var source: [UInt8] = []
  /// Everything but where it comes from, as `KEY=VALUE`, in the order given.
  private(set) var options: [[UInt8]] = []
  /// As they are written.
  private let fields: [[UInt8]]

  /// Reads `from` alone: all else may have variables, and counts where the RUN is built.
  /// - Throws: For a variable where none may be.
  init(_ text: [UInt8]) throws(DockerfileFault) {
    fields = Self.fields(text)
    for field in fields {
      let (word, value) = BuildEnvironment.split(field)
      guard let value, word.withUnsafeBufferPointer({ Key($0) }) == .from else { continue }
      // A `$` at the end is one.
      for byte in value.dropLast() where byte == UInt8(ascii: "$") {
        throw DockerfileFault(.fromVariable, field)
      }
      from = value
    }
  }
}

extension RunMount {
  /// Reads all fields, with their variables replaced.
  /// - Throws: For a field, a type or a target that there is not, or not together.
  mutating func evaluate(
    _ environment: BuildEnvironment, escape: UInt8
  ) throws(DockerfileFault) {
    // A secret has an ID or a source, or what it is called in the build.
    var (hasID, isNamed) = (false, false)
    for field in fields {
      let (word, written) = BuildEnvironment.split(field)
      guard let key = word.withUnsafeBufferPointer({ Key($0) }) else {
        throw DockerfileFault(.badMount, field)
      }
      var value: [UInt8]?
      if let written { value = try WordExpander.expand(written, environment, escape: escape) }
      var isRight = value != nil
      switch key {
      case .type:
        guard let kind = Kind(value ?? []) else { throw DockerfileFault(.badMount, field) }
        self.kind = kind
      case .from: break
      case .source: source = value ?? []
      case .target: isRight = !(value?.isLiteral("/") ?? true)
      case .readonly, .readwrite: isRight = Self.isTruth(value)
      case .required: isRight = (kind == .secret || kind == .ssh) && Self.isTruth(value)
      case .sharing: isRight = Self.isWord(value ?? [], of: "shared private locked")
      case .mode, .uid, .gid:
        isRight = (value ?? []).withUnsafeBufferPointer {
          InstructionValue.number($0, base: key == .mode ? 8 : 10, limit: Int(UInt32.max)) != nil
        }
      case .env: isRight = kind == .secret
      case .size: isRight = kind == .tmpfs && (value?.first?.isDigit ?? false)
      default: break
      }
      guard isRight else { throw DockerfileFault(.badMount, field) }
      if key == .id, value?.isEmpty == false { hasID = true }
      if key == .target || key == .env { isNamed = true }
      guard key != .type, key != .from, key != .source else { continue }
      var option = [UInt8](key.name)
      option.append(UInt8(ascii: "="))
      option.append(value ?? [UInt8]("true"))
      options.append(option)
    }
    if kind == .secret, hasID ? !source.isEmpty : source.isEmpty && !isNamed {
      throw DockerfileFault(.badMount, fields.first ?? [])
    }
    for field in fields {
      let key = BuildEnvironment.split(field).name.withUnsafeBufferPointer { Key($0) }
      let isRight =
        switch key {
        case .sharing: kind == .cache
        case .mode, .uid, .gid: kind != .bind && kind != .tmpfs
        case .from: kind != .secret
        default: true
        }
      guard isRight else { throw DockerfileFault(.badMount, field) }
    }
  }

  /// Whether it is one of the words that Go takes for a truth value; none stands for true.
  private static func isTruth(_ value: [UInt8]?) -> Bool {
    value.map { isWord($0, of: "1 t true 0 f false") } ?? true
  }

  private static func isWord(_ word: [UInt8], of list: StaticString) -> Bool {
    word.withUnsafeBufferPointer { InstructionValue.isWord($0, of: list) }
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

extension RunMount.Kind {
  /// The kind of this name, in either case.
  fileprivate init?(_ name: [UInt8]) {
    let names: [StaticString] = ["bind", "cache", "tmpfs", "secret", "ssh"]
    for (number, other) in names.enumerated()
    where name.withUnsafeBufferPointer({ $0.isWord(other) }) {
      self.init(rawValue: UInt8(number))
      return
    }
    return nil
  }
}
