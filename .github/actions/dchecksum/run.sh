#!/usr/bin/env bash
# What the action does between the cache's coming and going:
#   run.sh install    fetches the program for this processor and checks its SHA-256
#   run.sh report     writes summary and notices, and what the next run is to be compared with
# Inputs and the runner's own facts come in the environment (action.yml).
#
# A report that cannot be made is a warning: it is no reason to stop a build. A program that is not
# the released one is.
set -euo pipefail

# A message as the runner's commands take it: no name can end it, or start another.
escaped() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

property() {
  local text
  text=$(escaped "$1")
  text=${text//:/%3A}
  printf '%s' "${text//,/%2C}"
}

install_program() {
  local cpu repository reference folder program place
  case ${RUNNER_OS:-Linux}-$RUNNER_ARCH in
    Linux-X64) cpu=amd64 ;;
    Linux-ARM64) cpu=arm64 ;;
    *)
      echo "::error::dchecksum has no program for $RUNNER_OS on $RUNNER_ARCH"
      exit 1
      ;;
  esac
  # Where this action lies tells whose release it belongs to: …/_actions/OWNER/NAME/REFERENCE/….
  repository=$GITHUB_REPOSITORY reference=
  if [[ $GITHUB_ACTION_PATH =~ /_actions/([^/]+/[^/]+)/(.+)/\.github/actions/ ]]; then
    repository=${BASH_REMATCH[1]} reference=${BASH_REMATCH[2]}
  fi
  [ -z "${INPUT_VERSION:-}" ] || reference=v${INPUT_VERSION#v}
  place=latest/download
  [[ ! $reference =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]] || place=download/$reference
  place=$GITHUB_SERVER_URL/$repository/releases/$place

  folder=$RUNNER_TEMP/dchecksum
  mkdir -p "$folder/bin" "$folder/memory"
  program=dchecksum-linux-$cpu
  curl -fsSL --retry 3 -o "$folder/$program" "$place/$program"
  curl -fsSL --retry 3 -o "$folder/SHA256SUMS" "$place/SHA256SUMS"
  (cd "$folder" && grep -E "^[0-9a-f]{64} [ *]$program\$" SHA256SUMS | sha256sum -c --quiet -) || {
    echo "::error::$place/$program is not what its SHA256SUMS says"
    exit 1
  }
  install -m 755 "$folder/$program" "$folder/bin/dchecksum"
  echo "$folder/bin" >>"$GITHUB_PATH"
  {
    echo "program=$folder/bin/dchecksum"
    echo "memory=$folder/memory"
  } >>"$GITHUB_OUTPUT"
}

# run COMMAND...: the program's status; what it has to say on standard error becomes a warning where it
# found no answer. Its output is in $output.
run() {
  local messages status=0
  output=$RUNNER_TEMP/dchecksum/output messages=$RUNNER_TEMP/dchecksum/messages
  "$DCHECKSUM" "$@" >"$output" 2>"$messages" || status=$?
  if [ "$status" -ge 2 ]; then
    echo "::warning title=dchecksum::$(escaped "$(cat "$messages")")"
  else
    # Printed as they are: no message begins with a name or a colon.
    cat "$messages" >&2
  fi
  return "$status"
}

# notices FILTER: a notice for each line that the filter makes of the objects in $output, with the
# fields FILE, LINE and MESSAGE.
notices() {
  command -v jq >/dev/null || return 0
  local file line message
  while IFS=$'\t' read -r file line message; do
    # As jq wrote it: tabs, line feeds and backslashes behind a backslash.
    file=$(printf '%b' "$file") message=$(printf '%b' "$message")
    if [ "$line" = - ]; then
      echo "::notice title=dchecksum::$(escaped "$message")"
    else
      echo "::notice title=dchecksum,file=$(property "$file"),line=$line::$(escaped "$message")"
    fi
  done < <(jq -r --arg file "${1:-}" "$2 | @tsv" "$output")
}

report_context() {
  local status=0 options=() baseline=$DCHECKSUM_MEMORY/context.lst text=$DCHECKSUM_MEMORY/Dockerfile
  local file=${INPUT_FILE:-${INPUT_CONTEXT%/}/Dockerfile}
  file=${file#./}
  [ -z "$INPUT_FILE" ] || options+=(--file "$INPUT_FILE")
  [ -z "$INPUT_TARGET" ] || options+=(--target "$INPUT_TARGET")
  # A listing has no texts of instructions.
  [ ! -e "$text" ] || options+=(--since-file "$text")
  if [ -e "$baseline" ]; then
    if run explain --json --since "$baseline" "${options[@]}" "$INPUT_CONTEXT" || [ $? = 1 ]; then
      notices "$file" 'select(.rerun == true and .line)
        | [$file, .line, .text + " runs again: " + ((.because // []) | map(tostring) | join(", "))]'
    fi
  fi
  run explain --markdown --exit-code --baseline "$baseline" "${options[@]}" "$INPUT_CONTEXT" ||
    status=$?
  [ ! -s "$output" ] || cat "$output" >>"$GITHUB_STEP_SUMMARY"
  [ "$status" -ge 2 ] || cp "$file" "$text"
  finish "$status" "$baseline"
}

report_log() {
  local status=0 before=$DCHECKSUM_MEMORY/build.log
  if [ -e "$before" ]; then
    if run steps --json "$before" "$INPUT_LOG" || [ $? = 1 ]; then
      notices "" 'select(has("cause") and .first)
        | ["-", "-", .first.text + " ran again: " + .cause
            + (if (.detail // "") == "" then "" else ": " + (.detail | tostring) end)]'
    fi
    run steps --markdown "$before" "$INPUT_LOG" || status=$?
  else
    run steps --markdown "$INPUT_LOG" || status=$?
  fi
  [ ! -s "$output" ] || cat "$output" >>"$GITHUB_STEP_SUMMARY"
  # A log in which no step is found is nothing to compare the next one with.
  [ "$status" -ge 2 ] || cp "$INPUT_LOG" "$before"
  finish "$status" "$before"
}

finish() {
  {
    echo "status=$1"
    if [ -e "$2" ]; then echo "remembered=true"; fi
  } >>"$GITHUB_OUTPUT"
}

case ${1:-} in
  install) install_program ;;
  report) if [ -n "$INPUT_LOG" ]; then report_log; else report_context; fi ;;
  *)
    echo "run.sh: install or report" >&2
    exit 2
    ;;
esac
