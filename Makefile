# Everything a person types. The work itself is the command paper-themes (.venv/bin/paper-themes --help).
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON    ?= python3
VENV      ?= .venv
RAW       ?= data/raw
PROCESSED ?= data/processed
REPORTS   ?= reports
# how long to fuzz
SECONDS   ?= 60
# further options of paper-themes, e.g. OPTIONS=--verbose
OPTIONS   ?=

# a language to begin a catalog for
LANGUAGE  ?=

BIN       := $(VENV)/bin
CATALOGS  := src/analysis/languages
INSTALL   := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
FOLDERS   := --raw "$(RAW)" --processed "$(PROCESSED)" --reports "$(REPORTS)"
# a process for each core, four at most: each holds half a gigabyte and a browser
PYTEST    := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
SETUP     := $(VENV)/.ready
SETUP_DEV := $(VENV)/.ready-dev
LOCK      := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
             --overrides requirements-overrides.in --generate-hashes \
             --no-header --no-annotate --no-emit-index-url --no-emit-find-links

# JupyterLab would ask PyPI for a newer version and jupyter.org for news
LAB_OFFLINE := --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None

.PHONY: help setup report update charts notebooks lab docs test quick fuzz mutants check messages lock sbom clean

help: ## list the targets
	@echo "make TARGET [RAW=folder of dumps] [PROCESSED=folder of tables] [REPORTS=folder of pages] [OPTIONS=--verbose]"
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SETUP) ## only install: .venv from requirements.lock

report: $(SETUP) ## data/raw -> themes -> reports/themes.html (the sample where data/raw is empty)
	@$(BIN)/paper-themes report $(FOLDERS) $(OPTIONS)

update: $(SETUP) ## the same, quickly: only new dumps are read, their papers placed into the themes there are
	@$(BIN)/paper-themes update $(FOLDERS) $(OPTIONS)

charts: $(SETUP) ## each chart as a file of its own in reports/charts (OPTIONS="--format png,svg,csv --card")
	@$(BIN)/paper-themes charts $(FOLDERS) $(OPTIONS)

notebooks: $(SETUP) ## run the notebooks, leave them as pages in reports/notebooks
	@$(BIN)/paper-themes notebooks $(FOLDERS) $(OPTIONS)

lab: $(SETUP) ## open JupyterLab on notebooks/
	@$(BIN)/jupyter lab notebooks $(LAB_OFFLINE)

docs: $(SETUP_DEV) ## the docs as a site in build/site: gallery, notebooks, reference; offline (pictures need Chromium)
	@$(BIN)/paper-themes notebooks --quiet --raw data/raw/sample --processed build/docs/processed --reports build/docs/reports
	@$(BIN)/python docs/assemble.py
	@$(BIN)/sphinx-build -W --keep-going -q -c docs build/docs/source build/site
	@echo build/site/index.html

test: $(SETUP_DEV) ## run all tests, in a process for each core; ANALYSIS_DUMPS=folder adds those on real dumps
	@$(PYTEST)

quick: $(SETUP_DEV) ## run the quick tests: nothing that takes a second, a browser or a kernel
	@$(PYTEST) -m "not slow" -q

fuzz: $(SETUP_DEV) ## throw changed bytes at every reader (SECONDS=60)
	@$(BIN)/python tests/fuzz/run.py --seconds $(SECONDS)

mutants: $(SETUP_DEV) ## change the readers and the counting of trends in small ways, and see which tests notice
	@$(BIN)/mutmut run

check: $(SETUP_DEV) ## lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

messages: $(SETUP_DEV) ## bring the catalogs of languages up to date and say what they lack (LANGUAGE=nl begins a new one)
	@mkdir -p build
	@cd src && ../$(BIN)/pybabel -q extract --mapping ../pyproject.toml --no-location --sort-output --project paper-themes \
	  --add-comments "for translators:" \
	  --output-file ../build/messages.pot .
	@test -z "$(LANGUAGE)" || test -f $(CATALOGS)/$(LANGUAGE).po || \
	  $(BIN)/pybabel -q init --width 110 --input build/messages.pot --locale $(LANGUAGE) --output-file $(CATALOGS)/$(LANGUAGE).po
	@for catalog in $(CATALOGS)/*.po; do \
	  $(BIN)/pybabel -q update --input build/messages.pot --locale "$$(basename $$catalog .po)" --output-file $$catalog \
	    --width 110 --ignore-obsolete --ignore-pot-creation-date && \
	  $(BIN)/pybabel compile --statistics --input $$catalog --locale x --output-file /dev/null; done

lock: $(SETUP_DEV) ## renew both locks after a change of pyproject.toml (add UPGRADE=--upgrade for newer versions)
	@$(LOCK) $(UPGRADE) pyproject.toml requirements.in -o requirements.lock
	@$(LOCK) $(UPGRADE) --group dev --constraints requirements.lock -o requirements-dev.lock

sbom: $(SETUP_DEV) ## list every package of the lock, with its hashes, as CycloneDX: build/sbom.json
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --of JSON -o build/sbom.json 2>/dev/null
	@echo build/sbom.json

clean: ## delete what was made in data/processed and reports, and .venv (never data/raw)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
	@find data/processed reports -mindepth 1 ! -name .gitkeep -delete

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "This needs Python 3.11 or newer, and there is no '$(PYTHON)'. Install it, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make a virtual environment: ensurepip is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv "$(VENV)"

$(SETUP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), once; this takes about a minute ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(SETUP_DEV): requirements-dev.lock $(SETUP)
	@echo "Installing the test tools into $(VENV), once ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
