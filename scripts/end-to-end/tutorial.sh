# The tutorial's case: the Dockerfile lies in its own context, so a comment changed in it makes the
# COPY run again, and the two logs tell which file it was.

tutorial_context() {
  local context=$1
  mkdir -p "$context/src/lib"
  install -m 644 "$binary" "$context/dchecksum-linux"
  echo "console.log('hello')" >"$context/src/index.js"
  echo "exports.add = (a, b) => a + b" >"$context/src/lib/add.js"
  echo '{ "name": "shop" }' >"$context/package.json"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
ADD --chmod=755 dchecksum-linux /bin/dchecksum
# Copy the sources.
COPY . /app
RUN ["/bin/dchecksum", "--max-depth", "2", "/app"]
DOCKERFILE
}

tutorial_case() {
  local builder=$1
  local context=$work/tutorial-$builder
  tutorial_context "$context"
  build "$builder" "$context" "$context.before.log" || return 1
  build "$builder" "$context" "$context.again.log" || return 1
  sed -i 's/^# Copy the sources\.$/# Copy all the sources./' "$context/Dockerfile"
  build "$builder" "$context" "$context.after.log" || return 1

  records "$context.before.log" >"$context.before"
  records "$context.after.log" >"$context.after"
  check "tutorial: $builder does not run the step again where nothing changed" \
    test -z "$(records "$context.again.log")"
  # Only the paths of the lines that differ: one pair for each.
  printf '%s\n' "< ." "< Dockerfile" "> ." "> Dockerfile" >"$context.expected"
  { diff "$context.before" "$context.after" || true; } |
    sed -nE 's/^([<>]) [0-9a-f]{40} [DFS] /\1 /p' | LC_ALL=C sort >"$context.differing"
  check_same "tutorial: $builder's two logs differ in the Dockerfile's line and the root's alone" \
    "$context.expected" "$context.differing"
}

for builder in $builders; do
  tutorial_case "$builder" || not_ok "tutorial: $builder builds"
done
