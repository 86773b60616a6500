#!/usr/bin/env bash
# Takes the pictures of the README anew: a story in the sandbox, as its people see it. An emoji font makes them
# complete (Debian's fonts-noto-color-emoji); without one the marks of entries are empty boxes.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh

mkdir -p docs/tour
THROUGHLINE_PICTURES=$PWD/docs/tour go test -count=1 -run '^TestTheTourOfTheReadme$' ./cmd/bot
