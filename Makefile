# Thin: meson does the work. `make run` and `make test` install what is
# missing on Debian and Ubuntu, say what to install on Fedora and Arch, and
# do nothing privileged when all is there.
BUILD := _build

all: build

help:
	@echo "make run           build the program and open it; without a display, take the tour"
	@echo "make tour          take the tour in the terminal, offline"
	@echo "make test          build and run the tests, with line coverage"
	@echo "make test-ui       the window, each test under a display of its own"
	@echo "make test-long     the long studies and fuzzing"
	@echo "make test-asan     the tests under the address and undefined-behaviour sanitizers"
	@echo "make bench         measure, each figure beside what it is compared with"
	@echo "make screenshots   take the pictures of the window anew"
	@echo "make format-check  compare the last commit's C lines with .clang-format"
	@echo "make pot           renew po/POTFILES.in and po/costlab.pot"
	@echo "make clean         remove $(BUILD)"

deps:
	@build-aux/ensure-deps.sh

bench-deps:
	@build-aux/ensure-deps.sh bench

$(BUILD)/run/build.ninja: | deps
	meson setup --buildtype=release $(BUILD)/run

build: deps $(BUILD)/run/build.ninja
	@ninja -C $(BUILD)/run programs

# The window where there is a display, else the same main job headless. The
# settings' schema is the build's: nothing is installed.
run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  GSETTINGS_SCHEMA_DIR=$(BUILD)/run/data exec $(BUILD)/run/src/costlab; \
	else \
	  exec $(BUILD)/run/src/costlab-cli tour; \
	fi

tour: build
	@$(BUILD)/run/src/costlab-cli tour

test: deps
	@build-aux/run-tests.py --coverage $(BUILD)/test

# The window under a display of its own; not yet part of `make test`.
test-ui: deps
	@build-aux/run-tests.py --suite ui $(BUILD)/test

test-long: deps
	@build-aux/run-tests.py --long $(BUILD)/long

test-asan: deps
	@build-aux/run-tests.py --asan $(BUILD)/asan

bench: bench-deps build
	@ninja -C $(BUILD)/run
	@meson test -C $(BUILD)/run --no-rebuild --benchmark --verbose --num-processes 1

# In a display of its own, so no window of the person's is in them.
screenshots: build
	@GSETTINGS_SCHEMA_DIR=$(BUILD)/run/data TZ=UTC LC_ALL=C.UTF-8 tests/ui/headless.sh \
	  /usr/bin/python3 build-aux/window-pictures.py $(BUILD)/run/src/costlab data/pictures

coverage: test

format-check:
	@build-aux/check-format.py || [ $$? = 77 ]

pot: deps $(BUILD)/run/build.ninja
	@build-aux/update-potfiles.py
	@ninja -C $(BUILD)/run costlab-pot

clean:
	rm -rf $(BUILD)

.PHONY: all help deps bench-deps build run tour test test-ui test-long test-asan bench screenshots coverage format-check pot clean
