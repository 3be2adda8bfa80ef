# Kanmon's tasks. `make` alone lists them; each is a short script in scripts/ that can also be run by itself.

.DEFAULT_GOAL := help
.PHONY: help run build test test-swift test-clients test-hostile test-process test-governance test-guarding test-observability test-telemetry test-dashboard test-load test-presidio lint format bench order bench-json bench-ledger bench-guardrails clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, start the gateway (simulated providers unless a provider key is set)
	@scripts/run.sh

build: ## build the release binary, .build/release/kanmon
	@scripts/build.sh

test: ## install what the tests need, build, run every suite
	@scripts/test.sh all

test-swift: ## only the Swift suites
	@scripts/test.sh swift

test-clients: ## only the official SDKs against the gateway
	@scripts/test.sh clients

test-hostile: ## only the raw-socket and fault suites
	@scripts/test.sh hostile

test-process: ## only the suite of reloads, upgrades and signals
	@scripts/test.sh process

test-governance: ## only keys, limits, budgets and the ledger, from outside, also under kill -9
	@scripts/test.sh governance

test-guarding: ## only guardrails, from outside, against imitations of the services they can ask
	@scripts/test.sh guarding

test-observability: ## only metrics, from outside: against the ledger, promtool and official parsers
	@scripts/test.sh observability

test-telemetry: ## only the log, its sinks, traces and what is masked in them, from outside
	@scripts/test.sh telemetry

test-dashboard: ## only the dashboard's pages in a browser; pictures of them in .build/screens
	@scripts/test.sh dashboard

test-load: ## only the load test: providers in trouble, the configuration changing each second
	@scripts/test.sh load

test-presidio: ## guardrails against Presidio's real analyzer from PyPI; not part of `make test`
	@scripts/test.sh presidio

lint: ## check the formatting of every Swift file
	@scripts/lint.sh

format: ## format every Swift file in place
	@swift format --in-place --parallel --recursive Package.swift Sources Tests

bench-guardrails: ## measure what the detectors find in texts whose personal data is known
	@scripts/bench-guardrails.sh

bench: ## measure what one request costs beside nginx and Envoy
	@scripts/bench.sh

order: ## find the functions that requests call, which the linker puts side by side; needs valgrind
	@scripts/order.sh

bench-json: ## measure JSONText beside Foundation; fails where a promised ratio is missed
	@swift run -c release --package-path Benchmarks/json JSONBenchmark --check

bench-ledger: ## measure what the ledger's store costs
	@swift build -c release --package-path Benchmarks/ledger
	@for mode in bring sustain query; do Benchmarks/ledger/.build/release/LedgerBenchmark $$mode; done

clean: ## remove everything that was built
	rm -rf .build
