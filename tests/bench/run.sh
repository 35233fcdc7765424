#!/bin/sh
# Speed and memory of redact (find, remove, rebuild, prove) beside what MuPDF's own search, redact
# and save take for the same book, and the speed of a long Word document.
#
#     BUILD=build UNDERSEAL=build/underseal sh tests/bench/run.sh
#
# Each figure is the best of RUNS runs (5); memory is that of the largest process. Ends with 1 when a
# limit is missed: few hits within 1.5 times stock, many hits faster than stock, under 100 MB for the
# book, under a second for the Word document.
set -eu

BUILD=${BUILD:-build}
UNDERSEAL=${UNDERSEAL:-$BUILD/underseal}
PAGES=${PAGES:-300}
RUNS=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missed=0

"$BUILD/tests/bench/make_book" "$PAGES" "$work/book.pdf" >/dev/null
printf 'Okonjo\n' >"$work/few.txt"
printf 'the\n' >"$work/many.txt"

# 200 pages of about 45 lines, as Word splits them: a few runs a paragraph
mkdir -p "$work/word/word" "$work/word/_rels"
awk 'BEGIN {
	print "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
	print "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
	for (i = 0; i < 200 * 12; i++)
		printf "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t xml:space=\"preserve\">%d. The witness said that the delivery of March had been counted by two people, and that </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Oko</w:t></w:r><w:r><w:t xml:space=\"preserve\">njo had signed the sheet. Nobody asked why the second column was empty, although the ledger of the quarter before had been returned for that reason, and the auditor wrote about it twice.</w:t></w:r></w:p>\n", i
	print "<w:sectPr><w:pgSz w:w=\"12240\" w:h=\"15840\"/></w:sectPr></w:body></w:document>"
}' >"$work/word/word/document.xml"
cat >"$work/word/[Content_Types].xml" <<'X'
<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
X
cat >"$work/word/_rels/.rels" <<'X'
<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
X
(cd "$work/word" && zip -q -X -r ../long.docx '[Content_Types].xml' _rels word)

measure() {
	"$BUILD/tests/bench/measure" "$RUNS" "$@"
}

# ours TERMS FILE: the whole of redact, and everything in it proven, or it does not count
ours() {
	measure "$UNDERSEAL" redact "$2" -o "$work/out" --overwrite --rules none --terms "$1" &&
		grep -q '"state":"proven"' "$work/out/proof.jsonl"
}

# row WHAT OURS STOCK LIMIT: the line, and whether ours is within LIMIT times stock
row() {
	awk -v what="$1" -v ours="$2" -v stock="$3" -v limit="$4" 'BEGIN {
		split(ours, o, " "); split(stock, s, " ")
		fine = o[1] <= limit * s[1] && o[2] < 100
		printf "%-34s %8.3f s %7.1f MB   stock %8.3f s %7.1f MB   %5.2f x (at most %.1f)  %s\n", what, o[1], o[2], s[1], s[2], o[1] / s[1], limit, fine ? "ok" : "MISSED"
		exit !fine
	}' || missed=1
}

printf '%s pages, best of %s\n' "$PAGES" "$RUNS"
mine=$(ours "$work/few.txt" "$work/book.pdf")
stock=$(measure "$BUILD/tests/bench/stock" "$work/book.pdf" Okonjo "$work/stock.pdf")
row 'redact a book, a name now and then' "$mine" "$stock" 1.5
mine=$(ours "$work/many.txt" "$work/book.pdf")
stock=$(measure "$BUILD/tests/bench/stock" "$work/book.pdf" the "$work/stock.pdf")
row 'redact a book, a word in every line' "$mine" "$stock" 1
mine=$(ours "$work/few.txt" "$work/long.docx")
echo "$mine" | awk '{ printf "%-34s %8.3f s %7.1f MB   at most 1 s  %s\n", "redact a Word document, 200 pages", $1, $2, $1 <= 1 ? "ok" : "MISSED"; exit $1 > 1 }' || missed=1
exit $missed
