/// What the program can be asked to do: the first word of its command line; none for a scan.
enum Command {
  /// `dchecksum [OPTIONS] [PATH]`
  case scan
  /// `dchecksum diff [OPTIONS] BEFORE AFTER`
  case diff
  /// `dchecksum extract [OPTIONS] LOG`
  case extract
  /// `dchecksum why [OPTIONS] PATH...`
  case why
}
