#!/bin/sh
# Broken and hostile input for every parser, made by libFuzzer, under AddressSanitizer and UBSan.
#
#     make fuzz                        each tests/fuzz/fuzz_*.c for a minute
#     FUZZ_SECONDS=600 TARGETS=pdf make fuzz      longer, and only those with that word in the name
#
# What is learned stays in $BUILD/fuzz/corpus/NAME, so that the next run goes on from there; it begins
# with our fixtures. An input that breaks something is kept in $BUILD/fuzz/findings and printed with the
# stack. Ends with 0 when nothing was found, 1 with a finding, 77 when it could not run.
set -u

build=${BUILD:-build}/fuzz
seconds=${FUZZ_SECONDS:-60}
corpora=$build/corpus
findings=$build/findings
mkdir -p "$corpora" "$findings" || exit 4

# ---- what it needs ---------------------------------------------------------------------------------

sanitize=address,undefined
probe=$build/probe
mkdir -p "$build"
echo 'int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n);
int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n) { (void)p, (void)n; return 0; }' >"$probe.c"
if ! clang -fsanitize=fuzzer,$sanitize -o "$probe" "$probe.c" 2>"$probe.log"; then
	echo 'fuzz: clang with libFuzzer is missing: apt-get install clang libclang-rt-14-dev' >&2
	tail -3 "$probe.log" >&2
	exit 77
fi

# ---- build -----------------------------------------------------------------------------------------

targets=
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	case $name in *"${TARGETS-}"*) targets="$targets $name" ;; esac
done
[ -n "$targets" ] || { echo "fuzz: no target has ${TARGETS-} in its name" >&2; exit 2; }

programs=
for name in $targets; do programs="$programs $build/tests/fuzz/$name"; done
echo "fuzz: building$targets"
${MAKE:-make} --no-print-directory BUILD="$build" CC=clang WARN='-Wall -Wextra' \
	OPT='-O1 -g -fno-omit-frame-pointer' \
	SANITIZE="-fsanitize=fuzzer-no-link,$sanitize -fno-sanitize-recover=undefined" \
	LDFLAGS="-fsanitize=fuzzer,$sanitize" $programs >"$build/make.log" 2>&1 || {
	grep -E 'error|undefined|Error' "$build/make.log" | head -20 >&2
	echo "fuzz: does not build: $build/make.log" >&2
	exit 4
}

# ---- seeds: our fixtures, in the shape that a target expects ----------------------------------------

# seed FILE [BYTE]: a file, behind a byte that chooses among several readers (octal). Large ones cost
# inputs per second and show no other code.
seed() {
	[ -s "$1" ] && [ "$(wc -c <"$1")" -le 12000 ] || return
	to=$corpus/seed-$(basename "$1" | tr -c 'A-Za-z0-9.\n' _)${2-}
	{ [ -z "${2-}" ] || printf "\\$2"; cat "$1"; } >"$to"
}

paragraphs() {
	unzip -p "$1" word/document.xml 2>/dev/null | tr -d '\n' | sed -n 's/.*<w:body>\(.*\)<\/w:body>.*/\1/p'
}

page_contents() {
	n=1
	while [ $n -le 3 ] && mutool show -b -o "$2.$n" "$1" pages/$n/Contents 2>/dev/null; do
		seed "$2.$n"
		n=$((n + 1))
	done
	rm -f "$2".*
}

