extension LogReader {
  /// The source of the line that is read; nil where nothing of it was seen before.
  func lookUpSource() -> LogSource? {
    if let lastSource, lastSource.names == prefix.names { return lastSource }
    return prefix.names.withUnsafeBufferPointer { sourceNumbers.number(of: $0) }.map { sources[$0] }
  }

  /// The source of the line that is read, new or known. Where there are too many, the first one
  /// stands for all others.
  func source() -> LogSource {
    if let lastSource, lastSource.names == prefix.names { return lastSource }
    let number = prefix.names.withUnsafeBufferPointer { sourceNumbers.insert($0) } ?? 0
    if number == sources.count {
      sources.append(LogSource(number: number, names: prefix.names, title: prefix.title))
    }
    lastSource = sources[number]
    return sources[number]
  }

  /// The stream of a source with a step number, and with words before its records.
  func stream(
    in source: LogSource, _ number: Int, words: ByteView? = nil
  ) -> LogStream {
    let parent = words == nil ? nil : stream(in: source, number)
    let key = Self.streamKey(source, number, words)
    let index = key.withUnsafeBufferPointer { streamNumbers.insert($0) } ?? 0
    if index == collector.streams.count {
      collector.streams.append(LogStream(source: source, number: number, parent: parent))
    }
    return renewed(collector.streams[index])
  }

  /// The stream of a source with a step number; nil where nothing of it was seen before.
  func lookUpStream(in source: LogSource?, _ number: Int) -> LogStream? {
    guard let source else { return nil }
    let key = Self.streamKey(source, number, nil)
    return key.withUnsafeBufferPointer { streamNumbers.number(of: $0) }
      .map { renewed(collector.streams[$0]) }
  }

  /// The stream as it is in the build that runs: a numbered step of the build before is another.
  private func renewed(_ stream: LogStream) -> LogStream {
    if stream.number >= 0, stream.build != stream.source.build {
      stream.build = stream.source.build
      collector.begin(stream, label: [])
    }
    return stream
  }

  private static func streamKey(
    _ source: LogSource, _ number: Int, _ words: ByteView?
  ) -> [UInt8] {
    var key: [UInt8] = []
    withUnsafeBytes(of: (source.number, number)) { key.append(contentsOf: $0) }
    if let words { PrefixWords.append(words, to: &key) }
    return key
  }

  /// The label of a step: the job that it ran in, if the log names one, and its header.
  func makeLabel(_ header: [UInt8]) -> [UInt8] {
    var label = prefix.title
    label.append(header)
    label.shorten(to: LogStream.maximumLabel)
    return label
  }
}
