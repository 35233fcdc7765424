#!/bin/sh
# Plans: what find writes, faults by line, marks of other programs in and out, and what redact makes of them.
set -u
. tests/cases.sh
needs qpdf pdftotext xmllint python3 unzip

u() { "$UNDERSEAL" "$@" >"$WORK/said" 2>"$WORK/told"; }
exits() { want=$1; shift; u "$@"; got=$?; [ "$got" = "$want" ] || { echo "status $got in place of $want"; cat "$WORK/said" "$WORK/told"; return 1; }; }
told() { grep -q -- "$1" "$WORK/told" "$WORK/said" || { cat "$WORK/told" "$WORK/said"; return 1; }; }
not_told() { ! grep -q -- "$1" "$WORK/told" "$WORK/said"; }
words() { pdftotext -layout "$1" - | tr -s ' \n\f' ' '; }

# ---- four pages that are the same for a reader's eye but for how they are turned, and cropped --------

page() { # page ROTATE ANNOTS FILE
	content='BT /F 14 Tf 100 500 Td 20 TL (The witness was Margaret) Tj T* (Okonjo of Harrow Street) Tj T* (and nobody else.) Tj ET'
	{
		printf '%%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
		printf '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/CropBox[50 100 500 700]/Rotate %s/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R/Annots[%s]>>endobj\n' "$1" "$2"
		printf '4 0 obj<</Length %s>>stream\n%s\nendstream endobj\n' ${#content} "$content"
		printf '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n'
	} >"$WORK/raw.pdf"
	qpdf --warning-exit-0 "$WORK/raw.pdf" "$3" 2>/dev/null
}
redaction='<</Type/Annot/Subtype/Redact/F 4/Rect[98 474 330 516]/QuadPoints[203.5 514 263 514 203.5 496 263 496 98 494 146 494 98 476 146 476]/T(J. Ruiz)/M(D:20261122190000+01'"'"'00'"'"')/OverlayText(AC)>>'
mkdir -p "$WORK/drawn" "$WORK/plain/deep"
for turn in 0 90 180 270; do
	page $turn "$redaction" "$WORK/drawn/r$turn.pdf"
	page $turn '' "$WORK/plain/deep/r$turn.pdf"
done

# ---- what find writes ---------------------------------------------------------------------------------

is 'find takes redactions that were drawn into the plan' exits 0 find "$WORK/drawn" -o "$WORK/drawn.json" --rules none
is 'by whoever drew them, when he did, a box a line' [ "$(grep -c '"by":"J. Ruiz","at":"2026-11-22T18:00:00Z"' "$WORK/drawn.json")" = 8 ]
is 'the plan says where its documents lie, and how many pages they have' grep -q '"from":\["drawn"\]' "$WORK/drawn.json"
is 'of each' [ "$(grep -c '"pages":1' "$WORK/drawn.json")" = 4 ]
is 'and numbers its marks' [ "$(grep -c '^{"id":[12],"kind":"box"' "$WORK/drawn.json")" = 8 ]
is 'check tells pages that nobody saw' exits 1 plan check "$WORK/drawn.json"
is 'of each document' [ "$(grep -c 'page 1 unseen' "$WORK/said")" = 4 ]

# ---- to other programs and back -----------------------------------------------------------------------

is 'export writes a file for each document' exits 0 plan export "$WORK/drawn.json" -o "$WORK/xfdf"
for turn in 0 90 180 270; do
	is "in the PDF's own coordinates, turned by $turn" grep -q 'coords="203.5,514,263,514,203.5,496,263,496" rect="203.5,496,263,514"' "$WORK/xfdf/r$turn.pdf.xfdf"
	is 'as XML' xmllint --noout "$WORK/xfdf/r$turn.pdf.xfdf"
done
is 'which comes back as what was there already' exits 0 plan import "$WORK/drawn.json" "$WORK/xfdf/r90.pdf.xfdf"
is 'and nothing else' told '0 boxes added, 0 marks accepted, 2 there already'

u find "$WORK/plain" -o "$WORK/plain.json" --rules none
for turn in 0 90 180 270; do
	is "a person's redactions are placed on a page turned by $turn" exits 0 plan import "$WORK/plain.json" "$WORK/xfdf/r$turn.pdf.xfdf"
	is 'both' told '2 boxes added'
done
is 'as the annotations are' [ "$(grep -o '"boxes":.*]]' "$WORK/plain.json")" = "$(grep -o '"boxes":.*]]' "$WORK/drawn.json")" ]
is 'the plan is carried out without naming the documents again' exits 0 redact --plan "$WORK/plain.json" -o "$WORK/out"
for turn in 0 90 180 270; do
	is "neither name is left, turned by $turn" sh -c "! pdftotext '$WORK/out/deep/r$turn.pdf' - | grep -qE 'Margaret|Okonjo'"
	is 'their neighbours are' sh -c "pdftotext '$WORK/out/deep/r$turn.pdf' - | grep -q 'The witness was' && pdftotext '$WORK/out/deep/r$turn.pdf' - | grep -q 'of Harrow Street'"
done
is 'the log names the reviewer' [ "$(grep -c 'J. Ruiz,2026-11-22T18:00:00Z' "$WORK/out/redaction-log.csv")" = 8 ]

cat >"$WORK/other.xfdf" <<'X'
<xfdf xmlns="http://ns.adobe.com/xfdf/"><annots><highlight page="0" rect="1,2,3,4"/>
<redact page="0" rect="203.5,496,263,514" title="A. Chen"/><redact page="7" rect="203.5,496,263,514"/></annots></xfdf>
X
is 'XFDF that names no document needs to be told' exits 3 plan import "$WORK/plain.json" "$WORK/other.xfdf"
is 'which' told '--document'
is 'boxes off the document are told' exits 1 plan import "$WORK/plain.json" "$WORK/other.xfdf" --document deep/r0.pdf
is 'as are annotations of other kinds' told '1 annotation of other kinds is passed over'
printf '<!DOCTYPE xfdf [<!ENTITY a SYSTEM "file:///etc/passwd">]><xfdf>&a;</xfdf>' >"$WORK/entity.xfdf"
u plan import "$WORK/plain.json" "$WORK/entity.xfdf" --document deep/r0.pdf
is 'a document type is refused' told 'document type'
printf '%%FDF-1.2\n' >"$WORK/r0.fdf"
is 'FDF is no XFDF' exits 3 plan import "$WORK/plain.json" "$WORK/r0.fdf"
is 'and a way out is named' told 'as XFDF'

# ---- letters that only reach into the page ---------------------------------------------------------------

mkdir -p "$WORK/rim"
page 90 '' "$WORK/rim.pdf"
sed 's/100 500 Td/100 701 Td/' "$WORK/raw.pdf" >"$WORK/high.pdf"
qpdf --warning-exit-0 "$WORK/high.pdf" "$WORK/rim/a.pdf" 2>/dev/null
is 'a whole page goes' exits 0 redact "$WORK/rim" --rules none --box a.pdf:1:0,0,600,450 -o "$WORK/rim-out"
is 'with words that begin beside it' sh -c "! pdftotext '$WORK/rim-out/a.pdf' - | grep -qE 'witness|Margaret|Okonjo|nobody'"

# ---- a box over the rim of a cell, whose letters may go and stay ------------------------------------------

mkdir -p "$WORK/cell"
cp 'fixtures/discovery/contracts/Services and Retention Agreement.pdf' "$WORK/cell/a.pdf"
is 'a box over the rim of a cell of a table is carried out' exits 0 redact "$WORK/cell" --rules none --box a.pdf:2:112,100,60,36 -o "$WORK/cell-out"
is 'the words below it stay' sh -c "pdftotext '$WORK/cell-out/a.pdf' - | grep -q '^Condition'"

# ---- reviewed or not ----------------------------------------------------------------------------------

is 'without a review nothing is written' exits 3 redact --plan "$WORK/plain.json" --require-review -o "$WORK/strict"
is 'and the first document is named' told 'deep/r0.pdf: page 1 unseen'
is 'at all, still' [ ! -e "$WORK/strict" ]
is '--require-review needs a plan' exits 2 redact "$WORK/plain" --require-review -o "$WORK/strict"
review() { # FILE PYTHON: with every document of the plan as d
	python3 -c "
import json
p = json.load(open('$WORK/plain.json'))
for d in p['documents']:
    $2
json.dump(p, open('$1', 'w'))"
}
review "$WORK/seen.json" "d['seen'] = [{'pages': '1', 'by': 'J. Ruiz', 'at': '2026-11-22T18:00:00Z'}]; d['marks'][0].update(approved_by='A. Chen', approved_at='2026-11-23T09:00:00Z', note='between us')"
is 'what is reviewed is written' exits 0 redact --plan "$WORK/seen.json" --require-review -o "$WORK/strict"
is 'the log names who approved behind who decided' [ "$(grep -c 'J. Ruiz; A. Chen,2026-11-22T18:00:00Z; 2026-11-23T09:00:00Z' "$WORK/strict/redaction-log.csv")" = 4 ]
is 'what colleagues say to each other is nowhere' sh -c "! grep -rq 'between us' '$WORK/strict' '$WORK/strict.ledger'"
review "$WORK/open.json" "d['seen'] = [{'pages': '1', 'by': 'J. Ruiz', 'at': ''}]; d['marks'][0].update(state='proposed')"
is 'a mark that nobody decided on is in the way' exits 3 redact --plan "$WORK/open.json" --require-review -o "$WORK/stricter"
is 'and counted' told '1 mark undecided'

# ---- what stays beside what goes ------------------------------------------------------------------------

mkdir -p "$WORK/beside"
cp 'fixtures/discovery/contracts/Services and Retention Agreement.pdf' "$WORK/beside/a.pdf"
cp 'fixtures/discovery/contracts/Settlement agreement, draft 3.docx' "$WORK/beside/b.docx"
printf 'Okonjo said.\nMargaret A. Okonjo said.\nDaniel Okonjo did not.\n' >"$WORK/beside/c.txt"
printf 'Okonjo\nMargaret A. Okonjo\n' >"$WORK/beside.names"
u find "$WORK/beside" -o "$WORK/beside.json" --rules none --terms "$WORK/beside.names" --words
decided() { # STATE PYTHON: the state of marks of which it is true, m the mark, i its place
	python3 -c "
import json
p = json.load(open('$WORK/beside.json'))
for d in p['documents']:
    for i, m in enumerate(d['marks']):
        if $2: m['state'] = '$1'
json.dump(p, open('$WORK/decided.json', 'w'))"
	rm -rf "$WORK/beside-out"*
}
said_in() { case $1 in *.pdf) words "$1";; *.docx) unzip -p "$1" word/document.xml | sed 's/<[^>]*>//g';; *) cat "$1";; esac; }
only_full() { said_in "$1" | grep -q 'Margaret A. Okonjo' && ! said_in "$1" | sed 's/Margaret A. Okonjo//g' | grep -q Okonjo; }
for state in rejected proposed; do
	decided $state "m['value'].startswith('Margaret')"
	is "a full name stays where it is $state, though the last name goes" exits 0 redact --plan "$WORK/decided.json" -o "$WORK/beside-out"
	for one in a.pdf b.docx c.txt; do is "it alone, in $one" only_full "$WORK/beside-out/$one"; done
