#!/bin/sh
# The server behind the review: every question that a page can ask, every one that is refused, and that nothing is lost.
set -u

. tests/cases.sh
needs curl node

. tests/review/hands.sh

mkdir -p "$WORK/in/sub"
cp 'fixtures/discovery/contracts/Services and Retention Agreement.pdf' "$WORK/in/a.pdf"
cp 'fixtures/discovery/contracts/Settlement agreement, draft 3.docx' "$WORK/in/b.docx"
cp 'fixtures/discovery/correspondence/2024-02-09 Demand letter.pdf' "$WORK/in/sub/c.pdf"
"$UNDERSEAL" find -q "$WORK/in" -o "$PLAN" >/dev/null 2>"$WORK/said" || exit 1

# ---- who may ask ---------------------------------------------------------------------------------------------------

is 'it says where it listens' serve "$PLAN"
fetch api/session
is 'who has the address is answered' answers 200
is 'nothing it says may be kept' grep -qi '^cache-control: no-store' "$WORK/headers"
is 'the page may fetch from nowhere else' grep -qi "^content-security-policy: default-src 'none'; script-src 'self'" "$WORK/headers"
is 'what it sends is what it says' grep -qi '^x-content-type-options: nosniff' "$WORK/headers"
is 'the address does not go to other sites' grep -qi '^referrer-policy: no-referrer' "$WORK/headers"
port=$(expr "$at" : 'http://127.0.0.1:\([0-9]*\)/') home=http://127.0.0.1:$port
whole=$at
at=$home/0123456789abcdef0123456789abcdef/
fetch api/session;                                      is 'a wrong token gets nothing' answers 404
at=$home/
fetch '';                                               is 'no token gets nothing' answers 404
at=$whole
fetch api/session -H 'Host: example.com';               is 'another host gets nothing' answers 403
fetch api/session -H "Host: localhost:$port";           is 'another name of this host gets nothing' answers 403
fetch api/session -H 'Sec-Fetch-Site: cross-site';      is 'another site cannot fetch' answers 403
fetch api/undo -d '{}' -H 'Origin: http://example.com'; is 'another origin cannot post' answers 403
fetch api/undo -d '{}' -H 'Origin: null';               is 'no origin of its own cannot post' answers 403
fetch api/undo -d '{}' -H 'Sec-Fetch-Site: same-site';  is 'a neighbour site cannot post' answers 403
fetch api/undo -d '{}' -H 'Sec-Fetch-Site: none';       is 'an address typed in cannot post' answers 403
fetch api/undo -d '{}' -H "Origin: $home" -H 'Sec-Fetch-Site: same-origin'; is 'the page itself can' answers 200
fetch '' -H 'Sec-Fetch-Site: cross-site';               is 'the page can be opened from a file' [ "$status" != 403 ]
fetch api/session -X DELETE;                            is 'other methods are refused' answers 405
fetch api/act -X GET;                                   is 'what is posted is not got' answers 404
fetch api/nothing;                                      is 'what is not there is not there' answers 404
fetch ../../etc/passwd --path-as-is;                    is 'no file of the system' answers 404
fetch api/act -H 'Content-Length: 999999999999' -d '{}'; is 'a body too large is refused' answers 413
fetch api/session -H "X-Long: $(head -c 60000 /dev/zero | tr '\0' x)"; is 'a header too long is refused' [ "$status" = 431 -o "$status" = 000 ]
is 'other addresses of this machine do not listen' sh -c "! curl -s -m 5 http://[::1]:$port/ && ! curl -s -m 5 http://\$(hostname -I 2>/dev/null | cut -d' ' -f1):$port/"

# ---- what is there -------------------------------------------------------------------------------------------------

