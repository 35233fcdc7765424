# shellcheck shell=sh
# What the adversary's rings share (tests/leak): where things are made, and how verdicts are told. Read in,
# from the root of the tree, with `. tests/ring.sh`.
#
#     UNDERSEAL  the program                  WORK    where things are made, and stay
#     BUILD      has fixtures/pdf/make_pdf    KEEP=1  keeps what was made elsewhere
#     ONLY=word  looks at what has that word in its name

: "${UNDERSEAL:=build/underseal}" "${BUILD:=build}"
work=${WORK:-$(mktemp -d)}
[ -n "${WORK-}" ] || [ -n "${KEEP-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work"
work=$(realpath "$work")
passed=0 failed=0

# needs TOOLS...: a ring without them is skipped
needs() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
	done
}

# make_fixtures FOLDER: those of fixtures/pdf
make_fixtures() {
	mkdir -p "$1"
	"$BUILD/fixtures/pdf/make_pdf" "$1" || { echo "FAIL  no fixtures"; exit 1; }
}

good() { passed=$((passed + 1)); echo "pass  $1"; }
bad()  { failed=$((failed + 1)); echo "FAIL  $1: $2"; }
skip() { echo "skip  $1"; }

# told NAME WHY: a verdict; WHY is empty when nothing is wrong
told() {
	if [ -z "$2" ]; then good "$1"; else bad "$1" "$2"; fi
}

# Fails when something did, or nothing was looked at.
finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
