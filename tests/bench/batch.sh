#!/bin/sh
# A production run by one worker at a time and by two: what the second brings, what the batch itself costs, and memory.
#
#     make bench-batch        DOCS=200: fewer documents than 2,000
#
# Of the documents 60 % are PDF files of text, 25 % DOCX, 15 % small scans, no two with the same bytes. They lie in four portions
# of the same mix. Each portion is done by one worker and by two, one after the other, in turn the one and the other first;
# what is compared are the sums. So a machine that is quick at one time and slow at another is so to both. What the machine itself
# gives shows in the same turns: two commands of one worker each, side by side, on half of the portion each, that share nothing.
#
# All documents are then done in one run of two workers, for what depends on how many there are: memory, and the batch's
# own share, which is the processor time of the parent, which keeps the ledger, and of the zygote, which forks workers behind the
# sandbox, beside that of all workers. What the sandbox costs within workers shows in one that has nothing else to do. What
# else the machine does is in all of the figures.
set -u

build=${BUILD:-build}
underseal=${UNDERSEAL:-$build/underseal}
docs=${DOCS:-2000}
idle=400
portions=4
tools=$build/tests/bench
dir=$build/bench-batch

die() { echo "bench: $*" >&2; exit 1; }
for tool in measure make_book make_docx_book make_scans make_scan_book; do
	[ -x "$tools/$tool" ] || die "$tools/$tool: is not built; type make bench-batch"
done
command -v zip >/dev/null || die 'zip is not installed'
rm -rf "$dir"
mkdir -p "$dir/scans" "$dir/kinds" || die "$dir: cannot be made"

# ---- the documents --------------------------------------------------------------------------------

