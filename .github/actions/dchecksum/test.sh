#!/usr/bin/env bash
# Runs the action's script as a runner would, in an environment made by hand: a release to download
# from, the files that a runner reads afterwards, two builds after one another. PROGRAM is the static
# binary of this processor:
#   .github/actions/dchecksum/test.sh PROGRAM
set -euo pipefail
program=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

check() {
  local name=$1
  shift
  if "$@"; then echo "ok      action: $name"; else
    echo "FAILED  action: $name"
    failed=1
  fi
}

# What GitHub sets. The release lies in a folder, which curl reads as well.
action=$work/_actions/somebody/dchecksum/v2.0.0/.github/actions/dchecksum
mkdir -p "$action" "$work/temp" "$work/home/context/src"
cp "$(dirname "$(readlink -f "$0")")"/run.sh "$action"
export GITHUB_ACTION_PATH=$action GITHUB_SERVER_URL=file://$work/server RUNNER_OS=Linux
export GITHUB_REPOSITORY=somebody/shop RUNNER_TEMP=$work/temp
export GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output GITHUB_PATH=$work/path
case $(uname -m) in
  aarch64) export RUNNER_ARCH=ARM64 cpu=arm64 ;;
  *) export RUNNER_ARCH=X64 cpu=amd64 ;;
esac
release=$work/server/somebody/dchecksum/releases/download/v2.0.0
mkdir -p "$release"
cp "$program" "$release/dchecksum-linux-$cpu"
(cd "$release" && sha256sum "dchecksum-linux-$cpu" >SHA256SUMS)
cd "$work/home"

# fresh: the files that each step of a job finds empty.
fresh() {
  : >"$GITHUB_STEP_SUMMARY"
  : >"$GITHUB_OUTPUT"
}

output() {
  sed -n "s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1
}

fresh
check "the program is installed" "$action/run.sh" install
DCHECKSUM=$(output program) DCHECKSUM_MEMORY=$(output memory)
export DCHECKSUM DCHECKSUM_MEMORY
check "it is the released one" cmp "$program" "$DCHECKSUM"
check "later steps find it" grep -qx "$(dirname "$DCHECKSUM")" "$GITHUB_PATH"

refuses() {
  echo x >>"$release/dchecksum-linux-$cpu"
  local status=0
  "$action/run.sh" install >"$work/refused" 2>&1 || status=$?
  cp "$program" "$release/dchecksum-linux-$cpu"
  [ "$status" != 0 ] && grep -q '^::error::' "$work/refused"
}
check "another program is refused" refuses
(cd "$release" && echo "$(sha256sum <"dchecksum-linux-$cpu" | cut -c 1-64)  other" >SHA256SUMS)
check "and one without a sum" eval '! "$action/run.sh" install >/dev/null 2>&1'

# The context: a first run, one without a change, one with a change in a file of a harmful name.
name=$'src/%0A::error::a\nb.js'
printf 'FROM scratch\nCOPY package.json /\nCOPY src /src\n' >context/Dockerfile
echo '{}' >context/package.json
echo 1 >"context/$name"
export INPUT_CONTEXT=context INPUT_FILE="" INPUT_TARGET="" INPUT_LOG=""
report() {
  fresh
  "$action/run.sh" report >"$work/commands" 2>&1
}
check "the first run ends well" report
check "nothing runs again then" test "$(output status)" = 0
check "and it is remembered" test "$(output remembered)" = true
check "without a change the next one ends well" report
check "and nothing runs again" test "$(output status)" = 0
check "nor is there a notice" eval '! grep -q "^::" "$work/commands"'
echo 2 >"context/$name"
check "with a change it ends well, too" report
check "something runs again" test "$(output status)" = 1
check "the summary names the file" grep -qF 'b.js' "$GITHUB_STEP_SUMMARY"
check "the instruction has its notice" \
  grep -q '^::notice title=dchecksum,file=context/Dockerfile,line=3::COPY src /src' "$work/commands"
check "and no other has one" test "$(grep -c '^::' "$work/commands")" = 1
check "after that nothing runs again" eval 'report && [ "$(output status)" = 0 ]'
sed -i 's|COPY src /src|COPY src /source|' context/Dockerfile
check "an instruction that was changed runs again" \
  eval 'report && grep -q "line=3::COPY src /source runs again: instruction" "$work/commands"'
echo "NOSUCH" >>context/Dockerfile
check "a wrong Dockerfile is a warning" \
  eval 'report && [ "$(output status)" = 2 ] && grep -q "^::warning" "$work/commands"'

# Logs: the first build, then one in which a step ran again.
log() {
  printf '#1 [1/3] FROM docker.io/library/busybox\n#1 CACHED\n\n#2 [2/3] COPY . /app\n#2 %s\n\n' "$1"
  printf '#3 [3/3] RUN make\n#3 %s\n' "$2"
}
log CACHED CACHED >build.log
export INPUT_LOG=build.log
check "the first log ends well" report
check "and is remembered" test "$(output remembered)" = true
log "DONE 0.1s" "DONE 3.0s" >build.log
check "the second one, too" report
check "a step ran again" test "$(output status)" = 1
check "the summary names the step" grep -qF 'COPY . /app' "$GITHUB_STEP_SUMMARY"
check "and so does a notice" grep -q '^::notice title=dchecksum::.*COPY . /app.* ran again' "$work/commands"
echo "no build" >build.log
check "a log without steps is a warning" \
  eval 'report && [ "$(output status)" = 2 ] && grep -q "^::warning" "$work/commands"'
check "and the one before stays" grep -q 'DONE 3.0s' "$DCHECKSUM_MEMORY/build.log"
exit "$failed"
