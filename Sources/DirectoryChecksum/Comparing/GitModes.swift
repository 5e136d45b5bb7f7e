/// The modes that `git archive` gives: a commit knows the owner's execute bit of files alone, and has
/// 0666 or 0777, and 0777 for directories, less a umask (`tar.umask`, by itself 002) that says nothing
/// of the work tree.
package struct GitModes {
  /// The umask that explains most modes of the other side.
  package let umask: UInt16

  /// Nil where the other side has no modes to compare with.
  package init?(of commit: Listing, beside other: Listing) {
    let left = OrderedListing(commit, withSpecials: false).records
    let right = OrderedListing(other, withSpecials: false).records
    // How many files with and without the bit, and directories, have which of 512 modes.
    var counts = [Int](repeating: 0, count: 3 * 512)
    var total = 0
    var place = 0
    for record in left {
      while place < right.count, right[place].walkOrder(to: record) < 0 { place += 1 }
      guard place < right.count, right[place].walkOrder(to: record) == 0,
        right[place].kind == record.kind, let base = Self.base(record), !record.isRoot,
        let mode = right[place].metadata?.mode
      else { continue }
      let row = record.kind == .directory ? 2 : base == 0o777 ? 1 : 0
      counts[512 * row + Int(mode & 0o777)] += 1
      total += 1
    }
    guard total > 0 else { return nil }
    var best: UInt16 = 0o022
    var most = -1
    for umask in Self.candidates {
      let count =
        counts[Int(0o666 & ~umask)] + counts[512 + Int(0o777 & ~umask)]
        + counts[1024 + Int(0o777 & ~umask)]
      if count > most {
        best = umask
        most = count
      }
    }
    umask = best
  }

  /// The usual ones first, which are taken where others explain no more.
  private static var candidates: [UInt16] {
    var all: [UInt16] = [0o022, 0o002, 0o027, 0o077]
    for umask: UInt16 in 0...0o77 { all.append(umask) }
    return all
  }

  private static func base(_ record: Record) -> UInt16? {
    guard let mode = record.metadata?.mode else { return nil }
    switch record.kind {
    case .directory: return 0o777
    case .file: return mode & 0o100 == 0 ? 0o666 : 0o777
    default: return nil
    }
  }
}

extension GitModes {
  /// The listing of the commit with the modes that this umask gives.
  package func applied(to commit: Listing) -> Listing {
    var records: [Record] = []
    records.reserveCapacity(commit.records.count)
    for record in commit.records {
      guard let base = Self.base(record), let old = record.metadata, !record.isRoot else {
        records.append(record)
        continue
      }
      let metadata = Metadata(
        mode: base & ~umask, owner: old.owner, group: old.group, attributesTag: old.attributesTag)
      records.append(
        Record(
          digest: record.digest, kind: record.kind, path: record.path, metadata: metadata,
          target: record.target, inodeFacts: record.inodeFacts))
    }
    return Listing(
      format: commit.format, records: records, integrity: commit.integrity, label: commit.label,
      hasInodeFacts: commit.hasInodeFacts, place: commit.place, unknown: commit.unknown,
      findings: commit.findings)
  }
}

extension Listing {
  /// Whether it is of a commit, which leaves modes to a umask.
  package var isOfCommit: Bool { unknown.contains(.groupModes) }
}
