# What the binary lists in a step of a build is what it lists on the host for the same folder.

listing_context() {
  local context=$1
  mkdir -p "$context"/src/lib/deep/er "$context"/empty "$context/a folder/ä" "$context/src-2"
  install -m 644 "$binary" "$context/dchecksum-linux"
  echo "int main(void) { return 0; }" >"$context/src/main.c"
  echo "below what is printed" >"$context/src/lib/deep/er/file"
  echo "#!/bin/sh" >"$context/src/run"
  chmod 755 "$context/src/run"
  : >"$context/src-2/nothing"
  echo 1 >"$context/a folder/ä/two  blanks "
  echo 2 >"$context/a folder/'quoted'"
  printf 'two\nlines' >"$context/$(printf 'new\nline')"
  echo 3 >"$context/back\\slash"
  head -c 3000000 /dev/zero >"$context/large"
  ln -s src/main.c "$context/link"
  ln -s nowhere "$context/dangling"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
ADD --chmod=755 dchecksum-linux /bin/dchecksum
COPY . /ctx
RUN ["/bin/dchecksum", "--max-depth", "2", "/ctx"]
DOCKERFILE
}

listing_cases() {
  local context=$work/listing builder
  listing_context "$context"
  "$binary" --max-depth 2 "$context" >"$context.host"
  for builder in $builders; do
    if build "$builder" "$context" "$context.$builder.log"; then
      records "$context.$builder.log" >"$context.$builder"
      check_same "listing: $builder lists what the host lists" "$context.host" "$context.$builder"
    else
      not_ok "listing: $builder builds"
    fi
  done
}

listing_cases