is 'the session names plan and program' yields api/session 'd.plan + " " + d.tool.split(" ")[0]' 'plan.json underseal'
is 'nobody has said who reviews' yields api/session d.reviewer ''
is 'documents are read' ready 2
is 'documents stand in the order of the plan' yields api/documents 'd.documents.map(x => x.name)' '["a.pdf","b.docx","sub/c.pdf"]'
is 'they have pages' yields api/documents 'd.documents.map(x => x.pages)' '[4,0,2]'
is 'marks are counted' yields api/documents 'd.documents[0].counts[1] > 0' true
is 'marks have their words' yields api/marks 'd.marks.find(m => m[0] === 0 && m[4] === "ssn")[18]' 536-90-4399
is 'the same words are one group' yields api/marks 'new Set(d.marks.filter(m => m[18] === "536-90-4399").map(m => m[19])).size' 1
is 'other words are another' yields api/marks 'new Set(d.marks.map(m => m[19])).size > 3' true
fetch api/text/0; cp "$WORK/got" "$WORK/text"
is 'the text has pages of a size' value 'd.pages.join() === "612,792,612,792,612,792,612,792" || process.exit(1)'
is 'letters have places' value 'd.units[0].spans.length > 100 || process.exit(1)'
is 'offsets count as JavaScript does' value 'const m = d.units.find(u => u.id === "page 1"); m.spans.every(s => s[0] < s[1] && s[1] <= m.text.length) || process.exit(1)'
get api/marks 'd.marks.find(m => m[0] === 0 && m[4] === "ssn").slice(9, 12)' >"$WORK/place"
cp "$WORK/text" "$WORK/got"
is 'a mark is where its words are' [ "$(value "const [u, b, e] = $(cat "$WORK/place"); d.units.find(x => x.id === u).text.slice(b, e)")" = 536-90-4399 ]
fetch 'api/page/0/1?width=700'
is 'a page is a picture' sh -c "head -c 8 '$WORK/got' | od -An -tx1 | grep -q '89 50 4e 47 0d 0a 1a 0a'"
is 'as wide as was asked' [ $(($(od -An -j16 -N4 -tu1 "$WORK/got" | awk '{ print $3 * 256 + $4 }') / 10)) = 70 ]
cp "$WORK/got" "$WORK/plain.png"
fetch 'api/page/0/9';            is 'a page that is not there' answers 404
fetch 'api/page/9/1';            is 'a document that is not there' answers 404
fetch 'api/page/0/1?width=7000'; is 'a picture too wide' answers 422
fetch 'api/page/0/1?width=-1';   is 'a width that is none' answers 422
fetch 'api/text/7';              is 'a text that is not there' answers 404
fetch 'api/page/1/1';            is 'what flows has no pages to draw' [ "$status" = 404 -o "$status" = 409 ]

# ---- deciding ------------------------------------------------------------------------------------------------------

