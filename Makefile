# Underseal - redacts PDF and DOCX for real, proves it, shares the result under seal.
#
#   make demo     install what is missing, build, run the whole job on fixtures/discovery
#   make test     install what is missing, build, run every ring of tests
#   make help     the other targets

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc
OPT     ?= -O2 -g
VERSION := 0.1.0

WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
CPPFLAGS += -I. -D_GNU_SOURCE -DUNDERSEAL_VERSION='"$(VERSION)"'
CFLAGS   += -std=c11 $(OPT) $(WARN) -fstack-protector-strong -MMD -MP $(SANITIZE)
XML_CFLAGS := -I/usr/include/libxml2

# Debian's MuPDF is static and names none of its own needs.
LIBS := -lmupdf -lmupdf-third -lmujs -lgumbo -lopenjp2 -ljbig2dec -ljpeg -lfreetype -lharfbuzz -lpng \
        -lbrotlidec -lbrotlicommon -lz -lzip -lxml2 -lsodium -lpcre2-8 -lhs -lutf8proc -ljansson \
        -linih -lpopt -lm -lpthread

# ---- what there is -----------------------------------------------------------------------------

SOURCES := $(sort $(shell find redact patterns formats share cli -name '*.c'))
EMBED   := $(sort $(wildcard patterns/packs/*.pack share/*.txt))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
LIBRARY := $(BUILD)/libunderseal.a
PROGRAM := $(BUILD)/underseal
UNIT    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all deps demo test unit golden leak asan layers bench fuzz sweep install uninstall clean help
.SECONDARY:
all: $(PROGRAM)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -c $< -o $@

# The embedded data files as one table; see redact/base/embed.h.
$(BUILD)/embedded.c: $(EMBED) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "redact/base/embed.h"'; i=0; \
	  for f in $(EMBED); do i=$$((i+1)); echo "static const unsigned char file_$$i[] = {"; \
	    od -An -v -tx1 "$$f" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'; echo '0};'; done; \
	  echo 'const embedded embedded_files[] = {'; i=0; \
	  for f in $(EMBED); do i=$$((i+1)); echo "	{ \"$$f\", file_$$i, sizeof file_$$i - 1 },"; done; \
	  echo '	{ 0, 0, 0 },'; echo '};'; } > $@
$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# The program's main() stays out of the library, so that tests can link everything else.
$(LIBRARY): $(filter-out $(BUILD)/cli/main.o,$(OBJECTS))
	@rm -f $@
	ar rcs $@ $^
$(PROGRAM): $(BUILD)/cli/main.o $(LIBRARY)
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) -lcmocka $(LIBS)
$(BUILD)/fixtures/%: fixtures/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) $(LIBS)

unit: $(UNIT)
	@for t in $(UNIT); do echo "== $$t"; $$t || exit 1; done

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
