#!/bin/sh
# What is left in embedded fonts: a letter that only the removed words used is to tools of others a
# letter that was never there, and the letters of the text that stays look as they did.
set -u
. tests/ring.sh
needs pdftoppm mutool strings
make_fixtures "$work/made"
mkdir -p "$work/out"

# drawn FONT LETTER: what a page shows that sets this letter in this font
drawn() {
	printf '%%%%MediaBox 0 0 60 60\n%%%%Font F %s\nBT /F 40 Tf 10 10 Td (%s) Tj ET\n' "$1" "$2" >"$work/letter"
	mutool create -o "$work/letter.pdf" "$work/letter" 2>/dev/null && pdftoppm -q -r 72 -gray "$work/letter.pdf" | cksum
}

# Prints what is wrong, "" for nothing.
verdict() {
	name=$1 dir=$work/$1
	mkdir -p "$dir/was" "$dir/is"
	(cd "$dir/was" && mutool extract "$work/made/$name.pdf" >/dev/null 2>&1)
	[ -f "$work/out/$name.pdf" ] || { echo "nothing came out"; return; }
	(cd "$dir/is" && mutool extract "$work/out/$name.pdf" >/dev/null 2>&1)
	was=$(ls "$dir"/was/font-* 2>/dev/null | head -1) is=$(ls "$dir"/is/font-* 2>/dev/null | head -1)
	[ -f "$was" ] && [ -f "$is" ] || { echo "no font to look at"; return; }
	case $name in *glyph-names)
		strings -n 4 "$was" | grep -q Okonj || echo "the fixture's font names nobody"
		strings -n 4 "$is" | grep -qE 'Okonj|Margar' && echo "names of glyphs are left" ;;
	esac
	none=$(drawn "$is" Q)
	for letter in M g r j 9 4; do
		[ "$(drawn "$was" $letter)" = "$(drawn "$was" '~')" ] && echo "the fixture's font has no $letter"
		[ "$(drawn "$is" $letter)" = "$none" ] || echo "the font still has $letter"
	done
	for letter in W s k; do
		[ "$(drawn "$is" $letter)" = "$(drawn "$was" $letter)" ] || echo "$letter is not what it was"
	done
	# the line before the words, and the beginning of theirs
	for place in '-x 0 -y 0 -W 1224 -H 160' '-x 140 -y 160 -W 98 -H 60'; do
		before=$(pdftoppm -q -r 144 -gray $place "$work/made/$name.pdf" | cksum)
		after=$(pdftoppm -q -r 144 -gray $place "$work/out/$name.pdf" | cksum)
		[ "$before" = "$after" ] || echo "what stays looks otherwise"
	done
}

printf 'Margaret Okonjo\nOkonjo\n' >"$work/terms"
names="font-opentype-glyph-names font-cidfonttype0c-glyph-names font-cid-opentype-glyph-names font-type1c-glyph-names
	font-charset-of-a-word font-type1-outlines"
for name in $names; do set -- "$@" "$work/made/$name.pdf"; done
"$UNDERSEAL" redact "$@" -o "$work/out" --terms "$work/terms" --rules ssn --box font-charset-of-a-word.pdf:1:128,80,222,20 \
	>"$work/table" 2>&1 || cat "$work/table"
for name in $names; do
	told "$name" "$(verdict "$name" | paste -sd ';')"
done
finish