cp "$PLAN" "$WORK/before"
is 'who does not say his name decides nothing' refused '{"do":"state","marks":[[0,1]],"state":2}' 409 'nobody has said who reviews'
is 'a name that means no person is none' refused '{"do":"reviewer","name":"rule"}' 422 'no person'
is 'nor one that nobody sees' refused '{"do":"reviewer","name":"\u200b"}' 422 'can be seen'
is 'nor one that is read backwards' refused '{"do":"reviewer","name":"J. \u202eRuiz"}' 422 'can be seen'
is 'not from the command line either' sh -c "! '$UNDERSEAL' review --no-browser --reviewer \"\$(printf '\342\200\213')\" '$PLAN' 2>'$WORK/nobody' && grep -q 'reviewer: not the name of a person' '$WORK/nobody'"
act '{"do":"reviewer","name":"J. Ruiz"}';               is 'a name is taken' answers 200
act '{"do":"state","marks":[[0,1],[0,2]],"state":2}';    is 'marks are rejected' answers 200
is 'the plan on disk says so' plan 'd.documents[0].marks.slice(0, 2).map(m => m.state + " " + m.by).join()' 'rejected J. Ruiz,rejected J. Ruiz'
is 'and windows too' yields api/marks 'd.marks.filter(m => m[0] === 0 && m[1] < 3).map(m => m[3])' '[2,2]'
cp "$PLAN" "$WORK/before"
is 'one bad mark, and nothing is done' refused '{"do":"state","marks":[[0,3],[0,999]],"state":2}' 409 'no mark 999'
is 'the plan is what it was' same_plan
is 'memory too' yields api/marks 'd.marks.find(m => m[0] === 0 && m[1] === 3)[3]' 1
is 'one bad action, and none is done' refused '{"do":"state","marks":[[0,3]],"state":2},{"do":"dance"}' 422 'action 2: do: there is no such action'
is 'the plan is still what it was' same_plan
is 'a state that is none' refused '{"do":"state","marks":[[0,3]],"state":7}' 422 state
is 'marks that are none' refused '{"do":"state","marks":[[0]],"state":1}' 422 'entry 1'
is 'a document that is none' refused '{"do":"box","document":5,"pages":[1],"box":[1,1,1,1]}' 422 'document'
is 'a page that is none' refused '{"do":"box","document":0,"pages":[5],"box":[1,1,1,1]}' 422 'page 5'
is 'a box that is none' refused '{"do":"box","document":0,"pages":[1],"box":[1,1,-1,1]}' 422 'box'
is 'a box beside the page' refused '{"do":"box","document":0,"pages":[1],"box":[700,1,10,10]}' 422 'beside'
is 'a box where text flows' refused '{"do":"box","document":1,"pages":[1],"box":[1,1,10,10]}' 422 'no pages'
is 'a code of two lines' refused '{"do":"code","marks":[[0,3]],"code":"A\nB"}' 422 'a line each'
is 'words behind the end' refused '{"do":"text","document":0,"unit":"page 1","beg":5,"end":99999}' 422 'end'
is 'words of no unit' refused '{"do":"text","document":0,"unit":"page 77","beg":0,"end":4}' 422 'unit'
post api/act 'no JSON';                       is 'what is no JSON' answers 422
post api/act '[1]';                           is 'what is no object' answers 422
post api/act '{"actions":7}';                 is 'what is no list' answers 422
is 'still nothing was done' same_plan

