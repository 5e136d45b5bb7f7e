import DirectoryChecksum

/// `dchecksum why [OPTIONS] PATH...`
struct WhyCommand {
  /// What the command line asks for.
  struct Options {
    let paths: [[UInt8]]
    let ignore: IgnoreSettings
    /// The Dockerfile; nil for the one in the current directory.
    let file: [UInt8]?

    init(_ invocation: Invocation) {
      paths = invocation.operands
      ignore = IgnoreSettings(invocation)
      file = invocation.value(.file)
    }
  }

  private let options: Options

  init(_ options: Options) {
    self.options = options
  }

  /// Explains each path in a line of its own: `FILE:LINE:PATTERN<TAB>kept|ignored<TAB>PATH`.
  func run() throws(CommandError) -> ExitStatus {
    var writer = BufferedWriter(Console.standardOutput)
    var status = ExitStatus.success
    do throws(CommandError) {
      let rules = try rules()
      for path in options.paths {
        if try !explain(path, rules, to: &writer.buffer) { status = .trouble }
      }
    } catch {
      Console.complain(error.message)
      status = .trouble
    }
    do throws(Errno) { try writer.flush() } catch { throw Console.failedToWrite(error) }
    return status
  }

  /// Those of the file in the current directory, unless another one is named. As for a build, there
  /// need not be one.
  private func rules() throws(CommandError) -> IgnoreRules {
    let context = [UInt8(ascii: ".")]
    var ignore = options.ignore
    if ignore.file == nil {
      ignore.mayLackOwnFile = !ignore.usesOwnFile
      ignore.usesOwnFile = true
    }
    return try ignore.rules(for: context)
  }

  /// Appends the line for one path; false where it names nothing in the context.
  private func explain(
    _ path: [UInt8], _ rules: IgnoreRules, to output: inout [UInt8]
  ) throws(CommandError) -> Bool {
    let inContext: [UInt8]
    do throws(ContextPathError) { inContext = try contextPath(path) } catch {
      Console.complain(CommandError.notInContext(path, error).message)
      return false
    }
    let explanation: IgnoreExplanation
    do throws(IgnoreError) {
      let kind = InputFile.entryKind(of: inContext)
      explanation = try rules.explain(inContext, kind: kind)
    } catch {
      throw .rule(error)
    }
    if let rule = explanation.rule {
      output.append(Messages.place(of: rules[rule]))
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
}
