#!/bin/sh
# Word documents that were made to exhaust or mislead whoever reads them, with honest ones among them:
# each ends as a proven copy or as one clear message with a way out, nothing outside the output folder
# is read or written, and the honest ones come out as if alone.
set -u

. tests/cases.sh
in=$WORK/in out=$WORK/out
mkdir -p "$in"
"$BUILD/fixtures/make_hostile_docx" "$in" || exit 1
echo Okonjo >"$WORK/terms"
rest() { (cd "$WORK" && find . ! -path './in*' ! -path './out*' ! -path './rest.*' | sort); }
touch "$WORK/said" "$WORK/messages"
rest >"$WORK/rest.before"
# Sanitizers make everything slower by a factor of its own.
seconds=${SANITIZED:+400}
"$UNDERSEAL" redact "$in" -o "$out" --terms "$WORK/terms" --rules none --limit-time "${seconds:-60}" --json \
	>"$WORK/said" 2>"$WORK/messages"
status=$?
rest >"$WORK/rest.after"

state_of() { sed -n "s/.*\"name\":\"$1.docx\".*\"state\":\"\([a-z]*\)\".*/\1/p" "$WORK/said"; }
proven()   { [ "$(state_of "$1")" = proven ] && [ -f "$out/$1.docx" ]; }
# no output, a reason with a hint, and the reason is neither a time limit nor a fault of ours
told() {
	[ ! -f "$out/$1.docx" ] && grep -A 1 "/$1.docx: " "$WORK/messages" >"$WORK/why" && grep -q 'hint: ' "$WORK/why" &&
		! grep -qE 'too long|crashed|stopped by|internal' "$WORK/why"
}
either()   { proven "$1" || told "$1"; }
clean()    { ! unzip -p "$1" | sed 's/<[^>]*>//g' | grep -aqE 'Okonjo|root:x:'; }

is 'the run ends with 1: a person must look' [ $status -eq 1 ]
for name in honest honest-with-descriptor honest-zip64 honest-deep bytes-after-the-end refers-outside many-paragraphs \
            many-changes many-bookmarks many-links a-long-attribute; do
	is "$name comes out" proven $name
done
for name in bomb-text bomb-beside bomb-small-by-its-header bomb-large-by-its-header bomb-of-entries \
            bomb-of-one-entry-under-many-names wrong-checksum wrong-size wrong-size-longer encrypted-entry \
            unknown-method method-of-encrypted name-of-a-drive name-over-two-lines entity-outside deep-tables \
            deep-controls a-million-attributes a-crowd-of-namespaces many-fields; do
	is "$name is refused with a reason and a way out" told $name
done
is 'zips within zips come out, or the reason is told' either nested-zips
for file in "$out"/*.docx; do
	is "${file##*/} shows neither the name nor a file of the system" clean "$file"
done
is 'no message holds the name' sh -c "! grep -qi okonjo '$WORK/messages'"
is 'nothing is written beside the output' cmp -s "$WORK/rest.before" "$WORK/rest.after"

[ $failed -eq 0 ] || cat "$WORK/messages"
finish
