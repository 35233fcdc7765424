#!/bin/sh
# What --gap even promises: two documents that differ only in a name, a short one and a long one, are
# redacted to the same bytes but for the file's ID. With --gap exact they are not, or the pair shows
# nothing.
#
#     ok    NAME        FAIL  NAME: why
#
# FIXTURES is a folder of fixtures; without it they are made. For the rest see tests/ring.sh.
set -u
. tests/ring.sh
needs pdftotext qpdf
[ -n "${FIXTURES-}" ] || make_fixtures "${FIXTURES:=$work/fixtures}"
cat >"$work/terms" <<'TERMS'
Al Okonjo
Maximilian Okonjo
TERMS
mkdir -p "$work/pairs" "$work/even" "$work/exact"
for f in "$FIXTURES"/gap*-short.pdf "$FIXTURES"/gap*-long.pdf; do
	case ${f##*/} in *"${ONLY-}"*) cp "$f" "$work/pairs/" ;; esac
done
for gap in even exact; do
	"$UNDERSEAL" redact "$work/pairs" -o "$work/$gap" --terms "$work/terms" --gap $gap --overwrite \
		>"$work/table-$gap" 2>"$work/messages-$gap" || { cat "$work/messages-$gap"; echo "not all came out (--gap $gap)"; }
done

# The bytes of a file without what is random in it: the ID, which can be written in more than one way
# and stands on a line of its own once qpdf has written the file.
bytes() {
	qpdf --qdf --no-original-object-ids --stream-data=preserve --object-streams=disable "$1" - |
		LC_ALL=C sed '/^ *\/ID \[/d'
}

verdict() {
	short=$work/even/$1-short.pdf long=$work/even/$1-long.pdf
	if [ ! -f "$short" ] || [ ! -f "$long" ]; then
		refused=$(sed -n "s|.*/$1-[a-z]*\.pdf: not proven, so nothing was kept: \([a-z-]*\):.*|\1|p" "$work/messages-even" | head -1)
		echo "nothing came out${refused:+ ($refused)}"
	elif ! pdftotext "$short" - | grep -q 'deposition of the plaintiff went on'; then
		echo "words beside the name are gone"
	elif pdftotext "$short" - | grep -q Okonjo; then
		echo "the name is still there"
	elif [ "$(bytes "$short" | cksum)" != "$(bytes "$long" | cksum)" ]; then
		echo "the outputs differ, and so tell the names apart"
	elif [ "$(pdftotext -bbox "$short" - | cksum)" != "$(pdftotext -bbox "$long" - | cksum)" ]; then
		echo "words stand in different places"
	elif [ "$(bytes "$work/exact/$1-short.pdf" | cksum)" = "$(bytes "$work/exact/$1-long.pdf" | cksum)" ]; then
		echo "the pair is the same with --gap exact, and shows nothing"
	fi
}

for f in "$work"/pairs/*-short.pdf; do
	name=${f##*/}
	name=${name%-short.pdf}
	told "$name" "$(verdict "$name")"
done
finish
