# What tools/run, tools/test and tools/install_dependencies share; to be sourced.

# say WORDS: the one line that a stage prints. Standard output is left to results.
say() {
  echo "raceproof: $*" >&2
}

# quietly LOG COMMAND...: runs COMMAND with its output in LOG; shows the end of it only on failure.
quietly() {
  local log=$1 status=0
  shift
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then
    tail -n 60 "$log" >&2
    say "failed ($status): $*"
    say "the whole output is in $log"
    return 1
  fi
}
