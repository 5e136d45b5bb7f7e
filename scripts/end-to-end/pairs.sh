# Random contexts, each before and after a few changes of any kind: what `diff` says of the
# directories, of their listings and of the logs is what the builders did, or it says `unknown`.
# PAIRS and FIRST say which.

pairs_agree() {
  TMPDIR=$work python3 scripts/differential-verdicts.py --pairs "${PAIRS:-10}" --first "${FIRST:-1}" "$binary"
}

check "pairs: no definite verdict is wrong" pairs_agree
