# Every target sets up its own virtual environment first; nothing but Python 3.11+ and make is needed.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
RUN     = $(BIN)/ringleader
# A process a core, each with a Neo4j of its own; a file's tests stay together. Files go out as they are collected:
# those that need Neo4j first, the many short ones of tests/unit last, so that no process waits long for the other.
PARALLEL ?= -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-full lint format lock engine-lock audit sbom bench bench-ingest bench-sharing bench-hostile bench-load quality clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Ringleader needs Python 3.11 or newer; set PYTHON=... to one")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime ## Ingest the seed world, find its rings, compare them with the truth
	$(RUN) demo

serve: $(VENV)/.runtime ## GraphQL explorer and console on loopback, without a token
	$(RUN) serve --open --port $(or $(PORT),8400)

test: $(VENV)/.dev ## Unit tests and the same stages against a real Neo4j
	$(BIN)/python -m pytest -m "not full" $(PARALLEL)

test-full: $(VENV)/.dev ## The above, and kills, fuzz, load and browsers
	$(BIN)/python -m pytest

lint: $(VENV)/.dev ## ruff, mypy strict, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Apply ruff's formatting and safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-ingest: $(VENV)/.dev ## Reading and aggregating a log, ours beside DuckDB, pandas and polars
	$(BIN)/python -m benchmarks.ingest

bench-sharing: $(VENV)/.dev ## How often simulated labs find each other's operators by hashes, and how often strangers
	$(BIN)/python -m benchmarks.sharing

bench-hostile: $(VENV)/.dev ## Classes of hostile requests against `make serve` (PID=its process id), /healthz beside them
	$(BIN)/python -m benchmarks.hostile --url http://127.0.0.1:$(or $(PORT),8400) --pid $(PID)

bench-load: $(VENV)/.dev ## Twenty investigators beside an ingest, in RINGLEADER_HOME (a world that may be added to), for MINUTES=10
	$(BIN)/python -m benchmarks.load --minutes $(or $(MINUTES),10)

quality: $(VENV)/.dev ## Detection quality on unseen worlds, peers beside it; writes docs/quality.md
	$(BIN)/python -m benchmarks.quality

lock: $(VENV)/.dev ## Pin pyproject's dependencies, with hashes and without addresses
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --group build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

engine-lock: $(VENV)/.dev ## Resolve the embedded Neo4j with Maven and pin every jar
	$(BIN)/python -m app.graph.engine_lock

audit: $(VENV)/.dev ## Known vulnerabilities of what runs; needs an index that serves PyPI's advisories
	$(BIN)/pip-audit --disable-pip --require-hashes --strict -r requirements.lock

sbom: $(VENV)/.dev ## CycloneDX bill of materials of what runs: sbom.json
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json

clean: ## Remove the environment and caches (never your data)
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis build dist
