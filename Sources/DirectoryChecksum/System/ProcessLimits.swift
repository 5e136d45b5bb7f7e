import CDirectoryChecksum

/// How much of the machine the process may use.
enum ProcessLimits {
  /// How many descriptors the process may have open. Corresponds to `getrlimit(2)`.
  static var descriptorLimit: UInt64 { cdc_descriptor_limit() }

  /// The processors that the process may run on, or fewer where a container's quota grants less
  /// time; at least 1.
  static var processors: Int {
    let available = Int(cdc_processor_count())
    guard available > 1, let quota else { return max(1, available) }
    return max(1, min(available, quota))
  }

  /// The processor time that the control group of a container grants, in whole processors.
  ///
  /// Version 2 says `MICROSECONDS PERIOD` or `max PERIOD` in one file, version 1 each in a file of
  /// its own, with -1 for no limit. Inside a container these paths are the container's own.
  private static var quota: Int? {
    if let limits = numbers(in: "/sys/fs/cgroup/cpu.max") {
      return wholeProcessors(limits.first, limits.second)
    }
    let time = numbers(in: "/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
    guard let time else { return nil }
    let period = numbers(in: "/sys/fs/cgroup/cpu/cpu.cfs_period_us")
    return wholeProcessors(time.first, period?.first)
  }

  private static func wholeProcessors(_ time: Int?, _ period: Int?) -> Int? {
    guard let time, let period, time > 0, period > 0 else { return nil }
    return time / period + (time % period == 0 ? 0 : 1)
  }

  /// The first two words of a small file as decimal numbers, nil for what is none; nil where the
  /// file cannot be read.
  private static func numbers(in path: StaticString) -> (first: Int?, second: Int?)? {
    do throws(Errno) {
      let file = try FileDescriptor.openInput(
        UnsafeRawPointer(path.utf8Start).assumingMemoryBound(to: CChar.self))
      let text = try file.readSome(atMost: 64)
      var index = 0
      let first = nextNumber(in: text, from: &index)
      return (first, nextNumber(in: text, from: &index))
    } catch {
      return nil
    }
  }

  /// The word that begins at `index`, which moves behind it and the blank there.
  private static func nextNumber(in text: [UInt8], from index: inout Int) -> Int? {
    var value: Int?
    while index < text.count, text[index] != UInt8(ascii: "\n") {
      let digit = text[index] &- UInt8(ascii: "0")
      index += 1
      if text[index - 1] == UInt8(ascii: " ") { return value }
      guard digit < 10, value ?? 0 < 1 << 50 else {
        index = text.count
        return nil
      }
      value = (value ?? 0) * 10 + Int(digit)
    }
    return value
  }
}
