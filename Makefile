# `make` says what there is. tools/bootstrap.py gets what is missing, from the package registries alone.

PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/.tools/bin:$(PATH)

ifdef DATA
export TROTH_DATA := $(DATA)
endif
ifdef PORT
export TROTH_PORT := $(PORT)
endif

.PHONY: help run test pictures check bench mutants types guards format
.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: ready-run ## Install what is missing and run Troth (DATA=folder, PORT=first of four ports)
	@exec $(BIN)/troth run

test: ready-test ## Run every test, those in browsers too
	@npm --prefix room test
	@$(BIN)/python -m pytest -m "not browser" -n 2
	@$(BIN)/python -m pytest -m browser
	@TROTH_TESTS_ON=postgresql $(BIN)/python -m pytest -m "not browser" --ignore=tests/install -n 2

pictures: ready-test ## Take the pictures of the room anew
	@TROTH_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_captions.py tests/browser/test_states.py

check: export TROTH_DATA := $(CURDIR)/.tools/data
check: ready-check ## Lint, types, layers, declarations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm --prefix room run check
	$(BIN)/troth check
	$(BIN)/troth django makemigrations --check --dry-run

bench: ready-test ## Measure, and write benchmarks/results.md
	@$(BIN)/python -m benchmarks

mutants: ready-test ## Break the privacy engine in nearly two hundred places, and see its tests fail
	@$(BIN)/python -m tests.privacy.mutants

types: ready-check ## Make the room's API types anew from the OpenAPI document
	@$(BIN)/troth openapi | npm --prefix room run --silent types

guards: ready-check ## Write anew which tests guard which promise
	@$(BIN)/python -m tests.guards

format: ready-check ## Rewrite the Python sources in the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

ready-%:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer (apt-get install python3)."; exit 1; }
	@$(PYTHON) tools/bootstrap.py $*
