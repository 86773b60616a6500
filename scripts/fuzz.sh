#!/usr/bin/env bash
# Runs fuzzers, each for the time given, one after the other, and says at the end what each found. One that fails does
# not keep the others from running; its finding lies in testdata/fuzz beside it, where go test runs it from then on.
#
#   scripts/fuzz.sh            every fuzzer for ten seconds
#   scripts/fuzz.sh 5m         every fuzzer for five minutes
#   scripts/fuzz.sh 1m Handle Open    those whose names have one of these words, for a minute
set -uo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}
shift || true
wanted=$(IFS='|'; echo "$*")

# fuzz runs one. The end of the time itself can count as a failure to Go; it comes without an input that fails.
fuzz() {
	go test -run '^$' -fuzz "^$1\$" -fuzztime "$time" "$2" </dev/null >"$out" 2>&1 && return
	grep -q 'context deadline exceeded' "$out" && ! grep -qE 'Failing input|panic:|_test.go:' "$out"
}

out=$(mktemp)
trap 'rm -f "$out"' EXIT
failed=0
report=""
while IFS=: read -r file name; do
	[[ -z $wanted || $name =~ $wanted ]] || continue
	dir=$(dirname "$file")
	if fuzz "$name" "$dir"; then
		said=$(grep -oE 'execs: [0-9]+' "$out" | tail -1)
		interesting=$(grep -oE 'new interesting: [0-9]+' "$out" | tail -1)
		report+=$(printf '%-60s nothing   %s  %s' "$dir $name" "${said:-no figures}" "$interesting")$'\n'
	else
		failed=1
		cat "$out"
		finding=$(grep -oE 'testdata/fuzz/[^ ]+' "$out" | head -1)
		report+=$(printf '%-60s FAILED    %s' "$dir $name" "${finding:+$dir/$finding}")$'\n'
	fi
	tail -1 <<<"${report%$'\n'}"
done < <(grep -rnE --include='*_test.go' --exclude-dir=node_modules --exclude-dir=.cache '^func Fuzz[A-Za-z0-9_]+\(' . |
	sed -E 's/^([^:]+):[0-9]+:func (Fuzz[A-Za-z0-9_]+).*/\1:\2/' | sort)
[[ -n $report ]] || { echo "no fuzzer is called so" >&2; exit 2; }
exit "$failed"
