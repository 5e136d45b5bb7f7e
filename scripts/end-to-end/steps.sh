# Pairs of builds with one known change between them: `steps` names the first step that ran again and
# the cause, from the two logs alone.

# steps_context CONTEXT NAME: what all pairs begin with. The base image has the program in it.
steps_context() {
  local context=$1 name=$2
  mkdir -p "$context/src"
  echo "$name" >"$context/src/name"
  echo "one" >"$context/src/file"
  echo "skipped" >"$context/src/skipped"
  chmod 644 "$context"/src/*
  echo "src/skipped" >"$context/.dockerignore"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM localhost/steps-base:1
RUN ["/bin/dchecksum", "--version"]
COPY src /app
ARG LEVEL=1
RUN ["/bin/dchecksum", "--long", "--max-depth", "all", "/app"]
COPY --from=localhost/steps-other:1 /other /other
DOCKERFILE
}

# steps_image BUILDER NAME TAG CONTENT: an image that holds the program and a file.
steps_image() {
  local builder=$1 name=$2 tag=$3 content=$4
  local context=$work/steps-image-$builder-$name-$tag
  mkdir -p "$context"
  install -m 755 "$binary" "$context/dchecksum"
  echo "$content" >"$context/other"
  printf 'FROM scratch\nADD dchecksum /bin/dchecksum\nCOPY other /other\n' >"$context/Dockerfile"
  build "$builder" "$context" "$context.log" --tag "localhost/steps-$name:$tag"
}

# steps_change NAME CONTEXT: makes the change; sets options and what must be found.
steps_change() {
  local context=$2
  case $1 in
    nothing) expected='nothing' ;;
    base)
      sed -i 's/steps-base:1/steps-base:2/' "$context/Dockerfile"
      expected='base-image RUN ["/bin/dchecksum", "--version"]'
      ;;
    text)
      sed -i 's/"--version"/"--help"/' "$context/Dockerfile"
      expected='instruction RUN ["/bin/dchecksum", "--help"]'
      ;;
    added)
      sed -i '/^COPY src/i RUN ["/bin/dchecksum", "--digest=buildkit", "/bin"]' "$context/Dockerfile"
      expected='instruction RUN ["/bin/dchecksum", "--digest=buildkit", "/bin"]'
      ;;
    argument)
      options=(--build-arg LEVEL=2)
      expected='environment RUN ["/bin/dchecksum", "--long", "--max-depth", "all", "/app"]'
      ;;
    file)
      echo "two" >"$context/src/file"
      expected='files COPY src /app'
      ;;
    mode)
      chmod 600 "$context/src/file"
      expected='files COPY src /app'
      ;;
    ignore)
      : >"$context/.dockerignore"
      expected='files COPY src /app'
      ;;
    no-cache)
      options=(--no-cache)
      expected='no-cache RUN ["/bin/dchecksum", "--version"]'
      ;;
    upstream)
      sed -i 's/steps-other:1/steps-other:2/' "$context/Dockerfile"
      expected='instruction COPY --from=localhost/steps-other:2 /other /other'
      ;;
    retagged)
      steps_image "$builder" other 1 "changed" || return 1
      expected='upstream-stage COPY --from=localhost/steps-other:1 /other /other'
      ;;
  esac
}

# What `steps` says of the last two logs: CAUSE TEXT.
steps_found() {
  local status=0 wanted=1
  [ "$expected" != nothing ] || wanted=0
  "$binary" steps --json "$1" "$2" >"$1.json" || status=$?
  [ "$status" = "$wanted" ] || echo "status $status"
  sed -nE 's/^\{"first":(null|\{"stage":[^,]*,"text":"(.*)"\}),"cause":"([^"]*)".*/\3 \2/p' "$1.json" |
    sed 's/ $//; s/\\"/"/g'
}

steps_case() {
  local builder=$1 name=$2 expected='' options=()
  local context=$work/steps-$builder-$name
  steps_context "$context" "$name"
  build "$builder" "$context" "$context.first.log" || return 1
  # What came of the first build is in the cache from now on.
  build "$builder" "$context" "$context.before.log" || return 1
  [ "$name" != file ] || cp "$context.first.log" "$context.before.log"
  steps_change "$name" "$context" || return 1
  build "$builder" "$context" "$context.after.log" "${options[@]}" || return 1
  echo "$expected" >"$context.expected"
  steps_found "$context.before.log" "$context.after.log" >"$context.found"
  check_same "steps: $builder: the cause of a change of: $name" "$context.expected" "$context.found"
  [ "$name" = file ] || return 0
  check "steps: $builder: the file that changed is named" \
    grep -q '"detail":"a file: file"' "$context.before.log.json"
}

# steps_pasted BEFORE AFTER: what comes of the lines that `steps` gives to be pasted, but for those
# that go into a Dockerfile.
steps_pasted() {
  "$binary" steps "$1" "$2" | sed -n '/^ *\(dchecksum diff\|h() {\)/,/[^\\]$/p; /^ *diff </p' >"$2.lines"
  (
    dchecksum() { "$binary" "$@"; }
    docker() { "$docker" "$@"; }
    buildah() {
      env -u DOCKER_CONFIG buildah --root "$work/buildah/root" --runroot "$work/buildah/run" \
        --storage-driver vfs "$@"
    }
    . "$2.lines"
  ) >"$2.pasted" 2>&1 || true
}

# Nothing was prepared: the two images that the logs name tell the file, and the value.
steps_unprepared_case() {
  local builder=$1 build
  local context=$work/steps-unprepared-$builder
  steps_context "$context" unprepared
  sed -i '/--long/d; /^ARG/a RUN ["/bin/dchecksum", "--help"]' "$context/Dockerfile"
  for build in first before; do build "$builder" "$context" "$context.$build.log" || return 1; done
  echo "two" >"$context/src/file"
  build "$builder" "$context" "$context.files.log" || return 1
  steps_pasted "$context.before.log" "$context.files.log"
  check "steps: $builder: without a listing the images tell the file" \
    grep -x 'content     file' "$context.files.log.pasted"
  [ "$builder" = docker ] || return 0
  build "$builder" "$context" "$context.value.log" --build-arg LEVEL=2 || return 1
  steps_pasted "$context.files.log" "$context.value.log"
  check "steps: $builder: the images tell the value of a build argument" \
    grep '^> RUN |1 LEVEL=2 ' "$context.value.log.pasted"
}

for builder in $builders; do
  steps_image "$builder" base 1 "one" || not_ok "steps: $builder builds a base image"
  steps_image "$builder" base 2 "two" || not_ok "steps: $builder builds another base image"
  steps_image "$builder" other 1 "one" || not_ok "steps: $builder builds another image"
  steps_image "$builder" other 2 "two" || not_ok "steps: $builder builds one more image"
  for name in nothing base text added argument file mode ignore no-cache upstream retagged; do
    steps_case "$builder" "$name" || not_ok "steps: $builder builds: $name"
  done
  steps_unprepared_case "$builder" || not_ok "steps: $builder builds what was not prepared"
done
