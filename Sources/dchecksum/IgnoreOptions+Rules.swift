import DirectoryChecksum

extension IgnoreOptions {
  func rules(for context: [UInt8]) throws(CommandError) -> IgnoreRules { IgnoreRules() }
}
extension Messages {
  static func ignoring(_ error: IgnoreError) -> [UInt8] { [] }
  static func place(of rule: Int, in rules: IgnoreRules) -> [UInt8] { [] }
}
