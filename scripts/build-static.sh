#!/usr/bin/env bash
# Builds dist/dchecksum-linux-amd64 and dist/dchecksum-linux-arm64 (or only the one named): Embedded
# Swift, linked statically with musl, nothing needed at run time. Then checks what it built.
#
# The bytes are the same wherever the repository lies: no path ends up in an object file, since the
# musl folder's is relative, debug information is off, and so is the hash of its input that the
# compiler keeps for incremental builds. Nor does the host's processor matter: both triples are
# freestanding ones, whose Embedded standard library comes with every toolchain.
#
# The flags are in toolset-CPU.json. -Osize makes the program a fifth smaller than -O and costs
# some 1% of the processor time of a scan, most of which is the system's; the hash kernels are C and
# stay at -O2. The -Xllvm options stop what makes code longer under -Osize all the same: inlining into
# functions that are large already, a copy of each array's growth at each call of append, and copies
# of closures and loops; they save another sixth. Traps are kept, but one serves a whole function.
# Embedded Swift has nothing that checks exclusive access at run time; the calls that would ask it are
# left out. The ordinary build, which the tests run, checks it.
# Two things are left out of the link on purpose, so that the linker guards the size: Swift's Unicode
# tables (String comparison asks for them) and libgcc (128-bit division and long double do).
set -euo pipefail
cd "$(dirname "$0")/.."

size_limit=400000 # bytes

fail() {
  echo "build-static: $*" >&2
  exit 1
}

# Makes .musl/CPU, where the toolset looks, from musl-dev where the system has it installed.
find_musl() {
  local cpu=$1 gnu=$2
  [ ! -e ".musl/$cpu/lib/libc.a" ] || return 0
  [ -e "/usr/lib/$gnu-linux-musl/libc.a" ] ||
    fail "musl for $cpu is missing; on Debian and Ubuntu get it with: scripts/install-musl.sh $cpu"
  mkdir -p ".musl/$cpu"
  ln -sfn "/usr/include/$gnu-linux-musl" ".musl/$cpu/include"
  ln -sfn "/usr/lib/$gnu-linux-musl" ".musl/$cpu/lib"
}

build() {
  local cpu=$1 triple=$2
  local options=(
    -c release --product dchecksum --triple "$triple" --toolset "scripts/toolset-$cpu.json"
    --scratch-path ".build-static-$cpu" -debug-info-format none
  )
  # SwiftPM does not see that a toolset file or musl changed: nothing of the last build is reused.
  rm -rf ".build-static-$cpu"
  swift build "${options[@]}"
  local binary
  binary="$(swift build "${options[@]}" --show-bin-path)/dchecksum"
  mkdir -p dist
  install -m 755 "$binary" "dist/dchecksum-linux-$cpu"
}

check() {
  local file=dist/dchecksum-linux-$1 machine=$2
  local header segments size
  header=$(readelf -hW "$file")
  segments=$(readelf -lW "$file")
  size=$(stat -c %s "$file")
  grep -q "Machine:.*$machine" <<<"$header" || fail "$file is not for $machine"
  grep -q "Type: *EXEC" <<<"$header" || fail "$file is not a static executable"
  ! grep -qE '^ *(INTERP|DYNAMIC) ' <<<"$segments" || fail "$file asks for a dynamic linker"
  grep -qE '^ *GNU_STACK .* RW +0' <<<"$segments" || fail "$file has an executable stack"
  ! grep -qE '^ *LOAD .* (RWE|WE) ' <<<"$segments" || fail "$file has writable code"
  ! readelf -SW "$file" | grep -qE '\.(symtab|debug_)' || fail "$file is not stripped"
  ! grep -qaF "$PWD/" "$file" || fail "$file names the folder that it was built in"
  [ "$size" -le "$size_limit" ] || fail "$file has $size bytes, more than $size_limit"
  echo "$file: $size bytes, static, stripped"
}

[ $# -gt 0 ] || set -- amd64 arm64
for cpu in "$@"; do
  case $cpu in
    amd64) find_musl amd64 x86_64 ;;
    arm64) find_musl arm64 aarch64 ;;
    *) fail "unknown processor $cpu: amd64 or arm64" ;;
  esac
done
for cpu in "$@"; do
  case $cpu in
    amd64)
      build amd64 x86_64-unknown-none-elf
      check amd64 X86-64
      ;;
    arm64)
      build arm64 aarch64-none-none-elf
      check arm64 AArch64
      ;;
  esac
done
