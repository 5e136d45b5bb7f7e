#if os(Linux)
  import Foundation
  import Testing

  @testable import DirectoryChecksum

  @Suite struct KernelChoiceTests {
    @Test func `a kernel is accelerated where the system lists the processor's instructions`()
      throws
    {
      let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let features = Set(text.split { $0.isWhitespace })
      #if arch(x86_64)
        let expected = features.isSuperset(of: ["ssse3", "sse4_1", "sha_ni"])
        #expect((SHA1.accelerated != nil) == expected)
        #expect((SHA256.accelerated != nil) == expected)
      #elseif arch(arm64)
        #expect((SHA1.accelerated != nil) == features.contains("sha1"))
        #expect((SHA256.accelerated != nil) == features.contains("sha2"))
      #else
        #expect(SHA1.accelerated == nil && SHA256.accelerated == nil && !features.isEmpty)
      #endif
    }
  }
#endif
