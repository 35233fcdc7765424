#!/bin/sh
# Who may include whom, and how long a file may be. Names file and line of what is wrong.
#
#     tests/layers.sh               checks the tree
#     tests/layers.sh --self-test   checks that wrong includes are caught
#
#     cli -> { share, formats, patterns, redact }
#     formats, patterns -> redact/format.h or redact/detector.h, redact/model, redact/base
#     share -> redact/base           redact -> itself only
#
# What proves a PDF shares next to nothing with what made it: formats/pdf/proof includes of formats/pdf
# only itself, what the format's own words are, and the few headers named below.
#
# What proves a DOCX reads both files through the same doors, and no more: formats/docx/proof includes of
# formats/docx only itself and
#     inner.h                     the document opened, whose text it compares
#     package/opc.h               the zip's parts, which anybody must go through
#     vocab/                      the words of the file format, which is no step of the work
#     import/codes.h, links.h     whether a field's code, a link's address, is one of ours
#     picture/see.h               the pixels that a picture shows
#
# A format's folder includes no other format's; the doors to PCRE2 and Vectorscan are one file each.
set -u

check() {
	find redact patterns formats share cli -name '*.[ch]' -not -path '*/node_modules/*' | LC_ALL=C sort | xargs awk '
	function wrong(why) { printf "%s:%d: %s\n", FILENAME, FNR, why; bad = 1 }
	function below(path, folder) { return index(path, folder "/") == 1 }
	function may(file, inc,    top, own) {
		split(file, part, "/")
		top = part[1]
		if (top == "cli")
			return below(inc, "cli") || below(inc, "share") || below(inc, "formats") || below(inc, "patterns") || below(inc, "redact")
		if (top == "redact")
			return below(inc, "redact")
		if (below(inc, "redact/base"))
			return 1
		if (top == "share")
			return below(inc, "share")
		if (below(inc, "redact/model"))
			return 1
		if (top == "patterns")
			return below(inc, "patterns") || inc == "redact/detector.h"
		if (inc == "redact/format.h" || below(inc, "formats/lib"))
			return 1
		if (below(file, "formats/pdf/proof") && below(inc, "formats/pdf"))
			return below(inc, "formats/pdf/proof") || below(inc, "formats/pdf/vocab") || inc ~ /\/(rpdf|pagetree|contents|doctext|flatten)\.h$/
		if (below(file, "formats/docx/proof") && below(inc, "formats/docx"))
			return below(inc, "formats/docx/proof") || below(inc, "formats/docx/vocab") || inc ~ /\/(inner|package\/opc|import\/(codes|links)|picture\/see)\.h$/
		own = part[2]
		if (own ~ /\./)                 # formats.c, the list: sees every format
			return below(inc, "formats")
		return below(inc, "formats/" own) || inc == "formats/formats.h"
	}
	FNR == 1 { if (last && lines > limit) { printf "%s:%d: longer than %d lines; one idea a file\n", last, lines, limit; bad = 1 } last = FILENAME }
	{ lines = FNR }
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		inc = $0
		sub(/^[^"]*"/, "", inc)
		sub(/".*/, "", inc)
		if (inc !~ /\// || inc ~ /\.\./)
			wrong("\"" inc "\" is not written from the root of the tree")
		else if (!may(FILENAME, inc))
			wrong("must not include \"" inc "\"")
	}
	/^[ \t]*#[ \t]*include[ \t]*<pcre2/ && FILENAME !~ /^patterns\/regex\./ { wrong("PCRE2 is used through patterns/regex.h only") }
	/^[ \t]*#[ \t]*include[ \t]*<hs/    && FILENAME !~ /^redact\/base\/needles\./ { wrong("Vectorscan is used through redact/base/needles.h only") }
	/^[ \t]*#[ \t]*include[ \t]*<(tesseract|leptonica)\// && FILENAME !~ /^formats\/lib\/(ocr\/|picture\/tiff\.)/ { wrong("Tesseract and Leptonica are used through formats/lib/ocr/ocr.h and formats/lib/picture/tiff.h only") }
	END {
		if (lines > limit) { printf "%s:%d: longer than %d lines; one idea a file\n", last, lines, limit; bad = 1 }
		exit bad
	}' limit=600
}

# expect TEXT FILE LINE...: a tree with just this file must be found wrong, in these words.
expect() {
	text=$1 file=$2
	shift 2
	rm -rf "$tree"
	mkdir -p "$tree/redact" "$tree/patterns" "$tree/formats" "$tree/share" "$tree/cli" "$tree/$(dirname "$file")"
	printf '%s\n' "$@" >"$tree/$file"
	if said=$(cd "$tree" && check); then
		echo "layers: $file with $* was not caught" >&2
		exit 1
	fi
	case $said in
	*"$text"*) ;;
	*) echo "layers: $file: said \"$said\", not \"$text\"" >&2; exit 1 ;;
	esac
}

if [ "${1-}" = --self-test ]; then
	tree=$(mktemp -d) || exit 4
	trap 'rm -rf "$tree"' EXIT
	expect 'redact/x.c:2: must not include "formats/formats.h"' redact/x.c '/* */' '#include "formats/formats.h"'
	expect 'redact/base/x.h:1: must not include "cli/command.h"' redact/base/x.h '#include "cli/command.h"'
	expect 'share/x.c:1: must not include "redact/model/text.h"' share/x.c '#include "redact/model/text.h"'
	expect 'patterns/x.c:1: must not include "redact/engine.h"' patterns/x.c '#include "redact/engine.h"'
	expect 'formats/pdf/x.c:1: must not include "formats/docx/package/opc.h"' formats/pdf/x.c '#  include "formats/docx/package/opc.h"'
	expect 'formats/pdf/x.c:1: must not include "patterns/rules.h"' formats/pdf/x.c '#include "patterns/rules.h"'
	expect 'must not include "formats/pdf/walk/walk.h"' formats/pdf/proof/x.c '#include "formats/pdf/walk/walk.h"'
	expect 'must not include "formats/docx/import/changes.h"' formats/docx/proof/x.c '#include "formats/docx/import/changes.h"'
	expect 'must not include "formats/docx/picture/redraw.h"' formats/docx/proof/x.c '#include "formats/docx/picture/redraw.h"'
	expect 'is not written from the root' cli/x.c '#include "command.h"'
	expect 'is not written from the root' cli/x.c '#include "../cli/command.h"'
	expect 'PCRE2 is used through' patterns/x.c '#include <pcre2.h>'
	expect 'Vectorscan is used through' redact/scan.c '#include <hs/hs.h>'
	expect 'Tesseract and Leptonica are used through' formats/pdf/x.c '#include <tesseract/capi.h>'
	expect 'longer than 600 lines' cli/x.c "$(seq 601)"
	exit 0
fi

cd "$(dirname "$0")/.." || exit 4
check
