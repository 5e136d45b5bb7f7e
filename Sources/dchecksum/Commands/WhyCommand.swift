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
      for doubt in IgnoreDoubt.doubts(about: rules) {
        Console.complain(Messages.doubt(doubt, rules))
      }
      let takers = try TakingLines(options.file, rules)
      for path in options.paths {
        if try !explain(path, rules, takers, to: &writer.buffer) { status = .trouble }
      }
    } catch {
      Console.complain(error.message)
      status = .trouble
    }
    do throws(Errno) { try writer.flush() } catch { throw Console.failedToWrite(error) }
    return status
  }

  /// Those of the file that a build in the current directory uses, unless another one is named. As
  /// for a build, there need not be one.
  private func rules() throws(CommandError) -> IgnoreRules {
    let context = [UInt8(ascii: ".")]
    var ignore = options.ignore
    if ignore.file == nil, !ignore.usesOwnFile {
      let dockerfile = options.file ?? [UInt8]("Dockerfile")
      ignore.file = BuildFiles.ignoreFile(of: dockerfile, in: context)
      if ignore.file == nil, ignore.patterns.isEmpty { Console.complain(Messages.noRules) }
    }
    // A line of ours must not begin as a command to a CI runner does.
    if let first = ignore.file?.first, first == UInt8(ascii: ":") || first == UInt8(ascii: "#") {
      ignore.file = contextPath(of: ignore.file ?? [], in: [UInt8]("./"))
    }
    return try ignore.rules(for: context)
  }

  /// Appends the line for one path; false where it names nothing in the context.
  private func explain(
    _ path: [UInt8], _ rules: IgnoreRules, _ takers: TakingLines, to output: inout [UInt8]
  ) throws(CommandError) -> Bool {
    let inContext: [UInt8]
    do throws(ContextPathError) { inContext = try contextPath(path) } catch {
      Console.complain(CommandError.notInContext(path, error).message)
      return false
    }
    let kind = InputFile.entryKind(of: inContext)
    if kind == nil, !inContext.isEmpty { Console.complain(Messages.noSuchPath(path)) }
    let explanation: IgnoreExplanation
    do throws(IgnoreError) {
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
    takers.append(takersOf: inContext, to: &output)
    output.append(UInt8(ascii: "\n"))
    if let rule = explanation.emptyingRule {
      Console.complain(Messages.deliveredEmpty(path, because: rules[rule]))
    }
    return true
  }
}

extension Messages {
  /// A rule that hardly means what was meant.
  static func doubt(_ doubt: IgnoreDoubt, _ rules: IgnoreRules) -> [UInt8] {
    var text = place(of: rules[doubt.rule])
    switch doubt.kind {
    case .comment:
      text.append(": the '#' is part of the pattern; a comment needs a line of its own")
    case .neverMatches: text.append(": never matches, no path in the context is called so")
    }
    return text
  }

  /// Nothing leaves anything out.
  static var noRules: [UInt8] {
    let spellings: [StaticString] = [
      ".dockerIgnore", ".DockerIgnore", ".Dockerignore", ".DOCKERIGNORE", "dockerignore",
      ".docker_ignore", ".docker-ignore", ".dockerignore.txt",
    ]
    for spelling in spellings where BuildFiles.isFile([UInt8](spelling)) {
      return about([UInt8](spelling), "not read by any builder: the name is .dockerignore")
    }
    return [UInt8]("no .dockerignore here: a build gets everything")
  }

  static func noSuchPath(_ path: [UInt8]) -> [UInt8] {
    about(path, "there is no such file here; told is what the rules say of the name")
  }
}
