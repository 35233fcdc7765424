#!/bin/sh
# Glyphs that hold text of their own: where nothing is marked a page looks as it did, to a reader that shares
# no code with us; and of a pattern under a mark nothing is left beside what is painted with it.
set -u

. tests/cases.sh
needs pdftotext pdftoppm qpdf compare

made=$WORK/made
mkdir -p "$made" "$WORK/in"
"$BUILD/fixtures/pdf/make_pdf" "$made" || exit 1
cp "$made"/type3-*.pdf "$made"/tiling-in-tiling.pdf "$made"/soft-mask-in-two-places.pdf "$made"/vector-in-pattern-beside.pdf "$WORK/in"
echo Okonjo >"$WORK/terms"
echo Zanzibar >"$WORK/none" # which stands in none of them

run() { # FOLDER ARGUMENT...
	folder=$WORK/$1
	shift
	"$UNDERSEAL" redact "$WORK/in" -o "$folder" --rules none "$@" >"$folder.said" 2>"$folder.messages"
}
run whole --terms "$WORK/none"
run cut --terms "$WORK/terms" --box vector-in-pattern-beside.pdf:1:60,120,420,40

looks_alike() { # few pixels may differ by the rounding of numbers
	pdftoppm -q -gray -r 60 "$1" "$WORK/one" && pdftoppm -q -gray -r 60 "$2" "$WORK/two" || return 1
	differ=$(compare -metric AE -fuzz 25% "$WORK"/one-1.pgm "$WORK"/two-1.pgm null: 2>&1)
	[ "${differ%%[!0-9]*}" -le 4 ]
}
says() { pdftotext "$1" - | tr '\n' ' ' | grep -q "$2"; }
draws_curves() { qpdf --qdf --stream-data=uncompress "$1" - 2>/dev/null | LC_ALL=C grep -aqE '[0-9] [cvy]$'; }
lacks_curves() { [ -f "$1" ] && ! draws_curves "$1"; }

for file in "$WORK"/in/*.pdf; do
	name=${file##*/}
	is "$name: looks as it did" looks_alike "$file" "$WORK/whole/$name"
	is "$name: comes out without the words" [ -f "$WORK/cut/$name" ]
done
is 'what follows such a glyph stays' says "$WORK/cut/type3-stencil-of-words.pdf" 'went on.*further'
is 'what stands beside it in a form stays' says "$WORK/cut/type3-words-in-a-form.pdf" 'beside it'
is 'a name in two such glyphs goes from both' sh -c "! pdftotext '$WORK/cut/type3-in-type3.pdf' - | grep -q Okonjo"
is 'the fixture draws its words with curves' draws_curves "$WORK/whole/vector-in-pattern-beside.pdf"
is 'and nothing of them is left beside what is painted' lacks_curves "$WORK/cut/vector-in-pattern-beside.pdf"

[ $failed -eq 0 ] || cat "$WORK"/*.messages
finish
