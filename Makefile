# Everything is set up in .venv from pyproject.toml and constraints.txt. Python 3.11 or later, make and git are enough.
PYTHON ?= python3
BIN := .venv/bin
N ?= 3
ARGS ?=
PROOFS := tests/commands/proofs
CONTAINERS := tests/commands/containers

.PHONY: certify test prove containers images browsers qualify lint bench clean

# The main job: judge the embedded storefront, or another with ARGS="--target staging.toml".
certify: .venv/ready
	$(BIN)/punchout certify $(ARGS)

# The project's own tests, on N processes.
test: .venv/ready
	$(BIN)/python -m pytest tests --ignore=tests/conformance --ignore=$(PROOFS) --ignore=$(CONTAINERS) -n $(N) --dist worksteal $(ARGS)

# Whole runs against served storefronts, which really wait: live as embedded, and each known connector explained.
prove: .venv/ready
	$(BIN)/python -m pytest $(PROOFS) -n $(N) --dist worksteal $(ARGS)

# The reference storefront and the harness as images, on a base that BASE names or that is made of Debian's packages.
images: .venv/ready
	PYTHON=$(BIN)/python docker/images.sh

# The storefront judged in containers, where there is a Docker Engine.
containers: .venv/ready
	if docker version >/dev/null 2>&1; then $(MAKE) images; fi
	$(BIN)/python -m pytest $(CONTAINERS) -n $(N) --dist worksteal -rs $(ARGS)

# Every scenario of both generations with either browser: the same verdicts. Needs Chromium, as some of the proofs do.
browsers: .venv/ready
	EVERY_SCENARIO=1 $(BIN)/python -m pytest $(PROOFS)/test_browsers_agree.py -n $(N) --dist loadgroup $(ARGS)

# The proof that the scenarios notice: each defect of the reference storefront is caught by the requirement it breaks.
qualify: .venv/ready
	$(BIN)/punchout qualify $(ARGS)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Times as ratios: a round trip to a bare script, documents to shorter ones, writing a run down to the run.
bench: .venv/ready
	$(BIN)/python -m tests.benchmarks.round_trip
	$(BIN)/python -m tests.benchmarks.documents
	$(BIN)/python -m tests.benchmarks.recording

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build
