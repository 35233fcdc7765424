#!/bin/sh
# The review's server and files against others: users of the machine, pages in the same browser, disks that fail, plans, marks and
# documents made to break it.
set -u

. tests/cases.sh
needs curl node
. tests/review/hands.sh

mkdir -p "$WORK/in"
cp 'fixtures/discovery/contracts/Services and Retention Agreement.pdf' "$WORK/in/a.pdf"
cp 'fixtures/discovery/contracts/Settlement agreement, draft 3.docx' "$WORK/in/b.docx"
printf '%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>\nendobj\ntrailer\n<</Root 1 0 R>>\n' >"$WORK/loop.pdf"
"$UNDERSEAL" find -q "$WORK/in" -o "$PLAN" >/dev/null 2>"$WORK/said" || exit 1

# readable: no fault in the plan; what is undecided is none
readable() { "$UNDERSEAL" plan check "$PLAN"; [ $? -le 1 ]; }
lives() { fetch api/session && answers 200; }
raw() { [ "$(timeout 120 node tests/review/attack.mjs "$port" "$token" "$1")" = "$2" ] || { echo "$1: not $2 but $(timeout 120 node tests/review/attack.mjs "$port" "$token" "$1")"; return 1; }; }

# ---- pages of other sites, and bytes that no browser sends -------------------------------------------------------------

is 'it starts' serve "$PLAN" --reviewer 'J. Ruiz'
port=$(expr "$at" : 'http://127.0.0.1:\([0-9]*\)/') token=$(expr "$at" : 'http://[^/]*/\([0-9a-f]*\)/')
is 'documents are read' ready 0
is 'another host by any trick' raw hosts refused
is 'methods that read nothing and change nothing' raw methods refused
is 'requests one behind the other' raw pipelined '200 404'
is 'a body in chunks' raw chunks 200
is 'chunks that are none' raw brokenChunks 4
is 'no request hidden in another' sh -c "case \$(node tests/review/attack.mjs $port $token twoLengths) in '' | 400 | 422 | '422 200') ;; *) exit 1 ;; esac"
is 'a body without an end' raw endless 413
is 'who is refused keeps no connection' raw refusedCloses closed
is 'paths that are none' raw nul '200 404 404'
is 'more connections than there are places, that say nothing'  raw flood answered
is 'ten thousand connections of another program'               raw besiege answered
is 'it lives' lives
is 'the token is in no argument, name or environment' sh -c "! grep -qa '$token' /proc/$server/cmdline /proc/$server/environ /proc/$server/comm && ! ps axww -o args | grep -v grep | grep -v attack | grep -q '$token'"

# ---- what the page could send if it were somebody else's ---------------------------------------------------------------

cp "$PLAN" "$WORK/before"
deep=$(head -c 100000 /dev/zero | tr '\0' '[')
printf '%s' "$deep" >"$WORK/deep"
fetch api/act --data-binary "@$WORK/deep";                 is 'nested without an end' answers 422
printf '{"actions":[{"do":"note","marks":[[0,1]],"note":"\377\376"}]}' >"$WORK/bytes"
fetch api/act --data-binary "@$WORK/bytes";                is 'bytes that are no text' answers 422
for wrong in '{"do":"box","document":0,"pages":[-1],"box":[1,1,9,9]}' '{"do":"box","document":0,"pages":[4294967297],"box":[1,1,9,9]}' \
	'{"do":"box","document":0,"pages":[1],"box":[1e999,1,9,9]}' '{"do":"box","document":0,"pages":[1],"box":[NaN,1,9,9]}' \
	'{"do":"box","document":0,"pages":[1],"box":[1,1,1e-30,9]}' '{"do":"box","document":99999999999999999999,"pages":[1],"box":[1,1,9,9]}' \
	'{"do":"state","marks":[[0,-1]],"state":1}' '{"do":"state","marks":[[0.5,1]],"state":1}' '{"do":"state","marks":{"0":1},"state":1}' \
	'{"do":"text","document":0,"unit":"page 1","beg":-5,"end":4}' '{"do":"text","document":0,"unit":"page 1","beg":3,"end":9223372036854775807}' \
	'{"do":"seen","document":0,"pages":"1-4294967295"}' '{"do":"seen","document":0,"pages":"3-1"}' '{"do":"seen","document":0,"pages":"-1"}' \
	'{"do":"reviewer","name":"A\u0000B"}' '{"do":"code","marks":[[0,1]],"code":"A\u0007"}' '{"do":["state"]}' '7' 'null' '[]'; do
	act "$wrong"
	is "refused: $wrong" [ "$status" = 422 ]
