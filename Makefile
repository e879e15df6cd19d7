# Two commands do everything: make run, make test. The rest is for those who change things.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PICTURES ?= /tmp/slm-sourcing-pictures

.DEFAULT_GOAL := help
.PHONY: help run test lint format coverage mutants bench pictures lock golden schema editor clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

run: $(VENV)/run  ## install what is needed and serve the app on http://localhost:8501
	$(BIN)/python -m decision serve --port $(PORT)

test: $(VENV)/dev chromium postgres node build/editor/ready  ## run all tests, the browser's too
	$(BIN)/python -m pytest

lint: $(VENV)/dev  ## ruff, and mypy strict on decision/
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev  ## let ruff arrange the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

coverage: $(VENV)/dev node build/editor/ready  ## branches of decision/ that no test takes; fails under 95 %
	$(BIN)/coverage run -m pytest -q --ignore=tests/browser
	$(BIN)/coverage report

mutants: $(VENV)/dev  ## change the heart in small ways; print the share that tests notice
	$(BIN)/pip install -q --disable-pip-version-check "mutmut==3.8.*"
	rm -rf build/mutants && mkdir -p build/mutants && cp -R decision tests trees assets pyproject.toml build/mutants
	cd build/mutants && timeout 40m $(CURDIR)/$(BIN)/mutmut run >run.log || { tail -n 40 run.log; exit 1; }
	cd build/mutants && $(CURDIR)/$(BIN)/mutmut results >survivors.txt && $(CURDIR)/$(BIN)/mutmut export-cicd-stats >run.log
	@$(BIN)/python -c 'import json; n = json.load(open("build/mutants/mutants/mutmut-cicd-stats.json")); \
	  t = n["total"]; k = n["killed"] + n["timeout"]; print(f"{k} of {t} mutants noticed: {k / t:.1%}")'
	@echo "The others: build/mutants/survivors.txt. Look at one: cd build/mutants && ../../$(BIN)/mutmut show NAME"

bench: $(VENV)/dev chromium  ## measure, and print the machine with the figures
	$(BIN)/python -m tests.bench

pictures: $(VENV)/dev chromium  ## write every page and every page of the PDF as PNG into $(PICTURES)
	$(BIN)/python -m tests.pictures $(PICTURES)

golden: $(VENV)/dev  ## write the golden files anew; read the difference before you commit it
	$(BIN)/python -m pytest -q tests/test_markdown.py tests/test_pdf.py tests/test_shortlist.py --update-golden

schema: $(VENV)/run  ## write the published JSON Schemas anew
	$(BIN)/python -m decision schema --of tree > assets/tree.schema.json
	$(BIN)/python -m decision schema --of export > assets/export.schema.json
	$(BIN)/python -m decision schema --of difference > assets/difference.schema.json
	$(BIN)/python -m decision schema --of saved > assets/saved.schema.json

editor: node build/editor/ready  ## build the code editor out of assets/editor/ into assets/web/editor.js
	NODE_PATH=build/editor/node_modules node assets/editor/build.cjs assets/web/editor.js

lock: $(VENV)/dev  ## choose versions anew; the lock files name no address
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --upgrade --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --upgrade --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra dev --extra postgres -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:  ## delete what was installed and built
	rm -rf $(VENV) build dist *.egg-info

.PHONY: postgres
postgres:
	@command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || \
	  { command -v apt-get >/dev/null && SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo) && \
	    $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends postgresql; } || \
	  { echo "Install the server of PostgreSQL: the tests start one of their own" >&2; exit 1; }

.PHONY: chromium
chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || \
	  { command -v apt-get >/dev/null && SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo) && \
	    $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium; } || \
	  { echo "Install Chromium, or name it: make test CHROMIUM=/path/to/chromium" >&2; exit 1; }

.PHONY: node
node:
	@command -v npm >/dev/null || \
	  { command -v apt-get >/dev/null && SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo) && \
	    $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends nodejs npm; } || \
	  { echo "Install Node.js 18 or newer with npm: the code editor is built with it" >&2; exit 1; }

build/editor/ready: assets/editor/package-lock.json | node
	mkdir -p build/editor && cp assets/editor/package.json assets/editor/package-lock.json build/editor
	cd build/editor && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/run: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
