# renkei: `make help` lists the targets. MODE=release (default) | asan (address and undefined sanitizers)
# | cover; objects go to build/MODE. ROOMS and UNITS narrow a build while one works on a room.

MODE    ?= release
BUILD   ?= build
OBJ     := $(BUILD)/$(MODE)
BIN     := $(if $(filter release,$(MODE)),$(BUILD),$(OBJ))
PREFIX  ?= /usr/local
DESTDIR ?=
JOBS    ?= $(shell nproc)

# What a fresh Debian 12 needs besides git, gcc and make; README says what each is for.
PACKAGES := pkg-config libc6-dev libxml2-dev libpango1.0-dev libcairo2-dev libharfbuzz-dev libdeflate-dev \
            libfreetype-dev libfontconfig-dev libglib2.0-dev libhpdf-dev libssl-dev libsqlite3-dev libqpdf-dev \
            libmicrohttpd-dev libxlsxwriter-dev libzip-dev libqrencode-dev libpng-dev libjpeg62-turbo-dev libcmocka-dev poppler-utils qpdf sqlite3 valgrind \
            fonts-morisawa-bizud-mincho fonts-morisawa-bizud-gothic fonts-ipamj-mincho fonts-freefont-ttf fonts-nanum \
            fonts-arphic-uming fonts-wqy-zenhei
# For what sources must be, and for the tests of the units and of the scripts for clusters.
LINT_PACKAGES := clang-format cppcheck
# For the manual pages, by both of the programs that show them, and for the completions of the shells.
MANUAL_PACKAGES := mandoc man-db zsh fish
# For what other programs say of the PDFs (tests/record); PDFBox brings Preflight.
RECORD_PACKAGES := mupdf-tools python3-pikepdf libpdfbox2-java libcommons-logging-java libjaxb-api-java
# For the grammars in editors: made for Emacs by trang, and tried in the engines of editors.
EMACS_PACKAGES := trang
EDITOR_PACKAGES := $(EMACS_PACKAGES) emacs-nox jing libxml2-utils
# What a scanner reads of the codes on pages (tests/codes.sh).
CODE_PACKAGES := zbar-tools
CHECK_PACKAGES := $(LINT_PACKAGES) $(MANUAL_PACKAGES) $(RECORD_PACKAGES) $(CODE_PACKAGES) $(EDITOR_PACKAGES) systemd \
                  parallel slurm-wlm munge python3-yaml
# For the tests in a browser and of records: command and the package that brings it, when the machine has none of its own.
CHECK_COMMANDS := chromium:chromium node:nodejs npm:npm javac:default-jdk-headless
LIBRARIES := libxml-2.0 pango cairo cairo-pdf cairo-svg cairo-png cairo-ft harfbuzz harfbuzz-subset libdeflate libpng libjpeg \
             freetype2 fontconfig glib-2.0 gio-2.0 libcrypto sqlite3 libqpdf libmicrohttpd xlsxwriter libzip libqrencode

# Asked for only when something is compiled: on a new machine pkg-config comes with `make deps`.
PKG_CFLAGS = $(shell pkg-config --cflags $(LIBRARIES))
# A name is looked for in the libraries one after the other, as they are given here: 7,000 times before a program says
# its first word. Where most of them are comes first: C, GLib, and C++, which libxml2 brings along (by ICU) and which
# looks for 1,700 of its names in itself. The sanitizers want to be the first themselves.
PKG_FIRST_release := -Wl,--no-as-needed -lc -lglib-2.0 -l:libstdc++.so.6
# A program loads what it calls, not what others of these programs call.
PKG_LIBS   = -Wl,--as-needed $(shell pkg-config --libs $(LIBRARIES)) -lhpdf -lm

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
ifeq ($(CI),true)
WARNINGS += -Werror
endif
# Hardened as Debian's packages are (dpkg-buildflags); whoever builds with flags of their own sets CPPFLAGS, CFLAGS and
# LDFLAGS, which take these places. What makes the mode stays whatever they are.
MACHINE         := $(shell uname -m)
HARDEN_x86_64   := -fcf-protection
HARDEN_aarch64  := -mbranch-protection=standard
CFLAGS_release  := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE $(HARDEN_$(MACHINE))
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CFLAGS_asan     := -O1 -g -fno-omit-frame-pointer
CFLAGS_cover    := -O0 -g
# The sanitizers look into their own process, and counts of coverage are written beside the objects: no confinement.
MODE_asan       := -fsanitize=address,undefined -fno-sanitize-recover=undefined -DRENKEI_UNCONFINED
MODE_cover      := --coverage -DRENKEI_UNCONFINED
LINK_cover      := -Wl,--wrap=_exit
CFLAGS  ?= $(CFLAGS_$(MODE))
LDFLAGS ?= $(LDFLAGS_$(MODE))
# The same objects make the programs, which hold all they need, and the library that the tests share. That a function of
# it could be replaced from outside, which -fPIC alone keeps open at a cost, is not wanted.
PIC     := -fPIC -fno-semantic-interposition
C       = $(CC) -std=c17 -D_GNU_SOURCE $(CPPFLAGS) $(CFLAGS) $(PIC) $(MODE_$(MODE)) $(WARNINGS) -Itools/lib $(PKG_CFLAGS)
LINK    = $(C) $(LDFLAGS) $(LINK_$(MODE))

