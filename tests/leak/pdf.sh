#!/bin/sh
# The adversary, for PDF: redacts every fixture of fixtures/pdf and tries to get the words back with
# the tools that anybody has: pdftotext, mutool, qpdf, strings, and OCR of what is shown.
#
#     ok    NAME             the words are in no carrier, the words beside them still are
#     open  NAME (issue N)   known not to be closed yet, and told by the table below
#     FAIL  NAME: why        also when an open one passes: then it leaves the table
#
# FIXTURES is a folder of fixtures; without it they are made. OPTIONS are more of the program's. HASTE=1 believes that
# the fixtures hold the words, and stops reading where it finds them. For the rest see tests/ring.sh.
set -u
. tests/ring.sh
needs pdftotext pdftoppm pdfimages qpdf mutool strings tesseract
[ -n "${FIXTURES-}" ] || make_fixtures "${FIXTURES:=$work/fixtures}"

# ---- what is known ------------------------------------------------------------------------------

# name, issue that closes it, what is open
open_table() {
	cat <<'TABLE'
TABLE
}

# name, page:x,y,w,h: words that are drawn and not written are marked by hand
box_table() {
	cat <<'TABLE'
vector-outlines	1:60,120,420,40
vector-filled-even-odd	1:60,120,420,40
vector-of-lines	1:60,120,420,40
vector-stroked	1:60,120,420,40
vector-dashed	1:60,120,420,40
vector-fill-and-stroke	1:60,120,420,40
vector-on-a-shade	1:60,120,420,40
vector-as-clip	1:60,120,420,40
vector-as-clip-even-odd	1:60,120,420,40
vector-filled-and-clipping	1:60,120,420,40
vector-on-a-turned-page	1:60,120,420,40
vector-small-space	1:60,120,420,40
vector-mirrored-space	1:60,120,420,40
vector-shade-through	1:60,120,420,40
vector-filled-with-shade	1:60,120,420,40
vector-filled-with-tiles	1:60,120,420,40
vector-in-form	1:60,120,420,40
vector-in-pattern-beside	1:60,120,420,40
vector-in-pattern-once	1:60,120,420,40
vector-in-pattern	1:0,58,612,260
shading-function	1:60,120,420,40
shading-triangles	1:60,120,420,40
shading-lattice	1:60,120,420,40
shading-coons	1:60,120,420,40
shading-tensor	1:60,120,420,40
shading-fills	1:60,120,420,40
shading-fills-beyond	1:60,120,420,40
shading-function-fills	1:60,120,420,40
shading-strokes	1:60,120,420,40
shading-over-background	1:60,120,420,40
shading-through-stencil	1:60,120,420,40
shading-half-clear	1:60,120,420,40
shading-in-form	1:60,120,420,40
shading-in-tiling	1:60,120,420,40
shading-in-soft-mask	1:60,120,420,40
shading-under-soft-mask	1:60,120,420,40
shading-on-a-turned-page	1:60,120,420,40
TABLE
}

# Nothing can come out of these: a clear refusal is right, and nothing else.
is_refused() {
	case $1 in
	damaged-zero-pages|damaged-zero-bytes|damaged-not-a-pdf|encrypted-password|xfa-alone) return 0 ;;
	esac
	return 1
}

# What else a reader may show of these nobody knows: to be told, whatever is found in them.
is_broken() {
	case $1 in pixels-broken-*) return 0 ;; esac
	return 1
}

boxes_of_those_there() {
	box_table | while IFS='	' read -r name place; do
		[ -f "$FIXTURES/$name.pdf" ] && echo "--box $name.pdf:$place"
	done
}

# Here either is right: a file that is repaired or without what cannot be redacted, or a refusal.
may_be_refused() {
	case $1 in damaged-*) return 0 ;; esac
	return 1
}

# ---- getting the words back ---------------------------------------------------------------------

