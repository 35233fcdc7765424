#!/bin/sh
# A zip archive of a production is a folder of documents.
set -u

. tests/cases.sh
needs zip python3

has() { [ -f "$WORK/out/$1" ]; }
redact() {
	timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" "$@" >"$WORK/said" 2>&1
	echo $? >"$WORK/status"
}
anew() { rm -rf "${WORK:?}/in" "$WORK/out" "$WORK"/out.ledger* "$WORK/made"; mkdir -p "$WORK/in" "$WORK/made/vol 1/sub"; }
# pack ARCHIVE: all that was made
pack() { (cd "$WORK/made" && zip -qr "$1" .); }
clean() {
	find "$WORK/out" -name '*.pdf' | while read -r f; do pdftotext "$f" - 2>/dev/null | grep -E 'Okonjo|536904399'; done | grep . && return 1
	return 0
}
nothing_left() { ! find "$WORK/out" -name '.*' ! -name '.' | grep -q .; }

echo Okonjo >"$WORK/terms"

anew
page "$WORK/made/vol 1/a.pdf" 'Dear Okonjo'
page "$WORK/made/vol 1/sub/b.pdf" 'SSN: 536904399'
echo no >"$WORK/made/vol 1/list.csv"
echo x >"$WORK/made/vol 1/.DS_Store"
pack "$WORK/in/production.zip"
page "$WORK/in/slip.pdf" 'Parcel 536904399 lies at the dock.'
cp "fixtures/discovery/contracts/Settlement agreement, draft 3.docx" "$WORK/in/letter.docx"
cp "$WORK/in/letter.docx" "$WORK/in/really a letter.zip"
redact
is 'members become documents below the name of the archive' sh -c '[ -f "$1/production.zip/vol 1/a.pdf" ] && [ -f "$1/production.zip/vol 1/sub/b.pdf" ]' - "$WORK/out"
is 'redacted as any other, and with what others hold' clean
is 'a word document is no archive, whatever it is called' has 'letter.docx'
is 'and is one document' sh -c '! ls -d "$1/really a letter.zip/"' - "$WORK/out"
is 'what is no document is told by type' said '(1 .csv)'
is 'and by its place in the archive' said 'production.zip > vol 1/list.csv: skipped'
is 'nothing that was unpacked is left' nothing_left
is 'each has its proof' grep -q '"output":"production.zip/vol 1/a.pdf"' "$WORK/out/proof.jsonl"

redact
is 'a second run does none of them again' sh -c 'grep -q "\(.*\) proven (\1 by an earlier run)" "$1/said"' - "$WORK"
page "$WORK/made/vol 1/a.pdf" 'Dear Okonjo, a changed one'
touch "$WORK/made/vol 1/sub/b.pdf"
rm "$WORK/in/production.zip"
pack "$WORK/in/production.zip"
redact
is 'packed anew only what was changed is' said '1 document is done again, because the source is another'
is 'and has its new output' sh -c 'pdftotext "$1/out/production.zip/vol 1/a.pdf" - | grep -q "a changed one"' - "$WORK"
"$UNDERSEAL" status "$WORK/out" >"$WORK/said" 2>&1
is 'status has nothing to be done again' said '0 would be done again'

# ---- archives in archives, and what does not come out of them -------------------------------------

