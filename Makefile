# Each command is one line; `dev.py` needs Python 3.11 to 3.13 with pip, and nothing else.
PYTHON ?= python3
LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml

.PHONY: help setup run test check bench screenshots messages lock

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

setup: ## Install everything that is locked
	@$(PYTHON) dev.py setup

run: ## Start the portal with its demo world; Ctrl-C stops it
	@$(PYTHON) dev.py run

test: ## Run all tests; ARGS="-k wall" goes to pytest
	@$(PYTHON) dev.py test $(ARGS)

check: ## Lint, types, import contracts, migrations, settings
	@$(PYTHON) dev.py check

bench: ## Measure what has to be quick, at 10,000 articles
	@$(PYTHON) dev.py bench

screenshots: ## Take the pictures of docs/screenshots (needs Chromium)
	@$(PYTHON) dev.py screenshots

messages: ## Look for new strings and carry them to the translators (needs gettext)
	@$(PYTHON) dev.py messages

lock: ## Resolve the dependencies again, versions kept (needs uv; UPGRADE=--upgrade for newer ones)
	$(LOCK) $(UPGRADE) --all-extras -o requirements.txt
	$(LOCK) --no-annotate --extra local -c requirements.txt -o requirements-run.txt
	$(LOCK) --no-annotate --extra prod -c requirements.txt -o requirements-prod.txt