act '{"do":"code","marks":[[0,3]],"code":"AC","reason":"attorney-client"},{"do":"note","marks":[[0,3]],"note":"ask Chen"}'
is 'code and note' plan 'const m = d.documents[0].marks[2]; [m.code, m.reason, m.note].join("|")' 'AC|attorney-client|ask Chen'
act '{"do":"box","document":0,"pages":[2,3],"box":[72,72,100,20],"code":"AC","reason":"x"}'
is 'a box on two pages is two marks' plan 'd.documents[0].marks.filter(m => m.kind === "box").map(m => m.page + " " + m.state).join()' '2 accepted,3 accepted'
box=$(get api/marks 'd.marks.find(m => m[2] === 1 && m[8] === 2)[1]')
act "{\"do\":\"move\",\"mark\":[0,$box],\"box\":[600,700,50,50]}"
is 'a box is moved, and stays on its page' plan "d.documents[0].marks.find(m => m.id === $box).boxes[0]" '[600,700,12,50]'
is 'what a rule found is not moved' refused '{"do":"move","mark":[0,1],"box":[1,1,9,9]}' 409 'cannot be moved'
act "{\"do\":\"delete\",\"marks\":[[0,$box],[0,4]]}"
is 'an own mark is deleted, another rejected' plan "const m = d.documents[0].marks; m.some(x => x.id === $box) + \" \" + m.find(x => x.id === 4).state" 'false rejected'
act '{"do":"page","document":2,"pages":[2],"code":"WP","reason":"work product"}'
is 'a whole page' plan 'd.documents[2].marks.at(-1).boxes[0]' '[0,0,612,792]'
act '{"do":"text","document":1,"unit":"word/document.xml","beg":0,"end":12,"code":"T"}'; answers 200 || act '{"do":"text","document":1,"unit":"body","beg":0,"end":12,"code":"T"}'
is 'words where text flows' answers 200
act '{"do":"seen","document":0,"pages":"1"},{"do":"seen","document":0,"pages":"2-3"}'
is 'pages that were seen' plan 'd.documents[0].seen[0].pages + " " + d.documents[0].seen[0].by' '1-3 J. Ruiz'
is 'pages that are none' refused '{"do":"seen","document":0,"pages":"3-9"}' 422 pages
act '{"do":"withhold","document":2,"code":"AC","reason":"privileged"}'
is 'a document is withheld' plan 'd.documents[2].withheld.reason' privileged
act '{"do":"release","document":2}'
is 'and released' plan 'd.documents[2].withheld === undefined || d.documents[2].withheld === null' true
act '{"do":"except","document":0,"page":4,"keep":[{"unit":"page 4","beg":0,"end":20}],"boxes":[[100,100,50,50]]}'
is 'everything but' plan 'd.documents[0].marks.filter(m => m.kind === "box" && m.page === 4).length > 2' true
act '{"do":"reviewer","name":"j. ruiz "}'
is 'nobody approves himself under a name that reads the same' refused '{"do":"approve","marks":[[0,1]]}' 409 'second person'
act '{"do":"reviewer","name":"J. Ruiz"}'
is 'nobody approves himself' refused '{"do":"approve","marks":[[0,1]]}' 409 'second person'
act '{"do":"reviewer","name":"A. Chen"},{"do":"approve","marks":[[0,1]]},{"do":"state","marks":[[0,2]],"state":2}'
is 'a second person approves, by saying so or by deciding the same' plan 'd.documents[0].marks.slice(0, 2).map(m => m.by + " " + m.approved_by).join()' 'J. Ruiz A. Chen,J. Ruiz A. Chen'
act '{"do":"state","marks":[[0,1]],"state":1}'
is 'another decision is nobody'"'"'s approval' plan 'const m = d.documents[0].marks[0]; m.state + " " + m.by + " " + (m.approved_by || "")' 'accepted A. Chen '

# ---- taking back ---------------------------------------------------------------------------------------------------

cp "$PLAN" "$WORK/was"
act '{"do":"state","marks":[[0,1],[0,5]],"state":2},{"do":"box","document":0,"pages":[1],"box":[10,10,20,20]}'
post api/undo '{"window":"two"}';  is 'another window has nothing to take back' says '"undone":0'
post api/undo '{"window":"one"}';  is 'a step is taken back as a whole' says '"undone":3'
# numbers that were given are not given twice: the head may differ
grep -v sha256 "$WORK/was" >"$WORK/marks"
is 'to the byte' sh -c "grep -v sha256 '$PLAN' | cmp - '$WORK/marks'"
act '{"do":"state","marks":[[0,5]],"state":2}'
post api/act '{"window":"two","actions":[{"do":"state","marks":[[0,5]],"state":0}]}'
post api/undo '{"window":"one"}';  is 'what somebody else did since stays' says '"undone":0,"left":1'
is 'as he left it' plan 'd.documents[0].marks.find(m => m.id === 5).state' proposed

# ---- looking for words ---------------------------------------------------------------------------------------------

post api/search '{"words":"OKONJO","whole":true}'; is 'words are found' value 'd.hits.length > 5 && new Set(d.hits.map(h => h[0])).size === 3 || process.exit(1)'
post api/search '{"words":"konj","whole":true}';   is 'whole words only' says '{"hits":[]'
post api/search '{"words":"konj","whole":false}';  is 'or parts of words' value 'd.hits.length > 5 || process.exit(1)'
post api/search '{"words":"märgaret okonjo"}';     is 'accents make no difference' value 'd.hits.length > 0 || process.exit(1)'
post api/search '{"words":"  "}';                  is 'nothing to look for' answers 422
post api/search '{"words":"Okonjo","whole":true}'; hits=$(value d.hits.length)
post api/mark-hits '{"window":"one","words":"Okonjo","whole":true,"code":"NAME","reason":"name"}'
is 'all of them are marked' says "\"marked\":$hits"
is 'and on disk' plan 'd.documents.flatMap(x => x.marks).filter(m => m.code === "NAME").length' "$hits"
sleep 2
is 'on pages they have boxes' yields api/marks 'd.marks.filter(m => m[5] === "NAME" && m[8] && !m[12].length).length' 0
post api/undo '{"window":"one"}'; is 'and taken back at once' says "\"undone\":$hits"

