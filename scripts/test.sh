#!/usr/bin/env bash
# Runs every test with the race detector, after bringing what they need, and then without it, in full, what takes a
# small form or none under it: see internal/raced.
# Arguments go to go test. A test that is skipped counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh

go vet ./...
# Most tests wait for sockets and windows rather than compute, so more of them run at once than there are cores.
go test -race -vet=off -parallel 4 -timeout 20m -json "$@" ./... | go run ./scripts/testreport
packages=() names=()
while read -r file; do
	case $file in
	# Most of the program's own tests have real processes: only the files that speak of the race detector run again.
	cmd/bot/*) names+=("$(sed -nE 's/^func (Test[A-Za-z0-9]+)\(.*/\1/p' "$file" | paste -sd'|')") ;;
	*) packages+=("./$(dirname "$file")") ;;
	esac
done < <(grep -rlE '\braced\.[A-Z]|^//go:build !race$' --include='*_test.go' cmd internal | grep -v '^internal/simulations/')
# The simulations compute on one core for most of their time, so the others run beside them.
go test -vet=off -timeout 20m -json "$@" ./internal/simulations/... | go run ./scripts/testreport -figures &
beside=$!
go test -vet=off -timeout 20m -json "$@" "${packages[@]}" | go run ./scripts/testreport
go test -vet=off -timeout 20m -json -run "^($(IFS='|'; echo "${names[*]}"))\$" "$@" ./cmd/bot | go run ./scripts/testreport
wait $beside
