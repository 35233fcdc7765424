#!/bin/sh
# The page for recipients, without a browser: its readers of strangers' bytes, whole bundles good and
# hostile (tests/opener/*.test.mjs), and that the committed page is what its sources make.
set -u

command -v node >/dev/null || { echo 'no node to run it with'; exit 77; }
node --test --test-reporter=tap tests/opener/*.test.mjs >"$WORK/tap" 2>&1
sed -n '/^ *not ok/,/^ *\.\.\./p' "$WORK/tap" | head -60
passed=$(sed -n 's/^# pass //p' "$WORK/tap") failed=$(sed -n 's/^# fail //p' "$WORK/tap")
skipped=$(sed -n 's/^# skipped //p' "$WORK/tap")
passed=${passed:-0} failed=${failed:-1}
[ "${skipped:-0}" -eq 0 ] || echo "skip  $skipped tests of whole bundles: what share/opener/package-lock.json names is not installed"

built() {
	[ -d share/opener/node_modules/esbuild ] || { echo 'skip  the page is not built anew: no esbuild below share/opener'; return; }
	for n in 1 2; do
		node share/opener/build.mjs "$WORK/opener$n.html" >/dev/null && cmp "$WORK/opener$n.html" share/opener.html || {
			echo 'FAILED   share/opener.html is not what share/opener makes: run make opener'
			failed=$((failed + 1))
			return
		}
	done
	passed=$((passed + 1))
}
built

# The page holds nothing that could reach out, whatever its policy says.
if grep -qE "(src|href)=\"?https?:|@import|url\(" share/opener.html; then
	echo 'FAILED   the page names something outside itself'
	failed=$((failed + 1))
else
	passed=$((passed + 1))
fi
case $(grep -o 'http-equiv="Content-Security-Policy" content="[^"]*"' share/opener.html) in
*"default-src 'none'"*"connect-src 'none'"*"form-action 'none'"*) passed=$((passed + 1)) ;;
*) echo 'FAILED   the policy of the page lets it connect'; failed=$((failed + 1)) ;;
esac
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