done
decided proposed "i > 0"
is 'the same word goes where it is accepted, and stays where nobody decided' exits 0 redact --plan "$WORK/decided.json" -o "$WORK/beside-out"
is 'only there' [ "$(grep -c Okonjo "$WORK/beside-out/c.txt")" = 2 ]
is 'which is told, each mark once' told 'c.txt: 2 marks are only proposed'
python3 -c "
import json
p = json.load(open('$WORK/beside.json'))
for d in p['documents']:
    d['marks'] = [m for m in d['marks'] if d['source'] == 'c.txt'][:0]
    if d['source'] == 'c.txt':
        like = {'kind': 'text', 'unit': 'text', 'rule': 'words', 'by': 'J. Ruiz', 'page': None}
        d['marks'] = [dict(like, state='accepted', beg=38, end=51), dict(like, state='rejected', beg=64, end=70)]
json.dump(p, open('$WORK/decided.json', 'w'))"
printf 'Okonjo said.\nMargaret A. Okonjo said.\nDaniel Okonjo, not Daniel Okonjo.\n' >"$WORK/beside/c.txt"
sed -i "s/$(python3 -c "import json; print(json.load(open('$WORK/beside.json'))['documents'][2]['sha256'])")/$(sha256sum <"$WORK/beside/c.txt" | cut -d' ' -f1)/" "$WORK/decided.json"
rm -rf "$WORK/beside-out"*
is 'a value of which one word was rejected elsewhere stays there' exits 1 redact --plan "$WORK/decided.json" -o "$WORK/beside-out"
is 'whole, and is told as other documents have it' grep -q '^\[.*\], not Daniel Okonjo.$' "$WORK/beside-out/c.txt"

