/// What a log says that a builder did with the COPY whose files are compared.
package struct LoggedCopy {
  let builder: Builder
  /// `COPY . /app`
  let instruction: [UInt8]
  /// Where it stands in the log: `#7 [3/5]`; empty where that is not known.
  let step: [UInt8]
  /// Whether it ran, having been cached or run before.
  let ranAgain: Bool
  /// How many steps behind it ran as well.
  let stepsBehind: Int
  /// Whether it ran for its files, as far as the logs tell.
  let isByFiles: Bool

  package init(
    builder: Builder, instruction: [UInt8], step: [UInt8], ranAgain: Bool, stepsBehind: Int = 0,
    isByFiles: Bool = true
  ) {
    self.builder = builder
    self.instruction = instruction
    self.step = step
    self.ranAgain = ranAgain
    self.stepsBehind = stepsBehind
    self.isByFiles = isByFiles
  }
}
