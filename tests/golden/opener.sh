#!/bin/sh
# The page for recipients in a real browser: tests/opener/browser.mjs in headless Chromium, on bundles
# that `underseal seal` and Node.js made. SHOTS=folder keeps a picture of every state.
set -u

chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$chromium" ] || { echo 'no Chromium to open the page with'; exit 77; }
command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || { echo 'no Node.js of version 18 to drive Chromium with'; exit 77; }
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
command -v age-keygen >/dev/null || { echo 'no age-keygen to make a key with'; exit 77; }
age-keygen -o "$WORK/safe/key.txt" 2>"$WORK/keygen.said"
mkdir "$WORK/to"
"$UNDERSEAL" seal "$WORK/out" -o "$WORK/to/sealed-to.age" --expires 30d --include-unproven --armor \
	--recipient "$(sed -n 's/^# public key: //p' "$WORK/safe/key.txt")" >"$WORK/sealed-to.said" 2>&1
cmp "$WORK/opener.html" "$WORK/to/opener.html" && mv "$WORK/to/sealed-to.age" "$WORK/" || {
	cat "$WORK/sealed-to.said"
	echo 'FAILED   the page does not lie beside a bundle that is sealed to a key'
	echo '0 passed, 1 failed'
	exit 1
}
cmp share/opener.html "$WORK/opener.html" || {
	echo 'FAILED   the page that lies beside a sealed bundle is not share/opener.html'
	echo '0 passed, 1 failed'
	exit 1
}
exec timeout 300 node tests/opener/browser.mjs "$chromium" "$WORK/opener.html" "$WORK"