# ---- withheld -----------------------------------------------------------------------------------------

mkdir -p "$WORK/files"
cp "$WORK/plain/deep/r0.pdf" "$WORK/files/memo of Okonjo.pdf"
cp "$WORK/plain/deep/r90.pdf" "$WORK/files/letter.pdf"
echo 'Okonjo said no' >"$WORK/files/note.txt"
echo Okonjo >"$WORK/names"
u find "$WORK/files" -o "$WORK/files.json" --rules none --terms "$WORK/names"
python3 -c "
import json
p = json.load(open('$WORK/files.json'))
for d in p['documents']:
    if d['source'] != 'letter.pdf':
        d['withheld'] = {'code': 'AC', 'reason': 'advice by Okonjo' if d['source'] == 'note.txt' else 'attorney-client', 'by': 'J. Ruiz', 'at': '2026-11-22T18:00:00Z'}
json.dump(p, open('$WORK/held.json', 'w'))"
is 'documents are withheld' exits 0 redact --plan "$WORK/held.json" -o "$WORK/held" --json
is 'that is their state' [ "$(grep -c '"state":"withheld","proven":true' "$WORK/held/proof.jsonl")" = 2 ]
is 'the sheet is proven to be nothing else' [ "$(grep -c '"name":"slip-sheet","outcome":"pass"' "$WORK/held/proof.jsonl")" = 2 ]
is 'of each a slip sheet comes out' [ "$(ls "$WORK/held" | tr '\n' ' ')" = 'letter.pdf memo of [REDACTED].pdf note.txt.pdf proof.jsonl redaction-log.csv ' ]
is 'it says so' sh -c "pdftotext '$WORK/held/memo of [REDACTED].pdf' - | tr '\n' ' ' | grep -q 'Document withheld.*AC.*attorney-client.*memo of .REDACTED..pdf'"
is 'and holds no word of the document' sh -c "! pdftotext '$WORK/held/memo of [REDACTED].pdf' - | grep -qE 'Okonjo|witness|Margaret'"
is 'a reason that names what must go is left out' sh -c "! pdftotext '$WORK/held/note.txt.pdf' - | grep -q advice && ! grep -q 'Okonjo' '$WORK/held/redaction-log.csv'"
is 'the log has a row for each' [ "$(grep -c 'AC,.*,withheld,underseal.*,J. Ruiz,2026-11-22T18:00:00Z,withheld' "$WORK/held/redaction-log.csv")" = 2 ]
is 'the sheets are PDF that others read' qpdf --check "$WORK/held/note.txt.pdf"
mkdir "$WORK/names-of-all" && cp "$WORK/plain/deep/r0.pdf" "$WORK/names-of-all/дело 証拠.pdf"
u find "$WORK/names-of-all" -o "$WORK/all.json" --rules none
python3 -c "
import json
p = json.load(open('$WORK/all.json'))
p['documents'][0]['withheld'] = {'code': 'АК', 'reason': 'тайна ΑΒΓ 秘匿特権', 'by': 'J. Ruiz', 'at': ''}
json.dump(p, open('$WORK/all.json', 'w'))"
is 'a sheet in other letters' exits 0 redact --plan "$WORK/all.json" -o "$WORK/all" --json
is 'is proven as any' grep -q '"name":"slip-sheet","outcome":"pass"' "$WORK/all/proof.jsonl"
is 'says what it says' sh -c "pdftotext '$WORK/all/дело 証拠.pdf' - | tr '\n' ' ' | grep -q 'АК.*тайна ΑΒΓ 秘匿特権.*дело 証拠.pdf'"
is 'and is PDF that others read' qpdf --check "$WORK/all/дело 証拠.pdf"
u redact --plan "$WORK/held.json" -o "$WORK/held"
is 'a second run does none again' told '1 proven, 2 withheld (3 by an earlier run)'
u status "$WORK/held"
is 'status knows them' told '1 proven, 2 withheld'
is 'and would do none again' told '0 would be done again'
u redact --plan "$WORK/files.json" -o "$WORK/held"
is 'one that is released comes out' sh -c "pdftotext '$WORK/held/memo of [REDACTED].pdf' - | grep -q 'witness'"
is 'in place of its sheet' [ ! -e "$WORK/held/note.txt.pdf" ]
printf 'one two three four five six\n' >"$WORK/pass"
u redact --plan "$WORK/held.json" -o "$WORK/sent"
is 'slip sheets are sealed with the others' env HOME="$WORK" "$UNDERSEAL" seal "$WORK/sent" -o "$WORK/sent.age" --expires 7d --passphrase-file "$WORK/pass"
is 'a document that is withheld needs no review' sh -c "! { '$UNDERSEAL' plan check '$WORK/held.json'; } | grep -q 'note.txt'"