# Everything that stands in the file and can be dug out of it, as text, one line after the other.
dig_bytes() {
	file=$1 dir=$2
	mkdir -p "$dir"
	pdftotext -q "$file" - 2>/dev/null
	pdftotext -q -raw "$file" - 2>/dev/null
	mutool draw -q -F txt "$file" 2>/dev/null
	pdfinfo -meta "$file" 2>/dev/null
	pdfinfo "$file" 2>/dev/null
	qpdf --qdf --object-streams=disable --stream-data=uncompress --decode-level=all --warning-exit-0 \
		"$file" "$dir/open.pdf" 2>/dev/null
	mutool clean -d "$file" "$dir/whole.pdf" >/dev/null 2>&1 # keeps what nothing points at
	mutool show -b "$file" 40 2>/dev/null; mutool show -b "$file" 41 2>/dev/null # leftovers that it drops
	n=0
	for end in $(grep -abo '%%EOF' "$file" | cut -d: -f1 | sed '$d'); do
		n=$((n + 1)) # an older revision is the file up to an earlier end
		head -c $((end + 6)) "$file" >"$dir/revision-$n.pdf"
		pdftotext -q "$dir/revision-$n.pdf" - 2>/dev/null
	done
	for f in "$file" "$dir/open.pdf" "$dir/whole.pdf"; do
		[ -f "$f" ] || continue
		strings -n 4 "$f"
		strings -n 4 -e b "$f"
		strings -n 4 -e l "$f"
		LC_ALL=C tr -d '\000' <"$f" | strings -n 4
		# strings of a page without what stands between them: (Ok)-20(onjo), <4f> Tj <6b> Tj
		LC_ALL=C tr -d '\n\r' <"$f" | LC_ALL=C sed 's/)[^()]*(//g' | LC_ALL=C tr -d '\000' | strings -n 4
		LC_ALL=C tr -d '\n\r' <"$f" | LC_ALL=C sed 's/>[^<>]*<//g' | strings -n 8
	done
	# what stands in base64, in addresses say
	strings -n 4 "$dir/open.pdf" 2>/dev/null | grep -oE '[A-Za-z0-9+_-]{12,}' | sort -u | while read -r word; do
		printf '%s==' "$word" | tr '_-' '/+' | base64 -di 2>/dev/null | strings -n 4
	done
	strings -n 4 "$dir/open.pdf" 2>/dev/null | sed 's/%25/%/g; s/%\([2-7][0-9a-fA-F]\)/\\x\1/g' | grep -F '\x' | while read -r word; do printf '%b\n' "$word"; done
	(cd "$dir" && mutool extract "$file" >/dev/null 2>&1)
	for f in "$dir"/font-* "$dir"/image-*; do
		[ -f "$f" ] && strings -n 4 "$f"
	done
}

# What OCR reads off it, which takes longer.
dig_pixels() {
	file=$1 dir=$2
	case ${file##*/} in image-*)
		pdfimages -q -png "$file" "$dir/image" 2>/dev/null # also those that stand in content
		for f in "$dir"/image-*.p?m "$dir"/image-*.png "$dir"/image-*.jpg; do
			[ -f "$f" ] && OMP_THREAD_LIMIT=1 tesseract "$f" - --psm 11 2>/dev/null
		done ;;
	esac
	case ${file##*/} in pixels-*) read_pixels "$file" "$dir" ;; esac
	case ${file##*/} in
	text-*|reading-*|form*|image-*|vector-*|shading-*|tiling-*|type3-*|soft-*|font-*|hidden-under-*|annotation-app*|annot-drawn*|field-value*|field-comb*|field-turned)
		pdftoppm -q -r 110 -gray "$file" "$dir/page" 2>/dev/null
		# and what lies under black boxes, which are the last to be painted
		LC_ALL=C sed 's/^\(60 120 420 40 re\) f$/\1 n/' "$dir/open.pdf" >"$dir/unboxed.pdf" 2>/dev/null
		cmp -s "$dir/open.pdf" "$dir/unboxed.pdf" || pdftoppm -q -r 110 -gray "$dir/unboxed.pdf" "$dir/page-unboxed" 2>/dev/null
		for f in "$dir"/page*.pgm; do
			[ -f "$f" ] && OMP_THREAD_LIMIT=1 tesseract "$f" - --psm 11 2>/dev/null
		done ;;
	esac
}

read_picture() { OMP_THREAD_LIMIT=1 tesseract "$1" - --psm 11 2>/dev/null; }

# What is shown and what pictures lie in the file, as anybody reads them off; of a copy also what a page
# shows turned and with its colours inverted.
read_pixels() {
	file=$1 dir=$2
	pdfimages -q -png "$file" "$dir/pixels" 2>/dev/null
	pdftoppm -q -r 300 -gray "$file" "$dir/pixels" 2>/dev/null
	case $dir in */source-*) ;; *)
		for turn in 90 180 270; do
			mutool draw -q -r 300 -R $turn -c gray -o "$dir/pixels-at-$turn-%d.pgm" "$file" 2>/dev/null
		done
		mutool draw -q -r 300 -I -c gray -o "$dir/pixels-inverted-%d.pgm" "$file" 2>/dev/null ;;
	esac
	for f in "$dir"/pixels*.p?m "$dir"/pixels*.png; do
		[ -f "$f" ] && read_picture "$f" | tee -a "$dir/read"
		[ -n "${HASTE-}" ] && found "$dir/read" && return
	done
}

# What a secret looks like in text, in bytes of text, in hex and with something between its letters; most of a
# word is as good as the word.
found() {
	tr '\n' ' ' <"$1" | grep -aiqE 'm.?a.?r.?g.?a.?r|r.?g.?a.?r.?e.?t|o.?k.?o.?n.?[j|]|k.?o.?n.?[j|].?o|5.?3.?6.{0,3}9.?0.{0,3}4.?3.?9.?9|90-4399' && return 0
	grep -aiqE '4f6b6f6e6a6f|006b006f006e006a006f|6b006f006e006a006f|3533362d39302d34333939' "$1"
}

