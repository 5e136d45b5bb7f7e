/// One extended attribute of an entry.
public struct Attribute: Equatable, Sendable {
  /// With its name space: `user.mime_type`.
  public let name: [UInt8]
  public let value: [UInt8]

  public init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

/// The extended attributes of an entry, whole, as far as any builder counts them.
public struct Attributes: Equatable, Sendable {
  /// In byte order of their names, so that the order in which they were set is of no matter.
  public let all: [Attribute]

  /// Takes attributes in any order, of different names.
  public init(_ attributes: [Attribute] = []) {
    var sorted: [Attribute] = []
    for index in sortedIndexes(
      attributes.count, by: { precedes(attributes[$0].name, attributes[$1].name) })
    {
      sorted.append(attributes[index])
    }
    all = sorted
  }
}

extension Attributes {
  public var isEmpty: Bool { all.isEmpty }

  /// The value of the attribute called `name`.
  package func value(of name: StaticString) -> [UInt8]? {
    for attribute in all where attribute.name.isLiteral(name) { return attribute.value }
    return nil
  }

  /// Those whose names `counts` takes.
  package func filtered(_ counts: ([UInt8]) -> Bool) -> Attributes {
    var counted: [Attribute] = []
    for attribute in all where counts(attribute.name) { counted.append(attribute) }
    return Attributes(counted)
  }
}