cp "$WORK/files/letter.pdf" "$WORK/files/copy of letter.pdf"
u find "$WORK/files" -o "$WORK/twins.json" --rules none
python3 -c "
import json
p = json.load(open('$WORK/twins.json'))
[d for d in p['documents'] if d['source'] == 'letter.pdf'][0]['withheld'] = {'code': 'AC', 'reason': '', 'by': 'J. Ruiz', 'at': ''}
json.dump(p, open('$WORK/twins.json', 'w'))"
is 'a copy of what is withheld goes out, and a person must look' exits 1 redact --plan "$WORK/twins.json" -o "$WORK/twins"
is 'he is told at which' told 'copy of letter.pdf: has the same bytes as letter.pdf, which is withheld'
is 'as by the report of the run' sh -c "grep -q '\"withheld_copy\":true' '$WORK/twins.report.html' && [ \$(grep -o '\"withheld_copy\":true' '$WORK/twins.report.html' | wc -l) = 1 ]"
"$UNDERSEAL" redact -q --json --plan "$WORK/twins.json" -o "$WORK/twins" >"$WORK/lines" 2>/dev/null
is 'by a line of JSON, when nothing was done anew as well' grep -q '"schema":"withheld-copy/1","name":"copy of letter.pdf"' "$WORK/lines"
is 'and by the sum' grep -q '"withheld_copies":1' "$WORK/lines"
u plan check "$WORK/twins.json"
is 'as by check' told 'copy of letter.pdf: .*has the same bytes as letter.pdf, which is withheld'

