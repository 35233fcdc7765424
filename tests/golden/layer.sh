# --text-layer: a redacted scan can be searched, its words stand where they are seen, nothing of what was
# removed comes back that way, and nothing of it shows.
set -u
for tool in pdftotext pdftoppm qpdf; do
	command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
passed=0 failed=0
mkdir -p "$WORK/in"
cp "$ROOT"/fixtures/discovery/scans/*.pdf "$WORK/in/scan.pdf"
cp "$ROOT/fixtures/discovery/correspondence/2024-02-09 Demand letter.pdf" "$WORK/in/text.pdf"
cp "$ROOT/fixtures/discovery/memos/Privileged memorandum on damages.docx" "$WORK/in/memo.docx"
printf 'Margaret Okonjo\nOkonjo\n' >"$WORK/terms"
printf '[redact]\ntext-layer = yes\n' >"$WORK/matter"

check() { # FACT COMMAND...
	fact=$1
	shift
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL  $fact"; fi
}
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
check 'without it a scan cannot be searched'        lacks "$WORK/plain/scan.pdf" Witness
check 'with it the words are there'                 says "$layered" 'backed'
check 'words of a line stand in a row'              says "$layered" 'had not noticed that the machine was working behind'
check 'a word stands where it is seen'              stands_at "$layered" EMPLOYEE 200 85
check 'what was removed is not among them'          lacks "$layered" -i okonjo
check 'the page looks as without it'                same_picture "$WORK/plain/scan.pdf" "$layered"
check 'the layer is proven to show nothing'         grep -q '"name":"layer-unseen","outcome":"pass"' "$WORK/layered/proof.jsonl"
check 'the proof says how many words there are'     grep -q 'text layer that nobody sees: [0-9]* words' "$WORK/layered/proof.jsonl"
check 'a matter file asks for it as well'           [ "$(contents "$layered")" = "$(contents "$WORK/again/scan.pdf")" ]
check 'what is written is the same each time'       [ "$(streams "$layered")" -gt 100 ]
check 'pages of text get none'                      [ "$(streams "$WORK/layered/text.pdf")" -eq 0 ]
check 'a Word document comes out as ever'           [ -f "$WORK/layered/memo.docx" ]
check 'words that the text says are not doubled'    [ "$(streams "$WORK/twice/scan.pdf")" -le "$(( $(streams "$layered") + 2 ))" ]
check 'a layer is redacted as text, and as pixels'  lacks "$WORK/more/scan.pdf" -i tidewater
check 'what is left of it stays'                    says "$WORK/more/scan.pdf" 'backed'
check 'it is wrong usage where OCR is never used'   [ "$refused" -eq 2 ]
check 'no folder holds what is half done'           [ -z "$(find "$WORK" -name '.underseal-*')" ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
