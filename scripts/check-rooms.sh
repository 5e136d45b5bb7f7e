#!/usr/bin/env bash
# Checks what one module can't say: which folder of the library may know which other, and what the
# sources may import. Prints each breach as FILE:LINE: and fails where there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

# ROOM: the rooms right below it. It may use their names besides its own, and what they may use.
rooms="
Text:
System: Text
Hashing: Text
Tree: System Hashing
Formats: Tree
Ignoring: Tree
Scanning: Formats Ignoring
Unpacking: Ignoring
Archives: Unpacking Formats
Records: Formats
Lines: Records
Logs: Lines
Steps: Logs
Dockerfiles: Records Ignoring
Contexts: Dockerfiles
Comparing: Contexts Steps Archives Scanning
Verdicts: Comparing
Caching: Verdicts
Rerunning: Verdicts
Reporting: Rerunning
StepReporting: Reporting
Explaining: Reporting Caching
Messages: Explaining StepReporting
Arguments: Messages
Evidence: Arguments
Commands: Evidence
dchecksum: Commands
"

# A room owns the types and functions declared at the left margin of its files, private ones aside.
# A use is any other mention of a type, or a call of a function, outside comments and string
# literals. After a dot a name is some type's member, and where a room gives a member of its own the
# name, it may well mean that.
uses() {
  local files
  mapfile -t files < <(find Sources/DirectoryChecksum Sources/dchecksum -name '*.swift' |
    LC_ALL=C sort)
  # Every file twice: the first pass collects, the second looks.
  awk -v rooms="${rooms//$'\n'/;}" '
    BEGIN {
      count = split(rooms, row, ";")
      for (i = 1; i <= count; i++) {
        words = split(row[i], word, /[: ]+/)
        if (word[1] == "") continue
        known[word[1]] = 1
        for (w = 1; w <= words; w++) {
          allowed[word[1], word[w]] = 1
          for (below in known) if ((word[w], below) in allowed) allowed[word[1], below] = 1
        }
      }
    }
    FNR == 1 {
      second = seen[FILENAME]++
      split(FILENAME, part, "/")
      # The entry point and what calls the commands lie in no folder of the executable.
      room = part[3] ~ /\.swift$/ ? part[2] : part[3]
      text = 0
      if (!second && !(room in known)) print FILENAME ":1: " room " is no room"
    }
    !second && !/(private|fileprivate) / &&
      match($0, /^([a-z@][A-Za-z()_, ]* )?(struct|enum|class|protocol|typealias|func) [A-Za-z0-9_]+/) {
      name = substr($0, RSTART, RLENGTH)
      called = name ~ /func [A-Za-z0-9_]+$/
      sub(/.* /, "", name)
      owner[name] = room
      isFunction[name] = called
    }
    !second &&
      match($0, /^(private|fileprivate)? .*(struct|enum|class|protocol|typealias|func|var|let|case) [A-Za-z0-9_]+/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/.* /, "", name)
      isMember[room, name] = 1
    }
    second {
      line = $0
      if (gsub(/"""/, "", line) % 2) { text = !text; next }
      if (text) next
      gsub(/"([^"\\]|\\.)*"/, "", line)
      sub(/\/\/.*/, "", line)
      before = ""
      while (match(line, /[A-Za-z_][A-Za-z0-9_]*/)) {
        name = substr(line, RSTART, RLENGTH)
        if (RSTART > 1) before = substr(line, RSTART - 1, 1)
        line = substr(line, RSTART + RLENGTH)
        if (name in owner && before != "." && (!isFunction[name] || line ~ /^\(/) &&
            !((room, name) in isMember) && !((room, owner[name]) in allowed))
          print FILENAME ":" FNR ": " room " may not know " name ", which is in " owner[name]
        before = ""
      }
    }
  ' "${files[@]}" "${files[@]}"
}

# Foundation and the C libraries stay out, so that one source serves every libc and Embedded Swift.
imports() {
  grep -rnE '^ *([@a-zA-Z_()]+ +)*import ' --include='*.swift' Sources |
    grep -vE '^[^:]*:[0-9]+:import Synchronization$' |
    grep -vE '^Sources/DirectoryChecksum/(System|Hashing)/[^:]*:[0-9]+:import CDirectoryChecksum$' |
    grep -vE '^Sources/dchecksum/[^:]*:[0-9]+:import DirectoryChecksum$' |
    sed 's/$/: this import has no place here/'
}

# Once one file imports the C target, others can call it without an import of their own.
shims() {
  grep -rnE '\bcdc_' --include='*.swift' Sources |
    grep -vE '^Sources/DirectoryChecksum/(System|Hashing)/' |
    sed 's/$/: the C target is for System and Hashing alone/'
}

conditions() {
  local found
  found=$(grep -rnE '#(if|elseif) .*hasFeature\(Embedded\)' --include='*.swift' Sources)
  [ "$(wc -l <<<"$found")" = 1 ] || sed 's/$/: one place alone may tell the builds apart/' <<<"$found"
}

# A room without tests of its own would be tested by chance.
tests() {
  local room
  for room in Sources/DirectoryChecksum/*/; do
    room=$(basename "$room")
    # Not a room but the library's documentation, whose examples DocumentationTests compile.
    [[ $room != *.docc ]] || continue
    compgen -G "Tests/DirectoryChecksumTests/$room/*Tests.swift" >/dev/null ||
      echo "Tests/DirectoryChecksumTests/$room: has no tests of the room $room"
  done
}

breaches=$(
  uses
  tests
  set +e # a search that finds nothing is no failure
  imports
  shims
  conditions
)
[ -z "$breaches" ] || {
  echo "$breaches"
  exit 1
}
echo "rooms: every folder knows only what it may"
