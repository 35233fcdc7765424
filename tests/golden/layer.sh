#!/bin/sh
# --text-layer: a redacted scan can be searched, its words stand where they are seen, nothing of what was
# removed comes back that way, and nothing of it shows.
set -u

. tests/cases.sh
needs pdftotext pdftoppm qpdf
mkdir -p "$WORK/in"
cp "$ROOT"/fixtures/discovery/scans/*.pdf "$WORK/in/scan.pdf"
cp "$ROOT/fixtures/discovery/correspondence/2024-02-09 Demand letter.pdf" "$WORK/in/text.pdf"
cp "$ROOT/fixtures/discovery/memos/Privileged memorandum on damages.docx" "$WORK/in/memo.docx"
printf 'Margaret Okonjo\nOkonjo\n' >"$WORK/terms"
printf '[redact]\ntext-layer = yes\n' >"$WORK/matter"

run() { # FOLDER INPUT ARGUMENT...
	folder=$WORK/$1 input=$2
	shift 2
	SOURCE_DATE_EPOCH=0 "$UNDERSEAL" redact "$input" -o "$folder" --rules none "$@" >"$folder.said" 2>"$folder.messages"
}
says()  { file=$1; shift; pdftotext "$file" - 2>/dev/null | grep -q "$@"; }
lacks() { [ -f "$1" ] && ! says "$@"; }
same_picture() {
	pdftoppm -q -r 100 "$1" "$WORK/one" && pdftoppm -q -r 100 "$2" "$WORK/two" && cmp -s "$WORK"/one-1.ppm "$WORK"/two-1.ppm
}
# The place of a word, in whole points: within so many of where a person sees it.
stands_at() { # FILE WORD X Y
	pdftotext -bbox "$1" - 2>/dev/null | awk -F '"' -v w=">$2<" -v x="$3" -v y="$4" '
		index($0, w) && $2 - x < 4 && x - $2 < 4 && $4 - y < 6 && y - $4 < 6 { there = 1 } END { exit !there }'
}
streams() { qpdf --qdf --object-streams=disable "$1" - 2>/dev/null | LC_ALL=C grep -ac '/Unseen [0-9.]* Tf'; }
contents() { qpdf --qdf --object-streams=disable --deterministic-id "$1" - 2>/dev/null | LC_ALL=C grep -a ' Tf .* Tm ' | cksum; }

run plain "$WORK/in/scan.pdf" -t "$WORK/terms"
run layered "$WORK/in" -t "$WORK/terms" --text-layer
run again "$WORK/in/scan.pdf" -t "$WORK/terms" -m "$WORK/matter"
run twice "$WORK/layered/scan.pdf" -t "$WORK/terms" --text-layer
printf 'Tidewater\n' >"$WORK/others"
run more "$WORK/layered/scan.pdf" -t "$WORK/others" --text-layer
run never "$WORK/in/scan.pdf" -t "$WORK/terms" --text-layer --ocr never
refused=$?

layered=$WORK/layered/scan.pdf
is 'without it a scan cannot be searched'        lacks "$WORK/plain/scan.pdf" Witness
is 'with it the words are there'                 says "$layered" 'backed'
is 'words of a line stand in a row'              says "$layered" 'had not noticed that the machine was working behind'
is 'a word stands where it is seen'              stands_at "$layered" EMPLOYEE 200 85
is 'what was removed is not among them'          lacks "$layered" -i okonjo
is 'the page looks as without it'                same_picture "$WORK/plain/scan.pdf" "$layered"
is 'the layer is proven to show nothing'         grep -q '"name":"layer-unseen","outcome":"pass"' "$WORK/layered/proof.jsonl"
is 'the proof says how many words there are'     grep -q 'text layer that nobody sees: [0-9]* words' "$WORK/layered/proof.jsonl"
is 'a matter file asks for it as well'           [ "$(contents "$layered")" = "$(contents "$WORK/again/scan.pdf")" ]
is 'what is written is the same each time'       [ "$(streams "$layered")" -gt 100 ]
is 'pages of text get none'                      [ "$(streams "$WORK/layered/text.pdf")" -eq 0 ]
is 'a Word document comes out as ever'           [ -f "$WORK/layered/memo.docx" ]
is 'words that the text says are not doubled'    [ "$(streams "$WORK/twice/scan.pdf")" -le "$(( $(streams "$layered") + 2 ))" ]
is 'a layer is redacted as text, and as pixels'  lacks "$WORK/more/scan.pdf" -i tidewater
is 'what is left of it stays'                    says "$WORK/more/scan.pdf" 'backed'
is 'it is wrong usage where OCR is never used'   [ "$refused" -eq 2 ]
is 'no folder holds what is half done'           [ -z "$(find "$WORK" -name '.underseal-*')" ]

finish
