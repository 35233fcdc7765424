#!/bin/sh
# --attachments extract: what a document carries within it comes out beside it, redacted by itself, or is
# refused by name; nothing is taken out anywhere else, and nothing of the way there is left.
set -u

. tests/cases.sh
export SOURCE_DATE_EPOCH=1700000000
fix=$WORK/fix in=$WORK/in
mkdir -p "$fix" "$in"
"$BUILD/fixtures/pdf/make_pdf" "$fix" || exit 1
printf 'Margaret Okonjo\nOkonjo\n536-90-4399\n' >"$WORK/terms"

# attach FROM TO FILE NAME [FILE NAME]...
attach() {
	from=$1 to=$2
	shift 2
	cp "$from" "$WORK/now.pdf"
	while [ $# -gt 1 ]; do
		key=$((${key:-0} + 1))
		qpdf --warning-exit-0 "$WORK/now.pdf" --add-attachment "$1" --filename="$2" --key="k$key" -- "$WORK/next.pdf" || exit 1
		mv "$WORK/next.pdf" "$WORK/now.pdf"
		shift 2
	done
	mv "$WORK/now.pdf" "$to"
}
redact() { # OUT ARGS...
	to=$1
	shift
	"$UNDERSEAL" redact -o "$to" --terms "$WORK/terms" --rules none "$@" >"$WORK/said" 2>"$WORK/messages"
	status=$?
}
clean() { [ -f "$1" ] && ! pdftotext -q "$1" - 2>/dev/null | grep -qi okonjo; }
clean_docx() { [ -f "$1" ] && ! unzip -p "$1" 2>/dev/null | grep -qi okonjo; }
none_called() { [ -z "$(find "$1" -iname "*$2*")" ]; }

pdf=$fix/text-simple.pdf
echo 'Margaret Okonjo was heard.' >"$WORK/notes.csv"
(cd "$WORK" && zip -q notes.zip notes.csv)
qpdf --warning-exit-0 --encrypt secret secret 256 -- "$pdf" "$WORK/locked.pdf"
attach "$pdf" "$WORK/inner.pdf" "$pdf" deeper.pdf

# ---- one of each kind
attach "$pdf" "$in/letter.pdf" "$WORK/inner.pdf" exhibit.pdf fixtures/docx/value-split-over-runs.docx draft.docx \
	"$WORK/notes.csv" notes.csv "$WORK/notes.zip" notes.zip "$WORK/locked.pdf" locked.pdf "$pdf" 'Okonjo list.pdf'
redact "$WORK/out" "$in" --attachments extract
beside=$WORK/out/letter.attachments
is 'a person must look at what was refused' [ $status -eq 1 ]
is 'the document comes out' clean "$WORK/out/letter.pdf"
is 'a PDF in it comes out beside it' clean "$beside/exhibit.pdf"
is 'a PDF in that PDF comes out, too' clean "$beside/exhibit.attachments/deeper.pdf"
is 'a DOCX comes out' clean_docx "$beside/draft.docx"
is 'a name that holds a term is cleaned' none_called "$WORK/out" okonjo
is 'and its document is not lost' [ "$(find "$beside" -maxdepth 1 -name '*list.pdf' | wc -l)" -eq 1 ]
is 'a table of values is no format of ours' none_called "$WORK/out" notes.csv
is 'nor is a zip' none_called "$WORK/out" notes.zip
is 'what is encrypted stays in' none_called "$WORK/out" locked
for one in notes.csv notes.zip locked.pdf; do
	is "$one is refused by name" grep -q "letter.pdf > $one: " "$WORK/messages"
	is "$one stands in the proof with its document" \
		grep -q "\"name\":\"letter.attachments/$one\",\"attachment_of\":\"letter.pdf\",\"state\":\"refused\"" "$WORK/out/proof.jsonl"
done
is 'redactions of an attachment stand in the log' grep -q 'letter.attachments/exhibit.pdf' "$WORK/out/redaction-log.csv"
is 'nothing hidden is left' [ -z "$(find "$WORK/out" -name '.*' ! -path "$WORK/out")" ]
is 'no record holds a term' sh -c "! grep -qi okonjo '$WORK/out/proof.jsonl' '$WORK/out/redaction-log.csv'"
is 'what came out verifies' sh -c "'$UNDERSEAL' verify '$WORK/out' --terms '$WORK/terms' --rules none >/dev/null 2>&1"
redact "$WORK/again" "$in" --attachments extract --jobs 1
is 'the records do not depend on who was first' cmp -s "$WORK/out/redaction-log.csv" "$WORK/again/redaction-log.csv"

# ---- within a Word document: as it is, in an object of its maker's, and imported
mkdir "$WORK/word"
for one in embedded-document embedded-pdf packaged-file imported-document embedded-workbook; do
	cp "fixtures/docx/value-in-$one.docx" "$WORK/word/"
done
cp "$WORK/terms" "$WORK/terms.pdf"
printf 'Okonjo\n078-05-1120\n' >"$WORK/terms"
redact "$WORK/worded" "$WORK/word" --attachments extract
is 'all of them are proven' [ $status -eq 0 ]
is 'a Word document comes out of another' clean_docx "$WORK/worded/value-in-embedded-document.attachments/Letter.docx"
is 'so does one that was imported' clean_docx "$WORK/worded/value-in-imported-document.attachments/afchunk1.docx"
is 'a PDF comes out of an object' clean "$WORK/worded/value-in-embedded-pdf.attachments/oleObject1.pdf"
is 'and keeps what is nobody'"'"'s' sh -c "pdftotext '$WORK/worded/value-in-embedded-pdf.attachments/oleObject1.pdf' - | grep -q Account"
is 'a name in the object is cleaned' none_called "$WORK/worded" okonjo
is 'its document is not lost' [ "$(find "$WORK/worded/value-in-packaged-file.attachments" -name 'Account of*.pdf' | wc -l)" -eq 1 ]
is 'a workbook does not come out' [ ! -d "$WORK/worded/value-in-embedded-workbook.attachments" ]
is 'but is told' grep -q '"what":"embedded workbook","count":1' "$WORK/worded/proof.jsonl"
is 'and stands in the text' sh -c "unzip -p '$WORK/worded/value-in-embedded-workbook.docx' word/document.xml | grep -q 'embedded workbook, left out'"
mv "$WORK/terms.pdf" "$WORK/terms"

# ---- left behind unless asked for
redact "$WORK/dropped" "$in"
is 'without being asked nothing is taken out' [ ! -d "$WORK/dropped/letter.attachments" ]
is 'and the proof counts what was left behind' grep -q '"what":"attachment","count":' "$WORK/dropped/proof.jsonl"

# ---- names that lead elsewhere
mkdir "$WORK/bad"
attach "$pdf" "$WORK/bad/names.pdf" "$pdf" '../../up.pdf' "$pdf" '/tmp/root.pdf' "$pdf" 'CON.pdf' "$pdf" '..' \
	"$pdf" 'a\b\windows.pdf' "$pdf" '.hidden.pdf' "$pdf" 'same.pdf' "$pdf" 'SAME.pdf'
redact "$WORK/named" "$WORK/bad" --attachments extract
at=$WORK/named/names.attachments
for one in up.pdf root.pdf _CON.pdf windows.pdf _.hidden.pdf same.pdf 'SAME (2).pdf' attachment.pdf; do
	is "$one is a safe name" clean "$at/$one"
done
is 'nothing lies elsewhere' [ "$(find "$WORK/named" -name '*.pdf' | wc -l)" -eq 9 ]
is 'and all is well' [ $status -eq 0 ]

# ---- too much
mkdir "$WORK/deep" "$WORK/large"
cp "$pdf" "$WORK/level.pdf"
for i in 1 2 3 4 5 6 7 8 9 10; do
	attach "$pdf" "$WORK/up.pdf" "$WORK/level.pdf" d.pdf
	mv "$WORK/up.pdf" "$WORK/level.pdf"
done
cp "$WORK/level.pdf" "$WORK/deep/top.pdf"
redact "$WORK/deepest" "$WORK/deep" --attachments extract
is 'eight documents deep, and no deeper' [ "$(find "$WORK/deepest" -name '*.pdf' | wc -l)" -eq 9 ]
head -c 270000000 /dev/zero >"$WORK/zeros"
attach "$pdf" "$WORK/large/bomb.pdf" "$WORK/zeros" zeros.bin
rm -f "$WORK/zeros"
cp "$pdf" "$WORK/large/other.pdf"
redact "$WORK/boom" "$WORK/large" --attachments extract
is 'an attachment that inflates without end refuses its document' grep -q 'bomb.pdf: an attachment unpacks to more than' "$WORK/messages"
is 'the others go on' clean "$WORK/boom/other.pdf"
is 'and nothing of it is left' [ -z "$(find "$WORK/boom" -name '.*' ! -path "$WORK/boom")" ]

[ $failed -eq 0 ] || cat "$WORK/messages"
finish
