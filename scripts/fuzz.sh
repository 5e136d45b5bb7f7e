#!/usr/bin/env bash
# Fuzzes what reads hostile input, with libFuzzer and AddressSanitizer:
#   scripts/fuzz.sh [SECONDS [TARGET...]]
# Each TARGET is a file of scripts/fuzz: what it reads, and what must hold whatever that is. Without
# any, all of them in turn, 120 seconds each. What was of use is kept in .build/fuzz/TARGET.corpus, an
# input that fails in .build/fuzz. Stops at the first target that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-120}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] ||
  set -- CommandLine Dockerfile IgnoreRules JSONText LogReader RecordText RecordWriter StepReader
for target in "$@"; do
  [ -e "scripts/fuzz/$target.swift" ] || { echo "fuzz: no target $target" >&2; exit 2; }
done
work=.build/fuzz
headers=Sources/CDirectoryChecksum/include
mkdir -p "$work"

swift_options=(
  -swift-version 6 -package-name directory-checksum -parse-as-library -O -wmo
  # Assertions and checks of exclusive access stay in.
  -assert-config Debug -enforce-exclusivity=checked -enable-testing -sanitize=fuzzer,address
  -Xcc "-fmodule-map-file=$headers/module.modulemap" -I "$headers" -I "$work"
)

module() {
  local name=$1
  shift
  swiftc "${swift_options[@]}" -module-name "$name" -emit-module \
    -emit-module-path "$work/$name.swiftmodule" -c "$@" -o "$work/$name.o"
}

for source in Sources/CDirectoryChecksum/*.c; do
  clang -O1 -fsanitize=address -c -I "$headers" "$source" -o "$work/$(basename "$source" .c).o"
done
# shellcheck disable=SC2046 # no name has a blank
module DirectoryChecksum $(find Sources/DirectoryChecksum -name '*.swift')
# shellcheck disable=SC2046
module dchecksum $(find Sources/dchecksum -name '*.swift' ! -name EntryPoint.swift)
for target in "$@"; do
  swiftc "${swift_options[@]}" -module-name "Fuzz$target" scripts/fuzz/Property.swift \
    "scripts/fuzz/$target.swift" "$work"/*.o -o "$work/$target"
done

logs=Tests/DirectoryChecksumTests/Fixtures/logs
steps=Tests/DirectoryChecksumTests/Fixtures/steps
for target in "$@"; do
  echo "== fuzz $target"
  corpus=$work/$target.corpus
  options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
    -artifact_prefix="$work/$target-")
  mkdir -p "$corpus"
  case $target in
    LogReader)
      cp "$logs"/*.log "$logs"/*.json "$corpus"
      options+=(-max_len=16384)
      ;;
    StepReader)
      for pair in "$steps"/*/; do
        cat "$pair/before.log" "$pair/after.log" >"$corpus/$(basename "$pair").log"
      done
      options+=(-max_len=16384)
      ;;
    JSONText) cp "$logs"/*json* "$corpus" ;&
    *) options+=(-max_len=4096) ;;
  esac
  [ ! -e "scripts/fuzz/$target.dict" ] || options+=("-dict=scripts/fuzz/$target.dict")
  # The runtime's own backtrace stands in the sanitizer's way.
  SWIFT_BACKTRACE=enable=no "$work/$target" "${options[@]}" "$corpus"
done
