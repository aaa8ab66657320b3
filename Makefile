# renkei: make help lists the targets.
#
# MODE=release (default) | asan (address + undefined sanitizers) | cover; objects go to build/$(MODE).
# ROOMS and UNITS narrow a build to some rooms while one works on them.

MODE    ?= release
BUILD   ?= build
OBJ     := $(BUILD)/$(MODE)
PREFIX  ?= /usr/local
DESTDIR ?=

PACKAGES := pkg-config libxml2-dev libpango1.0-dev libcairo2-dev libharfbuzz-dev libfreetype-dev \
            libfontconfig-dev libhpdf-dev libcmocka-dev poppler-utils qpdf valgrind \
            fonts-morisawa-bizud-mincho fonts-morisawa-bizud-gothic fonts-ipamj-mincho
LIBRARIES := libxml-2.0 pango cairo cairo-pdf cairo-svg cairo-png cairo-ft harfbuzz freetype2 fontconfig glib-2.0

# Asked for only when something is compiled: on a new machine pkg-config comes with `make deps`.
PKG_CFLAGS = $(shell pkg-config --cflags $(LIBRARIES))
PKG_LIBS   = $(shell pkg-config --libs $(LIBRARIES)) -lhpdf -lm
# Found by $(CC), as Debian's cmocka has no pkg-config file on some releases.
CMOCKA_LIBS = -lcmocka

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
ifeq ($(CI),true)
WARNINGS += -Werror
endif
CFLAGS_release := -O2 -g
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_cover   := -O0 -g --coverage
CFLAGS  ?= $(CFLAGS_$(MODE))
C       = $(CC) -std=c17 -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) -Itools/lib -isystem /usr/include/libxml2 $(PKG_CFLAGS)

ROOMS   ?= $(notdir $(wildcard tools/lib/*))
LIB_SRC := $(foreach room,$(ROOMS),$(wildcard tools/lib/$(room)/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(OBJ)/%.o)
LIB     := $(OBJ)/librenkei.a

MAINS   := $(basename $(notdir $(wildcard tools/*.c)))
TOOLS   := $(MAINS:%=$(OBJ)/%)
UNITS   ?= $(basename $(notdir $(wildcard tests/unit/test_*.c)))
TESTS   := $(UNITS:%=$(OBJ)/tests/%)

.PHONY: all
all: $(TOOLS)

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(C) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(TOOLS): $(OBJ)/%: $(OBJ)/tools/%.o $(LIB)
	$(C) $^ $(PKG_LIBS) -o $@

$(TESTS): $(OBJ)/tests/%: $(OBJ)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(C) $^ $(CMOCKA_LIBS) $(PKG_LIBS) -o $@

.PHONY: units unit-run
units: $(TESTS)
unit-run: $(TESTS)
	@set -e; for t in $(TESTS); do echo "== $$t"; $$t; done

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
