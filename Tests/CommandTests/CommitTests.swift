import Foundation
import TestSupport
import Testing

/// `diff` and `explain --since` behind `git archive`: what git itself writes in another way, or leaves
/// out, is not taken for a change.
@Suite struct CommitTests {
  private static var tree: TestTree {
    TestTree()
      .file("Dockerfile", "FROM scratch\nCOPY . /app\n").file(".dockerignore", ".git\n")
      .file("src/a", "1\n").file("src/b", "2\n").file("docs/c", "3\n")
  }

  /// Commits a tree, runs `change`, and the program behind `git archive OPERANDS`.
  private func beside(
    _ operands: String = "HEAD", setup: String = "true", change: String = "true",
    _ arguments: String...
  ) -> Outcome {
    let tree = Self.tree
    return shell(
      """
      cd '\(tree.string)' && git init -q . && git config user.name n && git config user.email e &&
        \(setup) && git add . && git commit -qm m >&2 && { \(change); } >/dev/null 2>&1 &&
        { git archive \(operands) | "$@"; }
      """, Tool.command + arguments.map { Array($0.utf8) })
  }

  private func because(_ outcome: Outcome) -> String {
    let line = outcome.lines.first { $0.contains("\"instruction\":\"COPY\"") } ?? ""
    return line.components(separatedBy: "\"rerun\":").last.map { String($0.dropLast()) } ?? ""
  }

  /// What a pointer of Git LFS is made by, without Git LFS.
  private static let clean = """
    printf '#!/bin/sh\\nt=$(mktemp); cat >$t\\nprintf "version https://git-lfs.github.com/spec/v1\\\\n\
    oid sha256:%%s\\\\nsize %%s\\\\n" $(sha256sum <$t | cut -c1-64) $(wc -c <$t); rm $t\\n' >.git/clean &&
      chmod +x .git/clean && git config filter.lfs.clean .git/clean && echo '[ab] filter=lfs' >src/.gitattributes
    """

  @Test(arguments: [
    ("git config core.autocrlf input", #"printf '1\r\n' >src/a"#, "Line ends alone differ: src/a"),
    (
      "true", #"printf '1\r\n' >src/a; printf '2\r\n' >src/b"#,
      "Line ends alone differ: src/a, src/b"
    ),
    (Self.clean, "true", "Git LFS has pointers: src/a, src/b"),
    (
      "true", "echo version https://git-lfs.github.com/spec/v1 >src/a",
      "Git LFS has pointers: src/a"
    ),
    (
      "echo '* export-subst' >src/.gitattributes && echo '$Format:%H$' >src/a", "true",
      "Keywords of git ($Format:, $Id): src/a"
    ),
    (
      "echo '* ident' >.gitattributes && echo '$Id$' >src/b", "true",
      "Keywords of git ($Format:, $Id): src/b"
    ),
  ])
  func `what git writes otherwise need be no change`(
    _ setup: String, _ change: String, _ words: String
  ) {
    let text = beside(setup: setup, change: change, "explain", "--since", "-", ".")
    #expect(text.status == 1, "\(text.complaints)")
    #expect(
      text.lines.first?.hasPrefix("Line 2 may run again: COPY . /app") == true, "\(text.text)")
    #expect(text.lines[1].hasPrefix(words + ";"), "\(text.text)")
  }

