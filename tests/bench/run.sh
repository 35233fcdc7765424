#!/bin/sh
# Speed and memory, beside a small program that has MuPDF search, redact and save the same file.
#
#     make bench              RUNS=9: as many runs of each command instead of 5
#
# Each pair of commands runs in turns; times are medians, memory is the most that any one process had.
# Figures depend on the machine and on what else it does: a missed target is told, and is no failure.
set -u

build=${BUILD:-build}
underseal=${UNDERSEAL:-$build/underseal}
runs=${RUNS:-5}
tools=$build/tests/bench
dir=$build/bench
pages=300 docx_pages=200

die() { echo "bench: $*" >&2; exit 1; }

[ -x "$underseal" ] || die "$underseal: is not built; type make bench"
for tool in measure stock make_book make_docx_book make_scans make_scan_book bench_ocr; do
	[ -x "$tools/$tool" ] || die "$tools/$tool: is not built; type make bench"
done
rm -rf "$dir"
mkdir -p "$dir" || die "$dir: cannot be made"
"$tools/make_book" $pages "$dir/book.pdf" && "$tools/make_docx_book" $docx_pages "$dir/book.docx" || die 'no book to measure with'

row() { printf '%-44s %10s %10s %8s  %-8s %s\n' "$@"; }

# verdict FIGURE OPERATOR TARGET
verdict() { awk "BEGIN { print ($1 $2 $3) ? \"met\" : \"missed\" }"; }

# measured COMMAND... [-- COMMAND...]: a line of figures for each
measured() { "$tools/measure" "$runs" "$@" || die 'a command did not succeed'; }

# beside WORD OPERATOR TARGET: redacts a word from the book in turns with MuPDF alone.
beside() {
	echo "$1" >"$dir/$1.txt"
	measured "$underseal" redact "$dir/book.pdf" --terms "$dir/$1.txt" --rules none -o "$dir/$1.{}" \
	    -- "$tools/stock" "$dir/book.pdf" "$1" "$dir/stock.pdf" >"$dir/figures"
	{ read -r wall cpu most; read -r stock_wall stock_cpu stock_most; } <"$dir/figures"
	hits=$("$tools/stock" "$dir/book.pdf" "$1" "$dir/stock.pdf" | sed 's/.*, \([0-9]*\) hits/\1/')
	[ "$most" -gt "${peak:-0}" ] && peak=$most
	ratio=$(awk "BEGIN { printf \"%.2f\", $wall / $stock_wall }")
	row "PDF, $pages pages, $hits hits: wall time" "$wall s" "$stock_wall s" "$ratio" "$2 $3" "$(verdict "$wall / $stock_wall" "$2" "$3")"
	row '    processor time' "$cpu s" "$stock_cpu s" "$(awk "BEGIN { printf \"%.2f\", $cpu / $stock_cpu }")" '' ''
}

row "find + redact + prove, median of $runs" underseal MuPDF ratio target ''
beside Okonjo '<=' 1.5
# A word that stands in no other word, so that both remove the same.
beside witness '<' 1
mb=$(awk "BEGIN { printf \"%.0f\", $peak / 1024 }")
row "PDF, $pages pages: memory, largest process" "$mb MB" "$((stock_most / 1024)) MB" '' '< 100 MB' "$(verdict "$peak" '<' $((100 * 1024)))"

# A list of fifty thousand names beside one of ten, which stand in both: for one document, and for twenty.
awk 'BEGIN { for (i = 0; i < 10; i++) print "Okonjo" (i ? " Term" sprintf("%c", 96 + i) : "") }' >"$dir/ten.txt"
awk 'BEGIN {
	split("ka lo mi ren da vor sti pel ang bo zet har nu ost wyn gra fi tho ell qui", s, " ")
	for (i = 0; i < 49990; i++) {
		given = s[i % 20 + 1] s[int(i / 20) % 20 + 1]
		family = s[int(i / 400) % 20 + 1] s[int(i / 8000) % 20 + 1] s[i % 7 + 1]
		print toupper(substr(given, 1, 1)) substr(given, 2) " " toupper(substr(family, 1, 1)) substr(family, 2)
	}
}' | cat "$dir/ten.txt" - >"$dir/many.txt"
mkdir -p "$dir/twenty"
"$tools/make_book" 10 "$dir/twenty/1.pdf" || die 'no small book to measure with'
for i in 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do { cat "$dir/twenty/1.pdf"; echo "%$i"; } >"$dir/twenty/$i.pdf"; done
row 'lists of terms' '50,000' '10' ratio target ''
for what in twenty/1.pdf twenty; do
	measured "$underseal" redact "$dir/$what" --terms "$dir/many.txt" --rules none -o "$dir/many-$(basename $what).{}" \
	    -- "$underseal" redact "$dir/$what" --terms "$dir/ten.txt" --rules none -o "$dir/ten-$(basename $what).{}" >"$dir/figures"
	{ read -r wall cpu most; read -r ten_wall ten_cpu ten_most; } <"$dir/figures"
	ratio=$(awk "BEGIN { printf \"%.2f\", $wall / $ten_wall }")
	label='one PDF of 10 pages'
	[ "$what" = twenty ] && label='twenty of them'
	row "    $label: wall time" "$wall s" "$ten_wall s" "$ratio" '' ''
	row '        processor time' "$cpu s" "$ten_cpu s" "$(awk "BEGIN { printf \"%.2f\", $cpu / $ten_cpu }")" '<= 2' "$(verdict "$cpu / $ten_cpu" '<=' 2)"
