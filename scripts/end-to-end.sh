#!/usr/bin/env bash
# Runs the static binary where it is meant to run: in steps of real image builds, by BuildKit and by
# Buildah. Linux, as root, with dockerd, docker, buildah; the binary from scripts/build-static.sh.
# There is no network inside. With arguments only these case groups: scripts/end-to-end.sh tutorial
#
# Everything happens in name spaces of its own, in which /run is empty: a Docker that the machine
# runs is neither seen nor touched, and no process or mount outlives the script, however it ends.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${END_TO_END_INSIDE:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || { echo "end-to-end: needs root" >&2; exit 2; }
  for tool in unshare dockerd docker buildah; do
    command -v "$tool" >/dev/null || {
      echo "end-to-end: $tool is missing; on Debian: apt-get install docker.io buildah" >&2
      exit 2
    }
  done
  END_TO_END_INSIDE=yes exec unshare --mount --pid --net --fork --kill-child --mount-proc "$0" "$@"
fi

mount -t tmpfs tmpfs /run
[ ! -d /etc/docker ] || mount -t tmpfs tmpfs /etc/docker # its settings are for the machine's own
grep -q ' /sys/fs/cgroup' /proc/mounts || mount -t cgroup2 cgroup2 /sys/fs/cgroup
case $(uname -m) in
  aarch64) binary=$PWD/dist/dchecksum-linux-arm64 ;;
  *) binary=$PWD/dist/dchecksum-linux-amd64 ;;
esac
binary=${DCHECKSUM_BINARY:-$binary}
[ -x "$binary" ] || { echo "end-to-end: no $binary: run scripts/build-static.sh" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/dchecksum-end-to-end.XXXXXX")
. scripts/end-to-end/checks.sh
. scripts/end-to-end/builders.sh
# The daemon writes into the folder until it is gone.
trap 'stop_docker; rm -rf "$work"' EXIT
# The first process of a name space takes no signal that it has no handler for.
trap 'exit 130' INT
trap 'exit 143' TERM
start_docker

[ $# -gt 0 ] ||
  set -- listing tutorial recipes streams baseline ignore verdicts pairs logs steps \
  dockerfiles images
for group in "$@"; do
  . "scripts/end-to-end/$group.sh"
done
summary
