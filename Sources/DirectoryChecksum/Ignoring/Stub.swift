public struct IgnoreRules: Sendable {
  public init() {}
  var isEmpty: Bool { true }
  func decide(_ p: UnsafeRawBufferPointer, below: HitList, scratch: inout MatchScratch)
    throws(IgnoreError) -> Decision
  { Decision(isExcluded: false) }
  func mayEnter(excludedDirectory: UnsafeRawBufferPointer) -> Bool { false }
  func ruleDeliveringEmpty(_ p: UnsafeRawBufferPointer, scratch: inout MatchScratch)
    throws(IgnoreError) -> Int?
  { nil }
  func hits(of: [UInt8], below: HitList, scratch: inout MatchScratch) throws(IgnoreError) -> HitList
  { below }
}
struct Decision { var isExcluded: Bool }
public struct HitList: Sendable { init() {} }
struct MatchScratch { init() {} }
public enum IgnoreError: Error, Equatable { case x }
