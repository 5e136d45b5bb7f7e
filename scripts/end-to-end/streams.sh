# BuildKit joins what it reads from a step's two streams: no message may come to stand in a record.
# STREAM_BUILDS says how many builds are tried.

streams_context() {
  local context=$1 number
  mkdir -p "$context"
  # A listing that BuildKit has cut no line of yet, and that is long enough for a warning.
  for number in $(seq 1990); do echo "$number" >"$context/a-file-of-a-large-directory-$number"; done
  install -m 755 "$binary" "$work/streams-binary"
  cp "$work/streams-binary" "$context/dchecksum-linux"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
COPY . /ctx
RUN ["/ctx/dchecksum-linux", "--digest", "buildkit", "--max-depth", "all", "/ctx"]
DOCKERFILE
}

# streams_whole LOG: one complete listing, and both messages in lines of their own.
streams_whole() {
  "$binary" extract "$1" >"$1.listings" &&
    grep -q '^# listing 1 complete ' "$1.listings" &&
    [ "$(grep -c 'dchecksum: ' "$1")" = 2 ] &&
    [ "$(grep -cE '^#[0-9]+ [0-9.]+ dchecksum: ' "$1")" = 2 ]
}

streams_cases() {
  local context=$work/streams build damaged=0 builds=${STREAM_BUILDS:-5}
  streams_context "$context"
  for build in $(seq "$builds"); do
    docker_build "$context" "$context.$build.log" --no-cache || return 1
    streams_whole "$context.$build.log" && continue
    damaged=$((damaged + 1))
    "$binary" extract "$context.$build.log" | grep '^# ' || true
    grep 'dchecksum: ' "$context.$build.log" || true
  done
  check "streams: a message damages none of $builds listings of $(
    "$binary" --digest buildkit --max-depth all "$context" 2>/dev/null | wc -c | awk '{print int($1 / 1024)}'
  ) KiB" test "$damaged" = 0
}

streams_cases
