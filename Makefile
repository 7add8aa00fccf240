# Everything runs in .venv, which is filled from requirements.txt. GNU make 3.81 (macOS) is enough.
.DELETE_ON_ERROR:
.PHONY: help setup report figures deck explorer lab check case test test-all bench lock audit clean
PYTHON ?= python3
python = .venv/bin/python

# What is chosen (casebook/parameters.py declares it) reaches the program through the environment, as typed: neither
# make nor the shell reads it as code. The names that were given go with it, so that a misspelt one is refused.
choices = CASES THEME SIZE BACKGROUND RULE DATA OUTPUT TIMEOUT SCHEDULER CHOICES CASE DEBUG PARTS ROUNDS
export GIVEN := $(strip $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name))))
unexport $(filter-out $(choices),$(GIVEN))
$(foreach name,$(choices),$(eval override $(name) := $$(value $(name))))
export $(choices)

# Mirrors, proxies and certificates of the user hold; what would install or import something else, or import slowly, does not.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PIP_USER PIP_TARGET PIP_PREFIX PIP_CONSTRAINT PIP_NO_BINARY
unexport UV_SYSTEM_PYTHON UV_CONSTRAINT UV_OVERRIDE UV_EXCLUDE_NEWER UV_NO_BINARY UV_NO_VERIFY_HASHES

help: ## list the targets, and what can be chosen
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile
	@echo; echo "To choose, write NAME=value behind report, figures, deck or check:"
	@"$(PYTHON)" -B -m casebook.parameters 2>/dev/null || echo "see README.md"

# What is no target, and a folder that has the name of one ("make tests"), is said rather than passed over.
unknown = @printf '%s\n' 'no target $(subst ','\'',$@); make help lists those there are' >&2; exit 2
.PHONY: casebook data docs notebooks tests
.DEFAULT casebook data docs notebooks tests:
	$(unknown)
Makefile pyproject.toml requirements.txt: ;

setup: .venv/ready ## fill .venv from requirements.txt (the others do it when needed)

report: .venv/ready ## check the data, run the notebooks, write figures/, the report and the deck
	@$(python) -m casebook report

figures: .venv/ready ## the figures alone
	@$(python) -m casebook figures

deck: report ## the slides, build/takedowns.pptx, which come with the report

explorer: report ## the page to choose and compare in, build/explorer.html, which comes with the report

lab: .venv/ready ## open the notebooks in JupyterLab, on this computer only
	$(python) -m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=. --allow-root \
		--LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

check: .venv/ready ## check the data; say what is stale, missing or changed by hand, and why, without building
	@$(python) -m casebook check

case: .venv/ready ## write starter rows for a case of your own into my-cases/: CASE=operation-x
	@$(python) -m casebook case

test: .venv/ready ## run the tests (some 3 to 4 minutes)
	@$(python) -m pytest -m "not slow"

test-all: .venv/ready ## run the slow tests too
	@$(python) -m pytest

bench: .venv/ready ## measure the build beside plain papermill, and how it grows: ROUNDS=1 PARTS=builds for a quick look
	@$(python) -m bench

lock: .venv/ready ## renew requirements.txt from pyproject.toml
	.venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --all-extras --generate-hashes \
		--custom-compile-command "make lock" -o requirements.txt pyproject.toml

audit: .venv/ready ## ask the advisory databases about every pinned version
	@$(python) -m casebook.audit

clean: ## remove what was generated and is not committed: build/, .venv/, caches
	rm -rf build .venv .pytest_cache .ruff_cache .hypothesis
	find . -name .git -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -prune -exec rm -rf {} +

# Written last, and holding the project's folder and lock: a .venv that is half made, was moved, lost its Python or has
# what another lock says is made anew.
ready = pwd -P; tr -d '\r' <requirements.txt
ifeq ($(shell test -x $(python) && test "$$($(ready))" = "$$(cat .venv/ready 2>&1)" || echo no),no)
.PHONY: .venv/ready
endif
# uv trusts the certificates of the system; the second name is that of uv before 0.9.
export UV_SYSTEM_CERTS := true
export UV_NATIVE_TLS := true
.venv/ready:
	@command -v "$(PYTHON)" >/dev/null || { echo "Needs Python 3.11 or newer, found no $(PYTHON)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info[:2]; v < (3, 11) and sys.exit("Needs Python 3.11 or newer,\
	 found %d.%d. If another is installed: make PYTHON=python3.12" % v)'
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Filling .venv from requirements.txt"
	@set -e; if uv --version >/dev/null 2>&1; then \
		uv=uv; "$(PYTHON)" -m venv --clear --without-pip .venv; \
	else \
		uv=.venv/bin/uv; "$(PYTHON)" -m venv --clear .venv; \
		tr -d '\r' <requirements.txt | sed -n '/^uv==/,/[^\]$$/p' >.venv/uv.txt; \
		$(python) -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt; \
	fi; \
	pip_index=$$("$(PYTHON)" -m pip config get global.index-url 2>/dev/null || true); \
	export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$${PIP_INDEX_URL:-$$pip_index}}}"; \
	$$uv pip sync -q --python $(python) --require-hashes requirements.txt; \
	$$uv pip install -q --python $(python) --no-deps --no-build-isolation -e .; \
	{ $(ready); } >.venv/ready
