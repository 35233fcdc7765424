#!/bin/sh
# Documents that were made to exhaust whoever reads them, with an honest one among them: each ends as a
# proven copy or as one clear message within its time, and the honest one comes out as if alone.
set -u

. tests/cases.sh
in=$WORK/in out=$WORK/out
mkdir -p "$in"
"$BUILD/fixtures/make_hostile" "$in" || exit 1
echo Okonjo >"$WORK/terms"
# Sanitizers make everything slower by a factor of its own.
seconds=${SANITIZED:+200}
"$UNDERSEAL" redact "$in" -o "$out" --terms "$WORK/terms" --rules none --limit-time "${seconds:-40}" --json \
	>"$WORK/said" 2>"$WORK/messages"
status=$?

state_of() { sed -n "s/.*\"name\":\"$1.pdf\".*\"state\":\"\([a-z]*\)\".*/\1/p" "$WORK/said"; }
proven()   { [ "$(state_of "$1")" = proven ] && [ -f "$out/$1.pdf" ]; }
# no output, a reason, and the reason is neither a time limit nor a fault of ours
told()     { [ ! -f "$out/$1.pdf" ] && grep "/$1.pdf: " "$WORK/messages" | grep -qvE 'too long|crashed|memory|internal'; }
either()   { proven "$1" || told "$1"; }
clean()    { ! pdftotext -q "$1" - 2>/dev/null | grep -qi okonjo; }

is 'the run ends with 1: a person must look' [ $status -eq 1 ]
is 'the honest document comes out' proven honest
for name in page-gigantic page-gigantic-unit forms-thousands-deep forms-times-ten-fourteen-times \
            forms-times-ten-with-words bomb-content bomb-font bomb-image image-claims-too-much many-letters; do
	is "$name is refused with a reason" told $name
done
for name in page-minute loop-form loop-mask loop-pattern loop-colour many-saves many-restores many-brackets \
            many-dashes many-marks many-tiles many-notes; do
	is "$name comes out, or the reason is told" either $name
done
for file in "$out"/*.pdf; do
	is "${file##*/} does not say the name" clean "$file"
done
is 'no message holds the name' sh -c "! grep -qi okonjo '$WORK/messages'"

[ $failed -eq 0 ] || cat "$WORK/messages"
finish