# ---- as it will be -------------------------------------------------------------------------------------------------

fetch 'api/page/0/1?width=700&after=1'; cp "$WORK/got" "$WORK/after.png"
is 'a page as it will be' answers 200
is 'is not as it is' sh -c "! cmp -s '$WORK/after.png' '$WORK/plain.png'"
fetch 'api/page/0/1?width=700&after=1'
is 'the same again' cmp "$WORK/got" "$WORK/after.png"
act '{"do":"box","document":0,"pages":[1],"box":[10,10,200,20]}'
fetch 'api/page/0/1?width=700&after=1'
is 'until something is decided' sh -c "! cmp -s '$WORK/got' '$WORK/after.png'"

# ---- other programs' marks -----------------------------------------------------------------------------------------

fetch api/export/0
is 'marks for other programs' sh -c "grep -q '<redact ' '$WORK/got' && grep -qi '^content-type: application/vnd.adobe.xfdf' '$WORK/headers'"
fetch api/export/1; is 'what flows has none' answers 409
cat >"$WORK/marks.xfdf" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<xfdf xmlns="http://ns.adobe.com/xfdf/"><annots><redact page="0" rect="300,300,400,340" coords="300,340,400,340,300,300,400,300" title="P. Quill"/></annots></xfdf>
END
cp "$PLAN" "$WORK/before"
fetch 'api/import?document=0&window=one' --data-binary "@$WORK/marks.xfdf"
is 'and theirs for us' says '"added":1'
is 'with their author' plan 'const m = d.documents[0].marks.find(m => m.by === "P. Quill"); m.state + " " + m.boxes' 'accepted 300,452,100,40'
post api/undo '{"window":"one"}'; is 'they are taken back as a step' says '"undone":1'
fetch 'api/import?document=0' --data-binary 'no XML';             is 'what is no XFDF' answers 422
fetch 'api/import?document=1' --data-binary "@$WORK/marks.xfdf";  is 'nothing to place marks on' answers 409
fetch 'api/import?document=9' --data-binary "@$WORK/marks.xfdf";  is 'a document to import into' answers 422

# ---- two windows ---------------------------------------------------------------------------------------------------

revision=$(get api/session d.revision)
curl -sN -m 20 "${at}api/events?since=$revision" >"$WORK/one" & one=$!
curl -sN -m 20 "${at}api/events?since=$((revision - 1))" >"$WORK/two" & two=$!
sleep 0.5
act '{"do":"state","marks":[[0,6]],"state":2}'
sleep 1
for w in one two; do
	sed -n 's/^data: //p' "$WORK/$w" | tail -1 >"$WORK/got"
	is "window $w is told" value 'd.by === "one" && d.marks.some(m => m[0] === 0 && m[1] === 6 && m[3] === 2) && d.documents[0].id === 0 || process.exit(1)'
done
is 'and what happened before it came' [ "$(grep -c '^event: change' "$WORK/two")" = 2 ]

# ---- nothing is lost -----------------------------------------------------------------------------------------------

