# Everything the project needs, set-up included: `make demo`, `make test`. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PLUGINS := $(wildcard plugins/*/pyproject.toml)

.DEFAULT_GOAL := help
.PHONY: help setup demo test office lint docs bench audit-quality clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## make the virtual environment with everything installed

$(STAMP): pyproject.toml $(PLUGINS)
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python >= 3.11 with venv is needed (on Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev $(PLUGINS:%/pyproject.toml=--editable %)
	@touch $(STAMP)

demo: $(STAMP) ## score the Wuhua evaluation of 2023 and write its documents
	$(BIN)/perfeval run examples/wuhua-2023.yaml --output build/demo

lint: $(STAMP) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(STAMP) ## the documentation, as HTML in build/docs
	$(BIN)/sphinx-build -n -W -q docs build/docs

office: ## what tests open documents in: LibreOffice, Chromium, a Chinese font
	@tests/install-office

test: lint docs office ## everything that must hold
	$(BIN)/pytest -n auto --dist loadfile -q

bench: $(STAMP) ## measure against what users would do instead
	$(BIN)/python benchmarks/run.py

audit-quality: $(STAMP) ## precision and recall of every audit rule
	PYTHONPATH=tests/support $(BIN)/python benchmarks/audit_quality.py

clean: ## remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
