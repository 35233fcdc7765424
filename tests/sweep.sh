#!/bin/sh
# Any folder of documents, each on its own: a word chosen from each is redacted, and other programs
# look whether it is gone. A document is proven and clean, or refused with a reason; anything else
# fails the sweep.
#
#     UNDERSEAL=build/underseal sh tests/sweep.sh FOLDER
#
# SECONDS_EACH (120) is the most that one document may take.
set -u

folder=${1:?usage: sweep.sh FOLDER}
UNDERSEAL=${UNDERSEAL:-build/underseal}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
clean=0 refused=0 failed=0

# words FILE: what other programs read in it
words() {
	case $1 in
	*.[pP][dD][fF]) pdftotext "$1" - 2>/dev/null ;;
	*)  unzip -p "$1" 'word/*.xml' 2>/dev/null | sed 's/<\/w:p>/\n/g; s/<[^>]*>//g' ;;
	esac
}

# sound FILE: a reader of another house finds no fault in it
sound() {
	case $1 in
	*.pdf) qpdf --check "$1" >"$work/said" 2>&1 ;;
	*)     unzip -tqq "$1" >"$work/said" 2>&1 ;;
	esac
}

tell() {
	printf '%-8s %s%s\n' "$1" "$name" "${2:+: $2}"
}

find "$folder" -type f \( -iname '*.pdf' -o -iname '*.doc*' -o -iname '*.dot*' \) | LC_ALL=C sort >"$work/list"
while read -r file; do
	name=${file#"$folder"/}
	rm -rf "$work/out"
	# the longest of its words, the first of those that are as long; a file without one gets a word of ours
	words "$file" | tr -cs 'A-Za-z' '\n' | awk 'length($0) > length(w) && length($0) < 24 { w = $0 } END { print (length(w) > 4 ? w : "Okonjo") }' >"$work/term"
	timeout "${SECONDS_EACH:-120}" "$UNDERSEAL" redact "$file" -o "$work/out" --rules none --terms "$work/term" >"$work/log" 2>&1
	status=$?
	output=$(find "$work/out" -type f \( -name '*.pdf' -o -name '*.docx' \) 2>/dev/null | head -1)
	if [ $status -gt 3 ] || [ $status -eq 2 ]; then
		failed=$((failed + 1)); tell FAILED "ended with $status"
	elif [ -z "$output" ]; then
		if grep -q '^underseal: error: ' "$work/log"; then
			refused=$((refused + 1)); tell refused "$(sed -n 's/^underseal: error: [^:]*: //p' "$work/log" | head -1)"
		else
			failed=$((failed + 1)); tell FAILED "no output and no reason"
		fi
	elif ! sound "$output"; then
		failed=$((failed + 1)); tell FAILED "$(head -1 "$work/said")"
	elif words "$output" | grep -qiwF -f "$work/term"; then
		failed=$((failed + 1)); tell FAILED "the word is still there"
	else
		clean=$((clean + 1)); tell clean
	fi
done <"$work/list"
echo "$clean clean, $refused refused, $failed failed"
[ $failed -eq 0 ] && [ $clean -gt 0 ]