done

measured "$underseal" redact "$dir/book.docx" --terms "$dir/Okonjo.txt" --rules none -o "$dir/docx.{}" >"$dir/figures"
read -r wall cpu most <"$dir/figures"
row "DOCX, about $docx_pages pages: wall time" "$wall s" '' '' '< 1 s' "$(verdict "$wall" '<' 1)"
row '    memory' "$((most / 1024)) MB" '' '' '' ''

# A document so large that only its own part counts; beside it the least that anybody does who looks into
# it: unzip and xmllint, which unpack the part and build its tree once.
large_pages=2000
"$tools/make_docx_book" $large_pages "$dir/large.docx" || die 'no large book to measure with'
size=$(unzip -p "$dir/large.docx" word/document.xml | wc -c)
measured "$underseal" redact "$dir/large.docx" --terms "$dir/Okonjo.txt" --rules none -o "$dir/large.{}" \
    -- sh -c "unzip -p '$dir/large.docx' word/document.xml | xmllint --huge --noout -" >"$dir/figures"
{ read -r wall cpu most; read -r lint_wall lint_cpu lint_most; } <"$dir/figures"
row "DOCX, document.xml of $((size >> 20)) MB" underseal xmllint ratio '' ''
row '    MB of it a second, wall' "$(awk "BEGIN { printf \"%.1f\", $size / 1e6 / $wall }")" \
    "$(awk "BEGIN { printf \"%.1f\", $size / 1e6 / $lint_wall }")" "$(awk "BEGIN { printf \"%.2f\", $wall / $lint_wall }")" '' ''
times=$(awk "BEGIN { printf \"%.1f\", $most * 1024 / $size }")
row '    memory, largest process: times the part' "$times" "$(awk "BEGIN { printf \"%.1f\", $lint_most * 1024 / $size }")" '' '<= 10' \
    "$(verdict "$times" '<=' 10)"

# A scan, found in by two readers; beside it one tesseract that reads the same pages as pictures.
mkdir -p "$dir/scans"
set --
for kind in letter scan columns table; do
	"$tools/make_scans" "$dir/scans" "$kind" >/dev/null || die 'no scans to measure with'
	set -- "$@" "300:$dir/scans/$kind-300-0.pnm" "200:$dir/scans/$kind-200-0.pnm" "150:$dir/scans/$kind-150-0.pnm"
done
"$tools/make_scan_book" "$dir/scan.pdf" "$@" || die 'no scan to measure with'
pdftoppm -q -r 300 -gray "$dir/scan.pdf" "$dir/scan-page" || die 'pdftoppm is not installed'
ls "$dir"/scan-page*.pgm >"$dir/scan-pages"
# status 1: a page of low resolution may be told as unsearchable
measured sh -c "'$underseal' find '$dir/scan.pdf' --terms '$dir/Okonjo.txt' --rules none --jobs 2 || [ \$? -eq 1 ]" \
    -- env OMP_THREAD_LIMIT=1 sh -c "exec tesseract '$dir/scan-pages' '$dir/scan-text' 2>/dev/null" >"$dir/figures"
{ read -r wall cpu most; read -r tess_wall tess_cpu tess_most; } <"$dir/figures"
row "scan, $# pages, two readers" underseal tesseract ratio target ''
row '    pages a second' "$(awk "BEGIN { printf \"%.2f\", $# / $wall }")" "$(awk "BEGIN { printf \"%.2f\", $# / $tess_wall }")" \
    "$(awk "BEGIN { printf \"%.2f\", $tess_wall / $wall }")" '>= 1.9' "$(verdict "$tess_wall / $wall" '>=' 1.9)"
row '    processor time' "$cpu s" "$tess_cpu s" "$(awk "BEGIN { printf \"%.2f\", $cpu / $tess_cpu }")" '' ''
# Of the time that reading such pictures takes, at 300 dpi.
grep ' 300 0 ' "$dir/scans/list" >"$dir/list" && mv "$dir/list" "$dir/scans/list"
share=$("$tools/bench_ocr" "$dir/scans" alone | sed -n 's/^of our time inside Tesseract: //p')
row "    time that is Tesseract's own" "$share" '' '' '' ''
rm -rf "$dir"
