import Foundation
import TestSupport
import Testing

/// `explain --since` and `diff` with what an archive or an image can tell of a context.
@Suite struct ExplainArchiveTests {
  private let tree = TestTree()
    .file("Dockerfile", "FROM scratch\nCOPY a /a\nCOPY sub /sub\n").file("a", "1")
    .file("sub/b", "2").file("sub/run", "3", mode: 0o755)

  /// Runs the program behind a pipe from `git archive` of the tree as it was made, with what `change`
  /// did to it since.
  private func beside(git change: String, _ arguments: String...) -> Outcome {
    shell(
      """
      cd '\(tree.string)' && git init -q . && git add Dockerfile a sub &&
        git -c user.name=n -c user.email=e commit -qm m --allow-empty && echo .git >.dockerignore && \(change) &&
        { git archive HEAD | "$@"; }
      """, Tool.command + arguments.map { Array($0.utf8) })
  }

  private func told(_ outcome: Outcome, _ line: Int) -> String {
    outcome.lines.first { $0.contains("{\"line\":\(line),") } ?? ""
  }

  @Test func `of a commit what git keeps is compared, and decides`() {
    let same = beside(git: "true", "explain", "--since", "-", "--json", ".")
    #expect(same.status == 0, "\(same.complaints)")
    #expect(told(same, 2).contains("\"rerun\":false,\"because\":[\"as-far-as-compared\"]"))
    let text = beside(git: "true", "explain", "--since", "-", ".")
    #expect(text.text.hasPrefix("Nothing runs again, as far as was compared"))
    #expect(text.text.contains("Not compared, as \"before\" lacks them:"))
  }

  @Test func `a file that differs from the commit runs its instruction again`() {
    let outcome = beside(git: "echo more >>sub/b", "explain", "--since", "-", "--json", ".")
    #expect(outcome.status == 1)
    #expect(told(outcome, 2).contains("\"rerun\":false"))
    #expect(told(outcome, 3).contains("\"rerun\":true,\"because\":[\"content\"]"))
    let mode = beside(git: "chmod -x sub/run", "explain", "--since", "-", "--json", ".")
    #expect(told(mode, 3).contains("\"rerun\":true,\"because\":[\"mode\"]"), "git keeps that bit")
  }

  @Test(arguments: ["mkdir -p sub/empty/deep", "chmod 600 sub/b"])
  func `what git does not keep leaves it open`(_ change: String) {
    let outcome = beside(git: change, "explain", "--since", "-", "--json", ".")
    #expect(outcome.status == 1)
    #expect(told(outcome, 2).contains("\"rerun\":false"))
    #expect(told(outcome, 3).contains("\"rerun\":null,\"because\":[\"unknown\"]"))
  }

  @Test func `a directory that came is one line with all below it, and does not hide the rest`() {
    let change =
      "rm .dockerignore && echo 4 >sub/b && echo '# all' >Dockerfile &&"
      + " printf 'FROM scratch\\nCOPY . /app\\n' >>Dockerfile"
    let outcome = beside(
      git: change, "explain", "--since-file", "Dockerfile", "--since", "-", ".")
    #expect(outcome.text.contains("\n                      unknown  .git/  (and "))
    #expect(outcome.text.contains(" entries below)\n"))
    #expect(outcome.text.contains("\n                      content  sub/b\n"), "\(outcome.text)")
    #expect(outcome.text.contains("lines for the ignore file:\n      .git\n"))
    let all = beside(
      git: change, "explain", "--list", "--since-file", "Dockerfile", "--since", "-", ".")
    #expect(all.text.contains("\n                      unknown  .git/\n"))
    #expect(all.text.contains("\n                      unknown  .git/HEAD\n"))
  }

