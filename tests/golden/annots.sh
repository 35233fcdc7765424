#!/bin/sh
# --annots: what becomes of annotations and form fields, each of the three ways.
set -eu

mkdir -p "$WORK/made" "$WORK/in"
"$BUILD/fixtures/pdf/make_pdf" "$WORK/made"
for name in annot-part-of-a-sentence annot-square annot-drawn annot-hidden field-value field-without-appearance field-ticked-without-look redact-annotation; do
	cp "$WORK/made/$name.pdf" "$WORK/in/"
done
# One with nothing to be removed in it: a stamp on a page.
sed 's/Margaret Okonjo/Bartholomew Lee /g; s/536-90-4399/a kind soul/g' "$WORK/made/annot-not-in-an-object.pdf" >"$WORK/in/clean.pdf"
echo 'Margaret Okonjo' >"$WORK/terms"

run() {
	"$UNDERSEAL" redact "$WORK/in" -o "$WORK/$1" --annots "$1" --terms "$WORK/terms" --rules ssn >"$WORK/said-$1" 2>"$WORK/told-$1"
}
objects() {
	qpdf --qdf --object-streams=disable --warning-exit-0 "$1" - | grep -ac '/Subtype /\(FreeText\|Square\|Stamp\|Widget\|Redact\)' || true
}

# flatten: what is seen is on the page, without what is removed; no object is left
run flatten
for f in "$WORK"/flatten/*.pdf; do [ "$(objects "$f")" = 0 ] || { echo "$f has annotations"; exit 1; }; done
pdftotext "$WORK/flatten/annot-part-of-a-sentence.pdf" - | tr '\n' ' ' | grep -q 'Seen by.*on Monday'
pdftotext "$WORK/flatten/clean.pdf" - | grep -q 'Bartholomew'
grep -q 'annotations drawn into their pages: 1' "$WORK/told-flatten"
grep -q 'form fields drawn into their pages: 1' "$WORK/told-flatten"
grep -q '"name":"annotations-kept","outcome":"pass"' "$WORK/flatten/proof.jsonl"
grep -q '"what":"hidden annotation","count":1' "$WORK/flatten/proof.jsonl"
grep -q 'redact-annotation' "$WORK/flatten/redaction-log.csv"
[ -z "$(pdftotext "$WORK/flatten/redact-annotation.pdf" - | grep spoke)" ]

# a tick is drawn in a font that has one for every reader
pdffonts "$WORK/flatten/field-ticked-without-look.pdf" | grep ZapfDingbats | grep -qv WinAnsi

# drop: nothing of them is left, and that is told
run drop
for f in "$WORK"/drop/*.pdf; do [ "$(objects "$f")" = 0 ] || { echo "$f has annotations"; exit 1; }; done
[ -z "$(pdftotext "$WORK/drop/clean.pdf" - | grep Bartholomew)" ]
grep -q 'that were shown and are gone, as was asked: 1' "$WORK/told-drop"

# keep-clean: a stamp with a value goes, one without stays; fields are drawn into the page
run keep-clean
[ "$(objects "$WORK/keep-clean/annot-drawn.pdf")" = 0 ]
[ "$(objects "$WORK/keep-clean/field-value.pdf")" = 0 ]
grep -q '"what":"annotation with a value in it","count":1' "$WORK/keep-clean/proof.jsonl"

# ... and where nothing is to be removed, it is an annotation still, without its author
mkdir -p "$WORK/one"
cp "$WORK/made/annot-drawn-not-written.pdf" "$WORK/one/"
"$UNDERSEAL" redact "$WORK/one" -o "$WORK/kept" --annots keep-clean --rules none >/dev/null 2>&1 || true
[ "$(objects "$WORK/kept/annot-drawn-not-written.pdf")" = 1 ]
qpdf --qdf --object-streams=disable "$WORK/kept/annot-drawn-not-written.pdf" - | grep -aq 'an innocent stamp'

for way in flatten drop keep-clean; do
	grep -q proven "$WORK/said-$way"
	for f in "$WORK/$way"/*.pdf; do
		if { pdftotext "$f" -; qpdf --qdf --object-streams=disable --warning-exit-0 "$f" -; } | grep -aqE 'Okonjo|Margaret|536-90'; then
			echo "$f still says it"
			exit 1
		fi
	done
done