is 'two reviews of one plan' sh -c "! timeout 20 '$UNDERSEAL' review --no-browser '$PLAN' 2>'$WORK/refused'"
is 'the second says what is in its way' grep -q 'plan.json' "$WORK/refused"
act '{"do":"note","marks":[[0,6]],"note":"before the end"}'
kill -9 $server; wait $server 2>/dev/null
wait $one $two
is 'killed, the plan is whole, with the last word in it' plan 'd.documents[0].marks.find(m => m.id === 6).note' 'before the end'
is 'no file is left beside it' sh -c "[ -z \"\$(find '$WORK' -maxdepth 1 -name '.underseal*' ! -name '.underseal-lock-*')\" ]"
is 'it starts again' serve "$PLAN" --reviewer 'J. Ruiz'
is 'with the name it was given' yields api/session d.reviewer 'J. Ruiz'
is 'and what was decided' yields api/marks 'd.marks.find(m => m[0] === 0 && m[1] === 6)[3]' 2
port=$(expr "$at" : 'http://127.0.0.1:\([0-9]*\)/')
cp "$PLAN" "$WORK/copy.json"
"$UNDERSEAL" review --no-browser "$WORK/copy.json" --port "$port" 2>"$WORK/refused"; code=$?
is 'a port in use is wrong usage' [ $code = 2 ]
is 'with a hint' grep -q 'hint: leave out --port' "$WORK/refused"
curl -sN -m 20 "${at}api/events" >"$WORK/one" & one=$!
sleep 0.5
end TERM
wait $one
is 'windows hear of the end' grep -q '^event: bye' "$WORK/one"
is 'it says where the plan is and that it is saved' grep -q 'plan.json: everything is saved; 1 mark is undecided' "$WORK/said"
is 'and no words of documents' sh -c "! grep -qiE 'okonjo|536-90' '$WORK/said' '$WORK/refused'"

# ---- documents that are not what they were -------------------------------------------------------------------------

mv "$WORK/in/b.docx" "$WORK/b.docx"
printf '\n' >>"$WORK/in/sub/c.pdf"
is 'it starts all the same' serve "$PLAN" --reviewer 'J. Ruiz'
is 'a file that is gone' ready 1 gone
is 'a file that has changed' ready 2 changed
is 'nothing in it can be marked' refused '{"do":"state","marks":[[2,1]],"state":2}' 409 'has changed'
is 'nor in what is gone' refused '{"do":"withhold","document":1}' 409 'gone'
fetch api/page/2/1; is 'nothing of it is shown' answers 409
fetch api/text/1;   is 'nothing of what is gone' answers 409
end
mv "$WORK/b.docx" "$WORK/in/b.docx"

sed 's/"state":"accepted"/"state":"acepted"/' "$PLAN" >"$WORK/faulty.json"
"$UNDERSEAL" review --no-browser "$WORK/faulty.json" 2>"$WORK/refused"; code=$?
is 'a plan with a fault is refused' [ $code -ne 0 ]
is 'with its line and field' grep -qE 'faulty.json:[0-9]+: .*state' "$WORK/refused"
"$UNDERSEAL" review --no-browser "$WORK/nothing.json" 2>"$WORK/refused"; code=$?
is 'a plan that is not there' [ $code = 3 ]

# ---- documents in place of a plan ----------------------------------------------------------------------------------

mkdir "$WORK/made"
is 'documents are looked through' serve -q "$WORK/in" -o "$WORK/made/plan.json" --rules ssn
is 'and reviewed' yields api/documents d.documents.length 3
end
"$UNDERSEAL" review --no-browser "$WORK/in" -o "$WORK/made/plan.json" --rules ssn 2>"$WORK/refused"; code=$?
is 'a plan that is there is not written over' grep -q 'exists already' "$WORK/refused"
mkdir "$WORK/elsewhere"
mv "$WORK/made/plan.json" "$WORK/elsewhere/moved.json"
mv "$WORK/in" "$WORK/other"
is 'documents that have moved' serve "$WORK/elsewhere/moved.json" --from "$WORK/other"
is 'are found' ready 0
end

# ---- documents in an archive -----------------------------------------------------------------------------------------

