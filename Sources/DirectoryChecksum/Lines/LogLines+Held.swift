// What is held back until it is known how a line goes on.

extension LogLines {
  /// Holds a line of a channel until the next one says whether it goes on.
  mutating func hold(_ text: ByteView, _ channel: Int, _ take: Taker) {
    let number = source()
    var place = 0
    while place < sources[number].channels.count, sources[number].channels[place] != channel {
      place += 1
    }
    if place == sources[number].channels.count {
      sources[number].channels.append(channel)
      sources[number].held.append([])
    }
    // A whole line is not held: most are whole, and empty is what nothing is held as.
    let isWhole = prefix.isWhole
    if !prefix.continuesLine, isWhole == nil { flush(place, of: number, take) }
    if sources[number].held[place].count + text.count <= LineCutter.maximumLength {
      sources[number].held[place].append(text)
    }
    if isWhole == true { flush(place, of: number, take) }
  }

  private mutating func flush(_ place: Int, of number: Int, _ take: Taker) {
    var line: [UInt8] = []
    swap(&line, &sources[number].held[place])
    guard !line.isEmpty else { return }
    let held = prefix
    line.withUnsafeBufferPointer { line in
      prefix.peel(line)
      readSegments(line, take)
    }
    prefix = held
  }

  /// Reads all that is held back, of which the end of the line never came.
  mutating func flushAll(_ take: Taker) {
    for number in sources.indices {
      prefix = LinePrefix(of: sources[number])
      for place in sources[number].held.indices { flush(place, of: number, take) }
      for channel in sources[number].pending.indices where !sources[number].pending[channel].isEmpty
      {
        var text: [UInt8] = []
        swap(&text, &sources[number].pending[channel])
        isNested = true
        text.withUnsafeBufferPointer { readLine($0, take) }
        emit(.end, take)
      }
    }
    flushOutputs(take)
  }
}
