#!/usr/bin/env bash
# Runs every test with the race detector, after bringing what they need, and then the simulations without it.
# Arguments go to go test. A test that is skipped counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh

go vet ./...
go test -race -timeout 9m -json "$@" ./... | go run ./scripts/testreport
go test -timeout 9m -json "$@" ./internal/simulations/... | go run ./scripts/testreport -figures
