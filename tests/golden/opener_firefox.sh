#!/bin/sh
# The page for recipients in Firefox, where there is one: tests/opener/firefox.mjs. SHOTS=folder keeps
# pictures. Firefox is large and no part of `make deps-test`.
set -u

firefox=${FIREFOX-$(command -v firefox-esr || command -v firefox)}
[ -n "$firefox" ] || { echo 'no Firefox to open the page with'; exit 77; }
command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || { echo 'no Node.js of version 18 to drive Firefox with'; exit 77; }
[ -d tests/npm/node_modules/playwright-core ] || { echo 'what tests/npm names is not installed'; exit 77; }

mkdir "$WORK/out"
pdf=$(find fixtures/discovery -name '*.pdf' | LC_ALL=C sort | head -1)
cp "$pdf" "$WORK/out/exhibit.pdf"
exec timeout 300 node tests/opener/firefox.mjs "$firefox" "$PWD/share/opener.html" "$WORK"
