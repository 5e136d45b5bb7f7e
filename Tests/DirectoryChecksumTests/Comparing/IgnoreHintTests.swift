import Testing

@testable import DirectoryChecksum

@Suite struct IgnoreHintTests {
  @Test(arguments: [
    (".git/HEAD", ".git"), (".git/objects/ab/cd", ".git"), ("vendor/lib/.git/HEAD", "**/.git"),
    ("src/__pycache__/a.cpython-311.pyc", "**/__pycache__"), ("a.pyc", "**/*.pyc"),
    ("web/node_modules/x/index.js", "**/node_modules"), ("node_modules/x", "**/node_modules"),
    (".idea/workspace.xml", "**/.idea"), (".vscode/settings.json", "**/.vscode"),
    (".DS_Store", "**/.DS_Store"), ("a/b/.DS_Store", "**/.DS_Store"), ("a/npm.log", "**/*.log"),
    ("coverage/lcov-report/index.html", "coverage"), ("x/lcov.info", "**/lcov.info"),
    ("build/junit.xml", "**/junit.xml"), ("a/.main.c.swp", "**/*.swp"), ("a~", "**/*~"),
    (".pytest_cache/v/x", "**/.pytest_cache"), (".terraform/x", "**/.terraform"),
    ("Thumbs.db", "**/Thumbs.db"), (".nyc_output/x.json", "**/.nyc_output"),
  ])
  func `a path that hardly anyone means to copy has a line`(_ path: String, _ line: String) {
    var after = ModelTree("x 1")
    var parent = ""
    for name in path.split(separator: "/").dropLast() {
      parent += (parent.isEmpty ? "" : "/") + name
      after.add(parent + "/")
    }
    after.add(path + " 1")
    let hints = IgnoreHint.hints(for: compare(ModelTree("x 1"), after))
    #expect(hints.map { String(decoding: $0.line, as: UTF8.self) } == [line])
  }

  @Test(arguments: [
    "dist/app.js", "target/app.jar", "build/x", "src/coverage/model.py", "logs/readme", "log",
    "git/x", ".github/ci.yml", ".gitignore", ".gitattributes", "a.logs", "src/target/x", ".env",
    ".dockerignore", "vendor/x.go", "cache/x", "coverage", "pyc", "my.DS_Store",
  ])
  func `what someone may mean to copy has none`(_ path: String) {
    var after = ModelTree("x 1")
    after.add(path + " 1")
    #expect(IgnoreHint.hints(for: compare(ModelTree("x 1"), after)) == [])
  }

  @Test func `a directory whose children are not listed has a line too`() {
    let before = ModelTree(".git/\n.git/HEAD 1")
    let after = before.changed { $0[".git/HEAD"].content = [1] }
    let hints = IgnoreHint.hints(for: compare(before, after, depth: 1))
    #expect(hints.map { String(decoding: $0.line, as: UTF8.self) } == [".git"])
  }

  @Test func `what went when the ignore file changed has its line there`() {
    let before = ModelTree("d/\nd/a.pyc 1\n.git/\n.git/HEAD 1")
    let gone = ModelTree("d/")
    #expect(
      IgnoreHint.hints(for: compare(before, gone)).map { String(decoding: $0.line, as: UTF8.self) }
        == ["**/*.pyc"], "a repository is not thrown away")
    #expect(
      IgnoreHint.hints(for: compare(before, gone.changed { $0.add(".dockerignore 1") })).isEmpty)
  }

  @Test func `lines come once, with the number of paths`() {
    let before = ModelTree("d/")
    let after = before.changed {
      $0.add("d/a.pyc 1")
      $0.add("b.pyc 2")
      $0.add(".git/")
      $0.add(".git/x 3")
    }
    let hints = IgnoreHint.hints(for: compare(before, after))
    #expect(hints.map(\.count) == [2, 2])
  }

  @Test func `a mode or an owner is worth no line, and what has a line gets no other`() throws {
    let before = ModelTree("node_modules/\nnode_modules/x 1\na.log 2")
    let mode = before.changed { $0["a.log"].mode = 0o600 }
    #expect(IgnoreHint.hints(for: compare(before, mode, long: true)) == [])
    let content = before.changed {
      $0["node_modules/x"].content = [1]
      $0["a.log"].content = [2]
    }
    var rules = IgnoreRules()
    try rules.append(pattern: [UInt8]("node_modules".utf8), source: [])
    let hints = IgnoreHint.hints(for: compare(before, content), beyond: rules)
    #expect(hints.map { String(decoding: $0.line, as: UTF8.self) } == ["**/*.log"])
  }
}
