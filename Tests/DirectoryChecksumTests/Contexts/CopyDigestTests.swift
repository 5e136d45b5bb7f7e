import Foundation
import TestSupport
import Testing

@testable import DirectoryChecksum

/// What a daemon's database had for the instructions of 157 Dockerfiles.
@Suite struct CopyDigestTests {
  struct Vector: Decodable, CustomTestStringConvertible {
    struct Failure: Decodable {
      let line: Int?
      let `class`: String
    }

    struct Instruction: Decodable {
      let line: Int
      let endLine: Int
      let kind: String
      let selected: [String]?
      let copyDigest: String?
      let error: String?
    }

    let name: String
    let tree: Int
    let dockerfile: String
    let dockerignore: String?
    let namedDockerignore: String?
    let dockerfileName: String?
    let dockerfileInContext: Bool
    let buildArgs: [String: String]
    let target: String?
    let instructions: [Instruction]
    let error: Failure?

    var testDescription: String { name }
  }

  struct File: Decodable {
    let trees: [[DockerfileFixture.Entry]]
    let vectors: [Vector]
  }

  static let file = DockerfileFixture.decode(File.self, "copy.json")

  @Test func `all vectors are read`() {
    #expect(Self.file?.vectors.count == 157)
  }

  @Test(arguments: file?.vectors ?? [])
  func `an instruction has the digest that the daemon recorded, or fails as the build did`(
    _ vector: Vector
  ) throws {
    let context = DockerfileFixture.build(
      Self.file?.trees[vector.tree] ?? [], dockerignore: vector.dockerignore)
    let name = vector.dockerfileName ?? "Dockerfile"
    if vector.dockerfileInContext {
      context.file(Name(name), vector.dockerfile)
      if let named = vector.namedDockerignore { context.file(Name(name + ".dockerignore"), named) }
    }
    let tree = try DockerfileFixture.scan(
      context, ignoring: vector.namedDockerignore ?? vector.dockerignore)
    let arguments = vector.buildArgs.map { Array("\($0.key)=\($0.value)".utf8) }
    let plan: BuildPlan
    do throws(DockerfileError) {
      plan = try BuildPlan(
        try Dockerfile(Array(vector.dockerfile.utf8)),
        target: vector.target.map { Array($0.utf8) }, arguments: arguments)
    } catch {
      #expect(error.fault.kind.className == vector.error?.class)
      if let line = vector.error?.line { #expect(error.line == line) }
      return
    }
    let use = ContextUse(plan, tree)
    #expect(vector.error == nil || use.takings.contains { $0.fault != nil })
    #expect(use.takings.count == vector.instructions.count)
    for (taking, expected) in zip(use.takings, vector.instructions) {
      let step = plan.steps[taking.step]
      #expect(step.line == expected.line)
      let isTrigger = step.instruction.line != step.line
      #expect(isTrigger || step.instruction.endLine == expected.endLine)
      #expect(String(decoding: step.instruction.keyword.name, as: UTF8.self) == expected.kind)
      #expect(taking.fault?.kind.className == expected.error)
      #expect(taking.selection?.digest.map { "sha256:\($0)" } == expected.copyDigest)
      if let selected = expected.selected, let selection = taking.selection {
        #expect(Self.paths(selection, tree) == selected)
      }
    }
  }

  /// As the fixture has them: sorted, a `/` behind directories.
  private static func paths(_ selection: Selection, _ tree: ContextTree) -> [String] {
    var paths: [String] = []
    for node in 1..<max(1, tree.count) where selection.contains(node) {
      let path = String(decoding: tree.path(of: node).dropFirst(), as: UTF8.self)
      paths.append(tree.nodes[node].kind == .directory ? path + "/" : path)
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
