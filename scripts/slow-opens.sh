#!/usr/bin/env bash
# Scans a deep tree with slow calls of openat, many threads and few descriptors, some times over, and
# compares each listing with that of an undisturbed scan. Directories are put aside and opened again
# all the time then, while others are on their way through them: a descriptor that is closed under
# somebody who uses it shows as an entry that cannot be read.
#
#   scripts/slow-opens.sh BINARY [ROUNDS]
#
# BINARY is a build for the system's C library, which can be replaced under it. Needs a C compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1") rounds=${2:-8}

place=$(mktemp -d "${TMPDIR:-/tmp}/dchecksum-slow.XXXXXX")
trap 'rm -rf "$place"' EXIT
"${CC:-cc}" -O1 -fPIC -shared scripts/slow-opens.c -o "$place/slow-opens.so" -ldl

# 37 levels, 15,336 directories: each holds five next to nothing and the level below, and every fourth
# holds once more what lies four levels below. So the last entry of one is often opened while others
# are on their way through it.
mkdir "$place/tree"
for level in $(seq 0 36); do
  mkdir -p "$place/next"/n{0..4}
  for leaf in 0 1 2 3 4; do echo "$level" >"$place/next/n$leaf/file"; done
  mv "$place/tree" "$place/next/c"
  [ $((level % 4)) != 0 ] || [ "$level" = 0 ] || cp -r "$place/next/c/c/c/c" "$place/next/m"
  mv "$place/next" "$place/tree"
done
"$binary" -d all "$place/tree" >"$place/expected"

failed=0
for round in $(seq "$rounds"); do
  limit=$((24 + round % 4 * 8))
  # The preload is the binary's alone: no other program is meant.
  (
    ulimit -n "$limit"
    LD_PRELOAD=$place/slow-opens.so exec "$binary" -j 16 -d all "$place/tree"
  ) >"$place/listing" 2>"$place/messages" || true
  if ! cmp -s "$place/expected" "$place/listing" || [ -s "$place/messages" ]; then
    failed=$((failed + 1))
    echo "slow-opens: round $round with $limit descriptors:" >&2
    head -3 "$place/messages" >&2
  fi
done
echo "slow-opens: $((rounds - failed)) of $rounds scans are right"
[ "$failed" = 0 ]
