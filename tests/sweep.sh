#!/bin/sh
# Any folder of documents, each on its own: two words that stand in it are redacted (of Word documents some from
# each of their rooms, see tests/sweep_docx.sh), and programs of other houses look whether they are gone.
#
#     make sweep REAL=folder
#     UNDERSEAL=build/underseal sh tests/sweep.sh [FOLDER]
#
# A document passes when it is proven, opens elsewhere, and shows none of the words to pdftotext, mutool,
# qpdf, unzip, strings and LibreOffice, or when it is refused with a reason. Everything else fails.
# A Word document keeps all other words. Of a PDF "others" tells how their count changed, as other programs
# count them: fields and annotations are left out of an output, so that is for a person to weigh. The label
# on the boxes is a *, which is no word.
# SECONDS_EACH (120) is the most that one document may take. SOFFICE= leaves out LibreOffice.
set -u

folder=${1:-../shared/real}
if [ ! -d "$folder" ]; then
	echo "sweep: skipped: $folder is no folder; name one: make sweep REAL=folder"
	[ -z "${1-}" ]
	exit
fi
underseal=${UNDERSEAL:-build/underseal}
soffice=${SOFFICE-$(command -v soffice)}
LC_ALL=C.UTF-8
export LC_ALL
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
. "$(dirname "$0")/sweep_docx.sh"
passed=0 failed=0

# Words of the formats' own, which every file of theirs holds.
cat >"$work/syntax" <<'END'
annot annots array author bold border bounding catalog colorspace comment comments content contents count courier
creationdate creator decode default descendantfonts document drawing encoding endnote endnotes endobj endstream field
filter first flags flatedecode font fontbbox fontdescriptor fontfile fontname fonts footer footnote footnotes format
group header heading helvetica hyperlink identity image indexed info international italic keywords language lastchar
length level linearized link lists mediabox metadata microsoft moddate name names normal number numbering object office
officedocument openxmlformats outlines package page pages paragraph parent pattern picture predictor procset producer
properties registry relationship relationships resources roman rotate schemas separation settings shading shape
standard start startxref stream strict string style styles subject subtype supplement symbol table theme times title
tounicode trailer transform truetype type types type0 type1 unicode version width widths word wordprocessingml xobject
bibliography caption closing emphasis heading intense placeholder quote revision salutation signature strong subtle
END

is_pdf() { case $1 in *.[pP][dD][fF]) true ;; *) false ;; esac; }

# What a reader of another house sees in a file.
said_by_pdftotext() { timeout 60 pdftotext "$1" - 2>/dev/null; }
said_by_mutool()    { timeout 60 mutool draw -q -F txt -o - "$1" 2>/dev/null; }
said_by_qpdf()      { timeout 60 qpdf --qdf --object-streams=disable --stream-data=uncompress "$1" - 2>/dev/null | strings; }
said_by_strings()   { strings "$1"; strings -e l "$1"; strings -e b "$1"; }
said_by_unzip()     { unzip -p "$1" 2>/dev/null | paragraphs; }
said_by_raw_unzip() { unzip -p "$1" 2>/dev/null | strings; }
said_by_soffice() {
	rm -rf "$work/txt"
	cp "$1" "$work/seen.docx"
	timeout 120 "$soffice" -env:UserInstallation="file://$work/profile" --headless --convert-to txt:Text \
		--outdir "$work/txt" "$work/seen.docx" >/dev/null 2>&1 && cat "$work/txt/seen.txt"
}

# The shown text of WordprocessingML: runs joined, paragraphs and tabs apart, without codes, deletions and places of pictures.
paragraphs() {
	tr '\n\r' '  ' | sed -e 's/<\/w:p>/\n/g' -e 's/<w:\(tab\|br\|cr\|noBreakHyphen\|softHyphen\)[^>]*>/ /g' |
		sed -e 's/<w:\(instrText\|delText\|delInstrText\)\( [^>]*\)\{0,1\}>[^<]*<\/w:[a-zA-Z]*>//g' \
		    -e 's/<wp[0-9]*:\(align\|posOffset\|pct[A-Za-z]*\)>[^<]*<\/[^>]*>//g' -e 's/<[^>]*>//g' \
		    -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g' -e "s/&apos;/'/g" -e 's/&amp;/\&/g'
}

# One word a line, in small letters; accents that stand apart belong to their letter.
split_words() { grep -aoP '[\p{L}\p{M}\p{N}]+' | sed 's/.*/\L&/'; }

read_words() {
	if is_pdf "$1"; then said_by_pdftotext "$1"; else unzip -p "$1" word/document.xml 2>/dev/null | paragraphs; fi |
		split_words
}

# Of the words of five to twenty-three letters the most frequent, and the longest; of those that are as
# good the first in order. Always the same for the same file. Two readers must agree that it is a word:
# what only one of them sees may be a misreading. One of them reads Hebrew and Arabic as drawn, from the
# left, so that words backwards count as well.
choose() {
	if is_pdf "$1"; then said_by_mutool "$1" | split_words >"$work/agreed"; else cp "$work/before" "$work/agreed"; fi
	perl -CSD -lne 'print scalar reverse if /[\p{Hebrew}\p{Arabic}]/' "$work/agreed" >"$work/backwards"
	cat "$work/backwards" >>"$work/agreed"
	grep -xP '[\p{L}\p{M}]{5,23}' "$work/before" | grep -xF -f "$work/agreed" | grep -vxF -f "$work/syntax.list" |
		sort | uniq -c >"$work/counted"
	sort -k1,1nr -k2,2 "$work/counted" | awk 'NR == 1 { print $2 }'
	awk '{ print length($2), $2 }' "$work/counted" | sort -k1,1nr -k2,2 | awk 'NR == 1 { print $2 }'
	is_pdf "$1" || choose_rooms "$1"
}
tr ' ' '\n' <"$work/syntax" >"$work/syntax.list"

