# make run, make test: both do all set-up by themselves. What the other targets are for stands beside them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOUR := build/tour

.PHONY: run test check bench soak tour pictures messages lock package package-twice package-windows \
	installers prove-installers clean

run: $(VENV)/run.ready        ## the desk in training; without a display the tour
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(BIN)/python -m app --training; \
	else \
		echo "There is no display here, so this is the tour: one E-call through desk and service without a person."; \
		$(BIN)/python -m app tour $(TOUR) && echo "Its pictures and timeline.json are in $(TOUR)."; \
	fi

test: check                   ## everything, in two halves at once; ends with pytest's own line
	@{ $(BIN)/python -m pytest -q -p no:pytest-qt -p tests.support.without_qt tests/app tests/services tests/ui \
		>build/without-qt.txt 2>&1 && printf '\nWithout Qt: ' && tail -n 1 build/without-qt.txt && \
		($(RULES_COVERED)) >build/rules-covered.txt 2>&1; } & without=$$!; \
	$(BIN)/python -m pytest -q --rest $(BESIDE); all=$$?; \
	wait $$without || { all=1; cat build/without-qt.txt build/rules-covered.txt 2>/dev/null; \
		echo "The run without Qt failed, or a branch of app/rules has no test; it is above."; }; \
	exit $$all

# Tests of whole processes mostly wait: two at a time fill what the other half leaves of two cores.
BESIDE = -n 2 --dist load --maxschedchunk 1
RULES_COVERED = $(BIN)/coverage run -m pytest -q tests/app/rules tests/situations && $(BIN)/coverage report

check: $(VENV)/test.ready     ## format, lint, types, floors
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >build/lint-imports.txt || { cat build/lint-imports.txt; exit 1; }

bench: $(VENV)/test.ready     ## the promises in figures: value, budget, machine
	@$(BIN)/python -m tests.benchmarks

soak: $(VENV)/test.ready      ## the harnesses at full size
	@$(BIN)/python -m pytest -q -m soak_sized --full-size --timeout 3600

tour: $(VENV)/run.ready       ## one E-call without a person; pictures in build/tour
	@$(BIN)/python -m app tour $(TOUR)

pictures: tour                ## the README's pictures, from those of the tour
	@$(BIN)/python packaging/assets/make_pictures.py $(TOUR)

messages: $(VENV)/test.ready  ## extract, update and compile the catalogues
	@$(BIN)/python packaging/i18n/messages.py

lock: $(VENV)/test.ready      ## resolve the dependencies anew
	@sh packaging/setup/lock.sh $(BIN)/uv

package: $(VENV)/package.ready  ## the Linux bundle in build/package, checked by itself
	@nice $(BIN)/python packaging/package.py

package-twice: $(VENV)/package.ready  ## two bundles of this checkout, file by file the same
	@nice $(BIN)/python packaging/package.py --only-freeze --out build/package-first
	@nice $(BIN)/python packaging/package.py --only-freeze --out build/package-second
	@$(BIN)/python packaging/freeze/tree.py build/package-first/bijstand-desk build/package-second/bijstand-desk

package-windows: $(VENV)/package.ready  ## the Windows bundle in build/package-windows, made and checked under wine
	@$(PYTHON) packaging/setup/machine.py --windows
	@nice $(BIN)/python packaging/windows/package.py

installers: $(VENV)/package.ready  ## setup.exe and .msi of the Windows bundle, signed, in build/installers
	@$(PYTHON) packaging/setup/machine.py --windows
	@nice $(BIN)/python packaging/windows/installers.py

prove-installers: $(VENV)/package.ready  ## install, upgrade and remove them under wine
	@$(PYTHON) packaging/setup/machine.py --windows
	@nice $(BIN)/python packaging/windows/prove_installers.py

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# A venv is ready when its stamp is newer than the lock; an interrupted one has no stamp and is made anew.
$(VENV)/run.ready: packaging/lock.txt packaging/setup/machine.py
	@mkdir -p build
	@$(PYTHON) packaging/setup/machine.py
	@[ -e $(VENV)/test.ready ] || [ -e $@ ] || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the packages of packaging/lock.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/lock.txt
	@touch $@

$(VENV)/test.ready: packaging/lock-dev.txt packaging/setup/machine.py $(wildcard packaging/setup/peers/*.py) | $(VENV)/run.ready
	@mkdir -p build
	@$(PYTHON) packaging/setup/machine.py --tests
	@for peer in packaging/setup/peers/*.py; do $(PYTHON) $$peer; done
	@echo "Installing the packages of packaging/lock-dev.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/lock-dev.txt
	@touch $@

$(VENV)/package.ready: packaging/lock-package.txt packaging/setup/machine.py | $(VENV)/test.ready
	@$(PYTHON) packaging/setup/machine.py --package
	@echo "Installing the packages of packaging/lock-package.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/lock-package.txt
	@touch $@
