import DirectoryChecksum

#if hasFeature(Embedded)
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
      _ = run(CommandLine.argc, CommandLine.unsafeArgv)
    }
  }
#endif
