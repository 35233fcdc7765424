# shellcheck shell=sh
# What the adversary's rings share (tests/leak): where things are made, and how verdicts are told. Read in,
# from the root of the tree, with `. tests/ring.sh`.
#
#     UNDERSEAL  the program                  WORK    where things are made, and stay
#     BUILD      has fixtures/pdf/make_pdf    KEEP=1  keeps what was made elsewhere
#     ONLY=word  looks at what has that word in its name
#
# Beside that all of cases.sh.

work=${WORK:-$(mktemp -d)}
[ -n "${WORK-}" ] || [ -n "${KEEP-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work"
work=$(realpath "$work")
WORK=$work
. tests/cases.sh

# make_fixtures FOLDER: those of fixtures/pdf
make_fixtures() {
	mkdir -p "$1"
	"$BUILD/fixtures/pdf/make_pdf" "$1" || { echo "FAIL  no fixtures"; exit 1; }
}

# told NAME WHY: a verdict; WHY is empty when nothing is wrong
told() {
	if [ -z "$2" ]; then good "$1"; else bad "$1" "$2"; fi
}
