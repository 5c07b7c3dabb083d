# Everything starts here: `make help`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
SITE_READY := $(VENV)/.site-ready
PDF_READY := $(VENV)/.pdf-ready
TEST_READY := $(VENV)/.test-ready
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site pdf offline serve check hooks test lint clean lock audit licences

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(SITE_READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q scripts/psi_site # some systems tell Python to leave nothing compiled
	@touch $@

$(TEST_READY): requirements-dev.lock $(SITE_READY)
	$(PIP) -r requirements-dev.lock
	@touch $@

$(PDF_READY): requirements-pdf.lock $(SITE_READY)
	$(PIP) -r requirements-pdf.lock
	@touch $@

site: $(SITE_READY) ## Check everything and build the site into site/
	$(BIN)/psi build

pdf: $(PDF_READY) ## The same with PDFs; the system has to have Pango
	$(BIN)/psi build --pdf

offline: $(SITE_READY) ## Pack the built site as a zip to open without a network
	$(BIN)/psi offline

serve: $(SITE_READY) ## Preview at http://localhost:8000/, renewed at every saved change
	$(BIN)/psi serve

check: $(SITE_READY) ## Check every text and data file, build nothing
	$(BIN)/psi check

test: $(TEST_READY) ## Run every test
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(TEST_READY) ## Check the code itself: style and types
	$(BIN)/ruff check scripts
	$(BIN)/ruff format --check scripts
	$(BIN)/mypy

hooks: $(SITE_READY) ## Check the content before every commit from now on
	git config core.hooksPath .githooks

lock: $(TEST_READY) ## Renew the lock files from pyproject.toml
	scripts/lock.sh

audit: $(TEST_READY) ## Check hashes, licences, vendored files and known vulnerabilities
	cd scripts && ../$(BIN)/python -m supply

licences: $(TEST_READY) ## Write the list of licences anew
	cd scripts && ../$(BIN)/python -m supply --write

clean: ## Remove everything that was made
	rm -rf $(VENV) site .site .cache
