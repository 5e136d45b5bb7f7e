/// How the program ends.
enum ExitStatus: CInt {
  /// All was read; the sides are the same.
  case success = 0
  /// Something could not be read; the sides differ; nothing was found.
  case difference = 1
  /// The command could not be carried out.
  case trouble = 2
}
