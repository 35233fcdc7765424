#!/bin/sh
# Values that a reader puts together, and terms that nobody finds, as a person meets them.
set -u

. tests/cases.sh
us=$UNDERSEAL
cd "$WORK" || exit 1
mkdir in
"$BUILD/fixtures/pdf/make_pdf" in || exit 1

lacks() { ! grep -q "$@"; }
says() { pdftotext -q "$2" - | tr '\n' ' ' | grep -q "$1"; }
lacks_words() { ! says "$@"; }

printf '# people\nMargaret Okonjo\n\nMargret Okonjo\nOkonjo\nNobody Else\n' >names.txt
file=in/overleaf-past-margins.pdf

# ---- over the page
redact_overleaf() { "$us" redact $file -o out --terms names.txt --rules ssn >table 2>&1; }
is 'a value overleaf is redacted' redact_overleaf
is 'its half on the first page is gone' lacks_words Margaret out/overleaf-past-margins.pdf
is 'and its half on the second' lacks_words Okonjo out/overleaf-past-margins.pdf
is 'a number overleaf is gone from both pages' lacks_words '536-90\|4399' out/overleaf-past-margins.pdf
is 'the margins between the halves stay' says 'Page 2 of 3' out/overleaf-past-margins.pdf
is 'the log has one row with both pages' grep -q 'pdf,1 and 2,REDACTED' out/redaction-log.csv
is 'a plan is made of it' "$us" find $file --terms names.txt --rules ssn -o plan.json
is 'the plan says where the value goes on' grep -q '"rest":{"unit":"page 2"' plan.json
is 'the plan holds no words' lacks -i okonjo plan.json
is 'the plan is applied' "$us" redact $file -o planned --plan plan.json
is 'and takes both halves' lacks_words 'Margaret\|Okonjo\|4399' planned/overleaf-past-margins.pdf
sed 's/"state":"accepted"/"state":"rejected"/' plan.json >kept.json
is 'a rejected plan is applied' "$us" redact $file -o kept --plan kept.json
is 'and takes none' says 'Okonjo spoke, whose number is 536-90-' kept/overleaf-past-margins.pdf

# ---- beside other words
"$us" redact in/reading-drop-capital.pdf -o drop --terms names.txt --rules ssn >said 2>&1
is 'a word with a drop capital is gone' lacks_words argaret drop/reading-drop-capital.pdf
is 'the line beside the capital stays' says 'of other things' drop/reading-drop-capital.pdf

printf 'Mary\nRob\nObert\n' >pieces.txt
"$us" redact in/reading-kerned-pieces.pdf -o pieces --terms names.txt --terms pieces.txt --rules ssn >said 2>&1
is 'pieces in which a page draws one word are no words' says 'Robertson, Robinson, ROBERT' pieces/reading-kerned-pieces.pdf
is 'nor are kerned pairs of capitals' says 'and MARYANN' pieces/reading-kerned-pieces.pdf

# ---- terms that nobody finds
is 'terms that no document holds are told by their lines' \
	grep -qF 'names.txt: 2 of 4 terms were found in no document: lines 4, 6' table
is 'and not by their words' lacks 'Margret\|Nobody' table
"$us" redact $file -o json --terms names.txt --rules ssn --json >json.out 2>&1
is 'with --json the summary has them' grep -qF '"terms_not_found":[{"terms_file":1,"terms":4,"lines":[4,6]}]' json.out
printf 'Okonjo\n' >one.txt
"$us" redact $file in/capitals.pdf -o one --terms one.txt --rules none >table 2>&1
is 'where all are found nothing is told' lacks 'found in no' table

finish
