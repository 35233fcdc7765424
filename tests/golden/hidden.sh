#!/bin/sh
# What nobody sees of a page goes, though nothing of it is marked; with --keep hidden it stays as long as
# nothing is found in it. What is only hard to see, and what OCR laid under a scan, always stays.
set -u

. tests/cases.sh
needs pdftotext pdfimages pdftoppm mutool qpdf tesseract

made=$WORK/made
mkdir -p "$made" "$WORK/in"
"$BUILD/fixtures/pdf/make_pdf" "$made" || exit 1
cp "$made"/hidden-*.pdf "$made"/image-half-*.pdf "$made"/image-turned*.pdf "$made"/image-wholly*.pdf "$made"/image-inline-half*.pdf "$WORK/in"
echo Okonjo >"$WORK/terms"
echo Zanzibar >"$WORK/none" # which stands in none of them

run() { # FOLDER ARGUMENT...
	folder=$WORK/$1
	shift
	"$UNDERSEAL" redact "$WORK/in" -o "$folder" "$@" --json >"$folder.said" 2>"$folder.messages"
}
run dropped --rules none --terms "$WORK/none"
run kept --rules none --terms "$WORK/none" --keep hidden
run found --rules none --terms "$WORK/terms" --keep hidden

# The operators of all streams, as they stand.
opened() { qpdf --qdf --object-streams=disable --stream-data=uncompress --decode-level=all "$1" - 2>/dev/null; }
holds()  { opened "$1" | LC_ALL=C grep -aq "$2"; }
lacks()  { [ -f "$1" ] && ! holds "$1" "$2"; }
same_picture() {
	pdftoppm -q -cropbox -r 60 "$1" "$WORK/one" && pdftoppm -q -cropbox -r 60 "$2" "$WORK/two" && cmp -s "$WORK"/one-1.ppm "$WORK"/two-1.ppm
}
unread() { # FILE: no picture of it shows the words
	rm -f "$WORK"/px-*
	pdfimages -q -png "$1" "$WORK/px"
	for p in "$WORK"/px-*.png; do
		[ -f "$p" ] && OMP_THREAD_LIMIT=1 tesseract "$p" - --psm 11 2>/dev/null | grep -qi 'okonjo\|margaret' && return 1
	done
	return 0
}

gone='hidden-left-of-page hidden-off-turned-page hidden-beside-offset-crop hidden-form-off-page hidden-outside-cropbox
	hidden-outside-mediabox hidden-clipped hidden-clipped-by-curve hidden-clipped-twice hidden-clipped-turned
	hidden-clipped-by-painted-path hidden-clipped-by-nothing hidden-clipped-by-bbox hidden-clipped-by-outer-bbox'
layers='hidden-layer-off hidden-layer-for-print hidden-layer-by-base-state hidden-layer-with-other-configs
	hidden-layer-nested hidden-layer-by-membership hidden-layer-by-expression hidden-layer-of-form hidden-layer-in-form
	hidden-layer-printed-only'
for name in $gone; do
	is "$name: the words go" lacks "$WORK/dropped/$name.pdf" Okonjo
	is "$name: they stay when asked for" holds "$WORK/kept/$name.pdf" Okonjo
	is "$name: what is found in them goes all the same" lacks "$WORK/found/$name.pdf" Okonjo
	is "$name: the page looks as it did" same_picture "$WORK/in/$name.pdf" "$WORK/dropped/$name.pdf"
done
for name in $layers; do
	is "$name: the words go" lacks "$WORK/dropped/$name.pdf" Okonjo
	case $name in *print*) continue ;; esac # Poppler shows what is meant for printers
	is "$name: the page looks as it did" same_picture "$WORK/in/$name.pdf" "$WORK/dropped/$name.pdf"
done
for name in hidden-invisible-mode hidden-white hidden-transparent hidden-tiny hidden-as-clip hidden-under-a-box hidden-under-an-image; do
	is "$name: the words stay" holds "$WORK/dropped/$name.pdf" Okonjo
done
is 'of words that a clip cuts, the part that is seen stays' \
	sh -c "pdftotext '$WORK/dropped/hidden-clipped-in-half.pdf' - | grep -q 'Witness Margaret'"
is 'and the rest goes' lacks "$WORK/dropped/hidden-clipped-in-half.pdf" spoke
for picture in "$WORK"/in/image-*.pdf; do
	name=${picture##*/}
	is "$name: its hidden part is blank" unread "$WORK/dropped/$name"
	is "$name: the page looks as it did" same_picture "$picture" "$WORK/dropped/$name"
done
is 'what goes is counted' grep -q 'letter off the page or clipped away' "$WORK/dropped/proof.jsonl"

[ $failed -eq 0 ] || cat "$WORK"/*.messages
finish
