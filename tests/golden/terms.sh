#!/bin/sh
# Lists of terms, minors and exceptions, from the command line to what is left in the files.
set -u

. tests/cases.sh
in=$WORK/in out=$WORK/out
mkdir -p "$in"

run() { # COMMAND... : what it says, and how it ended
	"$UNDERSEAL" "$@" >"$WORK/said" 2>"$WORK/messages"
	status=$?
}
says() { grep -qF -- "$1" "$WORK/said"; }
tells() { grep -qF -- "$1" "$WORK/messages"; }
list() { # FILE: its lines on standard input
	cat >"$WORK/$1"
}

cat >"$WORK/raw.pdf" <<'PDF'
%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 9>>stream
BT /F1 12 Tf 14 TL 72 700 Td
(Margaret A. Okonjo met Tobias Lee in Lee County.) Tj T*
(Ms. Okonjo's car; M. Okonjo; OKONJO, MARGARET A.) Tj T*
(Grant Park is a park. Mr. Park is not. Washington spoke of) Tj T*
[(Washington) -250 (Street) -250 (and of Washington.)] TJ ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
6 0 obj<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>endobj
7 0 obj<</Title(Interview of Okonjo, Margaret)/Parent 6 0 R/Dest[3 0 R/Fit]>>endobj
8 0 obj<</Author(M. Okonjo)/Title(Lee County)>>endobj
trailer<</Root 1 0 R/Info 8 0 R>>
PDF
qpdf --warning-exit-0 "$WORK/raw.pdf" "$in/Okonjo_Margaret, interview.pdf" 2>/dev/null
pdf="$in/Okonjo_Margaret, interview.pdf"

list people.txt <<'L'
Margaret Okonjo | NAME
=Grant Park
Theodore Vance
L
run redact "$pdf" -o "$out" --terms "$WORK/people.txt" --rules none
is 'a name in all its forms is proven gone' [ $status -eq 0 ]
is 'also out of the name of the file' [ -f "$out/[NAME], interview.pdf" ]
pdftotext -layout "$out/[NAME], interview.pdf" "$WORK/text"
is 'no form of it is left' sh -c "! grep -qi 'okonjo\|margaret' '$WORK/text'"
is "what is another's stays" grep -q 'Mr. Park is not' "$WORK/text"
is 'the possessive stays' grep -q "s car;" "$WORK/text"
is 'the bookmark says so, too' sh -c "qpdf --qdf --object-streams=disable '$out/[NAME], interview.pdf' - | grep -aq 'Interview of .NAME'"
is 'a term that nothing holds is told by its line' says 'people.txt: 1 of 3 terms was found in no document: line 3'

list minors.txt <<'L'
Tobias Lee
L
run redact "$pdf" -o "$WORK/minors" --minors "$WORK/minors.txt" --rules none
is 'a minor is redacted' [ $status -eq 0 ]
pdftotext -layout "$WORK/minors/"*.pdf "$WORK/text"
is 'but for the initials' sh -c "! grep -q Tobias '$WORK/text' && grep -q 'met T.*L.* in Lee County' '$WORK/text'"
run redact "$pdf" -o "$WORK/tx" --minors "$WORK/minors.txt" --rules none --profile tx
pdftotext -layout "$WORK/tx/"*.pdf "$WORK/text"
is 'where the profile lets nothing stay, nothing does' sh -c "grep -q 'met *MINOR *in' '$WORK/text'"

list names.txt <<'L'
Lee
Washington
L
list stay.txt <<'L'
# places
Lee County | a county
Washington Street
L
run find "$pdf" --terms "$WORK/names.txt" --except "$WORK/stay.txt" --rules none -o "$WORK/plan.json"
is 'what an exception keeps is counted' says '3 places kept by exception'
run redact "$pdf" -o "$WORK/kept" --terms "$WORK/names.txt" --except "$WORK/stay.txt" --rules none
is 'what stays by exception does not fail the proof' [ $status -eq 0 ]
is 'and is told by its line' tells 'kept by exception: line 2 of stay.txt: a county'
is 'in the proof' grep -q 'kept by exception: line 3 of stay.txt' "$WORK/kept/proof.jsonl"
is 'in the log, as kept' grep -q 'line 2 of stay.txt: a county,exception,.*,kept' "$WORK/kept/redaction-log.csv"
pdftotext -layout "$WORK/kept/"*.pdf "$WORK/text"
is 'the phrases are there' sh -c "grep -q 'in Lee County' '$WORK/text' && grep -q 'Washington *Street' '$WORK/text'"
is 'and the values nowhere else' sh -c "! grep -q 'Tobias Lee\|Washington spoke\|of Washington' '$WORK/text'"
run verify "$WORK/kept" --terms "$WORK/names.txt" --except "$WORK/stay.txt" --rules none
is 'verify with the exceptions holds' [ $status -eq 0 ]
run verify "$WORK/kept" --terms "$WORK/names.txt" --rules none
is 'verify without them does not' [ $status -eq 1 ]
run redact "$pdf" -o "$WORK/planned" --plan "$WORK/plan.json"
is 'a plan has its exceptions with it' [ $status -eq 0 ]
sed 's/"state":"rejected"/"state":"accepted"/' "$WORK/plan.json" >"$WORK/reviewed.json"
run redact "$pdf" -o "$WORK/reviewed" --plan "$WORK/reviewed.json" --except "$WORK/stay.txt"
pdftotext -layout "$WORK/reviewed/"*.pdf "$WORK/text"
is 'a person may overrule an exception' sh -c "! grep -q 'Lee County\|Washington *Street' '$WORK/text'"
list matter.ini <<'L'
[redact]
terms = names.txt
except = stay.txt
minors = minors.txt
rules = none
L
run find "$pdf" --matter "$WORK/matter.ini"
is 'a matter file names all three lists' sh -c "grep -q 'minor.*exception' '$WORK/said'"

printf 'Lee\n\nlee county\n' >"$WORK/both.txt"
run find "$pdf" --terms "$WORK/both.txt" --except "$WORK/stay.txt"
is 'the same phrase on both lists is wrong usage' [ $status -eq 2 ]
is 'told by file and line of both' sh -c "grep -q 'stay.txt:2: is to stay, and .*both.txt:3 has it to go' '$WORK/messages'"
printf 'M\374ller\nLee\nLEE\n' >"$WORK/latin.txt"
run find "$pdf" --terms "$WORK/latin.txt" --rules none
is 'a list in Latin-1 is read' [ $status -eq 0 ]
is 'and told' tells 'latin.txt: is not UTF-8: read as Windows-1252 (Latin-1)'
is 'so is a line that repeats another' tells 'latin.txt: 1 line repeats'
printf '\377\376L\0e\0e\0\r\0\n\0' >"$WORK/utf16.txt"
run find "$pdf" --terms "$WORK/utf16.txt" --rules none
is 'a list in UTF-16 is read' sh -c "grep -q ' 3  *3$' '$WORK/said'"
printf '# nobody\n' >"$WORK/empty.txt"
run redact "$pdf" -o "$WORK/none" --terms "$WORK/empty.txt"
is 'an empty list is wrong usage' sh -c "[ $status -eq 2 ] && grep -q 'the list holds no terms' '$WORK/messages'"
printf 'Lee\n*\n' >"$WORK/all.txt"
run redact "$pdf" -o "$WORK/none" --terms "$WORK/all.txt"
is 'a term that is found everywhere, too' sh -c "[ $status -eq 2 ] && grep -q 'all.txt:2: ' '$WORK/messages'"
printf '"Okonjo, Margaret",NAME\n' >"$WORK/table.txt"
run redact "$pdf" -o "$WORK/none" --terms "$WORK/table.txt"
is 'and a table out of a spreadsheet' sh -c "[ $status -eq 2 ] && grep -q 'table.txt:1: .*quote' '$WORK/messages' && grep -q 'hint: .*spreadsheet' '$WORK/messages'"

finish
