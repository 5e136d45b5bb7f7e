# The verdict of `diff` for a builder is what that builder does: one fact of a context is changed,
# the changed copy is built, and either the COPY ran again or it came from the cache. The digests of
# `--digest buildkit` are held against the same builds, and against what the daemon wrote down.

verdict_context() {
  local context=$1
  mkdir -p "$context"/src/lib "$context"/empty
  install -m 644 "$binary" "$context/dchecksum-linux"
  echo one >"$context/src/one"
  echo one >"$context/src/twin"
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

# The digests of a context: that of `COPY . DEST` in FILE.copy, the root's in FILE.root.
buildkit_digests() {
  local context=$1 file=$2
  "$binary" --digest buildkit --max-depth 0 "$context" >"$file.records" 2>"$file.notices" || return
  sed -nE '$s/.* COPY \. DEST .*(sha256:[0-9a-f]{64})$/\1/p' "$file.notices" >"$file.copy"
  sed -nE 's/^([0-9a-f]{64}) D \.$/sha256:\1/p' "$file.records" >"$file.root"
  [ -s "$file.copy" ] && [ -s "$file.root" ]
}

# Whether the daemon's cache of results has a key for the digest in FILE.copy: the SHA-256 of its
# text and of the number of the input, where -1 is what an input's content counts as.
daemon_has_key() {
  local key
  key=$(printf '%s@-1' "$(cat "$1.copy")" | sha256sum)
  grep -qaF "sha256:${key%% *}" "$work/docker/data/buildkit/cache.db"
}

# Whether one of the daemon's own records of a context's digests has the one in FILE.root.
daemon_has_root() {
  grep -qaF "$(cat "$1.root")" "$work/docker/data/buildkit/metadata_v2.db"
}

# digest_case NAME RAN: after both builds. RAN: whether the second one's COPY ran. What is found in
# the daemon's cache of results must not have been there before the build that put it there.
digest_case() {
  local name=$1 ran=$2 same=true
  local before=$work/verdict-$name-before after=$work/verdict-$name-after
  cmp -s "$before.digest.copy" "$after.digest.copy" || same=false
  check "digests: $name: the digest is the same: $same, the daemon's COPY ran: $ran" \
    test "$same" != "$ran"
  check "digests: $name: the daemon keys the COPY by our digest" daemon_has_key "$after.digest"
  check "digests: $name: the daemon had that key before: $known_key, the COPY ran: $ran" \
    test "$known_key" != "$ran"
  check "digests: $name: the daemon records our root digest" daemon_has_root "$after.digest"
}

# verdict_case NAME COMMAND [BUILDER]: the command makes the change, in the copy of the context.
# What BUILDER does of it depends on the machine that builds, so that diff must not say.
verdict_case() {
  local name=$1 change=$2 open=${3:-} builder expected answer said known_key
  local before=$work/verdict-$name-before after=$work/verdict-$name-after
  verdict_context "$before"
  # Another folder: in the same one BuildKit overlooks some changes on purpose, to send less.
  cp -a "$before" "$after"
  (cd "$after" && eval "$change")
  "$binary" diff --json "$before" "$after" >"$after.diff" || true
  buildkit_digests "$before" "$before.digest" || not_ok "digests: $name: before"
  buildkit_digests "$after" "$after.digest" || not_ok "digests: $name: after"
  for builder in $builders; do
    if ! build "$builder" "$before" "$before.$builder.log"; then
      not_ok "verdicts: $name: $builder builds"
      continue
    fi
    known_key=true
    daemon_has_key "$after.digest" || known_key=false
    if ! build "$builder" "$after" "$after.$builder.log"; then
      not_ok "verdicts: $name: $builder builds what was changed"
      continue
    fi
    expected=false
    [ -z "$(records "$after.$builder.log")" ] || expected=true
    said=$(sed -nE "s/.*\"verdict\":\"$(verdict_name "$builder")\",\"rebuild\":([a-z]+).*/\1/p" \
      "$after.diff")
    answer=$expected
    [ "$builder" != "$open" ] || answer=null
    check "verdicts: $name: $builder copies again: $expected, diff says: ${said:-nothing}" \
      test "$said" = "$answer"
    [ "$builder" != docker ] || digest_case "$name" "$expected"
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
verdict_case appended 'echo more >>src/one'
verdict_case emptied ': >src/one'
verdict_case line-ends 'printf "one\r\n" >src/one'
verdict_case swapped 'cp src/one x; cp src/lib/two src/one; cp x src/lib/two; rm x'
verdict_case written-again 'cp src/one x; rm src/one; cat x >src/one; chmod 644 src/one; rm x'
verdict_case added-file 'echo new >src/new'
verdict_case added-empty-file ': >src/new'
verdict_case added-dot-file 'echo x >.hidden'
verdict_case odd-name 'echo x >"src/two  words\$"'
verdict_case moved 'mv src/one empty/one'
verdict_case renamed-folder 'mv src/lib src/library'
verdict_case other-case 'mv src/one src/ONE'
verdict_case removed-folder 'rm -r src/lib'
verdict_case removed-empty-folder 'rmdir empty'
verdict_case folder-for-file 'rm src/one; mkdir src/one'
verdict_case file-for-folder 'rmdir empty; : >empty'
verdict_case file-for-link 'cp --remove-destination src/one link'
verdict_case link-for-file 'ln -sfn lib/two src/one'
verdict_case link-spelling 'ln -sfn ./src/one link'
verdict_case dangling 'ln -sfn nowhere link'
verdict_case link-again 'rm link; ln -s src/one link'
verdict_case group-writable 'chmod -R g+w src'
verdict_case no-mode 'chmod 0 src/one'
verdict_case sticky-file 'chmod +t run'
verdict_case set-group-id-file 'chmod g+s run'
# Buildah hashes the name of group 0, which nsswitch.conf of the machine may or may not know.
verdict_case group 'chgrp 1000 src/one' buildah
verdict_case owner-of-folder 'chown 1000 src'
verdict_case all-owners 'chown -hR 1000:1000 src'
verdict_case time-of-link 'touch -h -d 2001-01-01 link'
verdict_case other-name 'ln src/one src/same'
verdict_case fifo 'mkfifo src/pipe'
verdict_case fifo-for-file 'rm src/one; mkfifo src/one; chmod 644 src/one'
verdict_case device 'mknod src/null c 1 3'
verdict_case attribute 'setfattr -n user.note -v x src/one'
verdict_case attribute-of-folder 'setfattr -n user.note -v x src'
verdict_case trusted-attribute 'setfattr -n trusted.note -v x src/one'
verdict_case capability 'setfattr -n security.capability -v 0x0100000200040000000000000000000000000000 run'
verdict_case hard-link 'ln -f src/one src/twin'
