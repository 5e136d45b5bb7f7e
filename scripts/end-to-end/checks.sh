# How the end-to-end cases report: a line for each check, a count at the end.

passed=0
failed=0

ok() {
  passed=$((passed + 1))
  echo "ok      $1"
}

not_ok() {
  failed=$((failed + 1))
  echo "FAILED  $1"
}

# check_same NAME EXPECTED ACTUAL: two files; where they differ, the difference follows the line.
check_same() {
  if [ ! -s "$2" ]; then
    not_ok "$1: nothing to compare with"
  elif cmp -s "$2" "$3"; then
    ok "$1"
  else
    not_ok "$1"
    diff "$2" "$3" | sed 's/^/        /' || true
  fi
}

# check NAME COMMAND...: the command's status decides, its output is shown where it fails.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    ok "$name"
  else
    not_ok "$name"
    [ -z "$output" ] || sed 's/^/        /' <<<"$output"
  fi
}

summary() {
  echo "$passed ok, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
