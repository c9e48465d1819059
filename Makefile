# make run: the page on http://127.0.0.1:7860 with the demo library · make test: every check and test
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
WORKERS ?= auto

.PHONY: setup run test check score bench clean

setup: $(VENV)/.ready-run

$(VENV)/bin-made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready-run: $(VENV)/bin-made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/bin-made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,pdf]'
	@touch $@ $(VENV)/.ready-run

run: $(VENV)/.ready-run
	@$(BIN)/biganzi ingest corpus/reports
	@$(BIN)/biganzi serve

check: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.ready-dev
	@sh tests/install_system_packages.sh
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

score: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/score.py

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info
