# Images of real builders compared with the context that they were built from: no difference, and
# after five changes those five; a commit compared with its work tree under two umasks.

image_context() {
  local context=$1
  mkdir -p "$context"/src/lib "$context"/empty "$context"/docs
  echo 'int main() {}' >"$context/src/main.c"
  echo lib >"$context/src/lib/l.c"
  echo private >"$context/src/key"
  chmod 600 "$context/src/key"
  chmod 700 "$context/src/lib"
  chmod 1777 "$context/empty"
  echo run >"$context/run"
  chmod 755 "$context/run"
  ln -s src/main.c "$context/link"
  ln -s /nowhere "$context/dangling"
  ln "$context/src/main.c" "$context/docs/hard"
  echo umlaut >"$context/docs/grün"
  printf 'FROM scratch\nWORKDIR /srv/app\nCOPY src/key keys/\nCOPY . .\n' >"$context/Dockerfile"
  printf '*.log\n' >"$context/.dockerignore"
  echo ignored >"$context/x.log"
}

# save BUILDER FILE: the image called t-images as an archive.
save() {
  case $1 in
    buildah)
      TMPDIR=$work env -u DOCKER_CONFIG buildah --root "$work/buildah/root" --runroot "$work/buildah/run" \
        --storage-driver vfs push -q t-images "oci-archive:$2" >/dev/null
      ;;
    *) "$docker" save -o "$2" t-images ;;
  esac
}

classic_build() {
  local context=$1 log=$2
  shift 2
  DOCKER_BUILDKIT=0 "$docker" build --network=none "$@" "$context" >"$log" 2>&1
}

# changes ARGUMENT...: what `diff` names, a word and a path a line.
changes() {
  { "$binary" diff "$@" 2>/dev/null || true; } |
    sed -nE 's/^\{"change":"([a-z]+)",.*"path":"([^"]*)".*/\1 \2/p' | LC_ALL=C sort
}

image_case() {
  local builder=$1 context=$work/images-$1 archive=$work/images-$1.tar
  image_context "$context"
  build "$builder" "$context" "$work/images-$builder.log" --tag t-images || {
    not_ok "images: $builder: the context can be built"
    return
  }
  save "$builder" "$archive"
  check "images: $builder: no difference from the context" \
    "$binary" diff --dockerignore "$archive" "$context"
  check "images: $builder: the same through a pipe" \
    sh -c '"$1" diff --dockerignore - "$2" <"$3"' sh "$binary" "$context" "$archive"
  check "images: $builder: the instruction is named" \
    sh -c '"$1" extract "$2" | grep -q "^# listing 2 complete COPY "' sh "$binary" "$archive"
  echo more >>"$context/src/lib/l.c"
  echo new >"$context/added"
  chmod 640 "$context/src/key"
  ln -sfn src/lib "$context/link"
  rm "$context/run"
  printf 'added added\ncontent src/lib/l.c\nmode src/key\nremoved run\ntarget link\n' \
    >"$work/images-expected"
  changes --dockerignore --json "$archive" "$context" >"$work/images-found"
  check_same "images: $builder: five changes are named" "$work/images-expected" \
    "$work/images-found"
}

for builder in docker classic buildah; do image_case "$builder"; done

commit_case() {
  local umask=$1 origin=$work/git-origin clone=$work/git-$1
  command -v git >/dev/null || return 0
  if [ ! -d "$origin" ]; then
    mkdir -p "$origin/sub"
    echo a >"$origin/a"
    echo b >"$origin/sub/b"
    echo run >"$origin/run"
    chmod 755 "$origin/run"
    ln -s a "$origin/link"
    git -C "$origin" init -q
    git -C "$origin" add .
    git -C "$origin" -c user.name=t -c user.email=t@localhost commit -qm one
  fi
  (umask "$umask" && git clone -q "$origin" "$clone")
  mkdir -p "$clone/empty"
  git -C "$clone" archive HEAD >"$work/git.tar"
  check "images: a commit and its work tree under umask $umask: no difference" \
    "$binary" diff --exclude .git "$work/git.tar" "$clone"
  chmod 600 "$clone/a"
  echo more >>"$clone/sub/b"
  printf 'content sub/b\nmode a\n' >"$work/images-expected"
  changes --exclude .git --json - "$clone" <"$work/git.tar" >"$work/images-found"
  check_same "images: under umask $umask what differs from the commit is named" \
    "$work/images-expected" "$work/images-found"
}

for mask in 022 027; do commit_case "$mask"; done
