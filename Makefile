# Needs python3 (3.11 or later) with venv; the rest comes from the registries into this folder.

PYTHON ?= python3
COMMANDS = demo demo-reset test test-all check bench messages assets environment
export PORT TODAY ARGS

.PHONY: help $(COMMANDS)
.DEFAULT_GOAL := help

help:
	@echo "make demo        the portal with demo data at http://localhost:8000 (PORT=8001 for another)"
	@echo "make demo-reset  the same, with new demo data (TODAY=2026-03-01 for the day they start from)"
	@echo "make test        the tests without the full browser matrix (ARGS='-k seats' for some)"
	@echo "make test-all    all tests"
	@echo "make check       style, layers, migrations, translations, pinned packages"
	@echo "make bench       how fast the pages are, measured by a bare Django view"
	@echo "make messages    brings the translations in step with the code, and compiles them"
	@echo "make assets      builds style sheets and fonts anew"
	@echo "make environment only installs what all of these need, into .venv and node_modules"

$(COMMANDS):
	@$(PYTHON) miko_portal/bootstrap.py $@
