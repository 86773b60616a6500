#!/usr/bin/env bash
# Runs every fuzz test for the time given, one after the other: scripts/fuzz.sh 10s
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do
	sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file" | while read -r name; do
		go test -run '^$' -fuzz "^$name\$" -fuzztime "${1:-10s}" "$(dirname "$file")" </dev/null
	done
done