# Every font program of a PDF, for each way of cutting one.
font_programs() {
	mkdir -p "$build/programs"
	(cd "$build/programs" && mutool extract "$1" >/dev/null 2>&1)
	for program in "$build/programs"/font-*; do
		[ -f "$program" ] || continue
		name=$(basename "$1" .pdf).${program##*.}
		mv "$program" "$build/programs/$name"
		for way in 000 001 002 003 004 205; do seed "$build/programs/$name" $way; done
	done
	rm -rf "$build/programs"
}

seed_target() {
	case $1 in
	fuzz_pdf_content)
		find fixtures -name '*.pdf' | while read -r f; do page_contents "$f" "$build/page.$(basename "$f" .pdf)"; done ;;
	fuzz_fontcut)
		maker=${BUILD:-build}/fixtures/pdf/make_pdf
		mkdir -p "$build/pdf"
		${MAKE:-make} --no-print-directory "$maker" >"$build/make.log" 2>&1 && "$maker" "$build/pdf"
		find "$(realpath "$build")/pdf" -name 'font-*.pdf' | while read -r f; do font_programs "$f"; done
		rm -rf "$build/pdf" ;;
	fuzz_pdf_*)
		find fixtures -name '*.pdf' | while read -r f; do seed "$f"; done ;;
	fuzz_docx)
		find fixtures -name '*.docx' | while read -r f; do
			seed "$f" 000
			paragraphs "$f" >"$build/body"
			[ -s "$build/body" ] && cp "$build/body" "$build/$(basename "$f" .docx).body" && seed "$build/$(basename "$f" .docx).body" 013
			rm -f "$build"/*body
		done ;;
	fuzz_image)
		maker=${BUILD:-build}/fixtures/image/make_images
		mkdir -p "$build/image"
		${MAKE:-make} --no-print-directory "$maker" >"$build/make.log" 2>&1 && "$maker" "$build/image"
		for f in "$build/image"/*; do seed "$f"; done
		rm -rf "$build/image" ;;
	fuzz_txt)
		for f in fixtures/*.txt tests/unit/data/*; do [ -f "$f" ] && seed "$f"; done
		for to in utf-16 utf-16le cp1252; do iconv -c -f utf-8 -t $to fixtures/discovery.terms.txt >"$build/$to.txt" && seed "$build/$to.txt"; done
		rm -f "$build"/*.txt ;;
	fuzz_plan)
		for f in tests/unit/data/*.plan.json; do seed "$f"; done ;;
	fuzz_xfdf)
		printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/" xml:space="preserve"><f href="in/a.pdf"/><annots><redact page="0" coords="300,340,400,340,300,300,400,300" rect="300,300,400,340" name="underseal-3" title="P. Quill" date="D:20261122180000Z" overlay-text="AC"><contents>why</contents></redact></annots></xfdf>' >"$build/one.xfdf"
		printf '%s\n' '<!DOCTYPE xfdf [<!ENTITY a "aa"><!ENTITY b SYSTEM "file:///etc/passwd">]><xfdf><annots><Redaction page="1" rect="1,2,30,40"><overlaytext>&a;&b;&#x41;</overlaytext></Redaction><highlight/></annots></xfdf>' >"$build/two.xfdf"
		for f in "$build"/*.xfdf; do seed "$f"; done
		rm -f "$build"/*.xfdf ;;
	fuzz_act)
		sed -n "s/.*'\({\"do\":.*}\)'.*/{\"window\":\"one\",\"words\":\"Okonjo\",\"actions\":[\1]}/p" tests/golden/review.sh | while read -r body; do
			n=$((${n:-0} + 1))
			printf '%s\n' "$body" >"$build/$n.act"
			seed "$build/$n.act"
		done
		rm -f "$build"/*.act ;;
	fuzz_archive)
		zip -q "$build/some.zip" fixtures/*.txt && zip -qj -0 "$build/plain.zip" fixtures/*.txt
		for f in "$build"/*.zip; do seed "$f"; done
		find fixtures -name '*.docx' | head -3 | while read -r f; do seed "$f"; done
		rm -f "$build"/*.zip ;;
	fuzz_lines)
		printf '%s\n' '{"marks":{"sha256":"'$(printf 'a%.0s' $(seq 64))'"},"pages":2,"taken":[{"name":"a","size":3}],"report":{"checks":[]}}' '{"kind":"text","rule":"ssn","page":1}' >"$build/answer"
		printf '%s\n' '{"verb":"redact","name":"a.pdf","want":{"rules":"ssn","terms":["t"]},"scan":true}' >"$build/job"
		seed "$build/answer" 000
		seed "$build/job" 001
		rm -f "$build/answer" "$build/job" ;;
	fuzz_ledger)
		printf '%s\n' '{"event":"run","at":"2026-01-01T00:00:00Z","tool":"underseal 0.1.0","rules":"00","shard":"2-of-4","asked":["/in","redact","hex:2f"]}' \
			'{"event":"document","name":"a.pdf","state":"proven","path":"/in/a.pdf","source_sha256":"00","output":"a.pdf","output_sha256":"11","wanted":"b.pdf","was":"c.pdf","taken":1,"met":[0,2],"literals":3,"values":1}' \
			'{"event":"document","name":"a.attachments/x.pdf","state":"refused","lies_in":["a.pdf"],"called":"x.pdf","nth":0,"of_sha256":"00","unknown":true,"reason":{"kind":"refused","text":"no","hint":"none"}}' \
			'{"event":"merged","shards":4}' '{"event":"over","settled":"00","near":{"a.pdf":1}}' ',,,a.pdf,1,SSN,"Social, ""Security""",ssn,underseal,,,applied,full' >"$build/some.rows"
		seed "$build/some.rows"
		rm -f "$build/some.rows" ;;
	fuzz_pack)
		for f in patterns/packs/*.pack; do seed "$f"; done ;;
	fuzz_fold)
		for f in fixtures/*.txt patterns/packs/*.pack; do seed "$f" 017; done ;;
	fuzz_bundle)
		find tests/unit/data -name '*' -type f -size -4 | while read -r f; do seed "$f" 000; done ;;
	fuzz_strip)
		find fixtures -name '*.docx' | while read -r f; do
			unzip -Z1 "$f" 2>/dev/null | grep -E '\.jpe?g$' | while read -r part; do
				unzip -p "$f" "$part" >"$build/part.jpg"
				seed "$build/part.jpg" 000
			done
		done
		rm -f "$build/part.jpg" ;;
	esac
}

# ---- run ---------------------------------------------------------------------------------------------

export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:handle_abort=1"
export UBSAN_OPTIONS=print_stacktrace=1
found=

tell() {
	grep -B 3 'ERROR: AddressSanitizer: ABRT' "$build/$1.log" | grep -v -e '^=' -e '^#' -e DEADLYSIGNAL | cut -c1-300 | sed 's/^/  /'
	grep -E 'ERROR: |runtime error:|SUMMARY: |^    #[0-9]+ |ALARM|out-of-memory' "$build/$1.log" | head -24 | sed 's/^/  /'
	for input in "$findings/$1"-*; do
		[ -f "$input" ] || continue
		echo "  input $input, $(wc -c <"$input") bytes"
		[ "$(wc -c <"$input")" -gt 3000 ] || base64 -w 0 "$input" | sed 's/^/  /'
		echo
	done
	echo "  again: $build/tests/fuzz/$1 FILE"
}

for name in $targets; do
	corpus=$corpora/$name
	mkdir -p "$corpus"
	[ -n "$(ls "$corpus")" ] || seed_target "$name"
	rm -f "$findings/$name"-*
	"$build/tests/fuzz/$name" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2500 -max_len=24000 -verbosity=1 \
		-print_final_stats=1 -artifact_prefix="$findings/$name-" "$corpus" >"$build/$name.log" 2>&1
	status=$?
	ran=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
	if [ $status -ne 0 ]; then
		found="$found $name"
		echo "FOUND $name: status $status after ${ran:-no} inputs"
		tell "$name"
	else
		echo "ok    $name: ${ran:-0} inputs, nothing found"
	fi
done

[ -z "$found" ] || { echo "fuzz: findings in$found; see $findings" >&2; exit 1; }
echo "fuzz: nothing found"
