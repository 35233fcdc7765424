#!/bin/sh
# The adversary, for pictures: redacts every fixture that fixtures/image makes, and tries to get the words
# back: by strings in one and two bytes a character, by unpacking what is packed, and by stock tesseract over
# every page of the output, any way up, in a mirror, and white on black.
#
#     ok    NAME         the words are nowhere, and the picture is of the kind, size and pages it was
#     FAIL  NAME: why
#
# UNDERSEAL is the program; BUILD has fixtures/image/make_images, or FIXTURES is a folder of fixtures.
# ONLY=word, KEEP=1 and WORK as in tests/ring.sh.
set -u
. tests/ring.sh
needs tesseract strings convert identify

words='okonjo'
number='078[- ]*05[- ]*1120|78051120'
mkdir -p "$work/in" "$work/chosen"
if [ -n "${FIXTURES-}" ]; then
	cp "$FIXTURES"/* "$work/in/" # those of fixtures/image
else
	"$BUILD/fixtures/image/make_images" "$work/in" || { echo 'FAIL  no fixtures'; exit 1; }
fi
for f in "$work"/in/*"${ONLY-}"*; do
	[ -f "$f" ] && cp "$f" "$work/chosen/"
done
printf 'Okonjo\n078-05-1120\n' >"$work/terms"
"$UNDERSEAL" redact "$work/chosen" -o "$work/out" --terms "$work/terms" --rules none >"$work/log" 2>&1

holds() {
	grep -aqiE "$words|$number" "$1" && return 0
	{ strings -n 4 -e l "$1"; strings -n 4 -e b "$1"; } | grep -qiE "$words|$number"
}

# reads FILE: what gets the words out of its pixels, or nothing
reads() {
	for how in '' '-rotate 90' '-rotate 180' '-rotate 270' '-negate' '-flop'; do
		for ground in white black; do
			# shellcheck disable=SC2086
			convert "$1" -background $ground -alpha remove $how "$work/eye.png" 2>/dev/null || { echo 'cannot be opened'; return; }
			OMP_THREAD_LIMIT=1 tesseract "$work/eye.png" "$work/eye" --psm 6 >/dev/null 2>&1
			grep -qiE "$words|$number" "$work/eye.txt" && { echo "tesseract reads the secret ($how)"; return; }
			case $1 in *nothing*) ;; *) break ;; esac
		done
	done
}

# The kind of each page: for a file turned for real its size is that of what was shown.
look() {
	identify -format '%m %z %C %w %h\n' "$1" 2>/dev/null
}

why() {
	name=$1
	case $name in
	*.jpeg) out=$work/out/${name%.jpeg}.jpg ;;
	*.tiff) out=$work/out/${name%.tiff}.tif ;;
	*)      out=$work/out/$name ;;
	esac
	case $name in bad-*)
		[ ! -f "$out" ] || echo 'was not refused'
		grep -q 'hint:' "$work/log" || echo 'no way out is told'
		return ;;
	esac
	[ -f "$out" ] || { echo "no output: $(grep -F "$name" "$work/log" | head -1)"; return; }
	holds "$out" && { echo 'the secret is in the bytes of the file'; return; }
	identify -verbose "$out" 2>/dev/null | grep -qiE "$words" && { echo 'identify tells the secret'; return; }
	case $name in
	*turned-by-exif*) [ "$(look "$out")" = 'JPEG 8 JPEG 560 174' ] || { echo 'it was not turned'; return; } ;;
	*) [ "$(look "$out")" = "$(look "$work/in/$name")" ] || { echo 'it is another kind of picture than it was'; return; } ;;
	esac
	was=$(wc -c <"$work/in/$name") now=$(wc -c <"$out")
	[ "$now" -lt $((was * 3 / 2)) ] || { echo "it grew from $was to $now bytes"; return; }
	pages=$(look "$out" | wc -l) page=0
	while [ "$page" -lt "$pages" ]; do
		seen=$(reads "${out}[$page]")
		[ -z "$seen" ] || { echo "page $((page + 1)): $seen"; return; }
		page=$((page + 1))
	done
}

for f in "$work"/chosen/*; do
	name=${f##*/}
	told "${name%.*}" "$(why "$name")"
done
finish
