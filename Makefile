# What there is to do with Throughline. Only Go, bash and make have to be there; each target brings the
# rest by itself, into .cache or, for packages of the system, by apt.

GO      ?= go
CACHE   := .cache/bin
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)

GOLANGCI_LINT := $(CACHE)/golangci-lint

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: test-copies
test-copies: ## Kill copies on one database for ten minutes, and cut them off from it.
	@. scripts/needs.sh && $(GO) test ./internal/crashtest -run ThreeCopies -v -copies.kills 100 -copies.for 10m -timeout 30m

.PHONY: test
test: ## Run all tests with the race detector; brings a C compiler and Chromium where they are missing.
	@scripts/test.sh

.PHONY: build
build: ## Build bin/bot, one static file.
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/bot ./cmd/bot

.PHONY: run-sandbox
run-sandbox: ## Try the bot in a local stand-in for Slack.
	$(GO) run ./cmd/bot sandbox

.PHONY: pictures
pictures: ## Take the pictures of the README anew, from the sandbox.
	@scripts/pictures.sh

.PHONY: bench
bench: ## Run the benchmarks.
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: bench-load
bench-load: ## Measure the bot beside three echoes at 200 and 2,000 commands a second: three minutes.
	$(GO) run ./bench load

.PHONY: fuzz
fuzz: ## Fuzz each parser for ten seconds.
	@scripts/fuzz.sh 10s

KILLS ?= 1000

.PHONY: crash
crash: ## Kill the bot KILLS times at random while people use it, at most 200 of them on PostgreSQL too, and judge what is left.
	$(GO) test ./internal/crashtest -run KilledAtRandom/bolt -count=1 -v -timeout 60m -kills $(KILLS) -for 30m
	. scripts/needs.sh && $(GO) test ./internal/crashtest -run KilledAtRandom/postgres -count=1 -v -timeout 30m \
		-kills $$(( $(KILLS) < 200 ? $(KILLS) : 200 )) -for 8m

.PHONY: lint
lint: $(GOLANGCI_LINT) ## Run the linters, and look for known vulnerabilities where the list can be reached.
	$(GOLANGCI_LINT) run ./...
	@scripts/vulncheck.sh

.PHONY: format
format: $(GOLANGCI_LINT) ## Format the source.
	$(GOLANGCI_LINT) fmt ./...

# The linter has a module of its own: its two hundred dependencies have no place in the bot's.
$(GOLANGCI_LINT): tools/golangci/go.mod
	$(GO) -C tools/golangci build -trimpath -o ../../$(GOLANGCI_LINT) github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

.PHONY: clean
clean: ## Remove what was built and fetched.
	rm -rf bin .cache test-results
