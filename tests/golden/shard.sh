#!/bin/sh
# A folder run in shards and merged is as if one run had made it.
set -u

. tests/cases.sh

export SOURCE_DATE_EPOCH=1700000000

shard() {
	timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" --shard "$@" >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
merge() {
	(cd / && timeout 120 "$UNDERSEAL" merge "$WORK/out" "$@") >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
all_shards() { for i in 1 2 3; do shard $i/3; done; }
anew() { rm -rf "${WORK:?}/out" "$WORK"/out.ledger*; }
# What a run left: names and bytes of all files, but for the ID that each PDF draws by lot, and the hashes that it changes.
sums() {
	(cd "$1" && find . -type f | LC_ALL=C sort | while read -r f; do
		echo "$(LC_ALL=C sed -z 's|/ID\[.*||; s/"output_sha256":"[0-9a-f]*"//g' "$f" | sha256sum) $f"
	done)
}
as_one_run() { sums "$WORK/out" >"$WORK/sums"; diff "$WORK/sums" "$WORK/whole.sums" >"$WORK/diff"; }

echo Okonjo >"$WORK/terms"
mkdir -p "$WORK/in/sub"
for i in 1 2 3 4 5 6 7 8; do page "$WORK/in/sub/$i.pdf" "Dear Okonjo, letter $i"; done
# Names that become one and the same.
page "$WORK/in/Okonjo.pdf" 'Of Okonjo, one'
page "$WORK/in/okonjo.pdf" 'Of Okonjo, two'
page "$WORK/in/OKONJO.pdf" 'Of Okonjo, three'
page "$WORK/in/oKonjo.pdf" 'Of Okonjo, four'
# A value that a rule finds in one document only, and that stands in many.
page "$WORK/in/form.pdf" 'SSN: 536904399'
for i in 1 2 3 4 5; do page "$WORK/in/slip $i.pdf" "Parcel 536904399 lies at dock $i."; done
echo no >"$WORK/in/note.csv"
head -c 90 "$WORK/in/form.pdf" >"$WORK/in/broken.pdf"

"$UNDERSEAL" redact "$WORK/in" -o "$WORK/whole" -t "$WORK/terms" >"$WORK/whole.said" 2>&1
sums "$WORK/whole" >"$WORK/whole.sums"

# ---- one after the other --------------------------------------------------------------------------

shard 0/3
is 'there is no shard 0' status_is 2
shard 4/3
is 'nor a fourth of three' status_is 2
shard 1/3
is 'a shard has a ledger of its own' sh -c '[ -f "$1/out.ledger.1-of-3" ] && [ ! -e "$1/out.ledger" ]' - "$WORK"
is 'and a proof and a log of its own' sh -c '[ -f "$1/out/proof.1-of-3.jsonl" ] && [ -f "$1/out/redaction-log.1-of-3.csv" ] && [ ! -e "$1/out/proof.jsonl" ]' - "$WORK"
is 'it says what is to be done when all are over' said 'When all are done: underseal merge'
sums "$WORK/out" >"$WORK/first.sums"
merge
is 'a merge without all of them refuses' status_is 3
is 'and says which are missing' said 'of 3 shards 2 are missing: 2, 3'
is 'and has done nothing' sh -c '[ ! -e "$1/out/proof.jsonl" ] && [ ! -e "$1/out.ledger" ]' - "$WORK"
shard 2/3
sums "$WORK/out" | grep -F -x -f "$WORK/first.sums" | cmp -s - "$WORK/first.sums"
is 'no shard touches files of another' [ $? = 0 ]
shard 3/3
is 'each document was taken by one shard' sh -c '[ "$(cat "$1"/out/proof.?-of-3.jsonl | wc -l)" = "$(wc -l <"$1/whole/proof.jsonl")" ]' - "$WORK"
is 'what is not merged is not sealed' sh -c '! "$2" seal "$1/out" -o "$1/x.age" --expires 30d >/dev/null 2>&1' - "$WORK" "$UNDERSEAL"
merge
is 'all of them can be merged' status_is 1
is 'after which the folder is as one run made it, byte for byte but for IDs' as_one_run
is 'a value of one shard is gone from documents of others' sh -c 'for f in "$1"/out/slip*.pdf; do pdftotext "$f" - | grep 536904399; done | grep -q . && exit 1; [ "$(ls "$1"/out/slip*.pdf | wc -l)" = 5 ]' - "$WORK"
"$UNDERSEAL" status "$WORK/out" --check >"$WORK/said" 2>&1
is 'there is one ledger, whose chain holds' said 'Every row is as it was written.'
merge
is 'merged again it stays so' as_one_run
timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" >"$WORK/said" 2>&1
is 'redact goes on with it' said '18 proven (18 by an earlier run)'
shard 1/3
is 'a shard does not' said 'has a ledger of the whole already'
"$UNDERSEAL" verify "$WORK/out" -t "$WORK/terms" >"$WORK/said" 2>&1
is 'what was merged verifies' [ $? = 0 ]

# ---- all at once, some killed ---------------------------------------------------------------------

anew
for i in 1 2 3; do
	"$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" -j 1 --shard $i/3 >/dev/null 2>&1 &
	[ $i = 2 ] && second=$!
done
sleep 0.2
kill -9 $second 2>/dev/null
wait
shard 2/3
kills=0
for delay in 0.03 0.08 0.15 0.25 0.4; do
	(cd / && exec setsid "$UNDERSEAL" merge "$WORK/out" >/dev/null 2>&1) &
	pid=$!
	sleep $delay
	kill -9 $pid 2>/dev/null && kills=$((kills + 1))
	wait $pid 2>/dev/null
done
is 'the merge was killed on its way' [ $kills -ge 1 ]
merge
is 'and came to the same end' as_one_run
is 'nothing hidden is left' sh -c '! find "$1/out" -name ".*" ! -name "." | grep -q .' - "$WORK"

# ---- what does not belong together ----------------------------------------------------------------

anew
all_shards
echo letter >>"$WORK/terms"
merge
is 'a list that was changed since is told' said 'was asked for something else'
is 'and nothing is done' sh -c '[ ! -e "$1/out/proof.jsonl" ]' - "$WORK"
echo Okonjo >"$WORK/terms"
cp "$WORK/out.ledger.2-of-3" "$WORK/two"
merge "$WORK/out.ledger.1-of-3" "$WORK/two" "$WORK/out.ledger.2-of-3"
is 'one shard twice is told' said 'are both of shard 2'
cp "$WORK/out.ledger.2-of-3" "$WORK/whole.2"
if command -v python3 >/dev/null && python3 -c 'import sqlite3' 2>/dev/null; then
	python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript("DROP TRIGGER rows_keep; UPDATE rows SET body = replace(body, \"proven\", \"shaken\") WHERE number = 3"); d.commit()' "$WORK/out.ledger.2-of-3"
	merge
	is 'a ledger that was changed is not merged' said 'row 3 is not as it was written'
	cp "$WORK/whole.2" "$WORK/out.ledger.2-of-3"
else
	skip 'a ledger that was changed (no python3 with sqlite3)'
fi
merge
is 'then they are merged' as_one_run

# What lies in documents is taken out by their shard, kept by the merge, and named as by one run; names that became one
# are numbered in the whole.
anew
attach() { qpdf --warning-exit-0 "$1" --add-attachment "$2" --filename="$3" --key="$3" -- "$WORK/now.pdf" 2>/dev/null && mv "$WORK/now.pdf" "$1"; }
mv "$WORK/in" "$WORK/in.before"
mkdir "$WORK/in"
page "$WORK/slip.pdf" 'Parcel 536904399 lies at the dock.'
page "$WORK/list.pdf" 'Okonjo, a list'
for i in 1 2 3; do
	page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"
	attach "$WORK/in/$i.pdf" "$WORK/list.pdf" list.pdf
done
attach "$WORK/in/2.pdf" "$WORK/slip.pdf" 'Okonjo slip.pdf'
for name in Okonjo OKONJO; do page "$WORK/in/$name.pdf" "Of $name" && attach "$WORK/in/$name.pdf" "$WORK/list.pdf" list.pdf; done
rm -rf "$WORK"/whole*
"$UNDERSEAL" redact "$WORK/in" -o "$WORK/whole" -t "$WORK/terms" --attachments extract >"$WORK/whole.said" 2>&1
sums "$WORK/whole" >"$WORK/whole.sums"
for i in 1 2 3; do shard $i/3 --attachments extract; done
merge
is 'what was taken out of documents is merged, too' as_one_run
is 'and not done again' sh -c '! grep -qF "done again" "$1/said" && grep -qF "11 by an earlier run" "$1/said"' - "$WORK"
page "$WORK/in/form.pdf" 'SSN: 536904399'
rm -rf "$WORK"/whole*
anew
"$UNDERSEAL" redact "$WORK/in" -o "$WORK/whole" -t "$WORK/terms" --attachments extract >"$WORK/whole.said" 2>&1
sums "$WORK/whole" >"$WORK/whole.sums"
for i in 1 2 3; do shard $i/3 --attachments extract; done
merge
is 'a value of one shard is gone from what was taken out in others' as_one_run
rm -r "$WORK/in" && mv "$WORK/in.before" "$WORK/in"

# More shards than documents: some have none, and are done all the same.
anew
for i in 1 2 3 4 5 6 7 8 9; do
	"$UNDERSEAL" redact "$WORK/in/sub" "$WORK/in/form.pdf" -o "$WORK/out" -t "$WORK/terms" --shard $i/9 >/dev/null 2>&1
done
merge
is 'a shard may have no documents' status_is 0
is 'and all are there' sh -c '[ "$(wc -l <"$1/out/proof.jsonl")" = 9 ]' - "$WORK"
anew
find "$WORK/in" -name '*.pdf' | "$UNDERSEAL" redact --files-from - -o "$WORK/out" --shard 1/2 >"$WORK/said" 2>&1
is 'a list that nobody can read again is refused' said 'put it into a file'

finish
