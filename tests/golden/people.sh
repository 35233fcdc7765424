#!/bin/sh
# Persons whom nobody listed: proposed by find, never removed by redact, a list of terms once somebody went through.
set -u

. tests/cases.sh

fails_with() { status=$1; shift; "$@"; [ $? -eq "$status" ]; }

letter=$(find fixtures/discovery -name '*Letter to Meridian*.docx')
find_people() { "$UNDERSEAL" find "$letter" --rules none "$@"; }

find_people --people suggest --words >"$WORK/words" 2>&1
is 'names on no list are proposed' grep -q 'person: Helena Pryce' "$WORK/words"
is 'the table says that they are only proposed' grep -q 'of them only proposed' "$WORK/words"
find_people --words >"$WORK/none" 2>&1
is 'nobody is proposed unless asked for' grep -q ' 0 places found' "$WORK/none"

find_people --people suggest -o "$WORK/plan.json" >/dev/null 2>&1
is 'the plan has them in the state proposed' grep -q '"state":"proposed"' "$WORK/plan.json"
is 'and none accepted' fails_with 1 grep -q '"state":"accepted"' "$WORK/plan.json"
is 'redact leaves alone what is only proposed' sh -c '"$1" redact "$2" -o "$3/out" --people suggest --rules none &&
	unzip -p "$3"/out/*.docx word/document.xml | sed "s/<[^>]*>//g" | grep -q "Helena Pryce"' - "$UNDERSEAL" "$letter" "$WORK"
is 'and says so' sh -c 'grep -q "only proposed" "$1"/out/proof.jsonl' - "$WORK"
sed 's/"state":"proposed"/"state":"accepted"/' "$WORK/plan.json" >"$WORK/accepted.json"
is 'what somebody accepted goes' sh -c '"$1" redact "$2" -o "$3/out2" --plan "$3/accepted.json" --rules none &&
	! unzip -p "$3"/out2/*.docx word/document.xml | sed "s/<[^>]*>//g" | grep -q "Helena Pryce"' - "$UNDERSEAL" "$letter" "$WORK"

is 'proposals become a list of terms' find_people --suggested "$WORK/names.txt"
is 'with each name once' sh -c '[ "$(grep -cx "Helena Pryce" "$1")" = 1 ]' - "$WORK/names.txt"
is 'for nobody else to read' sh -c '[ "$(stat -c %a "$1")" = 600 ]' - "$WORK/names.txt"
is 'that is not written over' fails_with 2 find_people --suggested "$WORK/names.txt"
is 'and that redact takes as its terms' sh -c '"$1" redact "$2" -o "$3/out3" --terms "$3/names.txt" --rules none &&
	! unzip -p "$3"/out3/*.docx word/document.xml | sed "s/<[^>]*>//g" | grep -q "Pryce"' - "$UNDERSEAL" "$letter" "$WORK"
is 'another word than suggest is a mistake in the call' fails_with 2 find_people --people remove

finish
