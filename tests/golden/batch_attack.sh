#!/bin/sh
# A batch attacked from outside: by names and lists, by who can write to its ledger and its output, by how it is started.
# What is claimed: no document is passed over in silence, none comes out as another, nothing outside the output is touched.
set -u

. tests/cases.sh
needs python3 pdftotext

anew() { rm -rf "${WORK:?}/in" "$WORK/out" "$WORK"/out.ledger*; mkdir -p "$WORK/in"; }
redact() {
	(cd "$WORK" && timeout 120 "$us" redact in -o out -t terms --no-report "$@") >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
status() {
	(cd "$WORK" && "$us" status out "$@") >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
files() { (cd "$WORK/out" && find . -name '*.pdf' | sort | tr '\n' ' '); }
come_out() { [ "$(files)" = "$1 " ]; }
says() { pdftotext "$1" - 2>/dev/null | grep -qF -- "$2"; }
us=$(realpath "$UNDERSEAL")
echo Okonjo >"$WORK/terms"

# ---- how it is started ----------------------------------------------------------------------------

anew
for i in 1 2 3; do page "$WORK/in/$i.pdf" "Dear Okonjo, letter $i"; done
for what in 'redact in -o out -t terms --json --no-report' 'redact in -o out -t terms --no-report' 'status out' 'status out --json' \
	'text in/1.pdf' 'find in -t terms' 'verify out' rules formats --help --version 'redact --help'; do
	(cd "$WORK" && "$us" $what) >/dev/full 2>"$WORK/said"
	echo $? >"$WORK/status"
	is "$what: what cannot be printed is no success" status_is 4
	is '    and it is told' said 'standard output'
done
(cd "$WORK" && "$us" formats >pipe.txt && "$us" redact in -o early -t terms --json --no-report; echo $? >status) 2>"$WORK/said" | true
is 'who reads the beginning and leaves is no trouble' status_is 0
rm -rf "$WORK/out" "$WORK"/out.ledger*
(cd "$WORK" && "$us" redact in -o out -t terms --json --no-report) 0<&- 1>&- 2>"$WORK/said"
is 'without standard files all documents come out' come_out './1.pdf ./2.pdf ./3.pdf'
is '    and nothing that was to be printed lies in any' sh -c '! grep -q "proof/1" "$1"/out/*.pdf "$1/out.ledger"-wal 2>/dev/null' - "$WORK"
rm -rf "$WORK/out" "$WORK"/out.ledger*
(cd "$WORK" && ulimit -f 40 && "$us" redact in -o out -t terms --no-report) >"$WORK/said" 2>&1
echo $? >"$WORK/status"
is 'where files may not grow the run ends with an error, not with a signal' status_is 4
redact
is '    and goes on later' status_is 0
is '    with all' come_out './1.pdf ./2.pdf ./3.pdf'

# ---- lists ----------------------------------------------------------------------------------------

listed() {
	rm -rf "$WORK/out" "$WORK"/out.ledger*
	(cd "$WORK" && timeout 60 "$us" redact --files-from list -o out -t terms --no-report "$@") >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
printf 'in/1.pdf\0in/2.pdf\0' >"$WORK/list"
listed
is 'a list with NULs, read as lines, is refused: all behind the first would be lost' status_is 3
is '    with what to say' said '--null'
listed --null
is '    and read as what it is' come_out './in/1.pdf ./in/2.pdf'
printf 'in/1.pdf\r\n\r\nin/2.pdf\r\n' >"$WORK/list"
listed
is 'a list from Windows' come_out './in/1.pdf ./in/2.pdf'
is '    is whole' status_is 0

# ---- names ----------------------------------------------------------------------------------------

# What a computer leaves behind for itself is known by its name, but not by that alone.
anew
page "$WORK/in/a.pdf" words
page "$WORK/in/._b.pdf" words
page "$WORK/in/~\$c.pdf" words
page "$WORK/in/.underseal-d.pdf" words
printf '\0\5\26\7' >"$WORK/in/._a.pdf"
printf '\6Okonjo' >"$WORK/in/~\$a.docx"
echo x >"$WORK/in/.DS_Store"
echo x >"$WORK/in/.underseal-0123456789abcdef"
cp -r "$WORK/in" "$WORK/__MACOSX"
(cd "$WORK" && python3 -c 'import shutil; shutil.make_archive("in/z", "zip", ".", "__MACOSX")' && rm -r __MACOSX)
redact
is 'documents that are called like what a computer leaves behind come out' \
	come_out './._b.pdf ./.underseal-d.pdf ./a.pdf ./z.zip/__MACOSX/._b.pdf ./z.zip/__MACOSX/.underseal-d.pdf ./z.zip/__MACOSX/a.pdf ./z.zip/__MACOSX/~$c.pdf ./~$c.pdf'
is '    and what it does leave behind is counted' said '6 files that only a computer wants'

anew
page "$WORK/words" 'Dear Okonjo'
mkdir -p "$WORK/m/N"
page "$WORK/m/letter.pdf" 'first words'
page "$WORK/m/Letter.PDF" 'second words'
(cd "$WORK/m" && python3 -c 'import shutil; shutil.make_archive("../in/p", "zip", ".")')
redact
is 'members whose names differ in capitals are two documents' [ "$(cd "$WORK/out" && find . -iname 'letter.pdf' | wc -l)" = 2 ]

long=$(printf 'x%.0s' $(seq 200))
anew
page "$WORK/in/Okonjo, Okonjo & Okonjo $long.pdf" 'Dear Okonjo'
python3 - "$WORK/words" "$WORK/in/long.zip" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[2], 'w') as z:
    z.write(sys.argv[1], 'y' * 290 + '.pdf')
    z.write(sys.argv[1], 'ü' * 140 + '/z.pdf')
PYTHON
redact
is 'a name that grows too long by its codes, or lay in an archive, is cut: all come out' status_is 0
is '    as three documents' [ "$(cd "$WORK/out" && find . -name '*.pdf' | wc -l)" = 3 ]

anew
mkdir "$WORK/in/proof.jsonl"
page "$WORK/in/proof.jsonl/a.pdf" words
redact
is 'a folder that is called like a record of ours is told before anything is done' status_is 2
is '    by its name' said 'in/proof.jsonl/a.pdf: would be written as'

# Two that would be called the same: a pair of suffixes, or a control in a name.
pictures() {
	python3 - "$WORK/in" "$@" <<'PYTHON'
import struct, sys
for name in sys.argv[2:]:
    tags = [(256, 60), (257, 40), (258, 8), (259, 1), (262, 1), (273, 134), (277, 1), (278, 40), (279, 2400), (296, 2)]
    head = b'II*\0' + struct.pack('<IH', 8, len(tags)) + b''.join(struct.pack('<HHII', t, 4, 1, v) for t, v in tags) + b'\0' * 4
    open(sys.argv[1] + '/' + name, 'wb').write(head + bytes([200 + len(name)]) * 2400)
PYTHON
}
named() { (cd "$WORK/out" && ls) | tr '\n' ' '; }
anew
pictures x.tif x.tiff
page "$WORK/in/a_b.pdf" 'first Okonjo'
page "$WORK/in/a$(printf '\001')b.pdf" 'second Okonjo'
redact
is 'two that would be called the same come out, one with a number' status_is 0
is '    whichever was called so has the name' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
is '    and no other' says "$WORK/out/a_b.pdf" first
redact
is '    and are kept so' said '4 by an earlier run'
page "$WORK/in/a_b.pdf" 'third Okonjo'
redact
is '    or done again in their places' says "$WORK/out/a_b.pdf" third
is '    alone' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
redact --overwrite
is '    also when all is done anew' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
rm -rf "$WORK/out" "$WORK"/out.ledger*
mv "$WORK/in/x.tif" "$WORK/x.tif"
redact
mv "$WORK/x.tif" "$WORK/in/x.tif"
redact
is 'who has the name by an earlier run keeps it from one that comes later' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
is '    and is not done again' said '3 by an earlier run'
cp "$WORK/in/x.tif" "$WORK/in/x.tiff"
rm -rf "$WORK/out" "$WORK"/out.ledger*
redact
is 'nor are two with the same bytes one' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
rm -rf "$WORK/out" "$WORK"/out.ledger*
for i in 1 2 3; do redact --shard $i/3; done
(cd "$WORK" && "$us" merge out) >"$WORK/said" 2>&1
is 'shards find the same names' [ "$(named)" = 'a_b (2).pdf a_b.pdf proof.jsonl redaction-log.csv x (2).tif x.tif ' ]
rm -rf "$WORK/out" "$WORK"/out.ledger*

# ---- what is no document at all -------------------------------------------------------------------

anew
page "$WORK/in/a.pdf" words
ln -s /etc/passwd "$WORK/in/link.pdf"
mkfifo "$WORK/in/pipe.pdf"
redact
is 'what cannot be taken for a document needs somebody to look' status_is 1
status
is '    also for who looks into the ledger later' status_is 1
is '    with its name' said 'in/link.pdf'
is '    and why' said 'link, not followed'
status --json
is '    and for machines' said '"unread":2'
rm "$WORK/in/link.pdf" "$WORK/in/pipe.pdf"
redact
status
is '    until it is gone' status_is 0

# An archive that cannot be opened for a moment is not called a file of an unknown kind, which nobody would look at again.
if command -v strace >/dev/null && strace -o "$WORK/trace" -e trace=none true 2>/dev/null; then
	anew
	page "$WORK/words" 'Dear Okonjo'
	python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[2], "w").write(sys.argv[1], "m.pdf")' "$WORK/words" "$WORK/in/p.zip"
	page "$WORK/in/a.pdf" words
	for n in 2 3 4; do
		rm -rf "$WORK/out" "$WORK"/out.ledger*
		(cd "$WORK" && strace -qq -o trace -P in/p.zip -e trace=openat -e inject=openat:error=EMFILE:when=$n "$us" redact in -o out -t terms --no-report) >"$WORK/said" 2>&1
		is "an archive that the $n. open() cannot have" grep -q INJECTED "$WORK/trace"
		is '    is not said to be of no format' unsaid 'not a format we know'
		redact
		is '    and is redacted by the next run' come_out './a.pdf ./p.zip/m.pdf'
	done
else
	skip 'an archive that cannot be opened for a moment (no strace that may trace)'
fi

# ---- who looks meanwhile --------------------------------------------------------------------------

anew
for i in $(seq 10 40); do page "$WORK/in/$i.pdf" "letter $i"; done
(cd "$WORK" && timeout 120 "$us" redact in -o out -t terms --no-report -j 1) >"$WORK/run" 2>&1 &
tries=0
while [ ! -e "$WORK/out/12.pdf" ] && [ $tries -lt 1000 ]; do tries=$((tries + 1)); sleep 0.02; done
status
is 'who looks while a run is under way is told so, and not to call it again' said 'is under way'
status --json
is '    and so is a machine' said '"run_under_way":true'
(cd "$WORK" && "$us" redact in/10.pdf -o other --ledger out.ledger -t terms --no-report) >"$WORK/said" 2>&1
echo $? >"$WORK/status"
is 'who names the ledger of a run that is under way is sent away' status_is 2
is '    and told why' said 'another run is writing to this ledger'
wait
status
is '    until it came to its end' said 'came to its end'
status --check
is '    with all documents, and all rows as they were written' said '31 documents: 31 proven'
rm -rf "$WORK/other"
rm -rf "$WORK/out" "$WORK"/out.ledger*
redact --shard 2/2
(cd "$WORK" && "$us" status out.ledger.2-of-2) >"$WORK/said" 2>&1
is 'the ledger of a shard, named, knows its folder' said '0 would be done again'
rm -rf "$WORK/out" "$WORK"/out.ledger*

# ---- sources that change --------------------------------------------------------------------------

# Forty before them, so that there is time.
anew
for i in $(seq 10 49); do page "$WORK/in/$i.pdf" "letter $i"; done
page "$WORK/in/y1.pdf" 'Dear Okonjo, first words'
cp "$WORK/in/y1.pdf" "$WORK/in/y2.pdf"
(cd "$WORK" && timeout 120 "$us" redact in -o out -t terms --no-report -j 1) >"$WORK/said" 2>&1 &
tries=0
while [ ! -e "$WORK/out/12.pdf" ] && [ $tries -lt 1000 ]; do tries=$((tries + 1)); sleep 0.02; done
page "$WORK/in/y1.pdf" 'Dear Okonjo, other words'
wait
is 'of two equal documents one is changed meanwhile: it comes out as it is now' says "$WORK/out/y1.pdf" 'other words'
is '    and the other one as itself' says "$WORK/out/y2.pdf" 'first words'

# ---- who can write to the output, and to the ledger -----------------------------------------------

anew
page "$WORK/in/a.pdf" 'Dear Okonjo, words'
redact
mv "$WORK/out/a.pdf" "$WORK/elsewhere.pdf"
ln -s ../elsewhere.pdf "$WORK/out/a.pdf"
status
is 'a link in place of an output is not what was proven, whatever it leads to' said 'its output is not there as it was proven'
redact
is '    and it is done again' said '1 document is done again, because its output is not there'
is '    in place of the link' sh -c 'test -f "$1/out/a.pdf" && ! test -L "$1/out/a.pdf" && test -f "$1/elsewhere.pdf"' - "$WORK"

# The same of a folder: what lies behind it is neither written nor taken away.
anew
mkdir -p "$WORK/in/sub" "$WORK/elsewhere" "$WORK/out"
page "$WORK/in/a.pdf" words
page "$WORK/in/sub/b.pdf" 'Dear Okonjo, words'
ln -s ../elsewhere "$WORK/out/sub"
redact
is 'a link in place of a folder of the output is not followed' [ -z "$(ls "$WORK/elsewhere")" ]
is '    its document fails' status_is 1
is '    for that reason' said 'sub is a link'
is '    and the others come out' [ -f "$WORK/out/a.pdf" ]
echo precious >"$WORK/elsewhere/b.pdf"
redact --overwrite
is '    nor is what lies there taken away' [ "$(cat "$WORK/elsewhere/b.pdf")" = precious ]
rm "$WORK/out/sub"
redact
is '    and once it is gone so does that' come_out './a.pdf ./sub/b.pdf'
rm -rf "$WORK/elsewhere"
mv "$WORK/out/sub" "$WORK/elsewhere"
ln -s ../elsewhere "$WORK/out/sub"
status
is 'a folder that was moved away behind a link holds nothing that was proven' said 'its output is not there as it was proven'
redact --overwrite
is '    and nothing is taken from it' [ -f "$WORK/elsewhere/b.pdf" ]
rm -rf "$WORK/elsewhere" "$WORK/out" "$WORK"/out.ledger*
redact --shard 1/1
mv "$WORK/out/sub" "$WORK/elsewhere"
ln -s ../elsewhere "$WORK/out/sub"
before=$(ls "$WORK/elsewhere")
(cd "$WORK" && "$us" merge out) >"$WORK/said" 2>&1
is '    nor is it renamed by merge' [ "$(ls "$WORK/elsewhere")" = "$before" ]
rm -rf "$WORK/elsewhere"

# forge BODY: every row about a document gets this, and the chain is made anew, for which no key is needed
forge() {
	python3 -B - "$WORK/out.ledger" "$1" <<'PYTHON'
import hashlib, json, sqlite3, struct, sys
db = sqlite3.connect(sys.argv[1])
db.execute('drop trigger rows_keep')
chain = hashlib.blake2b(db.execute('select salt from ledger').fetchone()[0], digest_size=32, key=b'underseal ledger/1').digest()
for number, body, proof, log in db.execute('select number, body, proof, log from rows order by number').fetchall():
    row = json.loads(body)
    if row['event'] == 'document':
        row.update(json.loads(sys.argv[2]))
    h, body = hashlib.blake2b(chain, digest_size=32), json.dumps(row)
    for part in (body, proof, log):
        h.update(struct.pack('<Q', len(part.encode())) + part.encode())
    chain = h.digest()
    db.execute('update rows set body = ?, chain = ? where number = ?', (body, chain, number))
db.commit()
PYTHON
}
for what in '{"output": "../precious"}' '{"output": "sub/../../precious"}' "{\"output\": \"$WORK/precious\"}" \
	"{\"was\": \"../precious\", \"output\": \"../taken\", \"output_sha256\": \"$(echo precious | sha256sum | cut -d' ' -f1)\"}"; do
	anew
	page "$WORK/in/a.pdf" 'Dear Okonjo, words'
	redact
	rm "$WORK/out/a.pdf"
	echo precious >"$WORK/precious"
	forge "$what"
	status
	is 'a ledger made anew by somebody looks whole' said 'Every row is as it was written'
	redact
	is '    and leads to no file outside the output' sh -c '[ "$(cat "$1/precious")" = precious ] && [ ! -e "$1/taken" ]' - "$WORK"
	is '    and is not believed' come_out './a.pdf'
done

finish
