#!/usr/bin/env bash
# Fetches musl, the C library of the static binaries, for each processor named (amd64, arm64; both
# when none is) and unpacks it into .musl/, unless it is there or musl-dev is installed for that
# processor. Debian or Ubuntu. Needs no root and changes nothing on the system: apt works on package
# lists of its own, so the other processor's need no `dpkg --add-architecture`.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "install-musl: $*" >&2
  exit 1
}

# Ubuntu serves each of the two processors from a server of its own, so a machine's own list of
# sources names only one of them. Debian has both in one place: its sources do as they are.
ubuntu_source() {
  local cpu=$1 host=archive.ubuntu.com/ubuntu
  [ "$cpu" = amd64 ] || host=ports.ubuntu.com/ubuntu-ports
  local keys=/usr/share/keyrings/ubuntu-archive-keyring.gpg
  for suite in "$VERSION_CODENAME" "$VERSION_CODENAME-updates"; do
    echo "deb [signed-by=$keys] http://$host $suite main universe"
  done
}

fetch() {
  local cpu=$1 gnu=$2
  local place="$PWD/.musl/$cpu"
  [ ! -e "$place/lib/libc.a" ] && [ ! -e "/usr/lib/$gnu-linux-musl/libc.a" ] || return 0
  local apt="$place/apt"
  rm -rf "$place"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  local options=(
    -qq
    -o "APT::Architecture=$cpu" -o "APT::Architectures=$cpu"
    -o "Dir::State=$apt" -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=/dev/null"
    -o "Dir::Cache=$apt" -o "APT::Sandbox::User=$(id -un)"
    -o "Acquire::Retries=3" -o "Acquire::Languages=none"
  )
  if [ "$ID" = ubuntu ]; then
    ubuntu_source "$cpu" >"$apt/sources.list"
    options+=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=-")
  fi
  # A third party's source that does not answer is no reason to stop: the download decides.
  apt-get "${options[@]}" update || true
  (cd "$apt" && apt-get "${options[@]}" download musl-dev) || fail "apt has no musl-dev for $cpu"
  dpkg -x "$apt"/musl-dev_*.deb "$place"
  ln -s "usr/include/$gnu-linux-musl" "$place/include"
  ln -s "usr/lib/$gnu-linux-musl" "$place/lib"
  rm -rf "$apt"
  [ -e "$place/lib/libc.a" ] || fail "musl-dev for $cpu holds no libc.a"
}

command -v apt-get >/dev/null && command -v dpkg >/dev/null && [ -r /etc/os-release ] ||
  fail "needs apt-get; elsewhere put musl's headers and libraries into .musl/CPU/include and .musl/CPU/lib"
. /etc/os-release

[ $# -gt 0 ] || set -- amd64 arm64
for cpu in "$@"; do
  case $cpu in
    amd64) fetch amd64 x86_64 ;;
    arm64) fetch arm64 aarch64 ;;
    *) fail "unknown processor $cpu: amd64 or arm64" ;;
  esac
done
