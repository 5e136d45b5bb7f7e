// swift-tools-version: 6.2

import PackageDescription

// What Embedded Swift cannot compile is an error in the ordinary build as well, as far as the
// compiler can tell there.
let settings: [SwiftSetting] = [
  .treatWarning("EmbeddedRestrictions", as: .error)
]

let package = Package(
  name: "directory-checksum",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DirectoryChecksum", targets: ["DirectoryChecksum"]),
    .executable(name: "dchecksum", targets: ["dchecksum"]),
  ],
  targets: [
    .target(name: "CDirectoryChecksum"),
    .target(
      name: "DirectoryChecksum", dependencies: ["CDirectoryChecksum"], swiftSettings: settings),
    .executableTarget(
      name: "dchecksum", dependencies: ["DirectoryChecksum"], swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(
      name: "DirectoryChecksumTests", dependencies: ["DirectoryChecksum", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "CommandTests", dependencies: ["dchecksum", "TestSupport"], exclude: ["Fixtures"]),
  ]
)