  @Test func `what is only not in the commit is no cause, and the second line says so`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY a /a\nCOPY . /app\n")
    let change = "mkdir -p data && echo x >data/x && echo n >notes.txt"
    let text = beside(git: change, "explain", "--since", "-", ".")
    #expect(text.status == 1)
    #expect(
      text.text.hasPrefix(
        """
        Line 3 may run again: COPY . /app (4 entries not in the commit)
        Not in the commit: .dockerignore, data/, notes.txt;
        they may have been in both builds.

        """), "\(text.text)")
    #expect(!text.text.contains("added"))
    let json = beside(git: change, "explain", "--since", "-", "--json", ".")
    #expect(told(json, 3).contains("\"rerun\":null,\"because\":[\"not-in-commit\"]"))
    let notes = json.lines.first { $0.contains("\"path\":\"notes.txt\"") }
    #expect(notes?.hasSuffix("\"lines\":[3],\"proven\":false}") == true, "\(json.text)")
    let markdown = beside(git: change, "explain", "--since", "-", "--markdown", ".")
    #expect(
      markdown.text.contains(
        "Not in the commit: `.dockerignore`, `data/`, `notes.txt`;\nthey may have been"))
  }

  @Test func `what is proven changed comes before what is only not in the commit`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY . /app\n")
    let change = "echo n >a.txt && echo more >>sub/b && git mv sub/run sub/ran"
    let text = beside(git: change, "explain", "--since", "-", ".")
    #expect(
      text.lines.prefix(2) == [
        "Line 2 is the first to run again: COPY . /app (1 moved, 1 content)",
        "Not in the commit: .dockerignore, a.txt; they may have been in both builds.",
      ], "\(text.text)")
    let told = text.lines.filter { $0.hasPrefix("                      ") }.map {
      $0.drop { $0 == " " }
    }
    #expect(
      told == [
        "content  sub/b", "moved    sub/run -> sub/ran", "unknown  .dockerignore", "unknown  a.txt",
      ])
    let json = beside(git: "echo more >>sub/b", "explain", "--since", "-", "--json", ".")
    #expect(self.told(json, 2).contains("\"rerun\":true,\"because\":[\"content\"]"))
    #expect(json.lines.filter { $0.hasSuffix("\"proven\":false}") }.count == 2)
  }

  @Test(arguments: [
    "true", "git update-index --index-version 4", "git config index.version 2",
    // The repository lies elsewhere.
    "mv .git .other && echo 'gitdir: .other' >.git && echo .other >>.dockerignore",
  ])
  func `what git tracks now and the commit does not have was added since`(_ form: String) {
    tree.file("Dockerfile", "FROM scratch\nCOPY a /a\nCOPY new /n\nCOPY sub /sub\n")
    let change =
      "mkdir -p new/deep && echo n >new/deep/x && echo n >sub/late && echo n >sub/own"
      + " && git add new sub/late && \(form)"
    let json = beside(git: change, "explain", "--since", "-", "--json", ".")
    #expect(told(json, 2).contains("\"rerun\":false"), "\(json.text)")
    #expect(told(json, 3).contains("\"rerun\":true,\"because\":[\"added\"]"))
    #expect(told(json, 4).contains("\"rerun\":true,\"because\":[\"added\",\"behind\"]"))
    let unproven = json.lines.filter { $0.hasSuffix("\"lines\":[4],\"proven\":false}") }
    #expect(unproven.count == 1)
    #expect(unproven.first?.contains("\"path\":\"sub/own\"") == true)
    // Nor does it tell of `.dockerignore`, which no instruction takes.
    let other = ExplainArchiveTests()
    other.tree.file("Dockerfile", "FROM scratch\nCOPY a /a\nCOPY new /n\nCOPY sub /sub\n")
    let text = other.beside(git: change, "explain", "--since", "-", ".")
    #expect(
      text.lines.prefix(2) == [
        "Line 3 is the first to run again: COPY new /n (3 added)",
        "Not in the commit: sub/own; it may have been in both builds.",
      ], "\(text.text)")
    #expect(!text.text.contains("harmless"))
  }

  @Test(arguments: [
    "rm -rf .git && mkfifo .git", "rm -rf .git && ln -s /dev/zero .git", "echo x >.git/index",
    "rm .git/index && mkfifo .git/index", "rm .git/index && ln -s /dev/zero .git/index",
    "head -c 90 .git/index >part && mv part .git/index", "rm -rf .git && echo 'gitdir: .git' >.git",
    "git update-index --split-index",
  ])
  func `what git tracks is not known where its index can't be read`(_ damage: String) {
    let outcome = shell(
      """
      cd '\(tree.string)' && git init -q . && git add a sub &&
        git -c user.name=n -c user.email=e commit -qm m && git archive HEAD >before.tar &&
        echo n >sub/late && git add sub/late && \(damage) &&
        "$@" explain --since before.tar --json .
      """, Tool.command)
    #expect(outcome.status == 1, "\(outcome.complaints)")
    #expect(told(outcome, 3).contains("\"rerun\":null,\"because\":[\"not-in-commit\"]"))
  }

  @Test func `no builder is said to run again for what is only not in the commit`() {
    func verdicts(_ change: String) -> [Bool] {
      let other = ExplainArchiveTests()
      let outcome = other.beside(git: change, "diff", "--dockerignore", "--json", "-", ".")
      return outcome.lines.filter { $0.hasPrefix("{\"verdict\"") }.map {
        $0.contains("\"rebuild\":true")
      }
    }
    let ignored = "echo .dockerignore >>.dockerignore && "
    #expect(verdicts(ignored + "echo n >own") == [false, false, false, false])
    #expect(verdicts(ignored + "echo n >late && git add late") == [true, true, true, true])
    #expect(verdicts(ignored + "echo n >own && echo more >a") == [true, true, true, true])
  }

  @Test func `git tracks what lies in a part of the working tree, and in one of SHA-256`() {
    let part = shell(
      """
      cd '\(tree.string)' && git init -q --object-format=sha256 . && git add a sub &&
        git -c user.name=n -c user.email=e commit -qm m && echo n >sub/new && git add sub/new &&
        printf 'FROM scratch\nCOPY . /app\n' >sub/Dockerfile && echo o >sub/own &&
        git archive HEAD sub | "$@" explain --since '-#/sub' --json sub
      """, Tool.command)
    let unproven = part.lines.filter { $0.contains("\"proven\":false") }
    #expect(unproven.map { $0.contains("\"own\"") } == [false, true], "\(part.complaints)")
    #expect(part.lines.contains { $0.contains("\"new\"") && $0.hasSuffix("\"lines\":[2]}") })
  }

  @Test func `a commit of the whole working tree beside a part of it names that part`() {
    tree.file("sub/Dockerfile", "FROM scratch\nCOPY . /app\n")
    let outcome = beside(git: "true", "explain", "--since", "-", "sub")
    #expect(outcome.complaints.contains("of the context alone: -#/sub\n"), "\(outcome.complaints)")
    let part = beside(git: "true", "explain", "--since", "-#/sub", "sub")
    #expect(part.status == 0, "\(part.text)")
    #expect(!part.complaints.contains("working tree"))
  }

  @Test func `what an archive may leave out is not called new`() {
    let outcome = beside(
      git: "echo 'late export-ignore' >.gitattributes && echo n >sub/late && git add sub/late",
      "explain", "--since", "-", "--json", ".")
    #expect(told(outcome, 3).contains("\"rerun\":null,\"because\":[\"not-in-commit\"]"))
  }

  @Test func `what one commit has and another does not is no open question`() {
    let outcome = shell(
      """
      cd '\(tree.string)' && git init -q . && git add a sub &&
        git -c user.name=n -c user.email=e commit -qm m && git archive HEAD >before.tar &&
        echo n >sub/late && git add sub/late && git -c user.name=n -c user.email=e commit -qm n &&
        git archive HEAD | "$@" diff --json before.tar -
      """, Tool.command)
    #expect(outcome.text.contains("\"verdict\":\"buildkit\",\"rebuild\":true"), "\(outcome.text)")
  }

  @Test func `a submodule is not compared, and so nothing is proven of the whole`() {
    let outcome = beside(
      git: """
        git init -q sub/mod && git -C sub/mod -c user.name=n -c user.email=e commit -qm s \
          --allow-empty && git add sub/mod && git -c user.name=n -c user.email=e commit -qm t &&
          rm -rf sub/mod/.git && echo .dockerignore >>.dockerignore && echo gitdir: elsewhere >sub/mod/.git && echo x >sub/mod/new
        """, "diff", "--dockerignore", "-", ".")
    #expect(
      outcome.lines.first == "No difference in what was compared: submodules were not",
      "\(outcome.text)\(outcome.complaints)")
    #expect(outcome.text.contains("Submodule sub/mod/ is not in the archive: not compared.\n"))
  }

  @Test func `what runs again does so behind a line that does, not behind one that may`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY built /b\nCOPY a /a\nCOPY sub /s\n")
    let outcome = beside(
      git: "echo b >built; echo more >a", "explain", "--since", "-", "--json", ".")
    #expect(told(outcome, 2).contains("\"rerun\":null"))
    #expect(told(outcome, 4).hasSuffix("\"rerun\":true,\"because\":[\"behind\"],\"behind\":3}"))
  }

  @Test func `a source that is not in the commit leaves its line open, one that went fails`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY built /b\nCOPY a /a\n")
    let built = beside(git: "echo b >built", "explain", "--since", "-", "--json", ".")
    #expect(told(built, 2).contains("\"rerun\":null,\"because\":[\"not-in-commit\"]"))
    let gone = beside(git: "echo b >built && rm a", "explain", "--since", "-", "--json", ".")
    #expect(told(gone, 3).contains("\"rerun\":true,\"because\":[\"failure\""), "\(gone.text)")
  }

  @Test func `an ignore file that is not in the commit holds for both sides`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY . /app\n")
    let outcome = beside(
      git: "printf '.git\n.dockerignore\nsub\n' >.dockerignore", "explain", "--since", "-", ".")
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(
      outcome.lines.prefix(2) == [
        "Nothing runs again, as far as was compared: nothing has changed",
        "Not known by a commit: files that are not in it, modes by a umask.",
      ])
    #expect(outcome.text.contains("The ignore file is not in the commit: today's was applied"))
    #expect(outcome.text.contains("\nbefore  -  git archive of "))
  }

  @Test func `a directory without files beside a commit is not compared, and is named`() {
    let outcome = beside(git: "mkdir -p empty/deep", "diff", "--dockerignore", "-", ".")
    #expect(outcome.status == 1, "the ignore file came as well")
    #expect(
      outcome.text.contains("2 directories without files not compared, as git keeps none: em"))
    #expect(outcome.text.contains("  git archive of "))
  }

  @Test func `a directory without files and nothing else is no difference from a commit`() {
    let alone = beside(
      git: "rm .dockerignore && mkdir empty", "diff", "--exclude", ".git", "-", ".")
    #expect(alone.status == 0)
    #expect(alone.text.hasPrefix("No difference"))
    #expect(alone.text.contains("1 directory without files not compared, as git keeps none: empty"))
    #expect(alone.text.contains(" 6 entries, complete\nafter   .  7 entries"), "\(alone.text)")
  }

  @Test func `what is added beside a commit alone is said to be no proven change`() {
    let note = "Not in the commit: .dockerignore, new; they may have been in both builds."
    let added = beside(git: "echo n >new", "diff", "--dockerignore", "-", ".")
    #expect(added.lines.contains(note), "\(added.text)")
    let other = beside(
      git: "rm .dockerignore new; echo n >>a", "diff", "--exclude", ".git", "-", ".")
    let saysMore = other.text.contains("both builds")
    #expect(other.text.contains("content     a\n") && !saysMore, "\(other.text)")
  }

  @Test func `the execute bit counts beside a commit`() {
    let outcome = beside(
      git: "rm .dockerignore && chmod +x a", "diff", "--exclude", ".git", "--json", "-", ".")
    #expect(outcome.status == 1)
    #expect(
      outcome.lines.contains("{\"verdict\":\"buildkit\",\"rebuild\":true,\"because\":[\"mode\"]}"),
      "\(outcome.text)")
  }

  @Test func `an earlier Dockerfile without an earlier context is refused`() {
    let outcome = Tool.run("explain", "--since-file", "old", tree.string)
    #expect(outcome.status == 2)
    #expect(
      outcome.complaints
        == "dchecksum: --since-file goes with --since (see 'dchecksum explain --help')\n")
  }

  @Test func `a tar without directories is compared by what it has`() {
    let outcome = Tool.inShell(
      "cd '\(tree.string)' && { tar -cf - Dockerfile a sub/b sub/run | \"$@\"; }",
      "explain", "--since", "-", "--json", ".")
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(told(outcome, 3).contains("\"rerun\":false"))
  }
}