ROOMS   ?= $(notdir $(wildcard tools/lib/*))
LIB_SRC := $(foreach room,$(ROOMS),$(wildcard tools/lib/$(room)/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(OBJ)/%.o) $(if $(filter cover,$(MODE)),$(OBJ)/tests/cover_exit.o)
LIB     := $(OBJ)/librenkei.a
SHARED  := $(OBJ)/librenkei.so

MAINS   := $(basename $(notdir $(wildcard tools/*.c)))
TOOLS   := $(MAINS:%=$(BIN)/%)
UNITS   ?= $(basename $(notdir $(wildcard tests/unit/test_*.c)))
TESTS   := $(UNITS:%=$(OBJ)/tests/%)
# What `make fuzz` asks with libFuzzer, and the tests with what is stored in tests/fuzz/NAME; what targets share is in the
# other sources there.
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(filter-out %/fuzz_main.c,$(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_AID := $(patsubst %.c,$(OBJ)/%.o,$(filter-out tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c)))
# What makes calls fail under the programs (tests/failures.py); the sanitizers have an allocator of their own.
FAIL    := $(if $(filter release,$(MODE)),$(OBJ)/tests/fail.so)
# What is counted by tests/instructions.sh.
COUNTS  := $(if $(filter release,$(MODE)),$(OBJ)/tests/bench_warm $(OBJ)/tests/make_plans)
HELPERS := $(FAIL) $(COUNTS) $(OBJ)/tests/compare_pgm $(OBJ)/tests/make_cases $(FUZZERS:%=$(OBJ)/tests/fuzz_%)

# Where each shell looks for the completion of a program, under PREFIX/share.
COMPLETIONS := bash zsh fish
completion_of = $(subst NAME,$2,$(completion_$1))
completion_bash := bash-completion/completions/NAME
completion_zsh  := zsh/site-functions/_NAME
completion_fish := fish/vendor_completions.d/NAME.fish

# The manual pages, as man has them below its folder: the English ones for everyone, the Japanese ones under ja.
PAGES := $(foreach m,$(MAINS),man1/$(m).1 ja/man1/$(m).1)
MAN   := $(DESTDIR)$(PREFIX)/share/man

UNIT_FILES := $(notdir $(wildcard tools/systemd/*.service tools/systemd/*.timer))
SAMPLES := $(patsubst samples/%/case.xml,%,$(wildcard samples/*/case.xml))
FORMS   := $(patsubst templates/%/form.xml,%,$(wildcard templates/*/form.xml))

# ---- the two commands ----

.PHONY: help demo check check-quick cover
help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

demo: deps ## set up, build, render every sample into build/demo/SAMPLE/FORM.pdf
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(MAKE) --no-print-directory demo-run

check: PACKAGES += $(CHECK_PACKAGES)
check bench: COMMANDS := $(CHECK_COMMANDS)
check: deps ## set up, build, pass every test (units, samples, bad samples, sanitizers, leaks, install)
	@$(MAKE) --no-print-directory -j$(JOBS) all units
	@$(MAKE) --no-print-directory -j$(JOBS) MODE=asan all units
	@$(MAKE) --no-print-directory check-run

check-quick: PACKAGES += $(LINT_PACKAGES) $(MANUAL_PACKAGES)
check-quick: deps ## while working on a room: units, goldens, rooms, manuals; in less than a minute
	@$(MAKE) --no-print-directory -j$(JOBS) all units
	@JOBS=$(JOBS) sh tests/run.sh $(BUILD) quick

cover: PACKAGES += $(CHECK_PACKAGES)
cover: COMMANDS := $(CHECK_COMMANDS)
cover: deps ## lines and branches that the tests reach, by room
	@$(MAKE) --no-print-directory -j$(JOBS) MODE=cover all units
	@find $(BUILD)/cover -name '*.gcda' -delete
	@JOBS=$(JOBS) sh tests/run.sh $(BUILD) cover; status=$$?; sh tests/cover.sh $(BUILD)/cover && exit $$status

.PHONY: all deps
all: $(TOOLS) $(PAGES:%=$(BUILD)/man/%)

deps: ## install the Debian packages that are missing (sudo only when not root)
	@missing=; for p in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	for p in $(COMMANDS); do command -v $${p%:*} >/dev/null || missing="$$missing $${p#*:}"; done; \
	if [ -n "$$missing" ]; then \
	    as=; [ "$$(id -u)" = 0 ] || as=sudo; \
	    echo "installing:$$missing"; \
	    $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends $$missing; \
	fi

# ---- for who writes forms and cases ----

GRAMMARS := form case office partners municipality calendar items
.PHONY: emacs emacs-run elements
emacs: PACKAGES := $(EMACS_PACKAGES)
emacs: deps ## the grammars as Emacs reads them, into build/emacs
	@$(MAKE) --no-print-directory emacs-run

emacs-run: $(BUILD)/emacs/schemas.xml

$(BUILD)/emacs/schemas.xml: tools/emacs/schemas.xml $(wildcard templates/schema/*.rng)
	@mkdir -p $(@D)
	@for g in $(GRAMMARS); do trang templates/schema/$$g.rng $(@D)/$$g.rnc || exit 1; done
	@cp $< $@

elements: ## templates/ELEMENTS.md, from the grammar of forms
	@python3 tests/elements.py >$(BUILD)/elements.md && cp $(BUILD)/elements.md templates/ELEMENTS.md

# ---- building ----

# What was compiled with other flags is compiled again; warnings change no object.
$(OBJ)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CPPFLAGS) $(CFLAGS) $(PIC)' | cmp -s - $@ || echo '$(CPPFLAGS) $(CFLAGS) $(PIC)' >$@
.PHONY: FORCE
FORCE:

$(OBJ)/%.o: %.c $(OBJ)/flags
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(C) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	@ar rcs $@ $^

# What is known of our own grammars, forms and rules (proven/proven.h): they are judged here, and whoever makes one
# document goes by it. A file of none of these names is judged each time.
PROVEN_FILES := $(wildcard templates/schema/*.rng templates/rules/*.xml templates/shared/*.xml templates/*/form.xml)
PROVEN  := $(OBJ)/tools/prove/proven_table.o
$(OBJ)/tools/prove/prove: $(OBJ)/tools/prove/prove.o $(LIB)
	@$(LINK) $^ $(PKG_FIRST_$(MODE)) $(PKG_LIBS) -o $@
$(OBJ)/proven: $(OBJ)/tools/prove/prove $(PROVEN_FILES)
	@echo "  prove $@"
	@$< $(PROVEN_FILES) >$@.new && mv $@.new $@
$(PROVEN): $(OBJ)/proven
$(PROVEN): C += -DPROVEN_TABLE='"$(OBJ)/proven"'
$(BIN)/renkei-render: $(PROVEN)

$(TOOLS): $(BIN)/%: $(OBJ)/tools/%.o $(LIB)
	@echo "  ld $@"
	@$(LINK) $^ $(PKG_FIRST_$(MODE)) $(PKG_LIBS) -o $@

# A page is what is written, with the list of messages as the program has them.
PAGE_PARTS := tools/man/page.awk tools/lib/base/diag.h tools/lib/base/diag.def tools/man/diagnostics
make_page = @mkdir -p $(@D) && LC_ALL=C awk -v lang=$1 -v page=$* $(PAGE_PARTS:%.awk=-f %.awk) $< >$@.new && mv $@.new $@
$(BUILD)/man/man1/%.1: tools/man/en/%.1 $(PAGE_PARTS)
	$(call make_page,en)
$(BUILD)/man/ja/man1/%.1: tools/man/ja/%.1 $(PAGE_PARTS)
	$(call make_page,ja)

# A test is linked once: what changes in a room is in the library that all of them load when they are run.
$(SHARED): $(LIB_OBJ) $(PROVEN)
	@echo "  ld $@"
	@$(LINK) -shared $^ $(PKG_LIBS) -o $@
SHARING = -Wl,-rpath,'$$ORIGIN/..' $(SHARED)

.PHONY: units
units: $(TESTS) $(HELPERS) $(SHARED)
# A unit that counts the calls between two rooms holds the objects itself: in the library they are bound already.
COUNTING := $(OBJ)/tests/test_batch_run $(OBJ)/tests/test_batch_again $(OBJ)/tests/test_batch_kill \
    $(OBJ)/tests/test_batch_glimpse
$(filter-out $(COUNTING),$(TESTS)): $(OBJ)/tests/%: $(OBJ)/tests/unit/%.o | $(SHARED)
	@mkdir -p $(@D)
	@$(LINK) $^ $(SHARING) -lcmocka $(PKG_LIBS) -o $@
$(OBJ)/tests/test_batch_run: COUNTED := batch_pool_run
$(OBJ)/tests/test_batch_again: COUNTED := bind_case batch_pool_run
$(OBJ)/tests/test_batch_kill: COUNTED := batch_bundles_run
$(OBJ)/tests/test_batch_glimpse: COUNTED := xml_file_bytes batch_pool_run
$(filter $(COUNTING),$(TESTS)): $(OBJ)/tests/%: $(OBJ)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	@$(LINK) $(COUNTED:%=-Wl,--wrap=%) $^ -lcmocka $(PKG_LIBS) -o $@

$(OBJ)/tests/fail.so: tests/fail/fail.c
	@mkdir -p $(@D)
	@$(LINK) -shared $< -o $@

$(OBJ)/tests/compare_pgm: tests/compare/compare_pgm.c
	@mkdir -p $(@D)
	@$(LINK) $< -lm -o $@

$(addprefix $(OBJ)/tests/,bench_record bench_run bench_warm bench_xlsx): $(OBJ)/tests/%: $(OBJ)/tests/bench/%.o $(LIB)
	@$(LINK) $^ $(PKG_LIBS) -o $@
$(OBJ)/tests/make_plans: $(patsubst %,$(OBJ)/tests/bench/%.o,make_plans fiction) $(LIB)
	@$(LINK) $^ $(PKG_LIBS) -o $@
$(OBJ)/tests/make_cases: $(patsubst %,$(OBJ)/tests/bench/%.o,make_cases make_cases_plan make_cases_records masters fiction) | $(SHARED)
	@$(LINK) $^ $(SHARING) $(PKG_LIBS) -o $@

$(OBJ)/tests/fuzz/%.o: C += -Itests/unit
$(FUZZERS:%=$(OBJ)/tests/fuzz_%): $(OBJ)/tests/fuzz_%: $(OBJ)/tests/fuzz/fuzz_%.o $(OBJ)/tests/fuzz/fuzz_main.o $(FUZZ_AID) | $(SHARED)
	@$(LINK) $^ $(SHARING) $(PKG_LIBS) -o $@

# It alone lays out text with Pango, to be compared with.
$(OBJ)/tests/bench_text: tests/bench/bench_text.c $(LIB)
	@mkdir -p $(@D)
	@$(LINK) $$(pkg-config --cflags pangocairo) $^ $(PKG_LIBS) $$(pkg-config --libs pangocairo) -o $@

$(addprefix $(OBJ)/tests/,outline_codes text_codes): $(OBJ)/tests/%: tests/bench/%.c tests/bench/code_lengths.c $(LIB)
	@mkdir -p $(@D)
	@$(LINK) $^ $(PKG_LIBS) -o $@

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

# ---- running ----

.PHONY: demo-run check-run unit-run rooms
# --list tells which forms a sample fills, and why not the others. What breaks a rule (不可：N5.1b …) is shown as 案.
demo-run:
	@set -e; for s in $(SAMPLES); do mkdir -p $(BUILD)/demo/$$s; \
	    $(BIN)/renkei-render --list samples/$$s/case.xml >$(BUILD)/demo/$$s/forms.txt; \
	    for f in $(FORMS); do \
	        draft=; \
	        if grep -q "^$$f	.*	不可：[KNG][0-9]" $(BUILD)/demo/$$s/forms.txt; then draft=--draft; \
	        elif ! grep -q "^$$f	.*	可$$" $(BUILD)/demo/$$s/forms.txt; then continue; fi; \
	        $(BIN)/renkei-render $$draft --form $$f -o $(BUILD)/demo/$$s/$$f.pdf samples/$$s/case.xml; \
	        echo "$(BUILD)/demo/$$s/$$f.pdf $$draft"; \
	    done; done; \
	mkdir -p $(BUILD)/demo/blank; for f in $(FORMS); do \
	    $(BIN)/renkei-render --form $$f --blank -o $(BUILD)/demo/blank/$$f.pdf; echo "$(BUILD)/demo/blank/$$f.pdf"; done

check-run:
	@JOBS=$(JOBS) sh tests/run.sh $(BUILD)

unit-run: $(TESTS) $(HELPERS)
	@set -e; for t in $(TESTS); do echo "== $$t"; BUILD=$(BUILD) BIN=$(BIN) LSAN_OPTIONS=suppressions=tests/lsan.supp $$t; done

rooms: ## check that each library is included by its own room only
	@sh tests/rooms.sh

.PHONY: bench outline-codes text-codes pictures install uninstall format format-check lint clean
bench: deps ## measure: one document cold, per stage; many documents; beside Typst and Chromium; workbooks; lines composed
	@$(MAKE) --no-print-directory -j$(JOBS) all $(addprefix $(OBJ)/tests/,bench_text bench_record bench_warm bench_run bench_xlsx make_plans make_cases)
	@sh tests/bench.sh $(BIN)
	@for rows in 10000 100000; do $(OBJ)/tests/bench_xlsx $$rows >$(OBJ)/tests/rows.xlsx && \
	    $(OBJ)/tests/bench_xlsx $(OBJ)/tests/rows.xlsx $$rows; done; rm -f $(OBJ)/tests/rows.xlsx
	@sh tests/bench/record.sh $(OBJ)/tests
	@sh tests/bench/many.sh $(BIN) $(OBJ)/tests
	@sh tests/bench/table.sh $(BIN) $(OBJ)/tests
	@$(OBJ)/tests/bench_text $(wildcard samples/*/case.xml)
	@sh tests/preview/run.sh $(BUILD) bench

.PHONY: instructions
instructions: deps ## count what tests/instructions.tsv has, and store it there: when something has become faster
	@$(MAKE) --no-print-directory -j$(JOBS) all $(COUNTS) $(OBJ)/tests/make_cases
	@sh tests/instructions.sh $(BUILD) --store

.PHONY: memory
memory: deps ## every unit and most scripts under valgrind (hours: once a week)
	@$(MAKE) --no-print-directory -j$(JOBS) all units
	@sh tests/memory.sh $(BUILD)

# The objects of a mode of their own, as clang and libFuzzer make them. What is found stays in BUILD/fuzz/found, and the
# next time goes on from there (tests/fuzz/run.sh). FUZZERS narrows it: make fuzz FUZZERS=form TIME=3600.
TIME ?= 60
# Clang does not name the sanitizer as GCC does: what is bounded in other builds, address space, must not be in these.
FUZZ_FLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -D__SANITIZE_ADDRESS__=1
FUZZ_CC ?= clang
# Its programs, and what some seeds are made by.
FUZZ_MAKE = $(MAKE) --no-print-directory -j$(JOBS) CI= FUZZERS="$(FUZZERS)" MODE=fuzz CC="$(FUZZ_CC)" \
    MODE_fuzz="$(FUZZ_FLAGS)" CFLAGS_fuzz='-O1 -g' fuzz-build
.PHONY: fuzz fuzz-build fuzz-cover fuzz-replay
fuzz: $(BUILD)/renkei-render ## give all that reads or paints anything that its grammar allows, TIME=60 seconds a target (needs clang)
	@command -v clang >/dev/null || { echo 'make fuzz: clang is not there (apt-get install clang)' >&2; exit 2; }
	@$(FUZZ_MAKE)
	@sh tests/fuzz/run.sh $(BUILD) $(TIME) $(FUZZERS)

fuzz-cover: ## what of each room the inputs that make fuzz has found reach
	@$(FUZZ_MAKE)
	@sh tests/fuzz/cover.sh $(BUILD) $(FUZZERS)

fuzz-build: $(FUZZERS:%=$(OBJ)/fuzz_%)
ifeq ($(MODE),fuzz)
$(FUZZERS:%=$(OBJ)/fuzz_%): $(OBJ)/fuzz_%: $(OBJ)/tests/fuzz/fuzz_%.o $(FUZZ_AID) $(LIB)
	@echo "  ld $@"
	@$(LINK) -fsanitize=fuzzer $^ $(PKG_LIBS) -o $@
endif
# The same with the main of the tests: what it is given is read once.
fuzz-replay: $(FUZZERS:%=$(OBJ)/tests/fuzz_%)

# Only when the faces or the way outlines are cut change: every PDF changes with it.
outline-codes: deps ## make tools/lib/paint/outline_codes.def anew
	@$(MAKE) --no-print-directory $(OBJ)/tests/outline_codes
	@cat samples/*/case.xml samples/masters/*.xml templates/*/form.xml | $(OBJ)/tests/outline_codes \
	    $$(dpkg -L fonts-morisawa-bizud-mincho fonts-morisawa-bizud-gothic | grep -E 'UD(Mincho|Gothic)-.*\.ttf$$') \
	    >$(OBJ)/outline_codes.def
	@mv $(OBJ)/outline_codes.def tools/lib/paint/outline_codes.def

# Only when what content, objects and maps are written like changes: every PDF changes with it.
text-codes: all ## make tools/lib/paint/text_codes.def anew
	@$(MAKE) --no-print-directory $(OBJ)/tests/text_codes demo-run >/dev/null
	@$(OBJ)/tests/text_codes $(BUILD)/demo/*/*.pdf >$(OBJ)/text_codes.def
	@mv $(OBJ)/text_codes.def tools/lib/paint/text_codes.def

pictures: all ## the pictures of README and the manuals
	@sh samples/pictures.sh $(BIN)

# The program finds what is under PREFIX/share/renkei from its own place, so DESTDIR needs no trick. Either may hold blanks.
ROOT = $(DESTDIR)$(PREFIX)
# systemd's word for a blank in the path of a program.
EMPTY :=
IN_UNIT = $(subst $(EMPTY) $(EMPTY),\\x20,$(PREFIX))
install: all ## install to PREFIX (/usr/local), under DESTDIR
	install -d "$(ROOT)/bin" "$(ROOT)/share/renkei" "$(MAN)/man1" "$(MAN)/ja/man1"
	install -m 755 $(TOOLS) "$(ROOT)/bin"
	cp -R templates fonts tools/preview "$(ROOT)/share/renkei"
	$(foreach p,$(PAGES),install -m 644 $(BUILD)/man/$(p) "$(MAN)/$(p)" &&) :
	install -d $(foreach c,$(COMPLETIONS),"$(ROOT)/share/$(dir $(call completion_of,$(c),x))")
	$(foreach m,$(MAINS),$(foreach c,$(COMPLETIONS),\
	    $(BIN)/$(m) --completion $(c) >"$(ROOT)/share/$(call completion_of,$(c),$(m))" &&)) :
	install -d "$(ROOT)/share/renkei/scale"
	install -m 755 tools/scale/*.sh "$(ROOT)/share/renkei/scale"
	install -m 644 tools/scale/*.yaml tools/scale/README.md "$(ROOT)/share/renkei/scale"
	install -d "$(ROOT)/lib/systemd/system" "$(ROOT)/lib/sysusers.d"
	for unit in $(UNIT_FILES); do \
	    sed 's|/usr/local/|$(IN_UNIT)/|' tools/systemd/$$unit >"$(ROOT)/lib/systemd/system/$$unit" && \
	    chmod 644 "$(ROOT)/lib/systemd/system/$$unit" || exit 1; done
	install -m 644 tools/systemd/renkei.sysusers "$(ROOT)/lib/sysusers.d/renkei.conf"

uninstall: ## take it away again
	rm -f $(foreach m,$(MAINS),$(foreach c,$(COMPLETIONS),"$(ROOT)/share/$(call completion_of,$(c),$(m))"))
	rm -f $(foreach m,$(MAINS),"$(ROOT)/bin/$(m)") $(foreach p,$(PAGES),"$(MAN)/$(p)")
	rm -f $(foreach unit,$(UNIT_FILES),"$(ROOT)/lib/systemd/system/$(unit)") "$(ROOT)/lib/sysusers.d/renkei.conf"
	rm -rf "$(ROOT)/share/renkei"

format: ## clang-format over all sources
	clang-format -i $$(git ls-files '*.c' '*.h')

format-check: PACKAGES := $(LINT_PACKAGES)
format-check: deps ## what clang-format would change
	@sh tests/format.sh

lint: PACKAGES := $(LINT_PACKAGES)
lint: deps ## cppcheck, and names that grep finds
	@sh tests/lint.sh

clean: ## remove build/
	rm -rf $(BUILD)
