#!/bin/sh
# What --keep keeps of a PDF beside its pages, seen with other people's readers.
set -u

. tests/cases.sh
"$BUILD/fixtures/pdf/make_pdf" "$WORK" || exit 1
printf 'Margaret Okonjo\nOkonjo\n' >"$WORK/terms"
agreement=$(find fixtures/discovery -name '*.pdf' | while read -r f; do
	mutool show "$f" outline 2>/dev/null | grep -q 'Retention incentive' && echo "$f"; done | head -1)

# redact FILE KEEP: the copy is $out
redact() {
	rm -rf "$WORK/out"
	"$UNDERSEAL" redact "$1" -o "$WORK/out" --terms "$WORK/terms" --rules ssn ${2:+"--keep=$2"} >"$WORK/said" 2>&1
	out=$(find "$WORK/out" -name '*.pdf' | head -1)
	[ -n "$out" ]
}
outline() { mutool show "$1" outline 2>/dev/null; }
has() { "$1" "$out" | grep -qF -- "$2"; }
lacks() { ! has "$@"; }
structure() { pdfinfo -struct "$1" 2>/dev/null; }
raw() { qpdf --qdf --object-streams=disable "$1" - 2>/dev/null | strings; }
pages_of() { outline "$1" | sed 's/.*\t#page=\([0-9]*\).*/\1/'; }
same_pages() { [ -n "$(pages_of "$1")" ] && [ "$(pages_of "$1")" = "$(pages_of "$2")" ]; }

redact "$agreement" ''
is 'an outline is kept unless somebody says otherwise'  has outline 'Retention incentive'
is 'it jumps where it did'                              same_pages "$agreement" "$out"
is 'a name in a title becomes its mark'                 has outline 'Payment instructions, [REDACTED]'
is 'and is nowhere in the outline'                      lacks outline Okonjo
is 'qpdf finds no fault with it'                        qpdf --check "$out"
redact "$agreement" none
is 'nothing is kept when nothing is to be'              lacks raw /Outlines

redact "$WORK/keep-destination-names.pdf" ''
is 'links by name are kept without the name'            has raw /Subtype
is 'as places on a page'                                lacks raw /Dests
redact "$WORK/keep-link-around.pdf" none
is 'no link is kept when nothing is to be'              lacks raw /Annots

redact "$WORK/keep-tag-names.pdf" ''
is 'no structure is kept unless asked for'              lacks raw StructTreeRoot
redact "$WORK/keep-tag-names.pdf" tags
is 'structure is kept when asked for'                   has structure 'P (block)'
is 'with what its own names stand for'                  has structure 'Span (inline)'
is 'qpdf finds no fault with structure'                 qpdf --check "$out"
redact "$WORK/keep-label-kids.pdf" labels
is 'page labels are kept without a number that is one'  has raw /PageLabels
is 'and it is gone'                                     lacks raw 4399

"$UNDERSEAL" redact "$WORK/keep-outline-title.pdf" -o "$WORK/x" --terms "$WORK/terms" --keep nonsense >"$WORK/said" 2>&1
is 'an unknown thing to keep is a usage error'          [ $? -eq 2 ]

finish
