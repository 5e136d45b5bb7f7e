@testable import DirectoryChecksum

/// A tree's listings as the original tool prints them, for logs to be made of.
enum SampleTree {
  /// An application before a change.
  static let before = """
    2655b5497a6421d448163953729a28b47e30d15a D .
    99596b17a8e10fd81eb4bebd49dd4d93d972c359 D config
    5157928364c48e6432e9d24de14cc819eead34d2 F config/app.yml
    04f517ae2bf335eabc62caa09b1884394236665d F config/logging.yml
    bd7936f3c215b43f67bc7a90c2e79e64911acdb1 D public
    b12e4452b2ca8197b7605c22a3a43c9606ded61e F public/logo.svg
    c2cc8226e01e97c38acd980e6bfeeac625bcc931 D src
    f447b895720b6182906791da819c37fe644f773c D src/lib
    f869cc61c5deb7a6d4105c73419b2a4da30342e7 F src/db.js
    2ca1187dc9a82fbee38f3c771deb49f5cec255c7 F src/server.js
    da39a3ee5e6b4b0d3255bfef95601890afd80709 D tmp
    2337374c24f5c208d414f357fb78d5e7d6c4ffdd F README.md
    13e00d296f20c95185b2ca268bf5dff6e7c0d96b S current
    44efb5cd23cf05c5fe039f1cd54dc341a9541010 F index.js
    408a02f12848daa61a1eb6553abe594ebd757084 F package-lock.json
    4304b8a932745602b2caa6ea70b33a3744b6041a F package.json
    """
  /// And after it.
  static let after = """
    b199dbae12b77f61c42712d09190772b2a77ba97 D .
    99596b17a8e10fd81eb4bebd49dd4d93d972c359 D config
    5157928364c48e6432e9d24de14cc819eead34d2 F config/app.yml
    04f517ae2bf335eabc62caa09b1884394236665d F config/logging.yml
    da39a3ee5e6b4b0d3255bfef95601890afd80709 D public
    019c3932e52891d8c109e5ebc4469ef9fa3bbc27 D src
    d93cc442e5fb78b0562702fc4f229d23ff4fa621 D src/lib
    21f34f4cbddb5a23aa6b66d6ab7c1129a5f42099 F src/cache.js
    f869cc61c5deb7a6d4105c73419b2a4da30342e7 F src/db.js
    2ca1187dc9a82fbee38f3c771deb49f5cec255c7 F src/server.js
    da39a3ee5e6b4b0d3255bfef95601890afd80709 D tmp
    2337374c24f5c208d414f357fb78d5e7d6c4ffdd F README.md
    0f04942b76c386281af1e6001db3526527adcd93 F build-info.json
    41d348bfb8135a570c1d2675c884f60724201c5c S current
    44efb5cd23cf05c5fe039f1cd54dc341a9541010 F index.js
    435990f388b3ccd82ba7a184589e453c705ead71 F package-lock.json
    4304b8a932745602b2caa6ea70b33a3744b6041a F package.json
    """
  /// A directory with nothing in it.
  static let empty = "da39a3ee5e6b4b0d3255bfef95601890afd80709 D ."

  static func lines(_ listing: String) -> [String] {
    listing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The listing's lines, each with `prefix` before it.
  static func prefixed(_ listing: String, _ prefix: String) -> String {
    lines(listing).map { prefix + $0 + "\n" }.joined()
  }
}
