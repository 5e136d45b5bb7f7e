# Real build logs are what `extract` and `diff` read: the listings in them are found, and the change
# between two builds is told.

logs_context() {
  local context=$1
  mkdir -p "$context/src/lib/deep"
  install -m 644 "$binary" "$context/dchecksum-linux"
  echo "console.log('hello')" >"$context/src/index.js"
  echo "exports.add = (a, b) => a + b" >"$context/src/lib/deep/add.js"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
ADD --chmod=755 dchecksum-linux /bin/dchecksum
COPY src /src
RUN ["/bin/dchecksum", "/src"]
COPY . /app
RUN ["/bin/dchecksum", "/app"]
DOCKERFILE
}

# diff_is STATUS BEFORE AFTER
diff_is() {
  local expected=$1 status=0
  "$binary" diff "$2" "$3" || status=$?
  [ "$status" = "$expected" ]
}

logs_case() {
  local builder=$1
  local context=$work/logs-$builder
  logs_context "$context"
  "$binary" "$context/src" >"$context.src"
  "$binary" "$context" >"$context.app"
  build "$builder" "$context" "$context.before.log" || return 1

  "$binary" extract "$context.before.log#1" >"$context.first" || true
  "$binary" extract "$context.before.log#2" >"$context.second" || true
  check_same "logs: the first listing in $builder's log is the first step's" \
    "$context.src" "$context.first"
  check_same "logs: the second listing in $builder's log is the second step's" \
    "$context.app" "$context.second"
  check "logs: $builder's second listing and the folder are the same" \
    diff_is 0 "$context.before.log#2" "$context"

  echo "# changed" >>"$context/Dockerfile"
  build "$builder" "$context" "$context.after.log" || return 1
  check "logs: $builder's two logs differ" \
    diff_is 1 "$context.before.log#2" "$context.after.log#1"
  "$binary" diff --json "$context.before.log#2" "$context.after.log#1" >"$context.json" || true
  printf '%s\n' Dockerfile >"$context.expected"
  sed -nE 's/^\{"change":"[a-z]+".*"path":"([^"]*)".*/\1/p' "$context.json" >"$context.changed"
  check_same "logs: $builder's two logs tell the file that changed" \
    "$context.expected" "$context.changed"
}

for builder in $builders; do
  logs_case "$builder" || not_ok "logs: $builder builds"
done
