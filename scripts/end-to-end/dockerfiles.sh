# `explain --since` says before a build what BuildKit then takes from its cache: 30 Dockerfiles, each
# built from a context, and from the same with a change. A step that is cached stays so, one that runs
# again does, and one of which nothing is promised may do either. Only what every version of the
# builder knows is used.

# A context of the kind that projects have.
dockerfile_context() {
  local context=$1
  mkdir -p "$context"/src/lib "$context"/docs "$context"/web/public
  local path
  for path in package.json lock src/main.c src/util.c src/lib/a.c docs/a.md docs/b.txt README.md \
    Makefile web/public/index.html .env; do
    echo "$path" >"$context/$path"
  done
  ln -s src "$context/cur"
}

# The states of a build's steps, in the order of the file: `LINE cached|ran`. The lines are found by
# the texts of the steps, of which a case has no two alike.
built_states() {
  local log=$1 dockerfile=$2
  python3 - "$log" "$dockerfile" <<'PYTHON'
import re, sys
log, dockerfile = open(sys.argv[1]).read(), open(sys.argv[2]).read().splitlines()
texts, states = {}, {}
for line in log.splitlines():
    found = re.match(r"#(\d+) \[[^\]]*\d+/\d+\] (.*)", line)
    if found:
        texts[found[1]] = found[2]
    found = re.match(r"#(\d+) (CACHED|DONE)", line)
    if found and found[1] in texts:
        states[texts[found[1]]] = "cached" if found[2] == "CACHED" else "ran"
for number, text in enumerate(dockerfile, 1):
    if text in states:
        print(number, states[text])
PYTHON
}

# What was foretold beside what came: fails where a promise was broken, or nothing was promised.
hold_promises() {
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
built = dict(line.split() for line in open(sys.argv[1]))
promises = kept = 0
for line in open(sys.argv[2]):
    told = json.loads(line)
    state = built.get(str(told.get("line"))) if "rerun" in told else None
    if state is None or told["rerun"] is None or told["instruction"] == "FROM":
        continue
    promises += 1
    wanted = "ran" if told["rerun"] else "cached"
    if wanted != state:
        sys.exit(f"line {told['line']}: told {wanted}, was {state}: {told['text']}")
if not promises:
    sys.exit("no step of the build was foretold")
PYTHON
}

# dockerfile_case NAME CHANGE DOCKERFILE-LINE...: CHANGE is a command, run in the context. Every case
# copies to a place of its own (`@`), so that none finds another's steps in the cache.
dockerfile_case() {
  local name=$1 change=$2
  local place=$work/dockerfile-$name
  shift 2
  mkdir -p "$place"
  dockerfile_context "$place/before"
  printf '%s\n' "$@" | sed "s/@/$name/g" >"$place/before/Dockerfile"
  printf '%s\n' Dockerfile '*.tmp' >"$place/before/.dockerignore"
  cp -a "$place/before" "$place/after"
  (cd "$place/after" && eval "$change")
  if ! build docker "$place/before" "$place/1.log" || ! build docker "$place/after" "$place/2.log"
  then
    not_ok "dockerfiles: $name: docker builds"
    return
  fi
  built_states "$place/2.log" "$place/after/Dockerfile" >"$place/states"
  "$binary" explain --json --since "$place/before" "$place/after" >"$place/told" || true
  check "dockerfiles: $name: what was foretold came" hold_promises "$place/states" "$place/told"
}

classic="FROM scratch|COPY Makefile /@/|WORKDIR /@|COPY package.json lock ./|COPY . ./all/"
two="FROM scratch|COPY src /@/s/|COPY docs /@/d/|COPY lock /@/l"
stages="FROM scratch AS one|COPY src /@/s/|COPY docs /@/d/|FROM scratch|COPY lock /@/l|COPY --from=one /@/d /@/d"

# lines_case NAME CHANGE LINES: the lines parted by bars.
lines_case() {
  local lines
  IFS='|' read -r -a lines <<<"$3"
  dockerfile_case "$1" "$2" "${lines[@]}"
}

lines_case classic-source 'echo x >src/main.c' "$classic"
lines_case classic-nothing 'true' "$classic"
lines_case classic-mode 'chmod 600 lock' "$classic"
lines_case classic-new 'echo n >newfile' "$classic"
lines_case classic-gone 'rm docs/b.txt' "$classic"
lines_case classic-moved 'mv README.md README.txt' "$classic"
lines_case classic-touched 'touch -d @1 lock src/main.c' "$classic"
lines_case classic-ignored 'echo t >a.tmp' "$classic"
lines_case classic-ignore-file 'echo "*.zzz" >>.dockerignore' "$classic"
lines_case classic-empty-directory 'mkdir empty' "$classic"
lines_case classic-link-text 'ln -sfn ./src cur' "$classic"
lines_case classic-kind 'rm lock; mkdir lock' "$classic"
lines_case two-first 'echo x >src/util.c' "$two"
lines_case two-second 'echo x >docs/a.md' "$two"
lines_case two-last 'echo x >lock' "$two"
lines_case two-neither 'echo x >README.md' "$two"
lines_case two-deep 'echo x >src/lib/a.c' "$two"
lines_case two-parent-mode 'chmod 700 .' "$two"
lines_case two-source-mode 'chmod 750 docs' "$two"
lines_case wild-match 'echo x >README.md' 'FROM scratch|COPY *.md /@/|COPY lock /@/'
lines_case wild-other 'echo x >lock' 'FROM scratch|COPY *.md /@/|COPY docs /@/d/'
lines_case wild-new 'echo x >NEWS.md' 'FROM scratch|COPY *.md /@/|COPY docs /@/d/'
lines_case wild-directory 'echo x >src/lib/b.c' 'FROM scratch|COPY s*/lib /@/|COPY docs /@/d/'
lines_case through-link 'echo x >src/main.c' 'FROM scratch|COPY cur/main.c /@/|COPY docs /@/d/'
lines_case add 'echo x >docs/a.md' 'FROM scratch|ADD docs /@/|COPY lock /@/l'
lines_case variable 'echo x >docs/a.md' 'FROM scratch|ARG D=docs|COPY ${D:-src}/a.md /@/|COPY lock /@/l'
lines_case stages-first 'echo x >src/main.c' "$stages"
lines_case stages-taken 'echo x >docs/a.md' "$stages"
lines_case stages-unused 'echo x >src/main.c' 'FROM scratch AS un|COPY src /@/|FROM scratch|COPY lock /@/l'
lines_case order 'sed -i "2{h;d};3{G}" Dockerfile' "$two"
lines_case other-destination 'sed -i "s,/d/,/e/," Dockerfile' "$two"
lines_case other-source 'sed -i "s,^COPY lock,COPY ./lock," Dockerfile' "$two"
