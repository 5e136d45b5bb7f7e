#!/usr/bin/env bash
# Tries what scripts/release.sh left in dist/: sums, manual, completions in the real shells, each
# package installed, removed and purged in a root folder of its own, the bill of materials. Nothing on
# the machine is changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "release check: $*" >&2
  exit 1
}

passed() {
  echo "release check: $*"
}

(cd dist && sha256sum --quiet -c SHA256SUMS)
passed "the sums are right"

case $(uname -m) in
  aarch64) native=arm64 ;;
  *) native=amd64 ;;
esac
version=$("dist/dchecksum-linux-$native" --version)
version=${version#dchecksum }

mkdir -p "$work/documents" "$work/man/man1"
tar -xzf dist/dchecksum-documents.tar.gz -C "$work/documents"
cp "$work"/documents/*.1 "$work/man/man1"
(
  cd "$work/man"
  # The pages name each other, and mandoc looks for what is named.
  makewhatis . 2>/dev/null || true
  MANPATH=$PWD mandoc -Tlint -Wstyle man1/*.1
) >"$work/lint" || { cat "$work/lint" >&2; fail "the manual is not clean"; }
for page in "$work"/documents/*.1; do
  mandoc -Tutf8 "$page" | col -b | grep -q 'EXIT STATUS' || fail "$page says nothing"
done
passed "$(ls "$work"/documents/*.1 | wc -l) manual pages are clean"

python3 scripts/release/completions-check.py "$work/documents" "dist/dchecksum-linux-$native"

runs() {
  local cpu=$1 gnu=x86_64
  shift
  [ "$cpu" = amd64 ] || gnu=aarch64
  if [ "$cpu" = "$native" ]; then "$@"; else "qemu-$gnu-static" "$@"; fi
}

for cpu in amd64 arm64; do
  package=dist/dchecksum_${version}_$cpu.deb root=$work/root-$cpu
  mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers}
  touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
  dpkg=(dpkg --root="$root" --log=/dev/null --force-not-root --force-architecture
    --force-script-chrootless)
  "${dpkg[@]}" --install "$package" >"$work/install" 2>&1 || { cat "$work/install" >&2; exit 1; }
  [ "$(runs "$cpu" "$root/usr/bin/dchecksum" --version)" = "dchecksum $version" ] ||
    fail "$package: the program does not run"
  cmp "$root/usr/bin/dchecksum" "dist/dchecksum-linux-$cpu"
  "${dpkg[@]}" --verify dchecksum >"$work/verify"
  [ ! -s "$work/verify" ] || { cat "$work/verify" >&2; fail "$package: other files than its sums"; }
  "${dpkg[@]}" --remove dchecksum >/dev/null
  "${dpkg[@]}" --purge dchecksum >/dev/null 2>&1
  ! "${dpkg[@]}" --status dchecksum >/dev/null 2>&1 || fail "$package: is still there"
  left=$(find "$root" -path "$root/var" -prune -o ! -type d -print)
  [ -z "$left" ] || fail "$package: leaves $left"
  passed "$package is installed, removed and purged"
done

# The validator comes from PyPI into a folder of its own.
tools=.build/spdx-tools
[ -x "$tools/bin/pyspdxtools" ] || {
  python3 -m venv "$tools"
  "$tools/bin/pip" -q --disable-pip-version-check install spdx-tools==0.8.5
}
"$tools/bin/pyspdxtools" --infile dist/dchecksum.spdx.json
passed "the bill of materials is valid SPDX"