# head_of PICTURE ROWS: a scan of small size is a slip of paper. A picture is "P5", its measures, 255, and then its rows.
head_of() {
	size=$(head -c 64 "$1" | tr '\n' ' ' | cut -d' ' -f1-3)
	wide=${size#* } kind=${size%% *}
	wide=${wide% *}
	deep=1
	[ "$kind" = P5 ] || deep=3
	start=$(($(wc -c <"$1") - wide * ${size##* } * deep))
	printf '%s\n%d %d\n255\n' "$kind" "$wide" "$2"
	tail -c "+$((start + 1))" "$1" | head -c "$((wide * $2 * deep))"
}

"$tools/make_scans" "$dir/scans" letter-150-0 receipt-200-0 >/dev/null || die 'no pictures'
for picture in "$dir"/scans/*.pnm; do
	head_of "$picture" 400 >"$dir/slip" && mv "$dir/slip" "$picture" || die 'no slips'
	name=$(basename "$picture" .pnm)
	dpi=${name#*-}
	"$tools/make_scan_book" "$dir/kinds/scan-$name.pdf" "${dpi%-*}:$picture" || die 'no scans'
done
for pages in 1 2 4 8; do
	"$tools/make_book" $pages "$dir/kinds/text-$pages.pdf" && "$tools/make_docx_book" $pages "$dir/kinds/word-$pages.docx" || die 'no books'
done
i=0
while [ $i -lt "$docs" ]; do
	folder=$dir/in/$((i / 20 % portions))/$(((i / 10 + i / 20 / portions) % 2))/box$((i / 100))
	mkdir -p "$folder"
	pages=$((1 << i % 4))
	case $((i % 20)) in
	1|4|8|11|15) cp "$dir/kinds/word-$pages.docx" "$folder/$i.docx" && echo "no $i" | zip -qz "$folder/$i.docx" ;;
	2|9|16)
		set -- "$dir"/kinds/scan-*.pdf
		shift $((i / 20 % $#))
		cp "$1" "$folder/$i.pdf" && echo "% no $i" >>"$folder/$i.pdf" ;;
	*) cp "$dir/kinds/text-$pages.pdf" "$folder/$i.pdf" && echo "% no $i" >>"$folder/$i.pdf" ;;
	esac || die 'a document cannot be made'
	i=$((i + 1))
done
printf 'Okonjo\nwitness\n' >"$dir/terms"
# A worker that has nothing to do: forked, fenced in, told what and heard, and a row in the ledger for it.
mkdir -p "$dir/idle"
i=0
while [ $i -lt "$idle" ]; do
	i=$((i + 1))
	echo "no $i" >"$dir/idle/$i.csv"
done
mkdir -p "$dir/single" && echo no >"$dir/single/1.csv"

# ---- the runs -------------------------------------------------------------------------------------

child_of() { [ "$1" ] && cut -d' ' -f1 "/proc/$1/task/$1/children" 2>/dev/null; }
# ticks PID: of processor time it used itself
ticks() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print $12 + $13 }'; }
peak() { awk '/VmHWM/ { print $2 }' "/proc/$1/status" 2>/dev/null; }

# all_proven OUT IN
all_proven() {
	proven=$(cat "$1"*/proof.jsonl | grep -c '"proven":true')
	of=$(find "$2" -type f | wc -l)
	[ "$proven" = "$of" ] || die "$proven of $of documents were proven"
	rm -rf "$1"*
}

# alone WORKERS IN: wall and processor seconds. A page that cannot be searched is told by status 1.
alone() {
	"$tools/measure" 1 sh -c '"$@"; [ $? -le 1 ]' - "$underseal" redact "$2" -o "$dir/out" --terms "$dir/terms" -j "$1" --no-report 2>"$dir/said" >"$dir/figures" ||
		die "the run did not succeed: $(tail -1 "$dir/said")"
	all_proven "$dir/out" "$2"
	cut -d' ' -f1,2 "$dir/figures"
}

# beside IN: the same, of two commands that share nothing
beside() {
	"$tools/measure" 1 sh -c '
		half() { "$0" redact "$1/$2" -o "$3$2" --terms "$4" -j 1 --no-report; [ $? -le 1 ]; }
		half "$1" 0 "$2" "$3" & first=$!
		half "$1" 1 "$2" "$3" && wait $first' "$underseal" "$1" "$dir/out" "$dir/terms" 2>"$dir/said" >"$dir/figures" ||
		die "the runs did not succeed: $(tail -1 "$dir/said")"
	all_proven "$dir/out" "$1"
	cut -d' ' -f1,2 "$dir/figures"
}

# all WORKERS: sets cpu, most (KB of the largest process), own (ticks of parent and zygote), parent (KB)
all() {
	"$tools/measure" 1 sh -c '"$@"; [ $? -le 1 ]' - "$underseal" redact "$dir/in" -o "$dir/out" --terms "$dir/terms" -j "$1" --no-report >"$dir/figures" 2>"$dir/said" &
	measure=$!
	main='' zygote='' own=0 parent=0
	while kill -0 $measure 2>/dev/null; do
		[ "$main" ] || main=$(child_of "$(child_of $measure)")
		[ "$main" ] && { [ "$zygote" ] || zygote=$(child_of "$main"); }
		if [ "$zygote" ]; then
			a=$(ticks "$main") b=$(ticks "$zygote") c=$(peak "$main")
			[ "$a" ] && [ "$b" ] && own=$((a + b))
			[ "$c" ] && parent=$c
		fi
		sleep 0.1
	done
	wait $measure || die "the run did not succeed: $(tail -1 "$dir/said")"
	read -r _ cpu most <"$dir/figures"
	all_proven "$dir/out" "$dir/in"
}

row() { printf '%-46s %12s  %-10s %s\n' "$@"; }
verdict() { awk "BEGIN { print ($1 $2 $3) ? \"met\" : \"missed\" }"; }
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

# idle_cost FOLDER: processor seconds
idle_cost() {
	"$tools/measure" 5 sh -c 'rm -rf "$2"*; "$0" redact "$1" -o "$2" -j 1 --no-report; [ $? -le 3 ]' "$underseal" "$1" "$dir/idle-out" 2>/dev/null | cut -d' ' -f2
}

hertz=$(getconf CLK_TCK)
row "$docs documents" figure target ''
portion=0
while [ $portion -lt $portions ]; do
	in=$dir/in/$portion
	if [ $((portion % 2)) = 0 ]; then
		alone 1 "$in" >>"$dir/one" && beside "$in" >>"$dir/halves" && alone 2 "$in" >>"$dir/two" || exit 1
	else
		alone 2 "$in" >>"$dir/two" && beside "$in" >>"$dir/halves" && alone 1 "$in" >>"$dir/one" || exit 1
	fi
	portion=$((portion + 1))
done
# sum FILE COLUMN
sum() { awk "{ s += \$$2 } END { printf \"%.1f\", s }" "$dir/$1"; }
one=$(sum one 1) two=$(sum two 1) halves=$(sum halves 1)
row 'one worker: wall time, four portions' "$one s" '' ''
row '    processor time' "$(sum one 2) s" '' ''
row 'two workers: wall time' "$two s" '' ''
row '    processor time' "$(sum two 2) s" '' ''
row 'two beside one' "$(calc %.2f "$one / $two")" '>= 1.9' "$(verdict "$one / $two" '>=' 1.9)"
row '    portion by portion' "$(paste -d' ' "$dir/one" "$dir/two" | awk '{ printf "%s%.2f", (NR > 1 ? " " : ""), $1 / $3 }')" '' ''
row 'two commands of one worker, nothing shared' "$(calc %.2f "$one / $halves")" '' ''
all 2
row 'all in one run of two: processor time' "$cpu s" '' ''
row 'the batch itself: parent and zygote' "$(calc '%.2f %%' "100 * $own / $hertz / $cpu")" '< 3 %' "$(verdict "100 * $own / $hertz / $cpu" '<' 3)"
each=$(calc %.6f "($(idle_cost "$dir/idle") - $(idle_cost "$dir/single")) / ($idle - 1)")
row 'a worker with nothing to do: processor time' "$(calc '%.2f ms' "$each * 1000")" '' ''
row 'three of those a document: sandbox and ledger' "$(calc '%.2f %%' "300 * $each * $docs / $cpu")" '< 3 %' "$(verdict "300 * $each * $docs / $cpu" '<' 3)"
row 'memory of the parent' "$((parent / 1024)) MB" '< 60 MB' "$(verdict "$parent" '<' 61440)"
row 'memory of the largest process' "$((most / 1024)) MB" '< 250 MB' "$(verdict "$most" '<' 256000)"
rm -rf "$dir/in"
