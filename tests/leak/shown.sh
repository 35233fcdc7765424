#!/bin/sh
# The adversary, for values of which a part may stay: redacts fixtures of fixtures/pdf and fixtures/docx by a profile that
# lets the last four digits of a number stay, and looks for any of the others.
#
#     ok    NAME         the first digits are in no carrier, and the last four can be read where somebody could
#     FAIL  NAME: why
#
# FIXTURES is a folder of such fixtures; without it they are made. For the rest see tests/ring.sh.
set -u
. tests/ring.sh
needs pdftotext qpdf unzip strings
mkdir -p "$work/in" "$work/made"
if [ -n "${FIXTURES-}" ]; then
	cp "$FIXTURES"/* "$work/made/"
else
	make_fixtures "$work/made"
	for one in value-split-over-runs value-in-header-and-footer value-in-comment; do
		[ ! -f "fixtures/docx/$one.docx" ] || cp "fixtures/docx/$one.docx" "$work/made/"
	done
fi
# Names of fixtures in which the number stands on the page, then such where it stands elsewhere alone.
for one in broken-over-lines broken-over-pages hyphenated-over-lines en-dashes letter-spaced no-break-spaces digits-in-cells \
	overleaf-past-margins page-rotate-90 form text-on-its-side font-tounicode-reads-as-secret \
	outlines info xmp named-destinations annotation-contents object-stream-leftover; do
	case $one in *"${ONLY-}"*) ;; *) continue ;; esac
	[ ! -f "$work/made/$one.pdf" ] || cp "$work/made/$one.pdf" "$work/in/"
done
cp "$work/made"/*"${ONLY-}"*.docx "$work/in/" 2>/dev/null
printf 'number of social security here: 536-90-4399\n' >"$work/in/own 536-90-4399.txt"
"$UNDERSEAL" redact "$work/in" -o "$work/out" --rules ssn --profile frcp-5.2 >"$work/log" 2>&1

# Without what may part digits, in one byte a sign or two.
firsts='53690|07805'
words_of() {
	case $1 in
	*.pdf)  pdftotext -raw "$1" - 2>/dev/null; pdfinfo "$1" 2>/dev/null; qpdf --qdf --object-streams=disable "$1" - 2>/dev/null | strings ;;
	*.docx) for part in $(unzip -Z1 "$1"); do unzip -p "$1" "$part" 2>/dev/null | sed 's/<[^>]*>//g'; done ;;
	*)      cat "$1" ;;
	esac
	strings -n 4 -e l "$1"
}
last_four() {
	case $1 in
	*.pdf) pdftotext -raw "$1" - | tr -d ' \n\f' | grep -q 4399 ;;
	*.txt) grep -q '\[SSN\]4399' "$1" ;;
	*)     unzip -p "$1" word/document.xml | sed 's/<[^>]*>//g' | grep -q 1120 ;;
	esac
}
why() {
	out=$1
	[ -f "$out" ] || { echo 'nothing came out'; return; }
	# Numbers of a PDF's own, as places on a page, hold points and blanks between them.
	words_of "$out" | tr -d '\n\f -' | sed 's/‐\|‑\|–\|\xc2\xa0//g' | grep -qE "$firsts" && { echo 'digits that go are there'; return; }
	case ${out##*/} in
	outlines.pdf | info.pdf | xmp.pdf | named-* | annotation-* | object-* | value-in-header* | value-in-comment*) ;;
	*) last_four "$out" || echo 'the last four digits are not there' ;;
	esac
}
for f in "$work/in"/*; do
	name=$(basename "$f")
	out=$work/out/$name
	[ "$name" != 'own 536-90-4399.txt' ] || out="$work/out/own [SSN]4399.txt"
	told "${name%.*}" "$(why "$out")"
done
finish
