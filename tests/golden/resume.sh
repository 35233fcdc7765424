#!/bin/sh
# A run that was ended, however that came, goes on: nothing is lost, nothing done twice, nothing believed unseen.
set -u

. tests/cases.sh

says() { pdftotext "$1" - 2>/dev/null | grep -qF -- "$2"; }
lacks() { [ -f "$1" ] && ! says "$@"; }
redact() {
	timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" "$@" >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
status() {
	"$UNDERSEAL" status "$WORK/out" "$@" >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
anew() { rm -rf "${WORK:?}/in" "$WORK/out" "$WORK"/out.ledger*; mkdir -p "$WORK/in"; }
proofs() { [ "$(wc -l <"$WORK/out/proof.jsonl")" = "$1" ]; }
sum() { [ "$(sed -n 's/^[0-9]* files*: //p' "$WORK/said" | cut -d';' -f1)" = "$1" ]; }
# Every output has its line in the proof with the hash of what lies there, and there are no others.
all_proven() {
	find "$WORK/out" -iname '*.pdf' | sort | while read -r file; do
		sha=$(sha256sum <"$file" | cut -d' ' -f1)
		grep -qF "\"output\":\"${file#"$WORK/out/"}\",\"output_sha256\":\"$sha\"" "$WORK/out/proof.jsonl" || echo "$file"
	done | grep . && return 1
	[ "$(find "$WORK/out" -iname '*.pdf' | wc -l)" = "$(grep -c '"proven":true' "$WORK/out/proof.jsonl")" ]
}
output_is_clean() {
	find "$WORK/out" -name '*.pdf' | while read -r file; do
		pdftotext "$file" - 2>/dev/null | grep -iE 'okonjo|536904399'
	done | grep . && return 1
	return 0
}
# The ledger is private, and names sources, but what was removed from them is not in it.
no_removed_word() {
	output_is_clean || return 1
	cat "$WORK"/out.ledger* | grep -aqE '536904399|Dear Okonjo' && return 1
	return 0
}

echo Okonjo >"$WORK/terms"

# ---- an hour later --------------------------------------------------------------------------------

anew
for i in 1 2 3 4; do page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"; done
echo no >"$WORK/in/note.csv"
redact
cp "$WORK/out/proof.jsonl" "$WORK/first.jsonl"; cp "$WORK/out/redaction-log.csv" "$WORK/first.csv"
is 'the ledger lies beside the output, for its owner alone' sh -c '[ "$(stat -c %a "$1/out.ledger")" = 600 ] && ! find "$1/out" -name "*ledger*" | grep .' - "$WORK"
is 'nothing of SQLite is left beside it' sh -c '! ls "$1"/out.ledger-*' - "$WORK"
is 'an output is for whom log and proof are' sh -c '[ "$(stat -c %a "$1/out/1.pdf")" = "$(stat -c %a "$1/out/proof.jsonl")" ]' - "$WORK"
is 'what was skipped is told by type' said '1 skipped (1 .csv)'
stat -c '%n %i' "$WORK"/out/*.pdf >"$WORK/inodes"
redact
is 'a second run does nothing again' sum '4 proven (4 by an earlier run), 1 skipped (1 .csv)'
is 'no file was written anew' sh -c 'stat -c "%n %i" "$1"/out/*.pdf | cmp - "$1/inodes"' - "$WORK"
is 'its proofs are those of the first' sh -c 'grep -v csv "$1/out/proof.jsonl" | cmp - "$1/first.kept" || { grep -c . "$1/out/proof.jsonl"; grep proven.:true "$1/first.jsonl" | while read -r l; do grep -qF "$l" "$1/out/proof.jsonl" || exit 1; done; }' - "$WORK"
is 'its log is that of the first' cmp "$WORK/out/redaction-log.csv" "$WORK/first.csv"
status
is 'status says so' said '5 documents: 4 proven, 1 skipped'
is 'and that nothing is left' status_is 0
redact --json
is 'machines are told as much' sh -c '[ "$(grep -c "proof/1" "$1/said")" = 5 ] && grep -q "\"kept\":4" "$1/said"' - "$WORK"

page "$WORK/in/2.pdf" 'Dear Okonjo, a changed letter'
redact
is 'a changed source is done again, alone' sum '4 proven (3 by an earlier run), 1 skipped (1 .csv)'
is 'and told' said '1 document is done again, because the source is another'
is 'its output is the new one' says "$WORK/out/2.pdf" 'a changed letter'
is 'it is proven once' proofs 5
is 'as it lies there' all_proven

page "$WORK/in/5.pdf" 'Dear Okonjo, a new letter'
rm "$WORK/in/4.pdf"
redact
is 'a new one is added' sum '4 proven (3 by an earlier run), 1 skipped (1 .csv)'
is 'an output whose source is gone is told' said '4.pdf: is no more; its output 4.pdf stays'
status
is 'by status too' said 'of 1 the source is no more'

printf 'Okonjo\nletter\n' >"$WORK/terms"
redact
is 'with other terms all are done again' said '4 documents are done again, because something else is asked for now'
is 'and have what was asked for' lacks "$WORK/out/1.pdf" letter
echo Okonjo >"$WORK/terms"

echo tampered >>"$WORK/out/1.pdf"
status --check
is 'status finds an output that is not as proven' said 'its output is not there as it was proven'
redact
is 'it is not believed' all_proven
rm "$WORK/out/3.pdf"
redact
is 'a lost output is made anew' sh -c '[ -f "$1/out/3.pdf" ]' - "$WORK"
redact --no-resume
is 'without the ledger files that are there are not replaced' status_is 2
redact --overwrite
is 'when asked everything is done anew' sum '4 proven, 1 skipped (1 .csv)'

page "$WORK/in/bad.pdf" x; head -c 100 "$WORK/in/bad.pdf" >"$WORK/in/cut"; mv "$WORK/in/cut" "$WORK/in/bad.pdf"
redact
status
is 'a failure is told with its reason' sh -c 'grep -q "^bad.pdf *failed *." "$1/said"' - "$WORK"
is 'and would be tried again' said '1 would be done again'
is 'somebody must look' status_is 1
page "$WORK/in/bad.pdf" 'Dear Okonjo'
redact
is 'and is, when it can be read' says "$WORK/out/bad.pdf" Dear

# ---- values of one document in the others ---------------------------------------------------------

anew
page "$WORK/in/form.pdf" 'SSN: 536904399'
page "$WORK/in/other.pdf" 'Nothing to see.'
redact
page "$WORK/in/slip.pdf" 'Parcel 536904399 lies at the dock.'
redact
is 'a value of a kept document goes from a new one' lacks "$WORK/out/slip.pdf" 536904399
is 'which was done again for it, alone' sum '3 proven (2 by an earlier run)'
redact
is 'then all is settled' sum '3 proven (3 by an earlier run)'
page "$WORK/in/late.pdf" 'Okonjo has nothing.'
redact
is 'what was done again for the same values is not done so twice' sum '4 proven (3 by an earlier run)'
anew
page "$WORK/in/slip.pdf" 'Parcel 536904399 lies at the dock.'
redact
page "$WORK/in/form.pdf" 'SSN: 536904399'
redact
is 'a value of a new document goes from a kept one' lacks "$WORK/out/slip.pdf" 536904399
is 'no removed word is in any file or in the ledger' no_removed_word
is 'all that lies there is proven' all_proven

# ---- one document under several names ------------------------------------------------------------

anew
mkdir -p "$WORK/in/a" "$WORK/in/b"
page "$WORK/in/a/letter.pdf" 'Dear Okonjo, SSN: 536904399'
for name in a/copy.pdf b/letter.pdf 'b/Okonjo.pdf' 'b/536904399.pdf'; do cp "$WORK/in/a/letter.pdf" "$WORK/in/$name"; done
page "$WORK/in/a/other.pdf" 'Dear Okonjo, SSN: 536904398'
redact
is 'the same bytes are redacted once' sum '6 proven (2 the same as others)'
is 'and told' said 'the same document as'
is 'every name has its file' sh -c '[ "$(find "$1/out" -name "*.pdf" | wc -l)" = 6 ]' - "$WORK"
is 'each with its proof' all_proven
is 'which says whose copy it is' grep -q '"name":"a/letter.pdf".*"copy_of":"a/copy.pdf"' "$WORK/out/proof.jsonl"
is 'and rows in the log' grep -q ',b/letter.pdf,1,SSN,' "$WORK/out/redaction-log.csv"
is 'where a name holds a value the document is redacted for itself' output_is_clean
is 'and nowhere in the names' sh -c '! find "$1/out" | grep -E "Okonjo|536904399"' - "$WORK"
redact
is 'they are kept as others are' sum '6 proven (6 by an earlier run)'
anew
page "$WORK/in/1.pdf" 'Parcel 536904399 lies at the dock.'
cp "$WORK/in/1.pdf" "$WORK/in/2.pdf"
page "$WORK/in/form.pdf" 'SSN: 536904399'
redact
is 'values of others go from copies too' no_removed_word
is 'which are proven anew' all_proven

# ---- what was taken out of documents --------------------------------------------------------------

# attach FILE WHAT NAME: puts WHAT into FILE
attach() {
	qpdf --warning-exit-0 "$1" --add-attachment "$2" --filename="$3" --key="$3" -- "$WORK/attached.pdf" 2>/dev/null && mv "$WORK/attached.pdf" "$1"
}
inodes() { find "$WORK/out" -name '*.pdf' -exec stat -c '%n %i' {} + | sort; }
taken() { redact --attachments extract "$@"; }
is_kept() { inodes | cmp -s - "$WORK/inodes"; }

anew
page "$WORK/deeper.pdf" 'Okonjo, deeper'
page "$WORK/exhibit.pdf" 'Okonjo, an exhibit'
page "$WORK/second.pdf" 'Parcel 536904399 lies at the dock.'
attach "$WORK/exhibit.pdf" "$WORK/deeper.pdf" deeper.pdf
page "$WORK/in/letter.pdf" 'Dear Okonjo'
page "$WORK/in/letter.x.pdf" 'Dear Okonjo, once more'
attach "$WORK/in/letter.pdf" "$WORK/exhibit.pdf" exhibit.pdf
attach "$WORK/in/letter.pdf" "$WORK/second.pdf" second.pdf
taken
is 'documents that lie in others are proven' sum '5 proven'
inodes >"$WORK/inodes"
cp "$WORK/out/proof.jsonl" "$WORK/first.jsonl"; cp "$WORK/out/redaction-log.csv" "$WORK/first.csv"
taken
is 'and kept with them' sum '5 proven (5 by an earlier run)'
is 'no file of theirs was written anew' is_kept
is 'their proofs are those of the first run' cmp "$WORK/out/proof.jsonl" "$WORK/first.jsonl"
is 'and so is the log' cmp "$WORK/out/redaction-log.csv" "$WORK/first.csv"
rm "$WORK/out/letter.attachments/exhibit.attachments/deeper.pdf"
taken
is 'one that is not there any more is made anew, with the document around it' sum '5 proven (1 by an earlier run)'
is 'which is told' said 'because what was taken out of it is not there as it was proven'
is 'and is there again' says "$WORK/out/letter.attachments/exhibit.attachments/deeper.pdf" deeper
echo tampered >>"$WORK/out/letter.attachments/second.pdf"
taken
is 'one that was changed is not believed' all_proven
is 'nor is the document around it' sum '5 proven (1 by an earlier run)'
page "$WORK/in/form.pdf" 'SSN: 536904399'
inodes >"$WORK/inodes"
taken
is 'a value of a new document goes from what was taken out of a kept one' lacks "$WORK/out/letter.attachments/second.pdf" 536904399
is 'which is done again with the document around it, that says it too' sum '6 proven (3 by an earlier run)'
is 'all are as they were proven' all_proven
taken
is 'then all is settled, those as well' sum '6 proven (6 by an earlier run)'
page "$WORK/second.pdf" 'SSN: 078051120'
page "$WORK/in/letter.x.pdf" 'Dear Okonjo, with more'
attach "$WORK/in/letter.x.pdf" "$WORK/second.pdf" second.pdf
taken
is 'what lies in a changed document is done again with it' sum '7 proven (5 by an earlier run)'
page "$WORK/in/slip.pdf" 'Parcel 078051120 lies at the dock.'
taken
is 'a value of what was taken out goes from a new document' lacks "$WORK/out/slip.pdf" 078051120
is 'the others are kept' sum '8 proven (7 by an earlier run)'
echo 1 >"$WORK/table.csv"
attach "$WORK/in/letter.pdf" "$WORK/table.csv" table.csv
taken
taken
is 'what is no format of ours lets its document be kept' sum '8 proven (8 by an earlier run), 1 refused'
is 'and is told again' said 'letter.pdf > table.csv: '
is 'all of that is proven' all_proven
rm -r "$WORK/out.ledger" "$WORK/out"
mkdir "$WORK/in/both"
page "$WORK/in/both/letter.pdf" 'Dear Okonjo'
attach "$WORK/in/both/letter.pdf" "$WORK/exhibit.pdf" exhibit.pdf
cp "$WORK/in/both/letter.pdf" "$WORK/in/both/letter.PDF"
taken
cp "$WORK/said" "$WORK/said.first"
taken
is 'attachments of one name in documents of one name are told apart' sum '14 proven (14 by an earlier run), 1 refused'
is 'each is proven where it lies' all_proven

# ---- a list of files ------------------------------------------------------------------------------

anew
mkdir -p "$WORK/in/a" "$WORK/in/b"
page "$WORK/in/a/letter.pdf" 'Dear Okonjo, the first'
page "$WORK/in/b/letter.pdf" 'Dear Okonjo, the second'
page "$WORK/in/b/odd
name.pdf" 'Dear Okonjo, the third'
(cd "$WORK/in" && find . -name '*.pdf' -print0 | "$UNDERSEAL" redact --files-from - -0 -o "$WORK/out" -t "$WORK/terms") >"$WORK/said" 2>&1
is 'files of a list keep their paths' sh -c '[ -f "$1/out/a/letter.pdf" ] && [ -f "$1/out/b/letter.pdf" ]' - "$WORK"
is 'whatever their names are' sum '3 proven'
printf '../in/a/letter.pdf\n\n/nowhere/x.pdf\n' >"$WORK/list"
(cd "$WORK/in" && "$UNDERSEAL" redact --files-from "$WORK/list" -o "$WORK/out/../out2" -t "$WORK/terms") >"$WORK/said" 2>&1
is 'none leads out of the output' sh -c '[ -f "$1/out2/in/a/letter.pdf" ]' - "$WORK"
is 'one that is not there is told' said '/nowhere/x.pdf: no such file'
is 'an empty list is an input error' sh -c '"$1" redact --files-from /dev/null -o "$2/out3"; [ $? = 3 ]' - "$UNDERSEAL" "$WORK"

# ---- the ledger itself ----------------------------------------------------------------------------

redact --ledger "$WORK/out/ledger"
is 'a ledger does not go into the output' status_is 2
if command -v python3 >/dev/null && python3 -c 'import sqlite3' 2>/dev/null; then
	cp "$WORK/out.ledger" "$WORK/whole"
	# change SQL: as somebody might who can write to the file
	change() {
		cp "$WORK/whole" "$WORK/out.ledger"
		python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript("DROP TRIGGER rows_stay; DROP TRIGGER rows_keep;" + sys.argv[2]); d.commit()' "$WORK/out.ledger" "$1"
		status --check
	}
	change "UPDATE rows SET body = replace(body, 'proven', 'shaken') WHERE number = 3"
	is 'a changed row shows' said 'row 3 is not as it was written'
	is 'and is trouble' status_is 1
	redact
	is 'no run believes such a ledger' said 'row 3 is not as it was written'
	change "UPDATE rows SET log = log || 'x' WHERE number = 4"
	is 'so does a changed log' said 'row 4 is not as it was written'
	change "DELETE FROM rows WHERE number = 2"
	is 'and a row that was taken out' said 'row 2 is not as it was written'
	change "UPDATE rows SET number = 1000 WHERE number = 3; UPDATE rows SET number = 3 WHERE number = 4; UPDATE rows SET number = 4 WHERE number = 1000"
	is 'and two that changed places' said 'row 3 is not as it was written'
	cp "$WORK/whole" "$WORK/out.ledger"
	status --check
	is 'the whole one is whole' said 'Every row is as it was written.'
	# forge SQL: the same by somebody who makes the whole chain anew
	forge() {
		cp "$WORK/whole" "$WORK/out.ledger"
		python3 - "$WORK/out.ledger" "$1" <<-'END'
			import sqlite3, sys
			from hashlib import blake2b
			d = sqlite3.connect(sys.argv[1])
			d.executescript("DROP TRIGGER rows_stay; DROP TRIGGER rows_keep;" + sys.argv[2])
			as_bytes = lambda s: s.encode() if isinstance(s, str) else bytes(s)
			part = lambda s: len(s).to_bytes(8, "little") + s
			chain = blake2b(d.execute("SELECT salt FROM ledger").fetchone()[0], key=b"underseal ledger/1", digest_size=32).digest()
			for number, *parts in d.execute("SELECT number, body, proof, log FROM rows ORDER BY number").fetchall():
			    chain = blake2b(chain + b"".join(part(as_bytes(p)) for p in parts), digest_size=32).digest()
			    d.execute("UPDATE rows SET chain = ? WHERE number = ?", (chain, number))
			d.commit()
		END
	}
	forge "UPDATE rows SET body = '{\"event\":\"document\",\"name\":7,\"met\":[[]],\"taken\":\"x\"}', proof = 'no', log = x'ff2c2c00' WHERE number > 2"
	status --json
	is 'rows that say nothing are told' sh -c '[ "$(cat "$1/status")" = 1 ] && grep -q "\"state\":\"\"" "$1/said"' - "$WORK"
	redact
	is 'and do no harm' all_proven
	for at in 40 1000 9000; do
		cp "$WORK/whole" "$WORK/out.ledger"
		truncate -s $at "$WORK/out.ledger"
		head -c 3000 /dev/urandom >>"$WORK/out.ledger"
		status --check
		cp "$WORK/status" "$WORK/status.damaged"
		cp "$WORK/said" "$WORK/said.damaged"
		redact
		is "a ledger damaged from byte $at on is told, and no run believes it" sh -c '[ "$(cat "$1/status.damaged")" -gt 0 ] && [ "$(cat "$1/status.damaged")" -lt 6 ] && grep -qE "cannot be used|not as it was written|not a ledger" "$1/said.damaged" && grep -qE "cannot be used|not as it was written|not a ledger" "$1/said"' - "$WORK"
	done
	cp "$WORK/whole" "$WORK/out.ledger"
else
	skip 'a ledger that was changed (no python3 with sqlite3)'
fi
echo 'no ledger, only words; no ledger, only words' >"$WORK/out.ledger"
redact
is 'what is no ledger is not written to' sh -c 'grep -q "not a database" "$1/said" && grep -q "only words" "$1/out.ledger"' - "$WORK"

# ---- kill -9, at every moment ---------------------------------------------------------------------

anew
for i in 1 2 3 4 5 6; do
	page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"
	page "$WORK/in/Okonjo $i.pdf" "Letter $i to you"
done
page "$WORK/in/form.pdf" 'SSN: 536904399'
page "$WORK/in/slip.pdf" 'Parcel 536904399 lies at the dock.'
unproven=0 delay=2 kills=0
while [ $delay -le 60 ]; do
	setsid "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" -j 2 >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk "BEGIN { print $delay / 100 }")"
	kill -9 $pid 2>/dev/null && kills=$((kills + 1))
	wait $pid 2>/dev/null
	# What has its name was promised in the ledger, with its hash.
	"$UNDERSEAL" status "$WORK/out" --json >"$WORK/rows" 2>/dev/null
	strange=$(find "$WORK/out" -name '*.pdf' 2>/dev/null | while read -r file; do
		grep -q "$(sha256sum <"$file" | cut -d' ' -f1)" "$WORK/rows" || echo "$file"
	done | wc -l)
	unproven=$((unproven + strange))
	delay=$((delay + 2 + delay / 6))
done
is 'the run was killed several times' [ $kills -ge 3 ]
is 'never lay anything there that was not proven' [ $unproven = 0 ]
redact
is 'the last run ends well' status_is 0
is 'none is lost' sh -c '[ "$(find "$1/out" -name "*.pdf" | wc -l)" = 14 ]' - "$WORK"
is 'none is doubled' proofs 14
is 'all are as they were proven' all_proven
is 'values went from document to document all the same' no_removed_word
is 'nothing hidden is left' sh -c '! find "$1/out" -name ".*" ! -name "." | grep -q .' - "$WORK"
is 'the log is complete' sh -c '[ "$(cut -d, -f5 "$1/out/redaction-log.csv" | sort -u | wc -l)" = 15 ]' - "$WORK"
status --check
is 'the chain holds' said 'Every row is as it was written.'

# Under another name than before: when the new one is given the old one is gone already, and nothing leads to it any more.
if command -v strace >/dev/null && strace -e trace=none true 2>/dev/null; then
	anew
	page "$WORK/in/Letter.pdf" 'Dear Okonjo'
	redact
	echo letter >>"$WORK/terms"
	strace -qq -o /dev/null -e trace=renameat2 -e inject=renameat2:signal=KILL:when=1 \
		"$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" >/dev/null 2>&1
	is 'killed before a new name was given, the run leaves none of before' sh -c '! find "$1/out" -name "*.pdf" | grep .' - "$WORK"
	redact
	is 'and goes on to the new one' sum '1 proven'
	is 'alone' all_proven
	echo Okonjo >"$WORK/terms"
else
	skip 'a run killed between two names (no strace, or it may not trace)'
fi

# ---- two at a time, and a full disk ---------------------------------------------------------------

anew
for i in 1 2 3 4 5 6 7 8; do page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"; done
"$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" -j 1 >/dev/null 2>&1 &
pid=$!
while [ ! -d "$WORK/out/.underseal-work" ] && kill -0 $pid 2>/dev/null; do sleep 0.02; done
redact
is 'two runs on one folder refuse' said 'another run is writing there'
wait $pid

mkdir "$WORK/small"
if mount -t tmpfs -o size=160k tmpfs "$WORK/small" 2>/dev/null; then
	anew
	for i in 1 2 3 4 5 6 7 8 9; do
		page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"
		head -c 30000 /dev/zero | tr '\0' '%' >>"$WORK/in/$i.pdf"
	done
	small() {
		timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/small/out" -t "$WORK/terms" -j 2 >"$WORK/said" 2>&1
		echo $? >"$WORK/status"
	}
	head -c 90000 /dev/zero >"$WORK/small/filler"
	small
	is 'a full disk is told' said 'No space left'
	is 'and no success' sh -c '[ "$(cat "$1/status")" != 0 ]' - "$WORK"
	is 'no half of a file is left' sh -c '! find "$1/small" -name ".underseal-*" | grep -q .' - "$WORK"
	rm "$WORK/small/filler"
	mount -o remount,size=4m "$WORK/small"
	small
	is 'with room again the run goes on' status_is 0
	is 'and everything is there' sh -c '[ "$(find "$1/small/out" -name "*.pdf" | wc -l)" = 9 ] && [ "$(wc -l <"$1/small/out/proof.jsonl")" = 9 ]' - "$WORK"
	umount "$WORK/small"
else
	skip 'a full disk (tmpfs cannot be mounted here)'
fi

finish
