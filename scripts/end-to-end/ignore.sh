# `--dockerignore` on the host lists what `COPY . /ctx` brought into the image. The ignore files here
# are ones that every version of the two builders reads alike.

ignore_context() {
  local context=$1
  mkdir -p "$context"/src/lib "$context"/node_modules/left-pad "$context"/src/node_modules/x \
    "$context"/build "$context"/docs/api "$context"/.git/objects "$context"/logs
  install -m 644 "$binary" "$context/dchecksum-linux"
  local path
  for path in src/main.js src/main.js.map src/lib/add.js src/lib/add.test.js README.md \
    node_modules/left-pad/index.js src/node_modules/x/index.js build/out.bin docs/index.md \
    docs/api/index.html docs/api/keep.html .git/HEAD .git/objects/00 logs/a.log logs/keep.log \
    "two words.txt" a.log; do
    echo "$path" >"$context/$path"
  done
  ln -s src/main.js "$context/link"
  cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM scratch
ADD --chmod=755 dchecksum-linux /bin/dchecksum
COPY . /ctx
RUN ["/bin/dchecksum", "--max-depth", "all", "/ctx"]
DOCKERFILE
}

# ignore_case NAME LINE...
ignore_case() {
  local name=$1 builder
  local context=$work/ignore-$name
  shift
  ignore_context "$context"
  printf '%s\n' "$@" >"$context/.dockerignore"
  "$binary" --dockerignore --max-depth all "$context" >"$context.host"
  for builder in $builders; do
    if build "$builder" "$context" "$context.$builder.log"; then
      records "$context.$builder.log" >"$context.$builder"
      check_same "ignore: $name: $builder copies what the host lists" "$context.host" \
        "$context.$builder"
    else
      not_ok "ignore: $name: $builder builds"
    fi
  done
}

ignore_case nothing "# only a comment" ""
ignore_case names .git node_modules build/ "two words.txt"
ignore_case anywhere "**/node_modules" "**/*.map" "**/*.test.js"
ignore_case one-level "*.log" "*/*.log" "?ink"
ignore_case back-in "*.md" "!README.md" "logs/*" "!logs/keep.log"
ignore_case itself .dockerignore Dockerfile
ignore_case root-slash /build /src/main.js
ignore_case trailing-slash build/ docs/
ignore_case dots ./build docs/../logs
ignore_case stars "docs/*" "*/lib"
ignore_case below "node_modules/**" "src/**/index.js"
ignore_case all-below "src/**"
ignore_case brackets "[ab]*" "src/[l-n]*"
ignore_case not-brackets "[^a-z]*"
ignore_case question "src/lib/add.??" "a.???"
ignore_case escaped "two\\ words.txt" "src\\/lib"
ignore_case crlf $'build\r' $'*.log\r'
ignore_case blanks "  build  " $'\tdocs'
ignore_case hash-inside " #no" "build#" "docs"
ignore_case link link
ignore_case through-link "link/*"
ignore_case file-back docs "!docs/index.md"
ignore_case nothing-matches "*.zzz" "**/zzz"
ignore_case star-back "*" "!src" "!src/**" "!dchecksum-linux"