/// Images as `docker save` writes them, with one layer for each instruction of a history.
@Suite struct PartialImageTests {
  private let tree = TestTree().file("Dockerfile", "FROM scratch\nCOPY assets /srv/assets\n")
    .file("assets/x.css", "x").file("assets/y.css", "y").file("conf/c", "c").file("app", "a")
    .file("lib", "l")

  /// Runs the program on an image whose last layer is `layer`, a directory's entries, made by
  /// `instruction`.
  private func run(
    _ instruction: String, layer: String, _ change: String = "true", _ arguments: String...
  ) -> Outcome {
    shell(
      """
      set -e
      work='\(tree.string).image'; rm -rf "$work"; mkdir -p "$work/image" "$work/layer"
      trap 'rm -rf "$work"' EXIT
      cd '\(tree.string)'
      (\(layer)) >/dev/null
      tar -C "$work/layer" -cf "$work/image/layer.tar" srv
      sum=$(sha256sum <"$work/image/layer.tar" | cut -d' ' -f1)
      cat >"$work/image/c.json" <<END
      {"config":{},"rootfs":{"type":"layers","diff_ids":["sha256:$sum"]},"history":[{"created_by":"\(instruction) # buildkit","comment":"buildkit.dockerfile.v0"}]}
      END
      echo '[{"Config":"c.json","RepoTags":["i:1"],"Layers":["layer.tar"]}]' >"$work/image/manifest.json"
      \(change)
      tar -C "$work/image" -cf - layer.tar c.json manifest.json | "$@"
      """, Tool.command + arguments.map { Array($0.utf8) })
  }

