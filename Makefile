# `make demo` and `make test` do all their own set-up; only Python 3.11 or newer is assumed.
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
STAMP := .venv/.complete

.PHONY: help setup demo test check bench lock clean screenshots

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv with everything

$(STAMP): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it, or say PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: install it (Debian: python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the bot in a local Slack in your browser, sample lists loaded
	@$(BIN)/desk demo

test: setup ## the whole test suite
	$(BIN)/python -m pytest

check: setup ## lint, format, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: setup ## benchmarks with their peers
	$(BIN)/python -m bench

screenshots: setup ## pictures of every card in the local Slack, into screenshots/
	$(BIN)/python -m bench.screenshots

lock: ## pin and hash everything anew (needs uv)
	uv pip compile pyproject.toml requirements/dev.in --universal --python-version 3.11 --generate-hashes --no-config \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-package pyicu -q -o requirements/dev.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-config \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-package pyicu -q -o requirements/runtime.txt

clean: ## remove what make made
	rm -rf .venv .tools .desk .mypy_cache .ruff_cache .pytest_cache screenshots
