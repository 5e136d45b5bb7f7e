/// One instruction of a Dockerfile as text: its lines joined, and the documents that follow it.
struct Statement {
  /// The number of its first line, and of the last that was read for it.
  let line: Int
  var endLine: Int
  /// Without white space at the ends.
  let text: [UInt8]
  var heredocs: [Heredoc] = []
}

/// Takes the instructions of a Dockerfile apart.
///
/// Comments and empty lines are no instructions. A line that ends in one escape character, blanks
/// behind it or not, goes on in the next, of which nothing is dropped; comments and empty lines
/// in between are passed over. The documents of `<<NAME` come right behind the instruction, and
/// nothing in them is looked at.
struct DockerfileStatements {
  private var lines: DockerfileLines
  var escape: UInt8 { lines.escape }
  /// The image that reads the file in place of what is built in; empty where there is none.
  var syntax: [UInt8] { lines.syntax }

  init(_ bytes: ByteView) throws(DockerfileError) {
    guard !bytes.isEmpty else { throw DockerfileFault(.empty).at(nil) }
    lines = try DockerfileLines(bytes)
  }
}

extension DockerfileStatements {
  /// Takes the next instruction; nil at the end.
  mutating func next() throws(DockerfileError) -> Statement? {
    while let first = lines.next() {
      let line = lines.number
      let start = first.withoutLeadingSpace
      if start.first == UInt8(ascii: "#") { continue }
      var (part, goesOn) = continued(start)
      if part.isEmpty, !goesOn { continue }
      var text = [UInt8](part)
      while goesOn, let next = lines.next() {
        let content = next.withoutLeadingSpace
        if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
        (part, goesOn) = continued(next)
        text.append(part)
      }
      let trimmed = text.withUnsafeBufferPointer { [UInt8]($0.trimmed) }
      var statement = Statement(line: line, endLine: lines.number, text: trimmed)
      try readHeredocs(of: &statement)
      return statement
    }
    return nil
  }

  /// The line without the escape character that it ends in, and whether it ends in one.
  private func continued(_ line: ByteView) -> (ByteView, Bool) {
    let text = line.withoutTrailingBlanks
    guard text.last == escape else { return (line, false) }
    let end = text.count - 1
    if end > 0, text[end - 1] == escape { return (line, false) }
    return (text.upTo(end), true)
  }

  private mutating func readHeredocs(of statement: inout Statement) throws(DockerfileError) {
    for var heredoc in Heredoc.announced(in: statement.text) {
      var isTerminated = false
      while !isTerminated, let line = lines.next() {
        var end = line
        while heredoc.dropsTabs, end.first == UInt8(ascii: "\t") { end = end.from(1) }
        isTerminated = [UInt8](end) == heredoc.name
        if !isTerminated {
          heredoc.content.append(heredoc.dropsTabs ? end : line)
          heredoc.content.append(UInt8(ascii: "\n"))
        }
      }
      guard isTerminated else {
        throw DockerfileFault(.unterminatedHeredoc, heredoc.name).at(statement.line)
      }
      statement.heredocs.append(heredoc)
    }
    statement.endLine = lines.number
  }
}