  private let copiesAssets = "mkdir $work/layer/srv; cp -a assets $work/layer/srv/assets"

  @Test func `a layer is compared with the part of the context that its instruction takes`() {
    let same = run("COPY assets /srv/assets", layer: copiesAssets, "true", "diff", "-", ".")
    #expect(same.status == 0, "\(same.text)\(same.complaints)")
    #expect(same.text.contains("Of it was compared what is taken by COPY assets /srv/assets"))
    let other = run(
      "COPY assets /srv/assets", layer: copiesAssets, "echo z >>assets/x.css", "diff", "-", ".")
    #expect(other.status == 1)
    #expect(
      other.text.hasPrefix(
        """
        COPY assets /srv/assets would run again: 1 change

        content     assets/x.css

        """), "\(other.text)")
  }

  @Test func `files that an instruction takes are compared by their names`() {
    let layer = "mkdir $work/layer/srv; cp -a app conf/c $work/layer/srv"
    let other = run(
      "COPY app conf/c /srv/", layer: layer, "echo z >>conf/c", "diff", "--json", "-", ".")
    #expect(other.status == 1)
    #expect(
      other.lines.first?.contains("\"change\":\"content\",\"kind\":\"F\",\"path\":\"conf/c\"")
        == true)
    #expect(other.lines.filter { $0.contains("\"change\"") }.count == 1, "\(other.text)")
  }

  @Test(arguments: ["COPY /out/app /srv/", "COPY *.css /srv/"])
  func `of an instruction that takes it is not known what nothing is predicted`(
    _ instruction: String
  ) {
    let layer = "mkdir $work/layer/srv; cp -a app $work/layer/srv"
    let outcome = run(instruction, layer: layer, "true", "diff", "--json", "-", ".")
    #expect(outcome.status == 1)
    #expect(
      outcome.lines.contains(
        "{\"verdict\":\"buildkit\",\"rebuild\":null,\"because\":[\"source\"]}"),
      "\(outcome.text)")
    let text = run(instruction, layer: layer, "true", "diff", "-", ".")
    #expect(text.text.hasPrefix("Whether \(instruction) runs again is not known: "))
  }

  @Test func `what equal parts of a context prove is said to be no more than that`() {
    let same = run("COPY assets /srv/assets", layer: copiesAssets, "echo z >>app", "diff", "-", ".")
    #expect(
      same.lines.first
        == "No difference in what COPY assets /srv/assets takes; the rest was not compared")
  }

  @Test func `all builders are asked where they read the ignore file alike`() {
    let layer = "mkdir $work/layer/srv; cp -a . $work/layer/srv/all"
    func diff(_ rules: String) -> Outcome {
      tree.file(".dockerignore", rules)
      return run(
        "COPY . /srv/all", layer: layer, "echo z >>app", "diff", "--dockerignore", "-", ".")
    }
    let plain = diff("*.log\n")
    #expect(plain.text.hasPrefix("COPY . would run again: 1 change\n"), "\(plain.text)")
    #expect(plain.lines.contains("All 4 builders: yes."))
    // Behind a link there may have been other rules.
    let link = run(
      "COPY . /srv/all", layer: "mv .dockerignore rules; ln -s rules .dockerignore; \(layer)",
      "echo z >>app; echo '!important.log' >>$work/layer/srv/all/rules", "diff", "--dockerignore",
      "-", ".")
    #expect(link.text.contains("unknown (ignore-rules)"), "\(link.text)\(link.complaints)")
    _ = shell("rm '\(tree.string)/.dockerignore'")
    let exception = diff("*.log\n!important.log\n")
    #expect(
      exception.lines.contains(
        "BuildKit: yes.  Buildah, kaniko, classic Docker: unknown (ignore-rules)."),
      "\(exception.text)")
    #expect(exception.text.contains("\nignore-rules: these may read the ignore file otherwise"))
  }

  @Test func `explain knows what the layer shows and nothing else`() {
    tree.file("Dockerfile", "FROM scratch\nCOPY conf /c\nCOPY assets /srv/assets\nCOPY . /all\n")
    let same = run(
      "COPY assets /srv/assets", layer: copiesAssets, "true", "explain", "--since", "-", "--json",
      ".")
    func told(_ line: Int, _ outcome: Outcome) -> String {
      outcome.lines.first { $0.contains("{\"line\":\(line),") } ?? ""
    }
    #expect(told(2, same).contains("\"rerun\":null"))
    #expect(told(4, same).contains("\"rerun\":null"))
    let other = run(
      "COPY assets /srv/assets", layer: copiesAssets, "echo z >>assets/x.css", "explain",
      "--since", "-", "--json", ".")
    #expect(told(2, other).contains("\"rerun\":null"))
    #expect(told(3, other).contains("\"rerun\":true"), "\(other.text)\(other.complaints)")
  }
}
