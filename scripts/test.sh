#!/usr/bin/env bash
# Runs every test with the race detector, after bringing what they need, and then the simulations without it.
# Arguments go to go test. A test that is skipped counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh

go vet ./...
# Most tests wait for sockets and windows rather than compute, so more of them run at once than there are cores.
go test -race -parallel 4 -timeout 20m -json "$@" ./... | go run ./scripts/testreport
go test -timeout 20m -json "$@" ./internal/simulations/... | go run ./scripts/testreport -figures
