# Everything the project needs, set-up included: `make demo`, `make test`. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PLUGINS := $(wildcard plugins/*/pyproject.toml)
PYTEST := pytest -n auto --dist loadfile -q

# $(call install,ENVIRONMENT,CONSTRAINTS,WHAT): pip itself, then perfeval with its plugins and WHAT
define install
$(1)/bin/python -m pip install --quiet --upgrade $(2) 'pip>=25.3'
$(1)/bin/python -m pip install --quiet $(2) --editable '.[all]' $(PLUGINS:%/pyproject.toml=--editable %) $(3)
endef

.DEFAULT_GOAL := help
.PHONY: help python setup demo test test-latest test-floor constraints office lint docs proofs wheelhouse oracle mutants bench audit-quality clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python >= 3.11 with venv is needed (on Debian: apt-get install python3-venv)"; exit 1; }

setup: $(STAMP) ## make the virtual environment with everything installed

$(STAMP): pyproject.toml $(PLUGINS) constraints.txt | python
	$(PYTHON) -m venv --clear $(VENV)
	$(call install,$(VENV),--constraint constraints.txt,--build-constraint constraints.txt --group dev)
	@touch $(STAMP)

demo: $(STAMP) ## score the Wuhua evaluation of 2023 and write its documents
	$(BIN)/perfeval run examples/wuhua-2023.yaml --output build/demo --force

lint: $(STAMP) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(STAMP) ## the documentation, as HTML in build/docs
	$(BIN)/sphinx-build -n -W -q docs build/docs

office: ## what tests open documents in: LibreOffice, Chromium, a Chinese font
	@tests/install-office

proofs: $(STAMP) ## prove the promises of every kind of scorer and every registered set
	$(BIN)/perfeval prove

wheelhouse: $(STAMP) ## wheels of all that is needed, in build/wheelhouse, and a trial of them without a network
	rm -rf build/wheelhouse
	$(BIN)/python -m pip wheel --quiet --constraint constraints.txt --build-constraint constraints.txt --wheel-dir build/wheelhouse '.[all]' $(PLUGINS:%/pyproject.toml=./%)
	$(PYTHON) -m venv --clear build/offline
	build/offline/bin/python -m pip install --quiet --no-index --find-links build/wheelhouse 'perfeval[all]' $(PLUGINS:plugins/%/pyproject.toml=%)
	build/offline/bin/perfeval run examples/wuhua-2023.yaml --output build/offline-demo --force

test: lint docs office proofs wheelhouse ## everything that must hold
	$(BIN)/$(PYTEST)

test-latest: python office ## the tests with the newest versions of everything, in build/latest
	$(PYTHON) -m venv --clear build/latest
	$(call install,build/latest,,--group test)
	build/latest/bin/$(PYTEST)

test-floor: $(STAMP) office ## the tests with the lowest versions that pyproject.toml allows, in build/floor
	$(PYTHON) -m venv --clear build/floor
	$(BIN)/python tests/floors.py > build/floors.txt
	$(call install,build/floor,--constraint build/floors.txt,--build-constraint constraints.txt --group test)
	build/floor/bin/$(PYTEST)

constraints: python ## renew constraints.txt: the newest versions of everything
	$(PYTHON) -m venv --clear build/newest
	$(call install,build/newest,,--group dev hatchling editables)
	build/newest/bin/python -m pip list --format freeze --exclude-editable --exclude setuptools > constraints.txt

bench: $(STAMP) office ## measure against what users would do instead
	$(BIN)/python benchmarks/run.py

oracle: $(STAMP) ## a million evaluations against an oracle by fractions; ARGUMENTS="--start N" goes on
	$(BIN)/python tests/oracle.py $(ARGUMENTS)

mutants: $(STAMP) ## 200 small changes of what computes scores, which the tests must notice; ARGUMENTS="--seed N" repeats
	$(BIN)/python tests/mutants.py $(ARGUMENTS)

audit-quality: $(STAMP) ## precision and recall of every audit rule
	PYTHONPATH=tests/support $(BIN)/python benchmarks/audit_quality.py

clean: ## remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
