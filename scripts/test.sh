#!/usr/bin/env bash
# Runs every test with the race detector, after bringing what they need. Arguments go to go test.
# A test that is skipped counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh

go vet ./...
go test -race -timeout 9m -json "$@" ./... | go run ./scripts/testreport
