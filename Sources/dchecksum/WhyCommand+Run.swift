import DirectoryChecksum

extension WhyCommand {
  /// Explains each path in a line of its own: `FILE:LINE:PATTERN<TAB>kept|ignored<TAB>PATH`.
  func run() -> ExitStatus {
    var writer = BufferedWriter(Console.standardOutput)
    var status = ExitStatus.success
    do throws(CommandError) {
      let rules = try sources.rules(for: [UInt8(ascii: ".")])
      for path in paths {
        if try !explain(path, rules, to: &writer.buffer) { status = .trouble }
      }
    } catch {
      Console.complain(error.message)
      status = .trouble
    }
    do throws(Errno) { try writer.flush() } catch { return Console.failedToWrite(error) }
    return status
  }

  /// The file in the current directory, unless another one is named. As for a build, there need not
  /// be one.
  private var sources: IgnoreOptions {
    var sources = ignoring
    guard case .none = sources.file else { return sources }
    let own = IgnoreOptions.ownFile(of: [UInt8(ascii: ".")])
    do throws(Errno) {
      if try InputFile.kind(of: own) == .readable { sources.file = .inContext }
    } catch {
      // No file, no rules.
    }
    return sources
  }

  /// Appends the line for one path; false where it names nothing in the context.
  private func explain(
    _ path: [UInt8], _ rules: IgnoreRules, to output: inout [UInt8]
  ) throws(CommandError) -> Bool {
    let inContext: [UInt8]
    do throws(ContextPathError) { inContext = try contextPath(path) } catch {
      Console.complain(Messages.about(path, Self.reason(error)))
      return false
    }
    let explanation: IgnoreExplanation
    do throws(IgnoreError) {
      let kind = InputFile.kindLetter(of: inContext).flatMap { EntryKind(rawValue: $0) }
      explanation = try rules.explain(inContext, kind: kind)
    } catch {
      throw .ignoring(error)
    }
    if let rule = explanation.rule {
      output.append(contentsOf: Messages.place(of: rules[rule]))
    } else {
      output.append("::")
    }
    output.append(explanation.isExcluded ? "\tignored\t" : "\tkept\t")
    output.append(shown: path)
    output.append(UInt8(ascii: "\n"))
    if let rule = explanation.emptyingRule {
      Console.complain(Messages.deliveredEmpty(path, because: rules[rule]))
    }
    return true
  }

  private static func reason(_ error: ContextPathError) -> StaticString {
    switch error {
    case .empty: "an empty path names nothing in the context"
    case .absolute: "not in the context; name it relative to the context's root"
    case .outside: "not in the context: the path leads out of it"
    }
  }
}
