# A step remembers in a cache mount what the COPY above it copied, and says what changed: its output
# is the reason for which both ran again.

baseline_context() {
  local context=$1
  mkdir -p "$context/src"
  echo 1 >"$context/src/index.js"
  echo 2 >"$context/package.json"
  printf 'Dockerfile\ndchecksum\n' >"$context/.dockerignore"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM baseline-program AS program
FROM scratch
COPY --from=program /dc /bin/dchecksum
COPY . /app
RUN --mount=type=cache,target=/c ["/bin/dchecksum", "--baseline", "/c/app", "/app"]
DOCKERFILE
}

baseline_program() {
  local context=$work/baseline-program
  mkdir -p "$context"
  cp "$binary" "$context/dc"
  printf 'FROM scratch\nCOPY dc /dc\n' >"$context/Dockerfile"
  build "$1" "$context" "$context.$1.log" -t baseline-program
}

# baseline_says LOG WORD PATH: a line of the report names the path behind the word.
baseline_says() { grep -qE "(^|[^a-z])$2 +$3\$" "$1"; }

baseline_case() {
  local builder=$1 number
  local context=$work/baseline-$builder
  baseline_program "$builder" || return 1
  baseline_context "$context"
  build "$builder" "$context" "$context.1.log" || return 1
  check "baseline: $builder's first build writes it" \
    grep -q 'dchecksum: /c/app: written; the next run compares with it' "$context.1.log"
  echo 3 >>"$context/package.json"
  build "$builder" "$context" "$context.2.log" || return 1
  check "baseline: $builder's second build tells its reason" \
    baseline_says "$context.2.log" content package.json
  echo 4 >"$context/src/new.js"
  build "$builder" "$context" "$context.3.log" || return 1
  check "baseline: $builder's third build tells its own reason alone" \
    baseline_says "$context.3.log" added src/new.js
  check "baseline: $builder's third build knows what the second one saw" \
    test -z "$(grep -E 'content +package.json' "$context.3.log")"

  # Two at a time: each compares with some whole baseline, and leaves one.
  cp -a "$context" "$context-other"
  echo 5 >"$context/src/here.js"
  echo 6 >"$context-other/src/there.js"
  "${builder}_build" "$context" "$context.4.log" &
  local other=$! status=0
  "${builder}_build" "$context-other" "$context.5.log" || status=$?
  wait "$other" || status=$?
  check "baseline: two builds of $builder at a time succeed" test "$status" = 0
  check "baseline: of $builder's two builds one tells its reason" \
    grep -qE 'added +src/here.js' "$context.4.log"
  check "baseline: of $builder's two builds the other tells its reason" \
    grep -qE 'added +src/there.js' "$context.5.log"
  echo 7 >"$context/src/last.js"
  build "$builder" "$context" "$context.6.log" || return 1
  check "baseline: $builder's two builds left a whole baseline" \
    baseline_says "$context.6.log" added src/last.js
}

for builder in $builders; do
  baseline_case "$builder" || not_ok "baseline: $builder builds"
done
