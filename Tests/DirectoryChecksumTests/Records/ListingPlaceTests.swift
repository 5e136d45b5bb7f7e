import Testing

@testable import DirectoryChecksum

/// Where a listing was made, by the step that it was found in.
@Suite struct ListingPlaceTests {
  @Test(arguments: [
    "#8 [4/4] RUN [\"/bin/dchecksum\", \"--long\", \"/app\"]", "Step 4/6 : RUN dchecksum /app",
    "web: STEP 4/6: RUN dchecksum /app", "[1/2] STEP 4/6: RUN dchecksum /app",
    "Running: [/bin/sh -c dchecksum -l /app]", "sha256:0123 [web 4/6] run dchecksum",
    "#8 [4/4] RUN --mount=type=cache,target=/c [\"/bin/dchecksum\", \"--baseline\", \"/c/a\"]",
    "#8 [4/4] RUN --mount=type=bind,from=tools,source=/d,target=/d /d -l /app",
    "#8 [4/4] RUN --mount=from=tools,target=/t /t/dchecksum -l", "#8 RUN --network=none ls: RUN ls",
  ])
  func `a step of a build lists what a COPY wrote`(_ label: String) {
    #expect(ListingPlace(label: [UInt8](label.utf8)) == .image)
  }

  @Test(arguments: [
    "#8 [4/4] RUN --mount=type=bind,target=/src dchecksum -l /src",
    "#8 [4/4] RUN --mount=target=/src/ dchecksum -l /src/lib",
    "#8 [4/4] RUN --mount=type=bind,dst=/src/lib [\"/bin/dchecksum\", \"/src\"]",
    "Step 2/3 : RUN --network=none --mount=target=. dchecksum -l",
    "Step 2/3 : RUN --mount=type=bind,from=build,target=/out dchecksum /out",
    "Step 2/3 : RUN --mount=target=. cd . && dchecksum",
  ])
  func `a step that mounts what it lists shows no COPY`(_ label: String) {
    #expect(ListingPlace(label: [UInt8](label.utf8)) == .mount)
  }

  @Test(arguments: ["", "test / unit", "RUNNER", "#5 [2/3] COPY a /b", "[RUN] x", "job: prune"])
  func `no step means the directory itself`(_ label: String) {
    #expect(ListingPlace(label: [UInt8](label.utf8)) == .directory)
  }
}