# others WORDS: how often each word stands there that was not to go
others() { grep -vxF -f "$work/terms" "$1" | sort | uniq -c; }

# look READER OUTPUT: notes when that reader still sees a word
look() {
	times=$("said_by_$1" "$2" | split_words | grep -cxF -f "$work/terms")
	[ "$times" -eq 0 ] || why="$why; $1 sees a removed word $times times"
}

# holds_terms FILE...: words of them, other than words that the program is made of
holds_terms() {
	cat "$@" | split_words | grep -xF -f "$work/terms" | sort -u >"$work/held"
	strings "$underseal" | split_words | sort -u | grep -xF -f - "$work/held" >"$work/ours"
	grep -qvxF -f "$work/ours" "$work/held"
}

check_output() {
	grep -q '"proven":true' "$work/out/proof.jsonl" || why="$why; not proven"
	basename "$1" | split_words | grep -qxF -f "$work/terms" && why="$why; a removed word is in the file's name"
	if is_pdf "$1"; then
		qpdf --check "$1" >"$work/told" 2>&1 || why="$why; qpdf: $(grep -i -m1 -E 'error|warning' "$work/told" | sed 's/^[^:]*: *//')"
		# what it has against the source as well is no fault of ours
		mutool draw -q -F txt -o /dev/null "$source" 2>"$work/told.before"
		mutool draw -q -F txt -o /dev/null "$1" 2>"$work/told"
		grep '^error' "$work/told" | grep -vxF -f "$work/told.before" | head -1 >"$work/error"
		[ ! -s "$work/error" ] || why="$why; mutool: $(cat "$work/error")"
		readers='pdftotext mutool qpdf strings'
	else
		unzip -tqq "$1" >"$work/told" 2>&1 || why="$why; unzip: $(head -1 "$work/told")"
		readers='unzip raw_unzip strings'
		if [ -n "$soffice" ]; then
			readers="$readers soffice"
			said_by_soffice "$1" >/dev/null || why="$why; LibreOffice cannot convert it"
		fi
	fi
	if [ -s "$work/terms" ]; then
		for reader in $readers; do look "$reader" "$1"; done
	fi
	if ! is_pdf "$1"; then
		compare_words "$source" "$1"
		return
	fi
	read_words "$1" >"$work/after"
	others "$work/before" >"$work/others.before"
	others "$work/after" >"$work/others.after"
	cmp -s "$work/others.before" "$work/others.after" || note="$note, others $(awk '{ n += $1 } END { print n + 0 }' "$work/others.before") -> $(awk '{ n += $1 } END { print n + 0 }' "$work/others.after")"
}

# Sets why when it fails, note to what is worth knowing.
sweep() {
	source=$1
	why='' note=''
	rm -rf "$work/out"
	read_words "$1" >"$work/before"
	choose "$1" | sort -u | grep . >"$work/terms"
	if [ -s "$work/terms" ]; then cp "$work/terms" "$work/terms.txt"; else echo Okonjo >"$work/terms.txt"; note=', no word to choose'; fi
	timeout "${SECONDS_EACH:-120}" "$underseal" redact "$1" -o "$work/out" --rules none --label '*' --terms "$work/terms.txt" >"$work/log" 2>"$work/told.us"
	status=$?
	output=$(find "$work/out" -type f ! -name 'proof.jsonl' ! -name 'redaction-log.csv' 2>/dev/null)
	basename "$1" | split_words | grep -qxF -f "$work/terms" || ! holds_terms "$work/log" "$work/told.us" || why="$why; our own messages hold a removed word"
	reason=$(sed -n 's/^underseal: error: //p' "$work/told.us" | head -1)
	reason=${reason#"$1: "}
	case $status in
	0)   [ -n "$output" ] || why="$why; done, but no output" ;;
	1|3) [ -n "$output" ] || [ -n "$reason" ] || why="$why; neither output nor reason" ;;
	124) why="$why; takes more than ${SECONDS_EACH:-120} s" ;;
	*)   why="$why; ended with status $status: $reason" ;;
	esac
	case $status,$output in
	[13],) result=refused note="$note, $reason" ;;
	*)     result=proven note=", status $status$note" ;;
	esac
	case $reason in *' stopped by '*|*'internal'*) why="$why; $reason" ;; esac
	[ -z "$output" ] || check_output "$output"
}

find "$folder" -type f \( -iname '*.pdf' -o -iname '*.doc*' -o -iname '*.dot*' \) | sort >"$work/list"
while read -r file; do
	sweep "$file" </dev/null
	if [ -z "$why" ]; then
		passed=$((passed + 1))
		echo "ok    ${file#"$folder"/}: $result$note"
	else
		failed=$((failed + 1))
		echo "FAIL  ${file#"$folder"/}: ${why#; } ($result$note)"
	fi
done <"$work/list"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
