#!/bin/sh
# verify on somebody else's file: what it says of redactions that failed, in words and in JSON, without
# quoting what it read.
set -u

. tests/cases.sh
fix=$WORK/fix
mkdir -p "$fix"
"$BUILD/fixtures/pdf/make_pdf" "$fix" || exit 1

verify() {
	"$UNDERSEAL" verify "$@" >"$WORK/said" 2>"$WORK/messages"
	status=$?
}
says() { grep -q "$1" "$WORK/said"; }
quotes() { grep -qi 'okonjo\|536-90' "$WORK/said" "$WORK/messages"; }

# drawn CONTENT FILE: a page that draws this
drawn() {
	cat >"$WORK/raw.pdf" <<PDF
%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 9>>stream
$1
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
PDF
	qpdf --warning-exit-0 "$WORK/raw.pdf" "$2" 2>/dev/null
}

words='0 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo spoke) Tj ET'
drawn "$words 70 696 140 16 re f" "$WORK/boxed.pdf"
drawn "$words" "$WORK/plain.pdf"

verify "$WORK/boxed.pdf" --rules none
is 'a box over words fails' [ $status -eq 1 ]
is 'with page and count' says 'no-text-under-boxes: page 1: 3 words can be read under an opaque box'
is 'and quotes nothing' sh -c "! grep -qi okonjo '$WORK/said' '$WORK/messages'"
verify "$WORK/boxed.pdf" --rules none --json
is 'in JSON, too' says '"name":"no-text-under-boxes","outcome":"fail","detail":"page 1: 3 words'
verify "$WORK/plain.pdf" --rules none
is 'the same words without a box hold' [ $status -eq 0 ]

verify "$fix/annotation-unapplied-redaction.pdf" --rules none
is 'a mark never carried out fails' says 'redactions-applied: page 1: '

verify "$fix/info.pdf" "$fix/outlines.pdf" "$fix/info-custom-key.pdf" --rules ssn
is 'a value of a rule in the document information fails' says 'rules-find-nothing: info Title (rule ssn)'
is 'one in a bookmark, too' says 'rules-find-nothing: bookmark [0-9]* /Title (rule ssn)'
is 'nothing is quoted, where a key says it neither' eval '! quotes'

verify "$fix/old-revision.pdf" --rules none
is 'an earlier version that says more fails' says 'no-earlier-versions: '

echo Okonjo >"$WORK/terms"
"$UNDERSEAL" redact "$WORK/boxed.pdf" -o "$WORK/out" --terms "$WORK/terms" --rules none >/dev/null 2>&1
verify "$WORK/out" --terms "$WORK/terms"
is 'what was under the box and is not asked for is still told' says 'page 1: 2 words'
"$UNDERSEAL" redact "$WORK/plain.pdf" -o "$WORK/clean" --terms "$WORK/terms" --rules none >/dev/null 2>&1
verify "$WORK/clean" --terms "$WORK/terms"
is 'our own boxes, with their codes, hide nothing' [ $status -eq 0 ]

# ---- Word documents
worded() { # BODY FILE
	mkdir -p "$WORK/word/_rels" "$WORK/word/word"
	printf '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' >"$WORK/word/_rels/.rels"
	printf '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>' "$1" >"$WORK/word/word/document.xml"
	(cd "$WORK/word" && zip -q -r "$2" _rels word)
}
worded '<w:p><w:r><w:t>By </w:t></w:r><w:r><w:rPr><w:highlight w:val="black"/></w:rPr><w:t>Margaret Okonjo</w:t></w:r></w:p>' "$WORK/barred.docx"
worded '<w:p><w:r><w:t>By Margaret Okonjo</w:t></w:r></w:p>' "$WORK/open.docx"
verify "$WORK/barred.docx" --rules none
is 'a black highlight in a Word document fails' says 'no-text-under-boxes: word/document.xml: 2 words can be read under a dark highlight'
is 'and is not quoted' eval '! quotes'
verify "$WORK/open.docx" --rules none
is 'the same words without one hold' [ $status -eq 0 ]

[ $failed -eq 0 ] || cat "$WORK/said" "$WORK/messages"
finish
