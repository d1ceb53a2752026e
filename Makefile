# Every target sets up what it needs; nothing has to be installed by hand but Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
WORKSPACE ?= demo
SERVE ?= 1
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help setup demo test slow lint format bench bench-identity docs clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is newer than the lock file when the environment is what the lock file says.
.venv/.synced: uv.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { echo "Python 3.11+ with venv is needed (Debian: apt-get install python3-venv)"; rm -rf .venv; exit 2; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; rm -rf .venv; exit 2; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing what uv.lock pins …"
	@$(BIN)/uv sync --frozen --quiet
	@touch $@

setup: .venv/.synced

demo: setup ## set up, run the sample company through the river, print the figures, serve (SERVE=0: do not serve)
	@$(BIN)/affluent demo $(WORKSPACE) $(if $(filter 0,$(SERVE)),--no-serve,--serve) --port $(PORT)

# Three workers on two cores: a third of the time each waits, for a disk or a server.
test: setup ## set up, then run the tests, but the few that take minutes
	@$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow"

slow: setup ## the tests that take minutes: whole rivers, public figures, a thousand random changes
	@$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m slow

lint: setup ## style, types, imports, SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint --processes 2 dbt_project examples

format: setup ## put the code in order
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: setup ## measure what the documents claim
	@$(BIN)/python -m tests.bench

# WORKSPACES: refreshed sample companies, judged by their truth files.
bench-identity: setup ## measure how rightly records are united (WORKSPACES=DIR: a refreshed sample company too)
	@$(BIN)/python -m tests.bench.identity $(WORKSPACES)

docs: setup ## make the pictures in docs/ from the running product
	@$(BIN)/python docs/make_screenshots.py $(WORKSPACE)

clean: ## remove the environment and the sample company
	rm -rf .venv demo
