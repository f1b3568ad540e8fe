# The few things one does with a checkout. Everything needed is brought by `make setup`; nothing is asked.
.PHONY: help setup demo test bench mutate lint clean

# The first Python that runs, seen from / so that a version asked for by this checkout cannot hide it.
PYTHON := $(shell cd / && for python in python3 python /usr/bin/python3 /usr/local/bin/python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && "$$python" -c 'import sys; print(sys.executable)' && break; done)
SETUP := $(or $(PYTHON),$(error No Python 3.8 or newer was found: install one, for example from your system's packages)) scripts/setup.py

help:
	@echo "make demo    run the service with made-up people and real requests"
	@echo "make test    check everything that is checked: style, types, structure, behaviour on two databases"
	@echo "make bench   measure it against named peers"
	@echo "make mutate  put small faults into the law engine and count how many the tests notice"
	@echo "make lint    style and types only"
	@echo "make setup   bring what is needed into .venv (the others do it by themselves)"
	@echo "make clean   remove what was built and fetched"

setup:
	@$(SETUP) test

demo:
	@$(SETUP) demo
	@.venv/bin/sojourn demo $(ARGS)

test:
	@$(SETUP) test
	@.venv/bin/python scripts/check.py $(ARGS)

lint:
	@$(SETUP) test
	@.venv/bin/python scripts/check.py --lint

bench:
	@$(SETUP) bench
	@.venv/bin/python -m bench $(ARGS)

mutate:
	@$(SETUP) test
	@.venv/bin/python scripts/mutate.py $(ARGS)

clean:
	rm -rf .venv .tools frontend/node_modules src/sojourn/web/static/built build dist demo var test-results
	rm -rf law/compiled .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
