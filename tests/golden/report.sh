#!/bin/sh
# The page about a batch: where it lies, what stands in it and what does not, and how a browser shows it.
set -u

. tests/cases.sh

redact() { timeout 120 "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out" -t "$WORK/terms" "$@" >"$WORK/said" 2>&1; }
has() { grep -qF -- "$1" "$report"; }
lacks() { [ -s "$report" ] && ! has "$1"; }

report=$WORK/out.report.html
mkdir "$WORK/in"
echo Okonjo >"$WORK/terms"
page "$WORK/in/letter.pdf" 'Dear Okonjo, your SSN: 536904399'
page "$WORK/in/Okonjo 536904399.pdf" 'A name that must go, SSN: 536904399'
page "$WORK/in/<img src=x onerror=alert(1)>.pdf" 'Dear Okonjo'
page "$WORK/in/\"><script>alert(2)<.pdf" 'Dear Okonjo'
page "$WORK/in/cut.pdf" x; head -c 100 "$WORK/in/cut.pdf" >"$WORK/in/cut"; mv "$WORK/in/cut" "$WORK/in/cut.pdf"
echo 'Okonjo, 536904399' >"$WORK/in/Okonjo.csv"
redact
is 'it lies beside the output, for its owner alone' sh -c '[ "$(stat -c %a "$1")" = 600 ] && ! find "$2" -name "*.html" | grep .' - "$report" "$WORK/out"
is 'and is named at the end' said "$report"
is 'the summary says what was removed by code and rule' grep -qE '^SSN +[0-9]+ +[0-9]+ +social security number \(ssn\)$' "$WORK/said"
is 'and how fast' grep -qE '^[0-9]+ pages in .* a second$' "$WORK/said"
is 'every document stands in it' sh -c '[ "$(grep -c "\"state\":" "$1")" = 6 ]' - "$report"
is 'with what was found by rule and code' has '"ssn","SSN","social security number",1,0,0'
is 'and its checks' has '"check_names":["opens"'
is 'why one failed' has '"reason":'
is 'no removed word, of a text or of a name' sh -c '! grep -iqE "okonjo|536904399" "$1"' - "$report"
is 'nor the path of a source' lacks "$WORK"
is 'nothing can run or be loaded but what is its own' has "default-src 'none'; style-src 'sha256-"
is 'a name does not end what it stands in' sh -c '[ "$(grep -o "<script" "$1" | wc -l)" = "$(grep -o "</script>" "$1" | wc -l)" ] && [ "$(grep -c "<script>" "$1")" = 1 ]' - "$report"
is 'pages with redactions are shown' has 'data:image/png;base64,'
is 'by documents that have such pages' sh -c '[ "$(grep -c "id=\"pictures-" "$1")" = 4 ]' - "$report"
cp "$report" "$WORK/first.html"
rm "$report"
redact
is 'a further run writes it anew' has '"state":'
is 'of what an earlier run did as well' sh -c '[ "$(grep -c "id=\"pictures-" "$1")" = 4 ]' - "$report"

rm "$report"
"$UNDERSEAL" status "$WORK/out" --report "$WORK/anew.html" >"$WORK/said" 2>&1
is 'status writes it at any time' sh -c '[ "$(grep -c "\"state\":" "$1")" = 6 ]' - "$WORK/anew.html"
echo tampered >>"$WORK/out/letter.pdf"
"$UNDERSEAL" status "$WORK/out" --report "$WORK/anew.html" >"$WORK/said" 2>&1
is 'an output that is not as proven is told' grep -q '"gone":true' "$WORK/anew.html"
is 'and not drawn' sh -c '[ "$(grep -c "id=\"pictures-" "$1")" = 3 ]' - "$WORK/anew.html"
rm -rf "$WORK/out" "$WORK"/out.ledger*
redact --report-pages 0
is 'without pictures when asked' lacks 'data:image/png;base64,'
rm -rf "$WORK/out" "$WORK"/out.ledger* "$report"
redact --no-report
is 'not at all when asked' sh -c '[ ! -e "$1" ]' - "$report"
echo 'my own page' >"$WORK/mine.html"
redact --report "$WORK/mine.html"
is 'another file is not written over' grep -q 'my own page' "$WORK/mine.html"
is 'and that is told' said 'no report of ours'
"$UNDERSEAL" status "$WORK/out" --json >"$WORK/said" 2>&1
is 'machines have status --json' sh -c '[ "$(grep -c "status/1" "$1")" = 6 ] && grep -q status-sum/1 "$1"' - "$WORK/said"

# ---- many documents ------------------------------------------------------------------------------

rm -rf "$WORK/in" "$WORK/out" "$WORK"/out.ledger* "$report"; mkdir "$WORK/in"
page "$WORK/in/1.pdf" 'Dear Okonjo'
i=1; while [ $i -lt 210 ]; do i=$((i + 1)); cp "$WORK/in/1.pdf" "$WORK/in/$i.pdf"; done
echo x >"$WORK/in/bad.csv"
redact
is 'of many documents only those are listed that are not plainly proven' sh -c 'grep -q "^.*bad.csv  *skipped" "$1" && ! grep -q "^17.pdf" "$1"' - "$WORK/said"
is 'and all in the page' sh -c '[ "$(grep -c "\"state\":" "$1")" = 211 ]' - "$report"

# ---- in a browser --------------------------------------------------------------------------------

chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
if [ -z "$chromium" ] || ! command -v node >/dev/null || [ ! -d tests/npm/node_modules/playwright-core ]; then
	skip 'the page in a browser (no Chromium, Node.js or playwright-core)'
else
	timeout 120 node tests/report/browser.mjs "$chromium" "$WORK/first.html" ${SHOTS:+"$SHOTS"} >"$WORK/browser" 2>&1
	grep -E '^(ok|FAIL| *\|)' "$WORK/browser"
	passed=$((passed + $(grep -c '^ok' "$WORK/browser"))) failed=$((failed + $(grep -c '^FAIL' "$WORK/browser")))
	is 'the browser came to its end' grep -q 'passed, ' "$WORK/browser"
fi
finish
