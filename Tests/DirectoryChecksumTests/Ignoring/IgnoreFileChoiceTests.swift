import TestSupport
import Testing

@testable import DirectoryChecksum

/// Which ignore file a build takes.
@Suite struct IgnoreFileChoiceTests {
  private let tree = TestTree()

  private var choice: IgnoreFileChoice { IgnoreFileChoice(context: tree.path) }

  @Test func `none, the context's own, or the one of the Dockerfile before it`() {
    #expect(choice.path == nil && choice.unknown == [])
    tree.file(".dockerignore")
    #expect(choice.path == tree.path(of: ".dockerignore") && choice.unknown == [])
    tree.file("Dockerfile.dockerignore")
    #expect(choice.path == tree.path(of: "Dockerfile.dockerignore"))
    #expect(choice.unknown == [.rulesOfClassicDocker, .rulesOfKaniko])
  }

  @Test func `another Dockerfile has another one`() {
    tree.file(".dockerignore").file("docker/prod.dockerignore")
    let other = IgnoreFileChoice(
      context: tree.path, dockerfile: tree.path(of: "docker/prod"))
    #expect(other.path == tree.path(of: "docker/prod.dockerignore"))
  }

  @Test func `Buildah looks for a name of its own`() {
    tree.file(".dockerignore").file(".containerignore")
    #expect(choice.path == tree.path(of: ".dockerignore"))
    #expect(choice.unknown == .rulesOfBuildah)
  }

  @Test func `a link is followed inside the context, and leads nowhere outside`() {
    tree.file("rules/list").link(".dockerignore", to: "rules/list")
    #expect(choice.target == tree.path(of: "rules/list") && choice.unknown == [])
    let absolute = TestTree()
    absolute.file("list").link(".dockerignore", to: "/list")
    let inRoot = IgnoreFileChoice(context: absolute.path)
    #expect(inRoot.target == absolute.path(of: "list") && !inRoot.unknown.isEmpty)
    let above = TestTree()
    above.file("list").link("in/deep", to: "../../list").link(".dockerignore", to: "in/deep")
    let atRoot = IgnoreFileChoice(context: above.path)
    #expect(atRoot.path == above.path(of: ".dockerignore"))
    #expect(atRoot.target == above.path(of: "list"))
    #expect(atRoot.unknown == [.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko])
    let outside = TestTree()
    let up = "../" + (tree.string.split(separator: "/").last ?? "") + "/rules/list"
    outside.link(".dockerignore", to: .init(stringLiteral: up))
    let left = IgnoreFileChoice(context: outside.path)
    #expect(left.path == nil)
    #expect(left.unknown == [.rulesOfClassicDocker, .rulesOfBuildah, .rulesOfKaniko])
  }

  @Test func `a directory, a dangling link or a loop is no file`() {
    tree.file(".dockerignore/x")
    #expect(choice.path == nil && choice.unknown == [])
    let dangling = TestTree()
    dangling.link(".dockerignore", to: "nowhere")
    #expect(IgnoreFileChoice(context: dangling.path).path == nil)
    let loop = TestTree()
    loop.link(".dockerignore", to: "a").link("a", to: ".dockerignore")
    #expect(IgnoreFileChoice(context: loop.path).path == nil)
  }
}
