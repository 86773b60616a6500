#!/usr/bin/env bash
# Looks for known vulnerabilities in what the program really calls. The list is kept at vuln.go.dev;
# where it cannot be reached this says so and is content, unless CI is set.
set -euo pipefail
cd "$(dirname "$0")/.."

if output=$(go run golang.org/x/vuln/cmd/govulncheck@v1.8.0 ./... 2>&1); then
	printf '%s\n' "$output"
	exit 0
fi
if [ -z "${CI:-}" ] && grep -q 'fetching vulnerabilities' <<<"$output"; then
	echo "vulncheck: the list at vuln.go.dev cannot be reached; not checked"
	exit 0
fi
printf '%s\n' "$output"
exit 1
