import Testing

@testable import DirectoryChecksum

@Suite struct StepNameTests {
  @Test(arguments: [
    ("#8 [4/6] RUN dchecksum .", "RUN dchecksum ."), ("[6/6] RUN x", "RUN x"),
    ("Step 4/6 : RUN x", "RUN x"), ("STEP 4/6: RUN x", "RUN x"),
    ("[1/2] STEP 6/6: RUN x", "RUN x"),
    (
      "#5 [linux/amd64 builder 4/6] RUN x",
      "[linux/amd64 builder] RUN x"
    ), ("[web builder 4/6] RUN x", "[web builder] RUN x"),
    ("sha256:86f7e437faa5 [builder 6/6] RUN x", "[builder] RUN x"),
    ("job-1 build #10 [6/6] RUN x", "job-1 build RUN x"),
    ("Running: [/bin/sh -c dchecksum .]", "Running: [/bin/sh -c dchecksum .]"),
    ("RUN ls /usr/2/3", "RUN ls /usr/2/3"), ("RUN step x", "RUN step x"), ("", ""), ("[4/6]", ""),
  ])
  func `a step's name has no numbers`(_ label: String, _ name: String) {
    let found = String(decoding: ListingLabel.stepName(Array(label.utf8)), as: UTF8.self)
    #expect(found == name)
  }
}
