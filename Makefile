# Each target builds the environment it needs, so none needs another to have run before.
# On the machine: Python 3.11 or later, make; for Neo4j Java 17 (or Docker instead) and Maven.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
STORE   ?= sqlite
ONCE    ?=
WORKERS ?= 2
ARGS    ?=

PY        := .venv/bin/python
PIP       := $(PY) -m pip --disable-pip-version-check --quiet
RUN_STAMP := .venv/run.stamp
DEV_STAMP := .venv/dev.stamp
PYTEST    := $(PY) -m pytest -n $(WORKERS)
COMPILE   := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras \
             --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help demo test test-slow campaigns lint format lock schema reference bench clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(RUN_STAMP) ## simulate a force, load it, answer three questions, serve; STORE=sqlite|neo4j, ONCE=1 stops after the answers
ifeq ($(STORE),sqlite)
	.venv/bin/pole demo $(if $(ONCE),--once) $(ARGS)
else ifeq ($(STORE),neo4j)
	$(if $(POLE_STORE),,$(PY) -m tests.server --heap 1g run --) .venv/bin/pole demo $(if $(ONCE),--once) $(ARGS)
else
	@echo "STORE=$(STORE): sqlite or neo4j" >&2; exit 2
endif

test: lint ## everything that must pass: lint, then all tests but the slow ones, the real Neo4j included
	$(PYTEST) -m "not slow and not campaign" $(ARGS)

test-slow: $(DEV_STAMP) ## what takes long: kills, larger properties, the Manchester graph, the wheel in an empty environment
	$(PYTEST) -m slow --hypothesis-profile=campaign $(ARGS)

campaigns: $(DEV_STAMP) ## longer still, by hand: many kills of loader and server, hidden records over many histories
	$(PYTEST) -m campaign --hypothesis-profile=campaign $(ARGS)

lint: $(DEV_STAMP) ## ruff, mypy, pyright, import-linter
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pyright --warnings
	.venv/bin/lint-imports --no-logo

format: $(DEV_STAMP) ## let ruff lay out the code and sort its imports
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: $(DEV_STAMP) ## pin what pyproject.toml and requirements/*.in ask for, keeping present pins (ARGS=--upgrade for newer ones)
	$(COMPILE) $(ARGS) -o requirements/run.txt pyproject.toml
	$(COMPILE) $(ARGS) -o requirements/build.txt requirements/build.in
	$(COMPILE) $(ARGS) -o requirements/dev.txt -c requirements/run.txt -c requirements/build.txt \
	    --extra test --extra train pyproject.toml requirements/dev.in

schema: $(RUN_STAMP) ## print the GraphQL schema into the contract, graphql/schema.graphql
	.venv/bin/pole schema print > graphql/schema.graphql.new
	mv graphql/schema.graphql.new graphql/schema.graphql

reference: $(DEV_STAMP) ## write the reference pages that are made from the program
	$(PY) -m tests.docs.commands_page > docs/reference/commands.md.new
	mv docs/reference/commands.md.new docs/reference/commands.md
	$(PY) -m pole.model.vocabulary > docs/reference/vocabulary.md.new
	mv docs/reference/vocabulary.md.new docs/reference/vocabulary.md

bench: $(DEV_STAMP) ## measure against the rivals, as ratios in one run
	$(PY) -m bench $(ARGS)

clean: ## remove the environment, caches, builds and test servers; pole-data, where stores are, stays
	@[ ! -x $(PY) ] || $(PY) -m tests.server sweep
	rm -rf .venv .neo4j-local build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './web/node_modules/*' -prune -exec rm -rf {} +

# One environment in two sizes: what runs the product, and that with all the tools. The stamp says which pins are in it.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it: make PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv .venv

$(RUN_STAMP): requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
