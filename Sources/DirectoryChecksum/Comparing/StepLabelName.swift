extension ListingLabel {
  /// The step without what changes from build to build or from builder to builder, by which the
  /// listings of two logs find each other.
  var stepName: [UInt8] { Pairing.stepName(step) }
}
