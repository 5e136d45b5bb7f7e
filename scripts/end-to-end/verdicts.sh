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
verdict_case group 'chgrp 1000 src/one'
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
