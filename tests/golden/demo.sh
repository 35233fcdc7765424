#!/bin/sh
# `make demo` does the whole job, and no reader but ours finds in its outputs what was to go.
set -eu

PICTURE=$BUILD/fixtures/picture sh fixtures/demo.sh "$WORK/demo" >"$WORK/said"
cat "$WORK/said"
red=$WORK/demo/redacted

# words NAME: what other programs read out of an output, case and blanks as they are
words() {
	case $1 in
	*.pdf)
		pdftotext -layout "$1" -
		pdftotext -raw "$1" -
		mutool draw -q -F txt "$1" 2>/dev/null
		pdfinfo "$1"
		mutool show "$1" outline 2>/dev/null
		qpdf --qdf --object-streams=disable "$1" - | strings
		;;
	*.docx)
		unzip -Z1 "$1"
		unzip -Z1 "$1" | sed 's/\[/\\[/g' | while read -r part; do unzip -p "$1" "$part"; done |
			sed 's/<[^>]*>//g'
		;;
	esac
}

find "$red" -name '*.pdf' -o -name '*.docx' | LC_ALL=C sort >"$WORK/outputs"
[ "$(wc -l <"$WORK/outputs")" -eq 13 ]

bad=0
while read -r file; do
	words "$file" >"$WORK/words"
	for gone in Okonjo OKONJO Okonji Ifeoma 'Theodore Vance' Müller 'Project Heron' 00482917 \
		536-90-4399 447100829356 '418 Ketch' m.okonjo@; do
		if grep -qF -- "$gone" "$WORK/words"; then
			echo "${file#"$red"/}: \"$gone\" can still be read"
			bad=1
		fi
	done
	for mark in /AcroForm /JavaScript /EmbeddedFile /GoToR /URI /Dests /Metadata /OpenAction w:comment w:ins w:del; do
		if grep -qF -- "$mark" "$WORK/words"; then
			echo "${file#"$red"/}: still has $mark"
			bad=1
		fi
	done
done <"$WORK/outputs"
[ $bad -eq 0 ]

# what was not to go is there, and in its place
grep -q . "$red/redaction-log.csv"
pdftotext "$red/correspondence/2024-02-09 Demand letter.pdf" - >"$WORK/letter"
grep -q 'Dear Mr. Whitlock' "$WORK/letter"
grep -q '61,874.20' "$WORK/letter"
pdftotext -layout "$red/depositions/2024-09-18 Deposition of plaintiff.pdf" - | grep -q 'I take ibuprofen for the wrist'
unzip -p "$red/memos/Privileged memorandum on damages.docx" word/document.xml | grep -q '491,925'
unzip -p "$red/contracts/Settlement agreement, draft 3.docx" word/document.xml | sed 's/<[^>]*>//g' | grep -q '525,000.00'

# every document that went in came out with as many pages
find fixtures/discovery -name '*.pdf' | while read -r file; do
	name=${file#fixtures/discovery/}
	[ "$(pdfinfo "$file" | grep ^Pages)" = "$(pdfinfo "$red/$name" | grep ^Pages)" ] || { echo "$name: lost pages"; exit 1; }
	qpdf --check "$red/$name" >/dev/null
done

# what must not be told is told nowhere
! grep -qE 'Okonjo|536-90|4471008' "$red/redaction-log.csv" "$red/proof.jsonl" "$WORK/demo/plan.json"
cmp -s "$WORK/demo/secret/passphrase" /dev/null && exit 1
cmp "$WORK/demo/opened/redaction-log.csv" "$red/redaction-log.csv"
file=$WORK/demo/before-and-after.png
[ "$(head -c 4 "$file" | od -An -tx1 | tr -d ' ')" = 89504e47 ]