done
is 'nothing of that is in the plan' same_plan
act '{"do":"seen","document":0,"pages":"2"},{"do":"seen","document":0,"pages":"99"}'
is 'a page beside one that is none is not seen' yields api/documents 'd.documents[0].seen' ''
act '{"do":"note","marks":[[0,1]],"note":"a\u0000b\u2028\ufffe\ud83d\ude42"},{"do":"box","document":0,"pages":[1],"box":[0.001,0.001,0.002,0.002],"code":"\u00b7"}'
is 'odd words and the smallest of boxes' answers 200
is 'leave a plan that can be read' readable
post api/undo '{"window":"one"}'
for path in api/page/0/-1 api/page/0/4294967297 api/page/0/1/ api/page/00000000000/1 api/text/-1 api/text/0x0 'api/page/0/1?width=1e3' 'api/page/0/1?width=' \
	'api/text/0?pages=2-1' 'api/text/0?pages=0-1' 'api/text/0?pages=1-' 'api/text/0?pages=9999999999-9999999999' api/export/-1 .././api/session cli/review/page/index.html; do
	fetch "$path" --path-as-is
	is "nothing at $path" [ "$status" = 404 -o "$status" = 422 ]
done

# ---- parts of a text ---------------------------------------------------------------------------------------------------

is 'pages of a text' yields 'api/text/0?pages=2-3' 'd.pages.length + " " + [...new Set(d.units.map(u => u.page))].join()' '4 2,3'
is 'all of them together are the text' yields 'api/text/0?pages=1-4' 'd.units.length' "$(get api/text/0 d.units.length)"
is 'what has no pages comes whole' yields 'api/text/1?pages=7-9' 'd.units.length' "$(get api/text/1 d.units.length)"

# ---- marks of other programs -------------------------------------------------------------------------------------------

import() { fetch 'api/import?document=0&window=one' --data-binary "@$WORK/x"; }
cp "$PLAN" "$WORK/before"
{
	printf '<!DOCTYPE xfdf [<!ENTITY a "aaaaaaaaaa">'
	p=a
	for e in b c d e f g h i j; do printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' $e $p $p $p $p $p $p $p $p $p $p; p=$e; done
	printf ']><xfdf><annots><redact page="0" rect="1,1,9,9"><contents>&j;</contents></redact></annots></xfdf>'
} >"$WORK/x"
import; is 'entities of entities' [ "$status" = 422 -o "$status" = 409 ]
echo 'SECRET OF THE MACHINE' >"$WORK/secret"
printf '<!DOCTYPE xfdf [<!ENTITY a SYSTEM "file://%s">]><xfdf><annots><redact page="0" rect="1,1,9,9" title="x"><contents>&a;</contents></redact></annots></xfdf>' "$WORK/secret" >"$WORK/x"
import; is 'entities of files bring nothing' sh -c "! grep -q 'SECRET OF' '$PLAN'"
[ "$status" != 200 ] || post api/undo '{"window":"one"}'
for place in 'page="2147483648" rect="1,1,9,9"' 'page="-1" rect="1,1,9,9"' 'page="nan" rect="1,1,9,9"' 'page="0" rect="nan,1,inf,9"' 'page="0" rect="1e999,1,2,9"' 'page="0.5" rect="1,1,9,9"'; do
	printf '<xfdf><annots><redact %s/></annots></xfdf>' "$place" >"$WORK/x"
	import; is "a mark at $place" [ "$status" = 422 ]
done
{ printf '<xfdf><annots><redact page="0" coords="'; yes '1,2,3,2,1,1,3,1,' | head -600000 | tr -d '\n'; printf '"/></annots></xfdf>'; } >"$WORK/x"
import; is 'quads without number' [ "$status" = 422 -o "$status" = 409 ]
yes '<a>' | head -1000000 | tr -d '\n' >"$WORK/x"
import; is 'elements without an end' [ "$status" = 422 -o "$status" = 409 ]
is 'the plan is what it was' sh -c "grep -v sha256 '$PLAN' >'$WORK/one'; grep -v sha256 '$WORK/before' | cmp - '$WORK/one'"
is 'and it lives' lives

# ---- what other programs do to the plan ----------------------------------------------------------------------------------