anew
page "$WORK/made/deep.pdf" 'Dear Okonjo'
pack "$WORK/four.zip"
for name in three two one; do
	rm -rf "$WORK/made"; mkdir "$WORK/made"
	page "$WORK/made/$name.pdf" "Dear Okonjo, $name"
	mv "$WORK"/*.zip "$WORK/made/"
	pack "$WORK/$name.zip"
done
mv "$WORK/one.zip" "$WORK/in/"
redact
is 'an archive in an archive is a folder, too' has 'one.zip/two.zip/three.zip/three.pdf'
is 'but not without end' said 'more than 3 archives lie in each other'
is 'which somebody must look at' [ "$(cat "$WORK/status")" = 1 ]

anew
page "$WORK/made/good.pdf" 'Dear Okonjo'
page "$WORK/made/secret.pdf" 'Dear Okonjo'
python3 - "$WORK" <<'END'
import sys, zipfile
work = sys.argv[1]
page = open(work + '/made/good.pdf', 'rb').read()
z = zipfile.ZipFile(work + '/in/odd.zip', 'w', zipfile.ZIP_DEFLATED)
z.writestr('good.pdf', page)
for name in ('../up.pdf', '/rooted.pdf', 'a/../../b.pdf', 'back\\slash.pdf', 'C:/drive.pdf', 'bell\a.pdf'):
    z.writestr(zipfile.ZipInfo(name), page)
link = zipfile.ZipInfo('link.pdf')
link.create_system = 3
link.external_attr = 0o120777 << 16
z.writestr(link, '/etc/passwd')
z.writestr('bomb.pdf', b'\0' * (64 << 20))
z.writestr('twice.pdf', page)
z.writestr('twice.pdf', page)
z.close()
END
(cd "$WORK/made" && zip -q -P word "$WORK/in/locked.zip" secret.pdf && zip -q "$WORK/in/locked.zip" good.pdf)
head -c 300 "$WORK/in/locked.zip" >"$WORK/in/cut.zip"
redact
is 'the good member of an odd archive comes out' has 'odd.zip/good.pdf'
is 'and of one with a locked member' has 'locked.zip/good.pdf'
is 'which is told' said 'secret.pdf: it is encrypted'
is 'names that lead elsewhere are' sh -c '[ "$(grep -c "error.*its name leads elsewhere" "$1/said")" = 6 ]' - "$WORK"
is 'and lead nowhere' sh -c '! find "$1" /up.pdf /rooted.pdf -name up.pdf -o -name rooted.pdf -o -name b.pdf 2>/dev/null | grep .' - "$WORK"
is 'a link is not followed' said 'link.pdf: a link, not followed'
is 'a bomb is left' said 'bomb.pdf: it is packed like a bomb'
is 'two of one name are one' said 'twice.pdf: another member has the same name'
is 'a damaged archive is told' sh -c 'grep -q "cut.zip: not a whole zip" "$1/said"' - "$WORK"
is 'it is no success' [ "$(cat "$WORK/status")" = 1 ]
is 'nothing of it is left' nothing_left

# ---- for who only looks ---------------------------------------------------------------------------

anew
mkdir "$WORK/tmp"
page "$WORK/made/vol 1/a.pdf" 'Dear Okonjo'
page "$WORK/made/vol 1/sub/b.pdf" 'Nothing to see'
pack "$WORK/in/production.zip"
looks() { TMPDIR="$WORK/tmp" timeout 120 "$UNDERSEAL" "$@" >"$WORK/said" 2>&1; }
looks find "$WORK/in" -t "$WORK/terms" --json
is 'find looks into the members' sh -c 'grep -q "production.zip > vol 1/a.pdf" "$1/said" && grep -q "production.zip > vol 1/sub/b.pdf" "$1/said"' - "$WORK"
looks find "$WORK/in" -t "$WORK/terms" -o "$WORK/plan.json"
redact --plan "$WORK/plan.json"
is 'what it planned is applied to them' sh -c '! pdftotext "$1/out/production.zip/vol 1/a.pdf" - | grep Okonjo' - "$WORK"
looks text "$WORK/in/production.zip"
is 'text shows what stands in them' said 'Nothing to see'
looks verify "$WORK/in" -t "$WORK/terms"
is 'verify finds what is left in one' sh -c 'grep -q "vol 1/a.pdf *FAILS" "$1/said" && grep -q "sub/b.pdf *holds" "$1/said"' - "$WORK"
is 'and nothing of them stays behind' sh -c '! ls -A "$1/tmp" | grep .' - "$WORK"

# ---- killed, and shared out -----------------------------------------------------------------------

anew
for i in 1 2 3 4 5 6; do page "$WORK/made/$i.pdf" "Dear Okonjo, letter $i"; done
pack "$WORK/in/production.zip"
for delay in 0.05 0.15 0.3; do
	"$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" -j 1 >/dev/null 2>&1 &
	sleep $delay
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
done
redact
is 'a run that was killed goes on' [ "$(find "$WORK/out" -name '*.pdf' | wc -l)" = 6 ]
is 'and leaves nothing unpacked' nothing_left
rm -rf "$WORK/out" "$WORK"/out.ledger*
for i in 1 2 3; do redact --shard $i/3; done
is 'members are shared out as files are' sh -c '[ "$(find "$1/out" -name "*.pdf" | wc -l)" = 6 ] && [ "$(cat "$1"/out/proof.?-of-3.jsonl | wc -l)" = 6 ]' - "$WORK"
"$UNDERSEAL" merge "$WORK/out" >"$WORK/said" 2>&1
is 'and merged' said '6 proven (6 by an earlier run)'

finish