  @Test func `programs are told of it, and no builder is said to run again`() {
    let crlf = #"printf '1\r\n' >src/a"#
    let json = beside(change: crlf, "explain", "--since", "-", "--json", ".")
    #expect(because(json) == "null,\"because\":[\"git-conversion\"]")
    #expect(json.lines.contains { $0.contains("src/a") && $0.hasSuffix("\"proven\":false}") })
    let diff = beside(change: crlf, "diff", "--dockerignore", "--json", "-", ".")
    #expect(
      diff.lines.filter { $0.contains("\"rebuild\":null,\"because\":[\"content\"") }.count == 4)
  }

  @Test(arguments: [
    // A text with other words, and one that no conversion explains.
    ("true", #"printf '1\r\n2\r\n' >src/a"#), ("true", #"printf '1\r' >src/a"#),
    // What a pointer stands for has changed.
    (Self.clean, "echo more >>src/a"),
    // Nobody asks for keywords.
    ("echo '$Id$' >src/a", "echo '$Id: x$' >src/a"),
  ])
  func `what no conversion explains has changed`(_ setup: String, _ change: String) {
    let json = beside(setup: setup, change: change, "explain", "--since", "-", "--json", ".")
    #expect(because(json).hasPrefix("true,\"because\":[\"content\"]"), "\(json.text)")
  }

  @Test(arguments: [
    "git sparse-checkout set --cone src", "git sparse-checkout set --cone --sparse-index src",
    "git update-index --skip-worktree docs/c && rm -r docs",
  ])
  func `what is not checked out was perhaps in neither build`(_ sparse: String) {
    let text = beside(change: sparse, "explain", "--since", "-", ".")
    #expect(
      text.text.hasPrefix(
        """
        Line 2 may run again: COPY . /app (2 entries not checked out)
        Not checked out (sparse): docs/; it may have been in neither build.

        """), "\(text.text)\(text.complaints)")
    let json = beside(change: sparse, "diff", "--dockerignore", "--json", "-", ".")
    #expect(
      json.lines.filter { $0.contains("\"rebuild\":null,\"because\":[\"removed\"") }.count == 4)
    let gone = beside(change: "rm -r docs", "explain", "--since", "-", "--json", ".")
    #expect(because(gone).hasPrefix("true,\"because\":[\"removed\"]"), "\(gone.text)")
  }

  @Test(arguments: ["docs/.gitattributes", ".git/info/attributes"])
  func `what archives leave out is no new file, wherever that is said`(_ place: String) {
    let name = place.hasPrefix("docs") ? "c" : "docs/c"
    let text = beside(
      setup: "echo '\(name) export-ignore' >\(place)", "explain", "--since", "-", ".")
    #expect(
      text.lines[1]
        == "Tracked, not in the archive (export-ignore): docs/c;", "\(text.text)")
    #expect(text.lines[2] == "it may have been in both builds.")
  }

  @Test func `execute bits that git passes over are no change`() {
    let off = "git config core.fileMode false"
    let change = beside(
      setup: off, change: "chmod +x src/a", "explain", "--since", "-", "--json", ".")
    #expect(because(change) == "null,\"because\":[\"unknown\"]", "\(change.text)")
    let diff = beside(
      setup: off, change: "chmod +x src/a", "diff", "--dockerignore", "--json", "-", ".")
    #expect(diff.lines.filter { $0.contains("\"rebuild\":null,\"because\":[\"mode\"") }.count == 4)
  }

  @Test func `a tree of git is known, and its umask is no cause`() {
    for operands in ["HEAD:src", "--format=tar.gz HEAD:src"] {
      let diff = beside(operands, "diff", "-", "src")
      #expect(diff.status == 0, "\(diff.text)\(diff.complaints)")
      #expect(diff.text.contains("git archive of a tree"))
    }
    // The same members of another program.
    let tree = Self.tree
    let other = shell(
      """
      cd '\(tree.string)' && chmod 664 src/* &&
        tar -C src --format=ustar --owner=root:0 --group=root:0 --mtime=@1 -cf x.tar a b &&
        chmod 644 src/* && "$@" diff x.tar src
      """, Tool.command)
    #expect(other.text.contains("0664 -> 0644"), "\(other.text)\(other.complaints)")
  }

  @Test func `the Dockerfile and the ignore file of an archive with a prefix are below it`() {
    let setup = "mkdir big && echo x >big/x && echo big >>.dockerignore"
    let diff = beside(
      "--prefix=x-1/ HEAD", setup: setup, change: "echo more >>src/a", "diff", "--dockerignore",
      "--json", "-", ".")
    #expect(diff.lines.filter { $0.hasPrefix("{\"change\"") }.count == 1, "\(diff.text)")
    let text = beside(
      "--prefix=x-1/ HEAD", setup: setup, change: "sed -i 's/app/ap/' Dockerfile", "explain",
      "--since", "-", ".")
    #expect(text.text.contains("another instruction, or a new one"), "\(text.text)")
    #expect(!text.text.contains("not in the commit"))
  }

  @Test func `names in what is left open can't break out of Markdown`() {
    let markdown = beside(
      change: "echo n >'*n*'", "diff", "--dockerignore", "--markdown", "-", ".")
    #expect(markdown.text.contains("Not in the commit: `*n*`; it may have been in both builds."))
  }
}
