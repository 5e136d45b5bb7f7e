#!/usr/bin/env bash
# Makes a Debian package of a static binary and the documents:
#   scripts/release/package.sh VERSION CPU DOCUMENTS
# CPU is amd64 or arm64, DOCUMENTS the folder with manual pages and completions. Leaves
# dist/dchecksum_VERSION_CPU.deb, the same bytes for the same SOURCE_DATE_EPOCH.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1 cpu=$2 documents=$3
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"

install -D -m 755 "dist/dchecksum-linux-$cpu" "$root/usr/bin/dchecksum"
for page in "$documents"/*.1; do
  install -D -m 644 "$page" "$root/usr/share/man/man1/$(basename "$page")"
done
install -D -m 644 "$documents/dchecksum.bash" "$root/usr/share/bash-completion/completions/dchecksum"
install -D -m 644 "$documents/_dchecksum" "$root/usr/share/zsh/vendor-completions/_dchecksum"
install -D -m 644 "$documents/dchecksum.fish" \
  "$root/usr/share/fish/vendor_completions.d/dchecksum.fish"
install -D -m 644 .github/CHANGELOG.md "$root/usr/share/doc/dchecksum/CHANGELOG.md"
maintainer="The dchecksum authors <dchecksum@users.noreply.github.com>"
cat >"$root/usr/share/doc/dchecksum/changelog" <<CHANGELOG
dchecksum ($version) unstable; urgency=medium

  * What is new stands in CHANGELOG.md.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
# It is meant to run where there is no libc.
mkdir -p "$root/usr/share/lintian/overrides"
echo "dchecksum: statically-linked-binary [usr/bin/dchecksum]" \
  >"$root/usr/share/lintian/overrides/dchecksum"
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo
  echo "Files: *"
  sed -n 's/^Copyright (c) /Copyright: /p' LICENSE
  echo "License: Expat"
  sed '1,/^Copyright/d; 1,/^$/{/^$/d}; s/^$/./; s/^/ /' LICENSE
} >"$root/usr/share/doc/dchecksum/copyright"
gzip -9n "$root"/usr/share/man/man1/*.1 "$root/usr/share/doc/dchecksum/changelog"
chmod 644 "$root/usr/share/doc/dchecksum"/* "$root/usr/share/lintian/overrides/dchecksum"

mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: dchecksum
Version: $version
Architecture: $cpu
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size --exclude DEBIAN "$root" | cut -f 1)
Section: devel
Priority: optional
Description: which file made a container build run a COPY again
 Lists checksums of a directory, an archive or an image, and compares two of
 them, or two logs of a build: which file changed, in what, and what that means
 for the caches of BuildKit, Buildah, kaniko and the classic builder.
 .
 A static binary without dependencies.
CONTROL
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group -Zxz --build "$root" "dist/dchecksum_${version}_$cpu.deb" >/dev/null
