#!/bin/sh
# Who guards the adversary: for every carrier, a build of the program with that carrier's code taken out
# must fail the carrier's fixture. A fixture that passes such a build shows nothing.
#
#     make mutants              all of tests/mutants.tsv, in a copy of the tree
#     MUTANTS=form make mutants those with that word in their names, or of that ring
#     FROM=form make mutants    all from the first of these on
#
# A line of the table is  NAME <tab> RING <tab> FILES <tab> SED <tab> FIXTURES: what is taken out, by which
# sed expression from each of the files, and the fixtures (shell patterns) of tests/leak/RING.sh that must then fail - by
# a word that can be got back, or by a proof that does not hold, so that nothing comes out. In the ring
# "gap", of pairs, it is the proof of even gaps alone that must find it; in "pairs" it is the two that differ. "blind" is
# the ring "pdf" without OCR, for what the program would find in pixels as well, as its second way. In "unit"
# the last column names unit tests that must fail, for what no fixture of the adversary can show: a proof that is lax.
# Fixtures that no line names are told, and fail the run of the whole table.
set -u

: "${BUILD:=build}"
case $BUILD in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
home=$BUILD/mutants
tree=$home/tree
table=tests/mutants.tsv
passed=0 failed=0
rm -rf "$tree" "$home/fixtures"
mkdir -p "$tree" "$home/fixtures/pdf" "$home/fixtures/docx" "$home/fixtures/image"
git ls-files -co --exclude-standard | tar -cf - -T - | tar -xf - -C "$tree" || exit 4

build() {
	${MAKE:-make} -C "$tree" --no-print-directory BUILD="$home/build" "$@" >"$home/make.log" 2>&1
}

fail() {
	echo "FAIL  $1: $2"
	failed=$((failed + 1))
}

build "$home/build/underseal" "$home/build/fixtures/pdf/make_pdf" "$home/build/fixtures/image/make_images" || { tail "$home/make.log"; exit 4; }
"$home/build/fixtures/pdf/make_pdf" "$home/fixtures/pdf" || exit 4
"$home/build/fixtures/image/make_images" "$home/fixtures/image" || exit 4
cp fixtures/docx/*.docx "$home/fixtures/docx/"

# take_out NAME FILES SED
take_out() {
	for file in $2; do
		cp "$tree/$file" "$home/original.${file##*/}"
		sed -i "$3" "$tree/$file"
		cmp -s "$home/original.${file##*/}" "$tree/$file" && fail "$1" "its expression changes nothing in $file"
	done
}

put_back() {
	for file in $1; do
		cp "$home/original.${file##*/}" "$tree/$file"
	done
}

# unit NAME FILES SED TESTS
unit() {
	take_out "$1" "$2" "$3"
	for test in $4; do
		if ! build "$home/build/tests/unit/test_$test"; then
			fail "$1" "does not build: $(grep -m1 error "$home/make.log")"
		elif (cd "$tree" && "$home/build/tests/unit/test_$test") >"$home/said" 2>&1; then
			fail "$1" "$test passes all the same"
		elif grep -q '\[  FAILED  \]' "$home/said"; then
			passed=$((passed + 1))
		else
			fail "$1" "$test did not run"
		fi
	done
	put_back "$2"
}

# mutant NAME RING FILES SED FIXTURES
mutant() {
	name=$1 ring=$2 files=$3
	suffix=$ring failed_by= options=
	folder=$ring
	[ "$ring" != gap ] || folder=pdf suffix=pdf failed_by=' nothing came out \(gap-even\)'
	script=$ring
	[ "$ring" != pairs ] || folder=pdf suffix=pdf script=gap failed_by=' the outputs differ'
	[ "$ring" != blind ] || folder=pdf suffix=pdf script=pdf options='--ocr never'
	[ "$ring" != shown ] || folder=pdf suffix=pdf
	[ "$ring" != image ] || suffix='*'
	rm -rf "$home/chosen" "$home/work"
	mkdir -p "$home/chosen" "$home/work"
	[ "$ring" != unit ] || { unit "$name" "$files" "$4" "$5"; return; }
	for pattern in $5; do
		# shellcheck disable=SC2086
		for fixture in "$home/fixtures/$folder"/$pattern.$suffix; do
			[ -f "$fixture" ] || { fail "$name" "there is no fixture $pattern"; return; }
			ln -f "$fixture" "$home/chosen/"
			echo "$folder ${fixture##*/}" >>"$home/named"
		done
	done
	take_out "$name" "$files" "$4"
	# pairs are asked about once
	for fixture in "$home/chosen"/*; do
		fixture=${fixture##*/}
		fixture=${fixture%.*}
		[ "$script" != gap ] || fixture=${fixture%-short} fixture=${fixture%-long}
		echo "$fixture"
	done | sort -u >"$home/asked" # the adversary adds copies of its own
	if build "$home/build/underseal"; then
		SOFFICE= VALIDATOR= WHOLE= HASTE=1 OPTIONS=$options FIXTURES=$home/chosen UNDERSEAL=$home/build/underseal WORK=$home/work \
			sh "tests/leak/$script.sh" >"$home/said" 2>&1
		# a run that never began fails every fixture and shows nothing
		if grep -q 'ended with status 2' "$home/said"; then
			fail "$name" "wrong usage: $(sed -n 's/.*error: //p' "$home/said" | head -1)"
			: >"$home/asked"
		fi
		while read -r base; do
			if grep -qE "^FAIL  (all-)?$base:$failed_by" "$home/said"; then # itself, or its copy with all of it kept
				passed=$((passed + 1))
			else
				fail "$name" "$base passes all the same"
			fi
		done <"$home/asked"
	else
		fail "$name" "does not build: $(grep -m1 error "$home/make.log")"
	fi
	put_back "$files"
}

whole=1
[ -z "${MUTANTS-}${FROM-}" ] || whole=
: >"$home/named"
while IFS='	' read -r name ring files expression fixtures; do
	case $name in ''|\#*) continue ;; esac
	case "$name $ring" in *"${MUTANTS-}"*) ;; *) continue ;; esac
	case "$name $ring" in *"${FROM-}"*) FROM= ;; *) continue ;; esac
	mutant "$name" "$ring" "$files" "$expression" "$fixtures"
	echo "done  $name"
done <"$table"

if [ -n "$whole" ]; then
	for fixture in "$home/fixtures/pdf"/*.pdf "$home/fixtures/docx"/*.docx; do
		name=$(basename "$fixture")
		# damaged and bad ones come out or do not, and have no carrier of their own; gap.sh judges its
		# pairs by what they do without --gap even
		case $name in damaged-*|gap-*|bad-*) continue ;; esac
		grep -q "^${name%.pdf}	[0-9]*	" tests/leak/pdf.sh && continue # known to be open
		grep -qx "${name##*.} $name" "$home/named" || fail "$name" "no mutant is there for it"
	done
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
