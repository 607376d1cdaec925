# kinchain's tasks. Each works on a fresh clone with Python 3.11-3.14 and make only: it builds
# .venv from the locked, hashed dependencies first, and does not touch it when nothing changed.
#
#   make demo      one person from words to report
#   make test      all tests that this machine can run
#   make check     style, types, docstrings, layers, licences, known vulnerabilities
#   make fix       put style in order
#   make arch      the layers of rooms alone
#   make evaluate  the long measurements; figures into docs/benchmarks.md
#   make bench     how long things take
#   make golden    rewrite the stored numbers; read the difference
#   make oracle    compare with independent programs

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= auto
ARGS ?=

ifeq ($(OS),Windows_NT)
  PYTHON := python
  BIN := $(VENV)/Scripts
else
  BIN := $(VENV)/bin
endif
PY := $(BIN)/python
BOOTSTRAP := $(PYTHON) tools/bootstrap.py --venv $(VENV)

export PYTHONHASHSEED := 0
export PYTHONUTF8 := 1

.NOTPARALLEL:
.PHONY: help run dev demo test check fix arch evaluate bench golden oracle lock clean

help:
	@$(PYTHON) -c "print(''.join(l[2:] for l in open('Makefile') if l.startswith('#   make ')), end='')"

run:
	@$(BOOTSTRAP) run

dev:
	@$(BOOTSTRAP) dev

demo: run
	@$(PY) tools/demo.py $(ARGS)

test: dev
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --hypothesis-profile ci $(ARGS)

check: dev
	$(PY) tools/check.py $(ARGS)

arch: dev
	$(PY) tools/check.py layers

fix: dev
	$(PY) -m ruff check --fix src tests tools evaluation
	$(PY) -m ruff format src tests tools evaluation

evaluate: dev
	$(PY) -m evaluation.evaluate $(ARGS)

bench: dev
	$(BIN)/kinchain bench $(ARGS)

golden: dev
	KINCHAIN_GOLDEN=rewrite $(PY) -m pytest tests/golden $(ARGS)
	@echo "Now read the difference (git diff tests/golden) and tell it under 'Changed numbers'."

oracle: dev
	$(PY) -m pytest tests -m oracle $(ARGS)

lock: dev
	$(PY) tools/lock.py $(ARGS)

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('$(VENV)', 'build', 'dist', 'demo-out', '.pytest_cache', '.mypy_cache', '.ruff_cache')]"
