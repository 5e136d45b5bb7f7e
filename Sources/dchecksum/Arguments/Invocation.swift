import DirectoryChecksum

/// A command line, taken apart: the command, its options with their values, and its operands.
struct Invocation {
  /// An option as it was given.
  struct Setting {
    let option: Option
    /// As the user wrote it: `-d`, `--max-depth`.
    let spelling: [UInt8]
    /// Nil where none was given, which most options ask for.
    let value: [UInt8]?
  }

  var verb = Verb.scan
  var settings: [Setting] = []
  var operands: [[UInt8]] = []
}

extension Invocation {
  /// Whether `option` was given.
  func has(_ option: Option) -> Bool { last(option) != nil }

  /// The last of what was given for `option`, which is what counts.
  func last(_ option: Option) -> Setting? {
    var last: Setting?
    for setting in settings where setting.option == option { last = setting }
    return last
  }

  /// The value of `option`; nil where it was not given, or without one.
  func value(_ option: Option) -> [UInt8]? { last(option)?.value }

  /// The values of an option that may be repeated.
  func values(_ option: Option) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for setting in settings where setting.option == option {
      if let value = setting.value { values.append(value) }
    }
    return values
  }

  /// The number that `option` was given, at least `least`; nil where it was not given.
  func number(
    _ option: Option, from least: Int, wanted: StaticString
  ) throws(UsageError) -> Int? {
    guard let setting = last(option), let value = setting.value else { return nil }
    guard let number = value.number(from: 0), number >= least else {
      throw UsageError(verb, .badValue(setting.spelling, value, wanted: wanted))
    }
    return number
  }

  /// Which of the words that its form has, in their order, `option` was given; 0 where it was not
  /// given.
  func choice(_ option: Option) throws(UsageError) -> Int {
    guard let setting = last(option), let value = setting.value else { return 0 }
    let words = option.form.value
    var number = 0
    var start = 0
    for end in 0...words.utf8CodeUnitCount {
      guard end == words.utf8CodeUnitCount || words.utf8Start[end] == UInt8(ascii: "|") else {
        continue
      }
      let word = ByteView(start: words.utf8Start + start, count: end - start)
      if value.withUnsafeBufferPointer({ $0.elementsEqual(word) }) { return number }
      number += 1
      start = end + 1
    }
    throw UsageError(verb, .badChoice(setting.spelling, value, of: words))
  }

  /// Refuses two options of which one excludes the other.
  func exclude(_ one: Option, _ other: Option) throws(UsageError) {
    if has(one), has(other) { throw UsageError(verb, .conflict(one, other)) }
  }

  /// Refuses `option` where `other` is missing.
  func require(_ other: Option, with option: Option) throws(UsageError) {
    if has(option), !has(other) { throw UsageError(verb, .missing(other, with: option)) }
  }
}
