#!/usr/bin/env bash
# Makes what a release consists of, in dist/, and tries it here:
#   scripts/release.sh          both static binaries, packages, manual, completions, bill of materials
#   scripts/release.sh check    tries what is there (scripts/release/check.sh)
#   scripts/release.sh manual   writes .github/MANUAL.md anew, which has to be that of a release
# The binaries are built unless they are there. Needs dpkg-deb and python3, the check also mandoc,
# bash, zsh, fish, qemu-user-static for the other processor, and the network for PyPI's spdx-tools.
# Where RELEASE_TAG is set it must be the program's own version.
#
# The same commit gives the same bytes: its date stands for that of every file.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "release: $*" >&2
  exit 1
}

# The pages below one another, in Markdown, without the lines at their ends that carry dates.
manual() {
  local page
  echo "<!-- Written by scripts/release.sh manual, from the program's tables. -->"
  for page in dchecksum dchecksum-{diff,steps,explain,why,extract}; do
    printf '\n# %s(1)\n' "$page"
    mandoc -T markdown "$documents/$page.1" | sed '1d; $d; s/^#/##/' | cat -s | sed '$d'
  done
}

case ${1:-} in
  "" | manual) ;;
  check) exec scripts/release/check.sh ;;
  *) fail "what is '$1'? Nothing, check or manual" ;;
esac

case $(uname -m) in
  x86_64) native=dist/dchecksum-linux-amd64 ;;
  aarch64) native=dist/dchecksum-linux-arm64 ;;
  *) fail "no static binary runs on $(uname -m)" ;;
esac
[ -x dist/dchecksum-linux-amd64 ] && [ -x dist/dchecksum-linux-arm64 ] || scripts/build-static.sh
version=$("$native" --version)
version=${version#dchecksum }
[ -z "${RELEASE_TAG:-}" ] || [ "$RELEASE_TAG" = "v$version" ] ||
  fail "the tag is $RELEASE_TAG, the program says $version"
grep -qx "## $version" .github/CHANGELOG.md || fail ".github/CHANGELOG.md has no section $version"

# Git asks who owns the folder; in a container that is somebody else. A copy without history has the
# date of its last entry in the list of changes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(
  git -c safe.directory="$PWD" log -1 --format=%ct 2>/dev/null || stat -c %Y .github/CHANGELOG.md
)}
export SOURCE_DATE_EPOCH
documents=.build/documents
rm -rf "$documents"
mkdir -p "$documents"
PYTHONDONTWRITEBYTECODE=1 python3 scripts/release/manual.py "$documents" "$SOURCE_DATE_EPOCH" "$native"
PYTHONDONTWRITEBYTECODE=1 python3 scripts/release/completions.py "$documents" "$native"
if [ "${1:-}" = manual ]; then
  manual >.github/MANUAL.md
  exit
fi
[ -z "${RELEASE_TAG:-}" ] || manual | cmp - .github/MANUAL.md ||
  fail "the manual is not this release's: scripts/release.sh manual"
rm -rf dist/*.deb dist/*.tar.gz dist/*.json dist/SHA256SUMS
for cpu in amd64 arm64; do scripts/release/package.sh "$version" "$cpu" "$documents"; done
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=644 --mtime="@$SOURCE_DATE_EPOCH" \
  -C "$documents" -c $(ls "$documents") | gzip -9n >dist/dchecksum-documents.tar.gz

musl=$(strings .musl/amd64/lib/libc.a | grep -xE '1\.[0-9]+\.[0-9]+' | head -n 1)
swift=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9.]+).*/\1/p')
python3 scripts/release/sbom.py "$version" "$SOURCE_DATE_EPOCH" "$swift" "$musl" \
  dist/dchecksum-linux-amd64 dist/dchecksum-linux-arm64 >dist/dchecksum.spdx.json
(cd dist && sha256sum dchecksum-linux-* *.deb *.tar.gz *.json >SHA256SUMS)
cat dist/SHA256SUMS
