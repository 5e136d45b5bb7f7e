# The two builders, each with storage of its own under $work.
# docker_build and buildah_build take CONTEXT LOG [OPTION...], write the build's log to LOG and
# return the build's status.

builders="docker buildah"

# The client that came with the daemon, where there are two: another one's buildx may be missing.
docker=/usr/bin/docker
[ -x "$docker" ] || docker=docker

start_docker() {
  local place=$work/docker
  mkdir -p "$place"
  DOCKER_HOST=unix://$place/socket
  DOCKER_CONFIG=$place/client
  export DOCKER_HOST DOCKER_CONFIG
  # Without a bridge and rules for it the daemon leaves the machine's network alone.
  dockerd --iptables=false --ip6tables=false --bridge=none --host "$DOCKER_HOST" \
    --data-root "$place/data" --exec-root "$place/run" --pidfile "$place/pid" \
    >"$place/log" 2>&1 &
  docker_pid=$!
  local attempt
  for attempt in $(seq 300); do
    ! "$docker" version >/dev/null 2>&1 || return 0
    kill -0 "$docker_pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "end-to-end: dockerd did not start:" >&2
  tail -n 20 "$place/log" >&2
  return 2
}

stop_docker() {
  [ -n "${docker_pid:-}" ] || return 0
  kill "$docker_pid" 2>/dev/null || true
  wait "$docker_pid" || true
  # What a daemon that was interrupted leaves mounted would keep the folder from being removed.
  umount --lazy --recursive "$work/docker/data" 2>/dev/null || true
}

docker_build() {
  local context=$1 log=$2
  shift 2
  DOCKER_BUILDKIT=1 "$docker" build --progress=plain --network=none "$@" "$context" >"$log" 2>&1
}

buildah_build() {
  local context=$1 log=$2
  shift 2
  TMPDIR=$work buildah --root "$work/buildah/root" --runroot "$work/buildah/run" \
    --storage-driver vfs bud --layers --isolation chroot "$@" "$context" \
    >"$log" 2>&1
}

# build BUILDER CONTEXT LOG [OPTION...]: where the build fails, its log is shown.
build() {
  local builder=$1
  shift
  "${builder}_build" "$@" && return
  echo "        $builder says:"
  tail -n 20 "$2" | sed 's/^/        /'
  return 1
}

# The records in a build's log as the program wrote them: what the builder put before each is gone.
records() {
  sed -nE 's/^(#[0-9]+ [0-9.]+ )?(\\?([0-9a-f]{40}|[?]{40}) [DFS] )/\2/p' "$1"
}
