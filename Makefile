# `make help` lists what can be done here. A machine needs Python 3.11 or later, git and make;
# `make setup` installs the rest into .venv. Python is python3 or the newest found, or PYTHON=/path/to/it;
# PYTEST_ARGS, LAB_ARGS and LOCK_ARGS are handed on, for example LAB_ARGS=--no-browser and LOCK_ARGS=--upgrade.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# Relative, so that a space in the path of this folder does no harm.
BIN := .venv/bin
STAMP := .venv/.set-up

# nbgrader calls alembic by name, and notebooks call what is installed beside them.
WITH_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"

PIP := python -m pip install --quiet --quiet --disable-pip-version-check

# Sets $python to an interpreter that is new enough and can make a virtual environment.
define find_python
if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi; \
python=; \
for candidate; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then \
	echo "Python 3.11 or later not found (tried $$*); install it (Debian: apt-get install python3-venv), or name it: make setup PYTHON=/path/to/python" >&2; \
	exit 1; \
fi; \
if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	echo "$$python has no venv and ensurepip; install them (Debian: apt-get install python3-venv)" >&2; \
	exit 1; \
fi
endef
export PYTHON

.PHONY: help setup torch build lab demo test lint lock bench pictures site

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## install everything into .venv (again only when requirements.lock or pyproject.toml changed)

$(STAMP): requirements.lock pyproject.toml
	@set -eu; $(find_python); \
	echo "making .venv with $$("$$python" --version)"; \
	rm -f $(STAMP); \
	"$$python" -m venv --clear .venv; \
	echo "installing the packages of requirements.lock; this takes a minute or more"; \
	$(BIN)/$(PIP) --require-hashes -r requirements.lock; \
	$(BIN)/$(PIP) --no-deps --no-build-isolation -e .; \
	tools/provide bubblewrap bwrap || echo "everything else works without it; grading needs it"; \
	touch $(STAMP); \
	echo "ready"

torch: setup ## install PyTorch, which lesson 9 needs (up to 6 GB)
	@$(BIN)/$(PIP) --no-build-isolation -e '.[torch]'

build: setup ## make source/ and release/ from lessons/
	@$(WITH_PATH) $(BIN)/course build

lab: setup ## open the student notebooks in JupyterLab
	@$(WITH_PATH) $(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/release $(LAB_ARGS)

demo: setup ## grade a made-up class, from release to report
	@$(WITH_PATH) $(BIN)/course demo

test: setup ## run the tests, on all processors
	@$(WITH_PATH) $(BIN)/pytest --numprocesses auto --no-loadscope-reorder $(PYTEST_ARGS)

lint: setup ## check style, formatting, types, and what imports what
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo

lock: ## write all requirements.lock anew from pyproject.toml and students/pyproject.toml
	@set -eu; $(find_python); \
	scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	"$$python" -m venv "$$scratch"; \
	"$$scratch"/bin/$(PIP) uv; \
	compile() { "$$scratch"/bin/uv pip compile "$$@" --universal --python-version 3.11 \
		--fork-strategy fewest --no-strip-extras --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --generate-hashes --quiet; }; \
	compile pyproject.toml --extra cluster --extra dev --extra hub --extra postgresql -o requirements.lock $(LOCK_ARGS); \
	compile pyproject.toml --extra site -c requirements.lock -o website/requirements.lock; \
	compile students/pyproject.toml -c requirements.lock -o students/requirements.lock

bench: setup ## measure how fast submissions are graded
	@$(WITH_PATH) $(BIN)/python benchmarks/grading.py

site: torch ## make the web site of the lessons in site/
	@$(BIN)/$(PIP) --require-hashes -r website/requirements.lock
	@$(WITH_PATH) $(BIN)/python tools/make_site.py site
	@echo "site/index.html"

pictures: setup ## draw the pictures of the documentation
	@$(WITH_PATH) $(BIN)/python tools/pictures.py