mkdir "$WORK/boxes" "$WORK/room"
(cd "$WORK/other" && zip -qr "$WORK/boxes/first.zip" .)
TMPDIR=$WORK/room && export TMPDIR
is 'documents in an archive are looked through' serve -q "$WORK/boxes" -o "$WORK/boxes.json" --rules ssn
is 'and read' ready 0
fetch api/page/0/1?width=300
is 'and shown' answers 200
is 'from a place for the owner alone' [ "$(stat -c %a "$WORK"/room/underseal-*)" = 700 ]
end
is 'which is gone at the end' [ -z "$(ls -A "$WORK/room")" ]
"$UNDERSEAL" plan check "$WORK/boxes.json" >"$WORK/checked" 2>&1
is 'a plan for them can be checked' sh -c '! grep -q missing "$1"' - "$WORK/checked"

# ---- everything but, where text flows ----------------------------------------------------------------------------------

mkdir "$WORK/flow"
cp 'fixtures/discovery/contracts/Settlement agreement, draft 3.docx' "$WORK/flow/a.docx"
cp fixtures/docx/value-in-cut-picture.docx "$WORK/flow/b.docx"
printf 'Be \360\237\231\202 glad' >"$WORK/flow/c.txt"
PLAN=$WORK/flow.json
"$UNDERSEAL" find -q "$WORK/flow" -o "$PLAN" --rules none >/dev/null 2>&1
is 'texts that flow' serve "$PLAN" --reviewer 'J. Ruiz'
ready 0 >/dev/null; ready 1 >/dev/null; ready 2 >/dev/null
act '{"do":"except","document":0,"page":0,"keep":[{"unit":"word/document.xml","beg":0,"end":10}]},{"do":"except","document":1,"page":0,"keep":[{"unit":"word/document.xml","beg":0,"end":3}]}'
is 'all but some words' answers 200
is 'headers go as well' plan 'd.documents[0].marks.some(m => m.unit === "word/header1.xml")' true
is 'and pictures, whole' plan 'const m = d.documents[1].marks.find(m => m.kind === "box"); m.unit + " " + (m.boxes[0][2] > 100)' 'word/media/image1.png true'
is 'but neither what is left out anyway nor the name' plan 'd.documents[0].marks.every(m => /^word.(document|header1).xml$/.test(m.unit))' true
fetch api/text/2
name=$(value 'd.units.find(u => u.text.startsWith("Be ")).id')
act "{\"do\":\"text\",\"document\":2,\"unit\":\"$name\",\"beg\":3,\"end\":4}"
is 'half a character is marked whole' plan 'const m = d.documents[2].marks[0]; m.beg + "-" + m.end' 3-7
end
is 'all is carried out' "$UNDERSEAL" redact -q --plan "$PLAN" -o "$WORK/flow-out"
is 'the words stay alone' sh -c "'$UNDERSEAL' text '$WORK/flow-out/b.docx' | grep -A1 '== word/document.xml (body)' | tail -1 | grep -q '^The '"
is 'nothing else of the words does' sh -c "! unzip -p '$WORK/flow-out/a.docx' word/document.xml word/header1.xml | sed 's/<[^>]*>//g' | grep -qi 'release\|confidential'"

# ---- letters that reach out of their places --------------------------------------------------------------------------

mkdir "$WORK/slant"
content='BT /F 20 Tf 72 700 Td (one brief of staff today) Tj ET'
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj\n4 0 obj<</Length %s>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Italic>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n' ${#content} "$content" >"$WORK/slant/s.pdf"
PLAN=$WORK/slant.json
"$UNDERSEAL" find -q "$WORK/slant" -o "$PLAN" --rules none >/dev/null 2>&1
is 'a page of slanted letters' serve "$PLAN" --reviewer 'J. Ruiz'
ready 0 >/dev/null
fetch api/text/0
act '{"do":"except","document":0,"page":1,"keep":[{"unit":"page 1","beg":4,"end":9}]}'
is 'all but a word' answers 200
end
is 'is carried out' "$UNDERSEAL" redact -q --plan "$PLAN" -o "$WORK/slant-out"
is 'the word stays with all its letters, alone' sh -c "pdftotext '$WORK/slant-out/s.pdf' - | tr -d '\n\f' | grep -q '^brief$'"

finish
