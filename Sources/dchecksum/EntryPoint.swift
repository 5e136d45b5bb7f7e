import DirectoryChecksum

#if hasFeature(Embedded)
  // There is no CommandLine: the linker takes this for main.
  @c(dchecksum_main)
  public func entryPoint(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) -> CInt {
    run(count, arguments)
  }
#else
  @main
  enum EntryPoint {
    static func main() {
      Process.exit(run(CommandLine.argc, CommandLine.unsafeArgv))
    }
  }
#endif
