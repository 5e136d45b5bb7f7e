/// The steps of one stage by their place, with those that the log shows under another label.
///
/// BuildKit prints a step that serves several platforms once, under one of them, and the steps with
/// which several stages begin alike once, under one of these. Where another stage has the only step
/// that can stand at a place, or the one that the other log shows there, it is taken from there;
/// otherwise the place is empty, which says nothing.
struct StageTexts {
  /// For each place, from 1 on at index 1, the index of its step in the build; negative for none.
  private(set) var places: [Int] = [-1]
  private let build: Build
  /// Whether the log shows the stage's last step.
  let isEndShown: Bool

  /// No stage has more places.
  private static let maximumPlaces = 1 << 16

  /// The stage of the step at `index`; `other` is the same build in the other log.
  init(_ build: Build, _ order: StageOrder, of index: Int, beside other: Build) {
    self.build = build
    let stage = order.stages[order.numbers[index]]
    isEndShown = build.isEndShown(of: stage)
    // The classic builder counts through all stages, others not at all: there the order counts.
    let hasPlaces = build.builder == .buildkit
    // Of an ARG before the first FROM the classic builder makes a step.
    let first = stage.firstIndex { build.steps[$0].isInstruction("FROM") } ?? 0
    for (rank, step) in stage[(hasPlaces ? 0 : first)...].enumerated() {
      set(hasPlaces ? build.steps[step].place : rank + 1, step)
    }
    guard hasPlaces else { return }
    let own = build.steps[index]
    for (index, step) in build.steps.enumerated()
    where step.stage == own.stage && step.target == own.target && step.count == own.count
      && step.platform != own.platform
    {
      set(step.place, index)
    }
    if build.isWhole { borrow(for: own, beside: other) }
  }

  /// Fills the places in front that are empty, up to the first where there is a choice. What stages
  /// share is what they begin with, so it has the same places in each.
  private mutating func borrow(for own: BuildStep, beside other: Build) {
    for place in places.indices.dropFirst() {
      if places[place] >= 0 {
        // Whatever follows this is the stage's own.
        if place > 1 || build.steps[places[place]].stage != own.stage { return }
        continue
      }
      let told = other.steps.first {
        $0.place == place && $0.target == own.target && $0.stage == own.stage
      }
      var found: Int?
      var isOnly = true
      for (index, step) in build.steps.enumerated()
      where step.place == place && step.target == own.target && step.stage != own.stage {
        if place > 1, beginsOtherwise(step) { continue }
        let text = step.comparedText
        if told?.comparedText == text {
          (found, isOnly) = (index, true)
          break
        }
        if let found, build.steps[found].comparedText != text { isOnly = false }
        found = found ?? index
      }
      guard let found, isOnly else { return }
      places[place] = found
    }
  }

  /// Whether the log shows that a step's stage begins with another image than this one.
  private func beginsOtherwise(_ step: BuildStep) -> Bool {
    for other in build.steps
    where other.place == 1 && other.stage == step.stage && other.target == step.target {
      return other.comparedText != text(at: 1)
    }
    return false
  }

  private mutating func set(_ place: Int, _ step: Int) {
    guard place > 0, place < Self.maximumPlaces else { return }
    while places.count <= place { places.append(-1) }
    if places[place] < 0 { places[place] = step }
  }
}

extension StageTexts {
  /// The place of a step.
  func place(of index: Int) -> Int? { places.firstIndex(of: index) }

  /// The step at a place; nil where there is none.
  func step(at place: Int) -> BuildStep? {
    guard place < places.count, places[place] >= 0 else { return nil }
    return build.steps[places[place]]
  }

  /// The text at a place, with runs of blanks as one and without an image's digest.
  func text(at place: Int) -> [UInt8]? { step(at: place)?.comparedText }

  /// Whether a step of the stage has the text.
  func holds(_ text: [UInt8]) -> Bool {
    for place in places.indices where self.text(at: place) == text { return true }
    return false
  }

  /// The first step behind the FROM.
  var first: Int? {
    for index in places where index >= 0 && !build.steps[index].isInstruction("FROM") {
      return index
    }
    return nil
  }

  /// The stage's FROM; nil where the log does not show it.
  var base: BuildStep? {
    for index in places where index >= 0 {
      return build.steps[index].isInstruction("FROM") ? build.steps[index] : nil
    }
    return nil
  }

  /// How many steps both stages have at the same place with the same text, their FROM aside.
  func commonCount(_ other: StageTexts) -> Int {
    var count = 0
    for place in places.indices {
      guard let step = step(at: place), !step.isInstruction("FROM") else { continue }
      if other.text(at: place) == step.comparedText { count += 1 }
    }
    return count
  }
}

extension Build {
  /// Whether the log shows the last of the steps of a stage, whose indexes are given by their place.
  func isEndShown(of stage: [Int]) -> Bool {
    guard !isOver, let first = stage.first, let last = stage.last else { return true }
    // The classic builder and Buildah end a stage before they begin the next, kaniko as well.
    let isFollowed = builder != .buildkit && last + 1 < steps.count
    let hidden = hasNamedContext && !steps[first].isInstruction("FROM") ? 1 : 0
    return isFollowed
      || steps[last].count > 0 && steps[last].place >= steps[last].count - hidden
  }
}

extension BuildStep {
  /// The text as it is compared: runs of blanks are one, and a FROM has no digest.
  var comparedText: [UInt8] {
    var compared: [UInt8] = []
    for byte in isInstruction("FROM") ? text.withoutDigest : text {
      if byte.isBlank, compared.last.map({ $0.isBlank }) ?? true { continue }
      compared.append(byte.isBlank ? UInt8(ascii: " ") : byte)
    }
    if compared.last == UInt8(ascii: " ") { compared.removeLast() }
    return compared
  }
}
