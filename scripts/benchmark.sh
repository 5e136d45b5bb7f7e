#!/usr/bin/env bash
# Measures dchecksum beside what else hashes a tree, on the same files in the same session, and
# prints how many times as long each takes. Runs come in pairs, one of dchecksum and one of the
# other, and the ratio is the median of the pairs': so other load on the machine tells little.
#
#   scripts/benchmark.sh [--rounds N] [--threads N] [--binary [NAME=]FILE]... [--install] [CASE...]
#
# Without a case all of them; `--help` lists them. Without --binary it measures the static binary
# for this processor, building it if it is not there; each further --binary is measured beside it.
# Peers that are not installed are named and left out; --install gets them (Debian's packages with
# apt-get, the two of PyPI into a folder of their own). Needs python3 and a C compiler; the calls
# case strace, the instructions case valgrind, the cold case root.
#
# The trees (4.5 GB, and 2.1 million names) are made once in $BENCHMARK_DIR, or for this session
# alone in a new folder below ${TMPDIR:-/var/tmp}. It should be on a disk, not in memory.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

fail() {
  echo "benchmark: $*" >&2
  exit 1
}

install_peers() {
  local root_command=
  [ "$(id -u)" = 0 ] || root_command=sudo
  $root_command apt-get install -y -q hashdeep mtree-netbsd musl-tools strace valgrind python3-venv
  python3 -m venv "$place/venv"
  "$place/venv/bin/pip" install -q dirhash checksumdir
}

# The loop is built with each libc there is, and the faster one sets the bar.
build_tools() {
  local kernels=() compiler program
  mapfile -t kernels < <(ls "$root"/Sources/CDirectoryChecksum/{sha,processor}*.c)
  local flags=(-O2 -static -pthread -I "$root/Sources/CDirectoryChecksum/include")
  mkdir -p "$place/bin"
  for program in corpus run empty; do
    "${compilers[0]}" -O2 -static "$here/benchmark/$program.c" -o "$place/bin/$program"
  done
  for compiler in "${compilers[@]}"; do
    for program in loop hashing; do
      "$compiler" "${flags[@]}" "$here/benchmark/$program.c" "${kernels[@]}" \
        -o "$place/bin/$program-$compiler"
    done
  done
}

arguments=() binaries=() install=false help=false
while [ $# -gt 0 ]; do
  case $1 in
    --binary) [ $# -gt 1 ] || fail "--binary needs a file"; binaries+=(--binary "$2"); shift ;;
    --install) install=true ;;
    -h | --help) help=true ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
command -v python3 >/dev/null || fail "needs python3"
if $help; then
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
  exec python3 "$here/benchmark/measure.py" --help
fi

compilers=()
for compiler in musl-gcc cc; do
  ! command -v "$compiler" >/dev/null || compilers+=("$compiler")
done
[ ${#compilers[@]} -gt 0 ] || fail "needs a C compiler"

if [ ${#binaries[@]} -eq 0 ]; then
  case $(uname -m) in
    x86_64) cpu=amd64 ;;
    aarch64) cpu=arm64 ;;
    *) fail "there is no static binary for $(uname -m); name one with --binary" ;;
  esac
  [ -x "$root/dist/dchecksum-linux-$cpu" ] || "$here/build-static.sh" "$cpu"
  binaries=(--binary "$root/dist/dchecksum-linux-$cpu")
fi

if [ -n "${BENCHMARK_DIR:-}" ]; then
  mkdir -p "$BENCHMARK_DIR"
  place=$(cd "$BENCHMARK_DIR" && pwd)
else
  place=$(mktemp -d "${TMPDIR:-/var/tmp}/dchecksum-benchmark.XXXXXX")
  trap 'rm -rf "$place"' EXIT
fi
! $install || install_peers
build_tools
python3 "$here/benchmark/measure.py" --place "$place" "${binaries[@]}" "${arguments[@]}"
