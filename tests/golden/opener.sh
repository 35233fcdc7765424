#!/bin/sh
# The page for recipients in a real browser: tests/opener/browser.mjs in headless Chromium, on bundles
# that `underseal seal` and Node.js made. SHOTS=folder keeps a picture of every state.
set -u

chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$chromium" ] || { echo 'no Chromium to open the page with'; exit 77; }
command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || { echo 'no Node.js of version 20 to drive Chromium with'; exit 77; }
[ -d tests/npm/node_modules/playwright-core ] || { echo 'what tests/npm names is not installed'; exit 77; }

mkdir "$WORK/out" "$WORK/config" "$WORK/safe"
XDG_CONFIG_HOME=$WORK/config
export XDG_CONFIG_HOME
pdf=$(find fixtures/discovery -name '*.pdf' | LC_ALL=C sort | head -1)
cp "$pdf" "$WORK/out/exhibit.pdf"
{ "$UNDERSEAL" seal "$WORK/out" -o "$WORK/sealed.age" --expires 30d --to 'Ames Farraday LLP' --include-unproven \
	--passphrase-out "$WORK/safe/pass" && mv "$WORK/safe/pass" "$WORK/sealed.pass"; } >"$WORK/sealed.said" 2>&1 || {
	cat "$WORK/sealed.said"
	echo '0 passed, 1 failed'
	exit 1
}
cmp share/opener.html "$WORK/opener.html" || {
	echo 'FAILED   the page that lies beside a sealed bundle is not share/opener.html'
	echo '0 passed, 1 failed'
	exit 1
}
exec timeout 300 node tests/opener/browser.mjs "$chromium" "$WORK/opener.html" "$WORK"
