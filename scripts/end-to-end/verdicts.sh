# The verdict of `diff` for a builder is what that builder does: one fact of a context is changed,
# the changed copy is built, and either the COPY ran again or it came from the cache.

verdict_context() {
  local context=$1
  mkdir -p "$context"/src/lib "$context"/empty
  install -m 644 "$binary" "$context/dchecksum-linux"
  echo one >"$context/src/one"
  echo two >"$context/src/lib/two"
  echo run >"$context/run"
  chmod 755 "$context/run"
  ln -s src/one "$context/link"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
ADD --chmod=755 dchecksum-linux /bin/dchecksum
COPY . /ctx
RUN ["/bin/dchecksum", "--max-depth", "0", "/ctx"]
DOCKERFILE
}

# The name under which `diff` speaks of a builder of ours.
verdict_name() {
  case $1 in
    docker) echo buildkit ;;
    *) echo "$1" ;;
  esac
}

# verdict_case NAME COMMAND: the command makes the change, in the copy of the context.
verdict_case() {
  local name=$1 change=$2 builder expected said
  local before=$work/verdict-$name-before after=$work/verdict-$name-after
  verdict_context "$before"
  # Another folder: in the same one BuildKit overlooks some changes on purpose, to send less.
  cp -a "$before" "$after"
  (cd "$after" && eval "$change")
  "$binary" diff --json "$before" "$after" >"$after.diff" || true
  for builder in $builders; do
    if ! build "$builder" "$before" "$before.$builder.log" ||
      ! build "$builder" "$after" "$after.$builder.log"; then
      not_ok "verdicts: $name: $builder builds"
      continue
    fi
    expected=false
    [ -z "$(records "$after.$builder.log")" ] || expected=true
    said=$(sed -nE "s/.*\"verdict\":\"$(verdict_name "$builder")\",\"rebuild\":([a-z]+).*/\1/p" \
      "$after.diff")
    check "verdicts: $name: $builder copies again: $expected, diff says: ${said:-nothing}" \
      test "$said" = "$expected"
  done
}

verdict_case nothing true
verdict_case content 'echo three >src/one'
verdict_case time 'touch -d 2001-01-01 src/one src .'
verdict_case mode 'chmod 600 src/one'
verdict_case executable 'chmod a-x run'
verdict_case folder-mode 'chmod 700 src'
verdict_case root-mode 'chmod 700 .'
verdict_case set-user-id 'chmod u+s run'
verdict_case set-group-id 'chmod g+s src'
verdict_case sticky 'chmod +t empty'
verdict_case owner 'chown 1000:1000 src/one'
verdict_case link-owner 'chown -h 1000 link'
verdict_case target 'ln -sfn src/lib/two link'
verdict_case added-folder 'mkdir src/new'
verdict_case removed 'rm src/lib/two'
verdict_case renamed 'mv src/one src/uno'
