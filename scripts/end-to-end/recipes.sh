# What the README has somebody paste: the last image with the program mounted into it, two layers that a
# daemon still has, a step that takes the program from another image. Nothing of it stands in a context.

recipe_context() {
  local context=$1
  mkdir -p "$context/src"
  echo "console.log('hello')" >"$context/src/index.js"
  echo '{ "name": "shop" }' >"$context/package.json"
  echo .git >"$context/.dockerignore"
  printf 'FROM scratch\nCOPY . /app\n' >"$context/Dockerfile"
}

buildah_here() {
  # Without the login file that $DOCKER_CONFIG has nothing of.
  env -u DOCKER_CONFIG TMPDIR="$work" buildah --root "$work/buildah/root" --runroot "$work/buildah/run" \
    --storage-driver vfs "$@"
}

# recipe_image BUILDER IMAGE FILE: the listing of /app in an image, made by running the program in it.
recipe_image() {
  local container
  : >"$3"
  case $1 in
    docker)
      "$docker" run --rm --network none -v "$binary:/dc:ro" --entrypoint /dc "$2" -l -d all /app \
        >"$3"
      ;;
    buildah)
      container=$(buildah_here from "$2") &&
        buildah_here run --isolation chroot -v "$binary:/dc:ro" "$container" /dc -l -d all /app \
          >"$3" &&
        buildah_here rm "$container" >/dev/null
      ;;
  esac
}

# says_content STATUS FILE PATH: a diff ended with STATUS 1 and names PATH, and no other, as changed.
says_content() {
  [ "$1" = 1 ] && grep -qF '"change":"content","kind":"F","path":"'"$3"'"' "$2" &&
    [ "$(grep -c '"change"' "$2")" = 1 ]
}

recipe_case() {
  local builder=$1 status=0
  local context=$work/recipe-$builder
  recipe_context "$context"
  build "$builder" "$context" "$context.before.log" -t recipe-before || return 1
  check "recipes: the program runs in $builder's last image" recipe_image "$builder" recipe-before "$context.image"
  "$binary" diff --dockerignore "$context.image" "$context" >"$context.same" || status=$?
  check "recipes: $builder's last image holds what lies here" test "$status" = 0

  echo changed >>"$context/src/index.js"
  status=0
  "$binary" diff --json --dockerignore - "$context" <"$context.image" >"$context.json" || status=$?
  check "recipes: $builder's last image tells the file" \
    says_content "$status" "$context.json" src/index.js
  [ "$builder" = docker ] || return 0

  build docker "$context" "$context.after.log" -t recipe-after || return 1
  local layers
  mapfile -t layers < <(ls -td "$work"/docker/data/*/*/diff/app/src | head -n 2)
  status=0
  "$binary" diff --json "${layers[1]%/src}" "${layers[0]%/src}" >"$context.json" || status=$?
  check "recipes: two layers that the daemon has tell the file" \
    says_content "$status" "$context.json" src/index.js
}

# The tool's own image is what the Dockerfile of a release makes.
recipe_mount() {
  local context=$work/recipe-mount status=0 cpu=amd64
  [ "$(uname -m)" != aarch64 ] || cpu=arm64
  mkdir "$context.image"
  cp "$binary" "$context.image/dchecksum-linux-$cpu"
  build docker "$context.image" "$context.image.log" -t dchecksum --build-arg "TARGETARCH=$cpu" \
    -f scripts/release/Dockerfile || return 1
  recipe_context "$context"
  cat >>"$context/Dockerfile" <<'DOCKERFILE'
RUN --mount=type=bind,from=dchecksum,target=/dc ["/dc/dchecksum", "--long", "--max-depth", "all", "/app"]
DOCKERFILE
  build docker "$context" "$context.before.log" || return 1
  echo changed >>"$context/src/index.js"
  build docker "$context" "$context.after.log" || return 1
  "$binary" diff --json "$context.before.log" "$context.after.log" >"$context.json" || status=$?
  check "recipes: a step with the program mounted tells the file" \
    says_content "$status" "$context.json" src/index.js
}

for builder in $builders; do
  recipe_case "$builder" || not_ok "recipes: $builder builds"
done
recipe_mount || not_ok "recipes: docker builds with a mount"
