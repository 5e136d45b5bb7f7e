#!/usr/bin/env bash
# Builds dist/dchecksum-linux-amd64 and dist/dchecksum-linux-arm64 (or only the one named): Embedded
# Swift, linked statically with musl, nothing needed at run time. Then checks what it built.
#
# Each module is compiled to bitcode and all of it optimised at once by the linker: SwiftPM compiles
# a module file by file, which keeps private functions with one caller apart.
#
# The bytes do not depend on where the repository lies: files are named relative to it, in byte
# order, and debug information is off. (Two runs may differ all the same: the Swift compiler's
# bitcode of one and the same source does.) Nor does the host's processor matter: both triples are
# freestanding ones, whose Embedded standard library comes with every toolchain.
#
# Two things are left out of the link on purpose, so that the linker guards the size: Swift's
# Unicode tables (String comparison asks for them) and libgcc (128-bit division and long double do).
set -euo pipefail
cd "$(dirname "$0")/.."

# 320,000 is what it should be; the readers of logs, archives and Dockerfiles took it far beyond.
# This bound keeps it from growing on.
size_limit=880000 # bytes

fail() {
  echo "build-static: $*" >&2
  exit 1
}

# Makes .musl/CPU, where the build looks, from musl-dev where the system has it installed.
find_musl() {
  local cpu=$1 gnu=$2
  [ ! -e ".musl/$cpu/lib/libc.a" ] || return 0
  [ -e "/usr/lib/$gnu-linux-musl/libc.a" ] ||
    fail "musl for $cpu is missing; on Debian and Ubuntu get it with: scripts/install-musl.sh $cpu"
  mkdir -p ".musl/$cpu"
  ln -sfn "/usr/include/$gnu-linux-musl" ".musl/$cpu/include"
  ln -sfn "/usr/lib/$gnu-linux-musl" ".musl/$cpu/lib"
}

# Code for size, and what makes code longer under -Osize all the same left out. Behind each option
# stands how much of the size it saves, measured by leaving it out alone; what saves less than 3 %
# (as merged traps, identical code folded, repeated sequences outlined, loops not rotated) has no
# place here. Without -lto it does not link: the standard library's hash tables, which nobody here
# uses, ask for arc4random_buf, and musl has none.
#
# The last option is no question of size. The compiler takes a retain to change no memory that is
# read; in Embedded Swift the question whether a reference is the only one is code that it inlines,
# and then asks before the retain in front of it: a changed copy changed its original.
swift_options=(
  -swift-version 6 -package-name directory-checksum -parse-as-library
  -enable-experimental-feature Embedded -wmo -num-threads 0 -Osize -lto=llvm-full
  -Xllvm -sil-inline-overall-caller-block-limit=0      # 7.1 %: inlining into large functions
  -Xllvm -sil-inline-never-functions=append            # 8.5 %: an array's growth at each append
  -Xllvm -sil-disable-pass=closure-specialize          # 4.1 %: a function for each closure it takes
  -Xllvm -force-attribute=swift_retain:noinline        # 3.8 %: an atomic increment at each retain
  -Xllvm -force-attribute=swift_isUniquelyReferenced_nonNull_native:noinline
)
c_options=(
  -std=c11 -O2 -fno-asynchronous-unwind-tables -DCDC_OWNS_PROCESS
)
link_options=(
  -static --build-id=none -z noexecstack -s --lto-O2
)

swift_sources() {
  find "$1" -name '*.swift' | LC_ALL=C sort
}

build() {
  local cpu=$1 triple=$2 system=$3
  local musl=.musl/$cpu objects=.build-static-$cpu headers=Sources/CDirectoryChecksum/include
  local libc=(--target="$system" -nostdlibinc "-isystem$musl/include")
  local importer=(-I "$headers" -I "$objects") flag source
  for flag in "${libc[@]}"; do importer+=(-Xcc "$flag"); done
  # The linker must read the compiler's own bitcode, so it has to be the one beside it.
  local toolchain
  toolchain=$(swiftc -print-target-info |
    sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1/bin|p')
  [ -x "$toolchain/clang" ] && [ -x "$toolchain/ld.lld" ] ||
    fail "clang or ld.lld is missing in '$toolchain'; install the whole Swift toolchain"
  rm -rf "$objects"
  mkdir -p "$objects" dist
  for source in Sources/CDirectoryChecksum/*.c; do
    # The hash kernels stay as fast as they are: the linker would outline parts of their loops.
    local bitcode=-flto
    [[ $source != */sha*.c ]] || bitcode=-fno-lto
    "$toolchain/clang" "${libc[@]}" "${c_options[@]}" "$bitcode" -I "$headers" \
      -c "$source" -o "$objects/$(basename "$source").o"
  done
  # shellcheck disable=SC2046 # no name has a blank
  swiftc -target "$triple" "${swift_options[@]}" "${importer[@]}" -module-name DirectoryChecksum \
    -emit-module -emit-module-path "$objects/DirectoryChecksum.swiftmodule" \
    -c $(swift_sources Sources/DirectoryChecksum) -o "$objects/DirectoryChecksum.o"
  # shellcheck disable=SC2046
  swiftc -target "$triple" "${swift_options[@]}" "${importer[@]}" -module-name dchecksum \
    -c $(swift_sources Sources/dchecksum) -o "$objects/dchecksum.o"
  "$toolchain/ld.lld" "${link_options[@]}" --defsym main=dchecksum_main \
    -o "$objects/dchecksum" "$objects"/*.o "$musl/lib/crt1.o" "$musl/lib/libc.a"
  install -m 755 "$objects/dchecksum" "dist/dchecksum-linux-$cpu"
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
      build amd64 x86_64-unknown-none-elf x86_64-linux-musl
      check amd64 X86-64
      ;;
    arm64)
      build arm64 aarch64-none-none-elf aarch64-linux-musl
      check arm64 AArch64
      ;;
  esac
done
