#!/bin/sh
# Tracked changes accepted and rejected, and comments that stay, as other people's tools see them: which
# words are there, that no history is, and that every comment hangs on something.
set -u

. tests/cases.sh
printf 'Okonjo\n078-05-1120\n' >"$WORK/terms"

# redact NAME OPTION...: the parts are in $WORK/parts
redact() {
	what="$1 ${2-}"
	rm -rf "$WORK/out" "$WORK/parts"
	"$UNDERSEAL" redact "fixtures/docx/$1.docx" -o "$WORK/out" --terms "$WORK/terms" --rules none "${2---keep=none}" >"$WORK/said" 2>&1
	unzip -qo "$WORK/out/$1.docx" -d "$WORK/parts" 2>>"$WORK/said"
}
words() { sed 's/<\/w:p>/|/g; s/<[^>]*>//g' "$WORK/parts/word/document.xml" | tail -n +2; }
says() { words | grep -qF -- "$1"; }
lacks() { [ -d "$WORK/parts/word" ] && ! says "$1"; }
bare() { [ -d "$WORK/parts/word" ] && ! grep -rqE 'w:(ins|del|moveFrom|moveTo|author|date|[a-zA-Z]*Change|cell(Ins|Del|Merge))[ =/>]' "$WORK/parts"; }
has() { grep -qE -- "$2" "$WORK/parts/word/$1"; }
hasnt() { [ -f "$WORK/parts/word/$1" ] && ! has "$@"; }
gone() { [ -d "$WORK/parts/word" ] && [ ! -e "$WORK/parts/word/$1" ]; }

redact value-in-tracked-runs
is "$what: insertions stay"        says 'One new [REDACTED] in out two.'
is "$what: deletions go"           lacks 'old'
is "$what: no history is left"     bare
redact value-in-tracked-runs --changes=reject
is "$what: deletions come back"    says 'One old [REDACTED] two.'
is "$what: insertions go"          lacks 'new'
is "$what: moved words are home"   says 'moved [REDACTED] Left.|Arrived.'
is "$what: no history is left"     bare
redact value-in-tracked-table --changes=reject
is "$what: rows come back"         says 'row out'
is "$what: rows that came go"      lacks 'row in'
is "$what: no history is left"     bare
redact value-in-old-properties --changes=reject
is "$what: the page turns back"    has document.xml 'w:orient="landscape"'
is "$what: no history is left"     bare
redact value-in-paragraphs-joined --changes=reject
is "$what: paragraphs join again"  says 'Split [REDACTED] one.'

redact commented-value-in-thread
is "$what: comments go"            gone comments.xml
is "$what: with their anchors"     hasnt document.xml comment
redact commented-value-in-thread --keep=comments
is "$what: comments stay"          has comments.xml 'Elsewhere\.'
is "$what: their authors do not"   has comments.xml 'w:author="Reviewer 2" w:initials="R2"'
is "$what: nor their dates"        hasnt comments.xml 'w:date'
is "$what: replies stay replies"   has commentsExtended.xml 'w15:paraIdParent="7C000001" w15:done="1"'
is "$what: nor are people listed"  gone people.xml
for anchor in commentReference commentRangeStart commentRangeEnd; do
	for id in 0 1 2; do
		is "$anchor $id is there" has document.xml "<w:$anchor w:id=\"$id\"/>"
	done
done
redact commented-value-on-words-that-go --keep=comments
is "$what: half a range goes"      hasnt document.xml 'comment[A-Za-z]* w:id="(3|4|5|6|7|98|99)"'
is "$what: headers have none"      hasnt header1.xml comment
finish