# ---- faults -------------------------------------------------------------------------------------------

sed '4s/"state"/"sate"/' "$WORK/plain.json" >"$WORK/slip.json"
is 'a slip of the hand is told by line and field' exits 3 plan check "$WORK/slip.json"
is 'as compilers do' told 'slip.json:4: mark 2 of the plan: sate: '
python3 -c "
import json, sys
p = json.load(open('$WORK/plain.json'))
p['documents'][0]['marks'][1]['boxes'] = [[1, 2, 3]]
json.dump(p, open('$WORK/indented.json', 'w'), indent=4)"
is 'whatever an editor made of the lines' exits 3 plan check "$WORK/indented.json"
line=$(grep -n '"boxes"' "$WORK/indented.json" | sed -n '2s/:.*//p')
is 'still' told "indented.json:$line: mark 2 of the plan: boxes: not a list of \[x, y, w, h\] in points"
is 'and nothing is redacted by such a plan' exits 2 redact "$WORK/plain" --plan "$WORK/slip.json" -o "$WORK/none"
is 'at all' [ ! -e "$WORK/none" ]
# damaged EXPECTED STATEMENT: mark 2 (m) of the first document (d) of a plan that a statement has changed
damaged() {
	python3 -c "
import json, sys
p = json.load(open('$WORK/plain.json'))
d = p['documents'][0]
m = d['marks'][1]
end = lambda text: text
$2
open('$WORK/damaged.json', 'w', encoding='utf-8', errors='surrogatepass', newline='').write(end(json.dumps(p, indent=1)))" || return 1
	u plan check "$WORK/damaged.json"
	told "damaged.json:[0-9]*: $1"
}
n='mark 2 of the plan: '
is 'a number twice'                 damaged "${n}id: another mark has it" "m['id'] = d['marks'][0]['id']"
is 'number nought'                  damaged "${n}id: numbers of marks begin with 1" "m['id'] = 0"
is 'a number below nought'          damaged "${n}id: not a number from 0" "m['id'] = -4"
is 'a number beyond all'            damaged "${n}id: not a number from 0" "m['id'] = 2 ** 40"
is 'a number beyond all of JSON'    damaged 'a number is too large' "m['id'] = 10 ** 30"
is 'a fraction of a byte'           damaged "${n}beg: not a whole number" "m['kind'] = 'text'; m['beg'] = 1.5"
is 'a state that is none'           damaged "${n}state: none of proposed" "m['state'] = 'perhaps'"
is 'a kind that is none'            damaged "${n}kind: neither" "m['kind'] = 'line'"
is 'a rank beyond all'              damaged "${n}rank: not a number from 0 to 100" "m['rank'] = 400"
is 'an end before the beginning'    damaged "${n}end: a text mark needs" "m.update(kind='text', unit='page 1', beg=9, end=3)"
is 'a page that is not there'       damaged "${n}page: the document has fewer" "m['page'] = 999"
is 'a page that nobody can have seen' damaged 'seen: the document has fewer' "d['seen'] = [{'pages': '1-999', 'by': 'x', 'at': ''}]"
is 'pages backwards'                damaged 'seen: pages are neither' "d['seen'] = [{'pages': '3-1', 'by': 'x', 'at': ''}]"
is 'no number for a place'          damaged 'not valid JSON' "m['boxes'] = [[float('nan'), 1, 2, 3]]"
is 'endless places'                 damaged 'not valid JSON' "m['boxes'] = [[float('inf'), 1, 2, 3]]"
is 'huge places'                    damaged "${n}boxes: not a list" "m['boxes'] = [[1e30, 1, 1e30, 3]]"
is 'a box of less than nothing'     damaged "${n}boxes: not a list" "m['boxes'] = [[9, 9, -5, 5]]"
is 'a box of nothing'               damaged "${n}boxes: a box has exactly one place" "m.update(kind='box', page=1, boxes=[[9, 9, 0, 0]])"
is 'places in words'                damaged "${n}boxes: not a list" "m['boxes'] = [['1', '2', '3', '4']]"
is 'a name that moves the cursor'   damaged "${n}by: not one line" "m['by'] = 'x' + chr(27) + '[2J'"
is 'a date that does'               damaged "${n}at: not one line" "m['at'] = 'x' + chr(7)"
is 'a code of two lines'            damaged "${n}code: not one line" "m['code'] = 'A' + chr(10) + 'B'"
is 'no mark at all'                 damaged "${n}not an object" "d['marks'][1] = None"
is 'no marks'                       damaged 'marks: the document has no list' "del d['marks']"
is 'a hash of something else'       damaged 'sha256: not the sha256' "d['sha256'] = 'abc'"
is 'handling that is none'          damaged 'handling: annotations: ' "d['handling'] = {'annots': 'explode'}"
is 'withheld by a word'             damaged 'withheld: not an object' "d['withheld'] = 'yes'"
is 'another schema'                 damaged 'not a plan of ours' "p['schema'] = 'plan/9'"
is 'a key twice'                    damaged 'a key stands there twice' "end = lambda text: text.replace('\"state\":', '\"state\": \"accepted\", \"state\":', 1)"
is 'the first half'                 damaged 'it ends here' "end = lambda text: text[:len(text) // 2]"
is 'more behind it'                 damaged 'not valid JSON' "end = lambda text: text + text"
is 'half of a character'            damaged 'not UTF-8' "end = lambda text: text.replace('accepted', chr(0xd800), 1)"
is 'brackets without end'           damaged 'brackets within brackets' "m['boxes'] = 0; end = lambda text: text.replace('\"boxes\": 0', '\"boxes\": ' + '[' * 5000 + ']' * 5000)"
is 'lines of Windows and its mark in front are no fault' sh -c "{ printf '\357\273\277'; sed 's/$/\r/' '$WORK/plain.json'; } >'$WORK/windows.json'; '$UNDERSEAL' plan check '$WORK/windows.json' 2>&1 | grep -q 'to look after'"

mv "$WORK/plain/deep/r0.pdf" "$WORK/r0.pdf"
echo '% more' >>"$WORK/plain/deep/r90.pdf"
u plan check "$WORK/plain.json"
is 'check tells documents that are gone' told 'deep/r0.pdf: missing'
is 'and those that were changed' told 'deep/r90.pdf: changed since'
is 'what is left is redacted, and a person must look' exits 1 redact --plan "$WORK/plain.json" -o "$WORK/partly"
is 'at what is gone' told 'deep/r0.pdf: stands in the plan, and is not where the plan says'
is 'and at what is not what it was' told 'deep/r90.pdf.*changed since'

mkdir "$WORK/moved"
cp "$WORK/plain.json" "$WORK/moved/plan.json"
is 'a plan that was moved away from its documents is refused' exits 3 redact --plan "$WORK/moved/plan.json" -o "$WORK/from-moved"
is 'and says how to name them' told 'has the plan or the folder been moved'

finish
