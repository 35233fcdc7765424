# shellcheck shell=sh
# What scripts of many cases share (tests/golden, tests/leak): the counters, and how a case is told. Read in, from the root
# of the tree, with `. tests/cases.sh`; the last command of such a script is finish.
#
#     UNDERSEAL  the program        WORK  where things are made: a folder, and all names in it are the script's
#     BUILD      what was built     ROOT  the tree: all four are absolute, so that a script may work elsewhere

ROOT=$PWD
: "${WORK:=$(mktemp -d)}" "${BUILD:=build}" "${UNDERSEAL:=$BUILD/underseal}"
WORK=$(realpath "$WORK") BUILD=$(realpath "$BUILD") UNDERSEAL=$(realpath "$UNDERSEAL")
[ -x "$UNDERSEAL" ] || { echo "$UNDERSEAL: no such program; set UNDERSEAL"; exit 1; }
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
	if "$@" >"$WORK/log" 2>&1 </dev/null; then
		good "$fact"
	else
		bad "$fact"
		cat "$WORK"/said* "$WORK/log" 2>/dev/null | head -12 | sed 's/^/      | /'
	fi
}

# page FILE WORDS: a PDF of one line. Its table of objects is left to be repaired.
page() {
	words="BT /F 12 Tf 72 700 Td ($2) Tj ET"
	printf '%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
4 0 obj <</Length %d>> stream\n%s\nendstream endobj\ntrailer <</Root 1 0 R>>\n' "${#words}" "$words" >"$1"
}

# What a command said that wrote to $WORK/said and left its exit status in $WORK/status.
said()      { grep -aqF -- "$1" "$WORK/said"; }
unsaid()    { ! said "$1"; }
status_is() { [ "$(cat "$WORK/status")" = "$1" ]; }

# Fails when something did, or nothing was looked at.
finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
