import DirectoryChecksum

/// What `diff` says of the Dockerfile in AFTER, where both sides are directories: which of its
/// instructions BuildKit runs again.
struct RerunSummary {
  /// One line or two, each ended; nil where AFTER has no Dockerfile.
  let text: [UInt8]

  /// - Parameters:
  ///   - old: All that a scan found in BEFORE, ignore rules applied or not.
  ///   - new: The same of AFTER.
  init?(
    _ before: [UInt8], _ old: Listing, _ after: [UInt8], _ new: Listing
  ) throws(CommandError) {
    guard BuildFiles.isFile(contextPath(of: [UInt8]("Dockerfile"), in: after)) else { return nil }
    let files = try BuildFiles(nil, in: after)
    let plan: BuildPlan
    do throws(DockerfileError) { plan = try BuildPlan(try Dockerfile(files.content)) } catch {
      var text = CommandError.dockerfile(files.path, error).message
      text.append("\n")
      self.text = text
      return
    }
    var planBefore = plan
    var ignoreFile = BuildFiles.ignoreFile(of: files.path, in: before)
    if BuildFiles.isFile(contextPath(of: [UInt8]("Dockerfile"), in: before)) {
      let filesBefore = try BuildFiles(nil, in: before)
      ignoreFile = filesBefore.ignoreFile
      do throws(DockerfileError) {
        planBefore = try BuildPlan(try Dockerfile(filesBefore.content))
      } catch {
        // Such a build has left nothing in the cache; what it would have left is as good as today's.
      }
    }
    let left = try Self.kept(old, ignoreFile, before)
    let right = try Self.kept(new, files.ignoreFile, after)
    let since = ExplainReport.Since(
      Rerun(before: BuildSide(planBefore, left), after: BuildSide(plan, right)),
      Comparison(before: left, after: right), name: before)
    var text: [UInt8] = []
    let isWithoutRules = old.unknown.union(new.unknown).contains(.rules)
    since.appendSummary(named: files.path, appliesRules: isWithoutRules, to: &text)
    self.text = text
  }

  private static func kept(
    _ listing: Listing, _ file: [UInt8]?, _ context: [UInt8]
  ) throws(CommandError) -> Listing {
    var settings = IgnoreSettings()
    settings.file = file
    let rules = try settings.rules(for: context)
    do throws(IgnoreError) { return try listing.kept(by: rules) } catch { throw .rule(error) }
  }
}
