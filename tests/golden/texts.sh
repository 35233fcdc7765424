#!/bin/sh
# Plain texts, one JSON object a line: what underseal find --text prints for each.
set -u

. tests/cases.sh
us=$(realpath "$UNDERSEAL")
cd "$WORK" || exit 1
# find FILE OPTIONS...: what is said stands in said.json, complaints in told
find_in() {
	"$us" find --text "$@" --json >said.json 2>told
	status=$?
}
line() { [ "$(sed -n "$1p" said.json)" = "$2" ]; }

cat >texts.jsonl <<'JSONL'
{"id": "a", "text": "Caf\u00e9 \ud83d\ude00 SSN: 536-90-4399"}
{"id": 2, "text": "nothing"}

{"id": 3}
not json
{"text": "SSN 536-90-4398. Parcel 536904398"}
JSONL
printf '{"id": 7, "text": "\377"}\n{"id": 8, "text": "Ms. Okonjo"}' >>texts.jsonl

find_in texts.jsonl --rules ssn
is 'places are code points, the end not included'  line 1 '{"id":"a","findings":[{"start":12,"end":23,"rule":"ssn","code":"SSN","rank":98}]}'
is 'a text without a finding has its line'         line 2 '{"id":2,"findings":[]}'
is 'an object without a text is told by its line'  line 3 '{"id":3,"line":4,"error":"no object with a \"text\" that is a string"}'
is 'and what is no JSON'                           line 4 '{"id":null,"line":5,"error":"column 3: not valid JSON"}'
is 'a value is followed through its text'          grep -q '"id":null,"findings":\[.*{"start":24,"end":33,"rule":"hunt","code":"SSN"' said.json
is 'what is no UTF-8 is told'                      line 6 '{"id":null,"line":7,"error":"not UTF-8"}'
is 'the last line needs no end'                    line 7 '{"id":8,"findings":[]}'
is 'a person must look'                            [ "$status" = 1 ]
is 'errors name the line and no word'              sh -c 'grep -q "texts.jsonl: line 4: " told && ! grep -q Okonjo told'
"$us" find --text - --rules ssn <texts.jsonl >piped.json 2>/dev/null
is 'standard input says the same'                  cmp said.json piped.json
printf 'Okonjo\n' >terms
find_in texts.jsonl --rules none --terms terms --words
is 'terms are found, and shown when asked for'     line 7 '{"id":8,"findings":[{"start":4,"end":10,"rule":"term","code":"REDACTED","rank":100,"words":"Okonjo"}]}'
find_in texts.jsonl --profile frcp-5.2
is 'a profile says what of a finding goes'         grep -q '"start":12,"end":23,.*"goes":\[\[12,19\]\]' said.json
printf '\357\273\277{"id":1,"text":"SSN 536-90-4399"}\r\n' >bom.jsonl
find_in bom.jsonl --rules ssn
is 'a mark of byte order and CRLF are no trouble'  sh -c 'grep -q "\"start\":4" said.json'
is 'and all is well then'                          [ "$status" = 0 ]
"$us" find --text none.jsonl >said.json 2>told
is 'a file that is not there is an input error'    [ $? = 3 ]
"$us" find --text texts.jsonl other.pdf >said.json 2>told
is 'documents beside it are a usage error'         [ $? = 2 ]

finish