revision=$(get api/session d.revision)
curl -sN -m 60 "${at}api/events?since=$revision" >"$WORK/events" & listener=$!
sed 's/"state":"accepted"/"state":"rejected"/' "$PLAN" >"$WORK/theirs" && cp "$WORK/theirs" "$PLAN"
sleep 3
is 'a plan that another program wrote is shown' yields api/marks 'd.marks.some(m => m[3] === 1)' false
act '{"do":"state","marks":[[0,1]],"state":1}'
is 'and goes on' answers 200
is 'with what they wrote in it' plan 'const m = d.documents[0].marks; m[0].state + " " + m[1].state' 'accepted rejected'
heard() { for _ in $(seq 100); do grep -q '"by":"another program"' "$WORK/events" && return; sleep 0.2; done; return 1; }
is 'windows hear of it' heard
kill $listener
cp "$PLAN" "$WORK/good"
head -c 300 "$WORK/good" >"$PLAN"
sleep 2
act '{"do":"state","marks":[[0,1]],"state":2}'
is 'a plan cut off is not written over' answers 409
is 'it stays as they left it' [ "$(wc -c <"$PLAN")" = 300 ]
is 'and nothing was done' yields api/marks 'd.marks.find(m => m[0] === 0 && m[1] === 1)[3]' 1
cp "$WORK/good" "$PLAN"
sleep 2
act '{"do":"state","marks":[[0,1]],"state":2}'
is 'whole again, it is gone on with' answers 200
end

# ---- disks ---------------------------------------------------------------------------------------------------------------

if [ "$(id -u)" = 0 ] && mkdir -p "$WORK/small" && mount -t tmpfs -o size=300k tmpfs "$WORK/small" 2>/dev/null; then
	trap 'umount "$WORK/small" 2>/dev/null' EXIT
	PLAN=$WORK/small/plan.json
	cp "$WORK/good" "$PLAN"
	mkdir "$WORK/elsewhere"
	is 'a review on a small disk' serve "$PLAN" --from "$WORK/in" --reviewer 'J. Ruiz'
	act '{"do":"state","marks":[[0,1]],"state":2}'
	is 'goes on while there is room' answers 200
	head -c 400000 /dev/zero >"$WORK/small/full" 2>/dev/null
	cp "$PLAN" "$WORK/before"
	act '{"do":"state","marks":[[0,1],[0,2]],"state":0},{"do":"seen","document":0,"pages":"1"}'
	is 'a full disk is told' answers 500
	is 'the plan is what it was' same_plan
	is 'in memory too' yields api/marks 'd.marks.find(m => m[0] === 0 && m[1] === 1)[3]' 2
	is 'what was seen, too' yields api/documents 'd.documents[0].seen' ''
	post api/undo '{"window":"one"}'
	is 'nor is a step taken back that cannot be saved' answers 500
	is 'what it was about stays' yields api/marks 'd.marks.find(m => m[0] === 0 && m[1] === 1)[3]' 2
	is 'nothing is left beside it' sh -c "[ -z \"\$(find '$WORK/small' -name '.underseal*' ! -name '.underseal-lock-*')\" ]"
	rm "$WORK/small/full"
	post api/undo '{"window":"one"}'
	is 'with room again it is taken back' says '"undone":1'
	end
	cp "$WORK/good" "$PLAN"
	mount -o remount,ro "$WORK/small"
	timeout 20 "$UNDERSEAL" review --no-browser "$PLAN" >"$WORK/log" 2>"$WORK/refused"; code=$?
	is 'a plan that cannot be changed is refused' sh -c "[ $code -ne 0 ] && [ $code -lt 100 ] && grep -q 'plan.json: cannot be changed here' '$WORK/refused'"
	umount "$WORK/small"
	PLAN=$WORK/plan.json
else
	skip 'no file system of our own can be mounted'
fi

cp "$WORK/good" "$PLAN"
echo kept >"$WORK/other"
for trick in 'ln -s other' 'ln other' 'mkfifo'; do
	rm -rf "$WORK/.underseal-lock-plan.json"
	(cd "$WORK" && $trick .underseal-lock-plan.json)
	timeout 20 "$UNDERSEAL" review --no-browser "$PLAN" >"$WORK/log" 2>"$WORK/refused"; code=$?
	is "a lock that is none: $trick" sh -c "[ $code -ne 0 ] && [ $code -lt 100 ] && [ \"\$(cat '$WORK/other')\" = kept ]"
done
rm -f "$WORK/.underseal-lock-plan.json"

# ---- killed at the worst moment ------------------------------------------------------------------------------------------

if command -v strace >/dev/null && strace -o /dev/null -e trace=none true 2>/dev/null; then
	for call in write fsync fchmod rename renameat2; do
		cp "$WORK/good" "$PLAN"
		serve "$PLAN" --reviewer 'J. Ruiz' && ready 0 >/dev/null
		strace -qq -o "$WORK/trace" -p $server -e trace=$call -e inject=$call:signal=KILL:when=1 2>/dev/null & tracer=$!
		sleep 1
		act '{"do":"state","marks":[[0,1]],"state":1}'
		kill $tracer 2>/dev/null
		end KILL
		wait $tracer 2>/dev/null
		is "killed at $call, the plan is one or the other" readable
	done
	cp "$WORK/good" "$PLAN"
	serve "$PLAN" --reviewer 'J. Ruiz' && ready 0 >/dev/null
	strace -qq -o "$WORK/trace" -p $server -e trace=fsync -e inject=fsync:error=EIO 2>/dev/null & tracer=$!
	sleep 1
	cp "$PLAN" "$WORK/before"
	act '{"do":"state","marks":[[0,1]],"state":1}'
	is 'a disk with faults is told' answers 500
	is 'and nothing was done' same_plan
	kill $tracer; wait $tracer 2>/dev/null
	act '{"do":"state","marks":[[0,1]],"state":1}'
	is 'and all goes on when it is mended' answers 200
	end
