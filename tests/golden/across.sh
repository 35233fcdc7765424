#!/bin/sh
# A value that a rule finds in one document goes from all others, where no rule would see it.
set -u

. tests/cases.sh

says() { pdftotext "$1" - 2>/dev/null | grep -qF -- "$2"; }
lacks() { [ -f "$1" ] && ! says "$@"; }
redact() {
	to=$1
	shift
	rm -rf "${WORK:?}/$to"
	"$UNDERSEAL" redact "$WORK/in" -o "$WORK/$to" "$@" >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}

mkdir -p "$WORK/in/deep"
page "$WORK/in/form.pdf" 'SSN: 536904399'
page "$WORK/in/slip.pdf" 'Parcel 536904399 lies at the dock.'
page "$WORK/in/deep/536904399.pdf" 'Nothing to see.'
page "$WORK/in/other.pdf" 'Invoice 536904398 of March.'

redact hunted --rules ssn
is 'a number with its label goes' lacks "$WORK/hunted/form.pdf" 536904399
is 'and goes where it has none' lacks "$WORK/hunted/slip.pdf" 536904399
is 'its neighbours stay' says "$WORK/hunted/slip.pdf" 'lies at the dock.'
is 'it goes from names of files' sh -c '! find "$1" | grep -q 536904399' - "$WORK/hunted"
is 'whose document is there, and once' sh -c '[ "$(find "$1/deep" -name "*.pdf" | wc -l)" = 1 ]' - "$WORK/hunted"
is 'another number stays' says "$WORK/hunted/other.pdf" 536904398
is 'each document has one proof' sh -c '[ "$(wc -l <"$1/proof.jsonl")" = 4 ]' - "$WORK/hunted"
is 'of the file that lies there' sh -c 'sha=$(sha256sum <"$1/slip.pdf" | cut -d" " -f1); grep -q "\"output_sha256\":\"$sha\"" "$1/proof.jsonl"' - "$WORK/hunted"
is 'the log has what was hunted' grep -q 'slip.pdf,1,SSN,social security number,hunt' "$WORK/hunted/redaction-log.csv"
is 'nothing of it is left behind' sh -c '! find "$1" -name ".*" ! -name "." | grep -q .' - "$WORK/hunted"
is 'all is well' status_is 0

redact told --rules ssn --across tell
is 'told: what stands elsewhere stays' says "$WORK/told/slip.pdf" 536904399
is 'and is told by file, not by word' sh -c 'grep "slip.pdf" "$1" | grep -q "holds 1 value" && ! grep -v "536904399.pdf" "$1" | grep -q 536904399' - "$WORK/said"
is 'and a person must look' status_is 1

redact off --rules ssn --across off
is 'off: nothing is said' sh -c '! grep -q "of other documents" "$1"' - "$WORK/said"
is 'and nothing is wrong' status_is 0

"$UNDERSEAL" find "$WORK/in" --rules ssn -o "$WORK/plan.json" >/dev/null 2>&1
is 'find has it in the plan of the other document' sh -c '[ "$(grep -c "\"rule\":\"hunt\"" "$1")" = 2 ]' - "$WORK/plan.json"
redact planned --plan "$WORK/plan.json"
is 'that plan takes it out there' lacks "$WORK/planned/slip.pdf" 536904399
rm "$WORK/plan.json"
"$UNDERSEAL" find "$WORK/in" --rules ssn -o "$WORK/plan.json" --across off >/dev/null 2>&1
redact undecided --plan "$WORK/plan.json"
is 'with a plan what was not decided on is told' grep -q 'holds 1 value' "$WORK/said"
is 'and stays' says "$WORK/undecided/slip.pdf" 536904399
redact wrong --rules ssn --across sometimes
is 'another word is a mistake in the call' status_is 2

finish
