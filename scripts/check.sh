#!/usr/bin/env bash
# Checks everything that needs no container builder: style, rooms, the builds, the tests on each of
# them, the static binary against faults and an independent implementation, the sanitizers. Without
# arguments all of it, else only the steps named:
#   scripts/check.sh lint rooms
# faults lets each system call of some scans fail in turn, and needs strace; differential compares
# the digests of random trees for a minute; action needs jq. These take the static binary of this
# processor, as the step static leaves it.
# The static binaries need musl (scripts/install-musl.sh), the other processor's also
# qemu-user-static. Stops at the first step that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

lint() {
  swift format lint --strict --recursive --parallel Package.swift Sources Tests scripts/fuzz
}

rooms() {
  scripts/check-rooms.sh
}

# A scratch path of its own wherever the flags differ, or every build would start the others anew.
strict() {
  swift build --scratch-path .build-strict -Xswiftc -warnings-as-errors -Xcc -Werror
}

release() {
  swift build -c release --static-swift-stdlib --scratch-path .build-release
}

static() {
  scripts/build-static.sh
}

tests() {
  swift test
}

command_tests() {
  local cpu=$1 gnu=$2
  local binary=$PWD/dist/dchecksum-linux-$cpu runner= output=.build/command-tests-$cpu.log
  [ "$(uname -m)" = "$gnu" ] || runner=$(command -v "qemu-$gnu-static") || {
    echo "check: qemu-$gnu-static is missing; on Debian: apt-get install qemu-user-static" >&2
    return 1
  }
  DCHECKSUM_BINARY=$binary DCHECKSUM_RUNNER=$runner \
    swift test --disable-xctest --filter CommandTests | tee "$output"
  # A filter that matches nothing passes.
  ! grep -q 'Test run with 0 tests' "$output"
}

tests-amd64() {
  command_tests amd64 x86_64
}

tests-arm64() {
  command_tests arm64 aarch64
}

native() {
  case $(uname -m) in
    x86_64) echo "dist/dchecksum-linux-amd64" ;;
    aarch64) echo "dist/dchecksum-linux-arm64" ;;
    *) echo "check: no static binary for $(uname -m)" >&2; return 1 ;;
  esac
}

faults() {
  local binary
  binary=$(native)
  scripts/inject-faults.py "$binary"
}

differential() {
  local binary
  binary=$(native)
  scripts/differential.py --seconds 60 "$binary"
  scripts/dockerfiles.py --seconds 30 "$binary"
}

# The GitHub Action's script, in a runner's environment made by hand.
action() {
  local binary
  binary=$(native)
  .github/actions/dchecksum/test.sh "$binary"
}

# Damaged logs of which the truth is known.
logs() {
  local binary
  binary=$(native)
  scripts/fuzz-logs.py --count 600 "$binary"
}

# XCTest has nothing to run here. A sanitizer keeps its own memory in files, which the limits on
# file sizes of OutputTests would cut.
thread() {
  swift test --disable-xctest --skip OutputTests --sanitize=thread --scratch-path .build-thread
}

address() {
  LSAN_OPTIONS=suppressions=$PWD/scripts/leaks.supp:print_suppressions=0 \
    swift test --disable-xctest --skip OutputTests -Xswiftc -use-ld=lld \
    --sanitize=address --scratch-path .build-address
}

# Threads that meet in directories that are put aside; takes the binary that the step release leaves.
slow-opens() {
  scripts/slow-opens.sh .build-release/release/dchecksum
}

steps="lint rooms strict release slow-opens static tests tests-amd64 tests-arm64 faults differential logs action thread address"
[ $# -gt 0 ] || set -- $steps
for step in "$@"; do
  case " $steps " in
    *" $step "*) ;;
    *) echo "check: no step $step; there are: $steps" >&2; exit 2 ;;
  esac
done
for step in "$@"; do
  started=$SECONDS
  echo "== $step"
  "$step"
  echo "== $step: passed, $((SECONDS - started)) s"
done
