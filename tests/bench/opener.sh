#!/bin/sh
# How long the recipients' page takes for a bundle of SIZE bytes (2 GiB) in headless Chromium.
#
#     BUILD=build UNDERSEAL=build/underseal sh tests/bench/opener.sh
set -eu

cd "$(dirname "$0")/../.."
chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$chromium" ] && [ -d tests/npm/node_modules/playwright-core ] || { echo 'page in Chromium    left out: no Chromium, or tests/npm is not installed'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
XDG_CONFIG_HOME=$work/config
export XDG_CONFIG_HOME
mkdir "$work/out" "$work/safe"
openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 00 -in /dev/zero 2>/dev/null | head -c "${SIZE:-2147483648}" >"$work/out/a.bin"
"$UNDERSEAL" seal "$work/out" -o "$work/b.age" --expires 30d --include-unproven --passphrase-out "$work/safe/pass" >/dev/null 2>&1
node tests/opener/speed.mjs "$chromium" "$work/opener.html" "$work/b.age" "$work/safe/pass"