kept() {
	pdftotext -q "$1" - 2>/dev/null | tr '\n' ' ' | grep -q 'deposition of the plaintiff went on'
}

found_in_source() {
	source=$FIXTURES/$1.pdf dir=$work/dug/source-$1 words=$work/dug/source-$1.txt
	dig_bytes "$source" "$dir" >"$work/dug-source" 2>/dev/null
	case $1 in
	pixels-*) # of these the words beside them are asked for as well
		dig_pixels "$source" "$dir" >>"$work/dug-source" 2>/dev/null
		cp "$work/dug-source" "$words" ;;
	esac
	found "$work/dug-source" && return
	dig_pixels "$source" "$dir" >>"$work/dug-source" 2>/dev/null
	found "$work/dug-source"
}

# Prints what is wrong with the redacted copy of a fixture, "" for nothing.
verdict() {
	name=$1 source=$FIXTURES/$1.pdf out=$work/out/$1.pdf
	case $name in
	damaged-*|encrypted-password) ;;
	*)
		# What cannot get the words out of the source has nothing to say about the copy.
		if [ -z "${HASTE-}" ] && ! found_in_source "$name"; then
			echo "the words cannot be dug out of the fixture itself"
			return
		fi ;;
	esac
	if is_refused "$name"; then
		[ -f "$out" ] && echo "came out, though nothing can"
		return
	fi
	if [ ! -f "$out" ]; then
		may_be_refused "$name" || echo "nothing came out"
		return
	fi
	dig_bytes "$out" "$work/dug/$name" >"$work/dug-$name" 2>/dev/null
	found "$work/dug-$name" || dig_pixels "$out" "$work/dug/$name" >>"$work/dug-$name" 2>/dev/null
	if found "$work/dug-$name"; then
		echo "the words can be got back"
	elif ! kept "$out" && kept "$source"; then
		echo "words beside them are gone"
	elif grep -q 'of her work' "$work/dug/source-$name.txt" 2>/dev/null && ! grep -q 'of her work' "$work/dug-$name"; then
		echo "words beside them are gone from the pixels"
	elif ! qpdf --check "$out" >/dev/null 2>&1; then
		echo "qpdf finds fault with the file"
	elif is_broken "$name" && ! grep -q "$name.pdf *look" "$work/table"; then
		echo "nobody is told that its picture is broken"
	fi
}

# ---- the run ------------------------------------------------------------------------------------

if [ -f "$FIXTURES/text-simple.pdf" ]; then
	qpdf --encrypt secret owner 256 -- "$FIXTURES/text-simple.pdf" "$FIXTURES/encrypted-password.pdf"
	qpdf --encrypt "" owner 256 -- "$FIXTURES/text-simple.pdf" "$FIXTURES/encrypted-empty-password.pdf"
fi
for file in "$FIXTURES"/keep-*.pdf; do
	[ -f "$file" ] && cp "$file" "$FIXTURES/all-${file##*/}"
done
cat >"$work/terms" <<'TERMS'
Margaret Okonjo
Okonjo
Al Okonjo
Maximilian Okonjo
TERMS
mkdir -p "$work/out"
# shellcheck disable=SC2086
"$UNDERSEAL" redact "$FIXTURES" -o "$work/out" --terms "$work/terms" --rules ssn --overwrite ${OPTIONS-} \
	$(boxes_of_those_there) >"$work/table" 2>"$work/messages"
status=$?
# What is kept on request, once more with all of it kept.
set -- "$FIXTURES"/all-keep-*.pdf
[ ! -f "$1" ] || "$UNDERSEAL" redact "$@" -o "$work/out" --terms "$work/terms" --rules ssn --overwrite \
	--keep outlines,links,labels,tags >>"$work/table" 2>>"$work/messages"
opened=0
if [ $status -ge 2 ]; then
	cat "$work/messages"
	bad run "ended with status $status"
fi
# What the program says itself must not give the words away either.
cat "$work/table" "$work/messages" "$work/out/redaction-log.csv" "$work/out/proof.jsonl" >"$work/said" 2>/dev/null
if found "$work/said"; then
	bad log "the words stand in what the program says"
fi

for source in "$FIXTURES"/*.pdf; do
	name=${source##*/}
	name=${name%.pdf}
	case $name in *"${ONLY-}"*) ;; *) continue ;; esac
	why=$(verdict "$name")
	known=$(open_table | awk -F '\t' -v n="$name" '$1 == n { print $2 ": " $3 }')
	if [ -z "$why" ] && [ -n "$known" ]; then
		bad "$name" "passes; take it off the table of open ones"
	elif [ -z "$why" ]; then
		good "$name"
	elif [ -n "$known" ]; then
		echo "open  $name (issue ${known%%:*}): ${known#*: } - $why"
		opened=$((opened + 1))
	else
		bad "$name" "$why"
	fi
done

echo "$opened open, each known to an issue"
finish
