#!/bin/sh
# Fuzzes the reader of logs with libFuzzer and AddressSanitizer: scripts/fuzz.sh [SECONDS]
# The sample logs are what it starts from; inputs that fail are left in .build/fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-120}
work=.build/fuzz
mkdir -p "$work/corpus"
cp Tests/DirectoryChecksumTests/Fixtures/logs/*.log \
  Tests/DirectoryChecksumTests/Fixtures/logs/*.json "$work/corpus/"

include=Sources/CDirectoryChecksum/include
for source in Sources/CDirectoryChecksum/*.c; do
  clang -O1 -c -I "$include" "$source" -o "$work/$(basename "$source" .c).o"
done
# shellcheck disable=SC2046 # no source has a blank in its name
swiftc -O -parse-as-library -sanitize=fuzzer,address -enforce-exclusivity=checked \
  -module-name DirectoryChecksum -package-name directory-checksum \
  -Xcc -fmodule-map-file="$include/module.modulemap" -I "$include" \
  $(find Sources/DirectoryChecksum -name '*.swift') scripts/fuzz/LogReaderFuzz.swift \
  "$work"/*.o -o "$work/fuzz"

# The runtime's own backtrace stands in the sanitizer's way.
SWIFT_BACKTRACE=enable=no exec "$work/fuzz" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 \
  -dict=scripts/fuzz/logs.dict -artifact_prefix="$work/" "$work/corpus"
