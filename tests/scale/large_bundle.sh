#!/bin/sh
# A bundle of 10 GB: one file of 5 GiB, more than 65,535 small ones, sealed, listed, checked and opened again.
#
#     sh tests/scale/large_bundle.sh           SIZE=10: GiB in all; FILES=66000: small files;
#                                              ROOM=folder: where it lies, with room for 2.2 times SIZE
#
# The memory allowed is 40 MB, whatever SIZE is (sealed to a key: without a key derivation), and 1 KB for each
# file, whose name and hashes the manifest holds.
#
# The large files are holes, which costs the source no room and the bundle as much as any other byte. Run by
# hand. With Chromium and tests/npm the page shows its list too, and how much of the bundle that had it read.
set -u

cd "$(dirname "$0")/../.." || exit 1
size=${SIZE:-10} files=${FILES:-66000}
allowed=$((40 * 1024 + files)) # KB
build=${BUILD:-build}
UNDERSEAL=$(realpath "${UNDERSEAL:-$build/underseal}")
WORK=$(mktemp -d "${ROOM:-/var/tmp}/large-bundle.XXXXXX") || exit 1
trap 'rm -rf "$WORK"' EXIT
trap 'exit 130' INT TERM
XDG_CONFIG_HOME=$WORK/config
export XDG_CONFIG_HOME
# shellcheck source=tests/cases.sh
. tests/cases.sh
command -v age-keygen >/dev/null || { echo 'no age-keygen to make a key with'; exit 77; }

mkdir -p "$WORK/out/small" "$WORK/safe"
(cd "$WORK/out/small" && seq "$files" | split -a 5 -d -l 1 - page)
large=$((size * 1073741824 / 2))
truncate -s $large "$WORK/out/large.bin"
for n in 1 2 3 4; do truncate -s $((large / 4)) "$WORK/out/part $n.bin"; done
age-keygen -o "$WORK/safe/key" 2>"$WORK/said"
to=$(age-keygen -y "$WORK/safe/key")

# step NAME COMMAND...: runs it, and says what it took.
step() {
	name=$1
	shift
	if "$build/tests/bench/measure" 1 "$@" >"$WORK/figures" 2>"$WORK/said"; then
		read -r wall cpu most <"$WORK/figures"
		good "$name: $wall s, $cpu s of processor time, $((most / 1024)) MB of memory"
		is "$name takes no more memory than its files' names need" test "$most" -lt "$allowed"
	else
		bad "$name" "$(cat "$WORK/said")"
	fi
}
step sealing "$UNDERSEAL" seal "$WORK/out" -o "$WORK/b.age" --expires 30d --include-unproven --recipient "$to"
step listing "$UNDERSEAL" list "$WORK/b.age" -i "$WORK/safe/key"
step checking "$UNDERSEAL" check "$WORK/b.age" -i "$WORK/safe/key"

chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -n "$chromium" ] && [ -d tests/npm/node_modules/playwright-core ]; then
	node tests/opener/list.mjs "$chromium" "$WORK/opener.html" "$WORK/b.age" "$WORK/safe/key" >"$WORK/said" 2>&1
	is "$(cat "$WORK/said")" grep -q '^the page' "$WORK/said"
else
	echo 'left out: the page, without Chromium or what tests/npm names'
fi

step opening "$UNDERSEAL" open "$WORK/b.age" -i "$WORK/safe/key" -o "$WORK/opened"
is 'the large file is whole' cmp "$WORK/out/large.bin" "$WORK/opened/large.bin"
is 'and every small one' diff -rq "$WORK/out/small" "$WORK/opened/small"
rm -rf "$WORK/opened"
finish
