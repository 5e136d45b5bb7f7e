import DirectoryChecksum

/// Which lines of the Dockerfile in reach take what of the context in the current directory.
struct TakingLines {
  private let path: [UInt8]
  /// Nil where there is no Dockerfile, or one that a build refuses.
  private let use: ContextUse?

  /// - Parameters:
  ///   - file: The Dockerfile; nil for the one in the current directory, which need not be there.
  ///   - rules: What the build does not get.
  init(_ file: [UInt8]?, _ rules: IgnoreRules) throws(CommandError) {
    let context = [UInt8(ascii: ".")]
    path = file ?? [UInt8]("Dockerfile")
    guard file != nil || BuildFiles.isFile(path) else {
      use = nil
      return
    }
    let files = try BuildFiles(file, in: context)
    do throws(CommandError) {
      let plan = try files.plan()
      var request = ScanOptions()
      request.maxDepth = nil
      request.metadata = true
      request.readsContents = false
      request.rules = rules
      do throws(ScanError) {
        let scan = try DirectoryScanner(request).scan(context)
        use = ContextUse(plan, ContextTree(Listing(scan.tree), .contents))
      } catch {
        switch error {
        case .unreadable(let error): throw .failed(context, error)
        case .rule(let error): throw .rule(error)
        }
      }
    } catch {
      // What the rules say holds all the same.
      Console.complain(error.message)
      use = nil
    }
  }

  /// Appends `<TAB>FILE:LINE` for each instruction that takes `place` or something below it.
  func append(takersOf place: [UInt8], to output: inout [UInt8]) {
    guard let use else { return }
    for line in use.lines(taking: place) {
      output.append(UInt8(ascii: "\t"))
      output.append(shown: path)
      output.append(UInt8(ascii: ":"))
      output.append(decimal: UInt64(line))
    }
  }
}