else
	skip 'no strace that may trace'
fi

# ---- documents made to break their reader ----------------------------------------------------------------------------------

mkdir "$WORK/bad"
cp "$WORK/in/a.pdf" "$WORK/bad/a.pdf"
head -c 60000 "$WORK/in/a.pdf" >"$WORK/bad/cut.pdf"
cp "$WORK/loop.pdf" "$WORK/bad/loop.pdf"
head -c 100000 /dev/urandom >"$WORK/bad/noise.pdf"
node -e '
const fs = require("fs"), crypto = require("crypto");
const names = fs.readdirSync(process.argv[1]);
fs.writeFileSync(process.argv[2], JSON.stringify({ schema: "plan/1", from: ["bad"], documents: names.map(n => ({ source: n,
	sha256: crypto.createHash("sha256").update(fs.readFileSync(process.argv[1] + "/" + n)).digest("hex"), format: "pdf", pages: 99999, marks: [] })) }, null, 0));' "$WORK/bad" "$WORK/bad.json"
is 'documents that are broken' serve "$WORK/bad.json" --reviewer 'J. Ruiz' --limit-time 20
for i in 0 1 2 3; do
	fetch "api/page/$i/1"; is "page of document $i" [ "$status" -ge 200 -a "$status" -lt 600 -a "$status" != 000 ]
	fetch "api/page/$i/99999999"; is "no page of document $i" [ "$status" = 404 -o "$status" = 409 ]
done
is 'the whole one is read' ready 0
is 'those that cannot be have a reason' yields api/documents 'd.documents.filter(x => x.state === "failed").every(x => x.why.length > 5) && d.documents.some(x => x.state === "failed")' true
is 'and it lives' lives
# A worker that dies while a page is drawn: its page has a reason, the next has a picture.
fetch 'api/page/0/2?width=900' & asked=$!
for child in $(pgrep -P "$server"); do for worker in $(pgrep -P "$child"); do kill -9 "$worker" 2>/dev/null; done; done
wait $asked
fetch 'api/page/0/2?width=901'; is 'workers that are killed' answers 200
end

# ---- words in pixels -------------------------------------------------------------------------------------------------------

mkdir "$WORK/scan"
cp 'fixtures/discovery/scans/Incident statement (signed).pdf' "$WORK/scan/s.pdf"
printf '{"schema":"plan/1","from":["scan"],"documents":[{"source":"s.pdf","sha256":"%s","format":"pdf","pages":1,"marks":[]}]}\n' "$(sha256sum <"$WORK/scan/s.pdf" | cut -d' ' -f1)" >"$WORK/scan.json"
serve "$WORK/scan.json" --reviewer 'J. Ruiz'
fetch 'api/page/0/1?width=600&after=1'
is 'a page as it will be waits until its pixels are read' answers 200
end

# ---- other users of the machine --------------------------------------------------------------------------------------------

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null && setpriv --reuid 23456 --clear-groups true 2>/dev/null; then
	# In a folder that he can reach, with a program that he can run.
	theirs=$(mktemp -d) && trap 'rm -rf "$theirs"' EXIT
	cp "$WORK/good" "$theirs/plan.json" && cp -R "$WORK/in" "$theirs/in" && cp "$UNDERSEAL" "$theirs/underseal"
	chmod -R a+rX "$theirs" && chown -R 12345 "$theirs"
	: >"$WORK/address"
	setpriv --reuid 12345 --clear-groups "$theirs/underseal" review --no-browser "$theirs/plan.json" --from "$theirs/in" >"$WORK/address" 2>"$WORK/said" & server=$!
	for _ in $(seq 100); do [ -s "$WORK/address" ] && break; sleep 0.1; done
	at=$(cat "$WORK/address")
	is 'the user himself is answered' [ "$(setpriv --reuid 12345 --clear-groups curl -s -m 10 -o /dev/null -w '%{http_code}' "${at}api/session")" = 200 ]
	is 'another is not, though he knew the address' [ "$(setpriv --reuid 23456 --clear-groups curl -s -m 10 -o /dev/null -w '%{http_code}' "${at}api/session")" = 000 ]
	end
else
	skip 'no other users to be'
fi
finish
