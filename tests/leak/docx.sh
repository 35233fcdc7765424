#!/bin/sh
# The adversary, for DOCX: redacts every fixture of fixtures/docx and tries to get the words back with
# the tools that anybody has: unzip, xmllint, strings in one and two bytes a character, LibreOffice.
#
#     pass  NAME         the words are in no carrier, and the document is whole
#     FAIL  NAME: why
#
# UNDERSEAL is the program; FIXTURES a folder of fixtures. ONLY=word looks at fixtures with that word
# in their names; KEEP=1 keeps what was made. With VALIDATOR naming an ooxml-validator, an output
# must be valid by the schema where its source was.
set -u

: "${UNDERSEAL:=build/underseal}" "${FIXTURES:=fixtures/docx}"
work=${WORK:-$(mktemp -d)}
[ -n "${WORK-}" ] || [ -n "${KEEP-}" ] || trap 'rm -rf "$work"' EXIT
for tool in unzip xmllint strings; do
	command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done

passed=0 failed=0
good() { passed=$((passed + 1)); echo "pass  $1"; }
bad()  { failed=$((failed + 1)); echo "FAIL  $1: $2"; }

# Names that are nobody's, in any case, and the number in any spelling.
words='okonjo'
number='078[- ]*05[- ]*1120|78051120'

# What a fixture's name begins with says how it is redacted.
mkdir -p "$work/in" "$work/out"
printf 'Okonjo\n078-05-1120\n' >"$work/terms"
way() {
	case $1 in
	bad-*)       ;;
	rejected-*)  echo reject ;;
	commented-*) echo comments ;;
	*)           echo plain ;;
	esac
}
redact() {
	into=$1
	shift
	[ -d "$work/by/$into" ] || return
	"$UNDERSEAL" redact "$work/by/$into" -o "$work/out/$into" --terms "$work/terms" --rules none "$@" >>"$work/log" 2>&1
	mv "$work/out/$into"/*.docx "$work/out/"
}
for f in "$FIXTURES"/*"${ONLY-}"*.docx; do
	[ -f "$f" ] && into=$(way "${f##*/}") && [ -n "$into" ] || continue
	mkdir -p "$work/by/$into"
	cp "$f" "$work/by/$into/"
	cp "$f" "$work/in/"
done
redact plain
redact reject --changes reject
redact comments --keep comments

# The fixtures whose secret stands in pixels.
is_seen() {
	case $1 in
	value-in-*png | value-in-jpeg | value-in-*-picture | value-in-picture-used-twice | value-in-letters-on-nothing) return 0 ;;
	esac
	return 1
}

# LibreOffice starts once for all of them.
office=
if command -v soffice >/dev/null; then
	office=yes
	timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text \
		--outdir "$work/txt" "$work"/out/*.docx >/dev/null 2>&1
	set --
	for f in "$work"/out/*.docx; do
		name=${f##*/}
		is_seen "${name%.docx}" && set -- "$@" "$f"
	done
	[ $# -eq 0 ] || timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf \
		--outdir "$work/pdf" "$@" >/dev/null 2>&1
fi
convert=$(command -v convert || command -v magick || true)

# holds FILE: whether it spells the secret, in bytes or in two bytes a character.
holds() {
	grep -aqiE "$words|$number" "$1" && return 0
	{ strings -n 4 -e l "$1"; strings -n 4 -e b "$1"; } | grep -qiE "$words|$number"
}

# Eyes: stock tesseract over the pictures of the output and over what LibreOffice lays out, any way up, in a
# mirror, and white on black.
reads() {
	picture=$1
	shift
	for how in "$@"; do
		for ground in white black; do
			# shellcheck disable=SC2086
			"$convert" "$picture" -background $ground -flatten -resize '1000x1000<' $how "$work/eye.png" 2>/dev/null || { echo 'a picture cannot be opened'; return; }
			OMP_THREAD_LIMIT=1 tesseract "$work/eye.png" "$work/eye" --psm 6 >/dev/null 2>&1
			grep -qiE "$words|$number" "$work/eye.txt" && { echo "tesseract reads the secret in ${picture##*/} ($how)"; return; }
			[ "${picture%.png}" = "$picture" ] && break
		done
	done
}
shown_in_pictures() {
	[ -n "$convert" ] && command -v tesseract >/dev/null && is_seen "$1" || return 0
	found=
	for picture in "$work"/parts/word/media/*; do
		[ -f "$picture" ] && found=yes && reads "$picture" '' '-rotate 90' '-rotate 180' '-rotate 270' '-negate' '-flop'
	done
	[ -n "$found" ] || echo 'its picture is gone'
	if [ -n "$office" ] && command -v pdftoppm >/dev/null; then
		pdftoppm -r 200 -png -singlefile "$work/pdf/$1.pdf" "$work/page" 2>/dev/null && reads "$work/page.png" '' '-rotate 90'
	fi
}

one() {
	name=$1 out=$work/out/$1.docx
	[ -f "$out" ] || { bad "$name" "no output: $(grep -F "$name" "$work/log" | head -1)"; return; }
	holds "$out" && { bad "$name" 'the secret is in the bytes of the file'; return; }
	rm -rf "$work/parts"
	unzip -qo "$out" -d "$work/parts" || { bad "$name" 'unzip complains'; return; }
	find "$work/parts" -type f >"$work/list"
	grep -qiE "$words" "$work/list" && { bad "$name" 'the secret is in a part name'; return; }
	while read -r part; do
		holds "$part" && { bad "$name" "the secret is in ${part#"$work/parts/"}"; return; }
		# over the runs of a paragraph, with all tags gone
		case $part in *.xml)
			xmllint --noout "$part" 2>/dev/null || { bad "$name" "${part#"$work/parts/"} is not XML"; return; }
			sed 's/<[^>]*>//g' "$part" >"$work/bare"
			holds "$work/bare" && { bad "$name" "the secret is in the text of ${part#"$work/parts/"}"; return; } ;;
		esac
	done <"$work/list"
	if [ -n "$office" ]; then
		[ -s "$work/txt/$name.txt" ] || { bad "$name" 'LibreOffice cannot open it'; return; }
		holds "$work/txt/$name.txt" && { bad "$name" 'LibreOffice shows the secret'; return; }
	fi
	leak=$(shown_in_pictures "$name")
	[ -z "$leak" ] || { bad "$name" "$leak"; return; }
	if [ -n "${VALIDATOR-}" ] && "$VALIDATOR" "$work/in/$name.docx" >/dev/null 2>&1 &&
	   ! "$VALIDATOR" "$out" >"$work/valid" 2>&1; then
		bad "$name" "not valid any more: $(grep -m1 description "$work/valid")"
		return
	fi
	good "$name"
}

for f in "$work"/in/*.docx; do
	name=${f##*/}
	one "${name%.docx}"
done
for f in "$FIXTURES"/bad-*"${ONLY-}"*.docx; do
	[ -f "$f" ] || continue
	name=${f##*/}
	name=${name%.docx}
	if "$UNDERSEAL" redact "$f" -o "$work/refused/$name" --rules none >"$work/log" 2>&1; then
		bad "$name" 'was not refused'
	elif [ -n "$(find "$work/refused/$name" -name '*.docx' 2>/dev/null)" ]; then
		bad "$name" 'left an output'
	elif ! grep -q 'hint:' "$work/log"; then
		bad "$name" 'no way out is told'
	else
		good "$name"
	fi
done
[ -n "$office" ] || echo 'LibreOffice is not installed: its view was not looked at'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
