# shellcheck shell=sh
# What scripts of many cases share (tests/golden, tests/leak): the counters, and how a case is told. Read in, from the root
# of the tree, with `. tests/cases.sh`; the last command of such a script is finish.
#
#     UNDERSEAL  the program        WORK  where things are made: a folder, and all names in it are the script's

: "${WORK:=$(mktemp -d)}" "${BUILD:=build}" "${UNDERSEAL:=$BUILD/underseal}"
passed=0 failed=0

good() { passed=$((passed + 1)); echo "ok    $1"; }
bad()  { failed=$((failed + 1)); echo "FAIL  $1${2:+: $2}"; }
skip() { echo "skip  $1"; }

# needs TOOLS...: a script without them is skipped
needs() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
	done
}

# is FACT COMMAND...: the command must succeed. If not, what it said is shown, behind what the script keeps in files whose
# names begin with "said".
is() {
	fact=$1
	shift
	if "$@" >"$WORK/log" 2>&1; then
		good "$fact"
	else
		bad "$fact"
		cat "$WORK"/said* "$WORK/log" 2>/dev/null | head -12 | sed 's/^/      | /'
	fi
}

# Fails when something did, or nothing was looked at.
finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
