#!/bin/sh
# seal and open when the disk fails, and when they are killed: at every single call.
#
# strace makes the n-th write, flush, rename ... fail or end in SIGKILL, for every n that there is.
# After each: what has a final name is whole, an error is told, and no document's words lie anywhere
# but in the documents.

. tests/cases.sh
us=$UNDERSEAL
cd "$WORK" || exit 1
XDG_CONFIG_HOME=$WORK/config
export XDG_CONFIG_HOME

if ! command -v strace >/dev/null || ! command -v age-keygen >/dev/null || ! strace -o t -e trace=none true 2>/dev/null; then
	echo 'no strace that may trace, or no age'
	exit 77
fi

# The last one is large: whole blocks of it go to the disk by another way.
mkdir out
i=0
for size in 70000 70000 2200000; do
	i=$((i + 1))
	{ echo "privileged words of document $i"; head -c $size /dev/urandom; } >"out/doc $i.pdf"
	printf '{"schema":"proof/1","output":"%s","output_sha256":"%s","proven":true}\n' "doc $i.pdf" \
		"$(sha256sum <"out/doc $i.pdf" | cut -d' ' -f1)" >>out/proof.jsonl
done
age-keygen -o key 2>/dev/null
to=$(age-keygen -y key)
"$us" seal out -o whole.age --expires 30d --recipient "$to" >said 2>&1 || { cat said; exit 1; }
rm -f opener.html

# fault CALL HOW N COMMAND...: the N-th CALL of the command goes wrong; true when there was one.
fault() {
	call=$1 how=$2 n=$3
	shift 3
	strace -f -qq -o trace -e trace="$call" -e inject="$call:$how:when=$n" "$@" >said 2>&1
	status=$?
	grep -qE 'INJECTED|SIGKILL' trace
}

words_elsewhere() { grep -rlaF 'privileged words of document' . 2>/dev/null | grep -v -e '^./out/' -e '^./opened/'; }

# What sealing left: nothing under the bundle's name, or a bundle that opens. It opens as well where only the telling of it
# went wrong.
after_sealing() {
	if [ -e b.age ]; then
		"$us" check b.age -i key >said2 2>&1 || { echo "a bundle that is not whole"; return 1; }
	fi
	[ -z "$(words_elsewhere)" ] || { echo "words in $(words_elsewhere)"; return 1; }
	case $1 in signal=*) return 0 ;; esac
	[ ! -e b.age ] || [ $status -eq 0 ] || said 'standard output: ' || { echo "status $status, and a bundle"; return 1; }
	[ -e b.age ] || [ $status -ne 0 ] || { echo "status 0, and no bundle"; return 1; }
	[ -z "$(ls -A | grep underseal-)" ] || [ $status -eq 0 ] || { echo "a temporary file"; return 1; }
	[ $status -eq 0 ] || grep -q 'error' said || { echo "no error told"; return 1; }
}

# What opening left: only whole documents have their names.
after_opening() {
	for f in opened/*.pdf; do
		[ ! -e "$f" ] || cmp -s "$f" "out/$(basename "$f")" || { echo "$f is not whole"; return 1; }
	done
	[ ! -e opened/MANIFEST.json.minisig ] || diff -r -x MANIFEST.json -x MANIFEST.json.minisig -x READ-ME.txt out opened >/dev/null ||
		{ echo "the signature is there, and not everything"; return 1; }
	case $1 in signal=*) return 0 ;; esac
	[ $status -ne 0 ] || [ -e opened/MANIFEST.json.minisig ] || { echo "status 0, and not everything"; return 1; }
	[ -z "$(find opened -name '*.part' 2>/dev/null)" ] || { echo "a part of a file"; return 1; }
	[ $status -eq 0 ] || grep -q 'error' said || { echo "no error told"; return 1; }
}

# every AFTER CALL HOW COMMAND...
every() {
	after=$1 call=$2 how=$3 n=0 wrong=
	shift 3
	while [ $n -lt 400 ]; do
		n=$((n + 1))
		rm -rf b.age opened opener.html .underseal-*
		fault "$call" "$how" $n "$@" || break
		why=$($after "$how") || wrong="$wrong
         | $call $n $how: $why; said: $(head -n 2 said | tr '\n' ' ')"
	done
	if [ "$n" -gt 1 ] && [ -z "$wrong" ]; then
		good "${after#after_}: $call, $how, each of $((n - 1))"
	elif [ "$n" -eq 1 ]; then
		bad "${after#after_}: $call" 'is never made'
	else
		bad "${after#after_}: $call, $how" "$wrong"
	fi
}

for how in error=ENOSPC error=EIO signal=KILL; do
	every after_sealing pwrite64 $how "$us" seal out -o b.age --expires 30d --recipient "$to"
	every after_opening pwrite64 $how "$us" open whole.age -o opened -i key
	every after_sealing write $how "$us" seal out -o b.age --expires 30d --recipient "$to"
	every after_opening write $how "$us" open whole.age -o opened -i key
done
for how in error=EIO signal=KILL; do
	every after_sealing fsync $how "$us" seal out -o b.age --expires 30d --recipient "$to"
	every after_opening fsync $how "$us" open whole.age -o opened -i key
	every after_sealing renameat2 $how "$us" seal out -o b.age --expires 30d --recipient "$to"
	every after_opening renameat2 $how "$us" open whole.age -o opened -i key
	every after_opening pread64 $how "$us" open whole.age -o opened -i key
	every after_opening mkdir $how "$us" open whole.age -o opened -i key
done

# ---- no passphrase where others can read it
echo 'seldom-heard-passphrase-of-tests' >pass
rm -rf b.age opened
"$us" seal out -o b.age --expires 30d --passphrase-file pass >said 2>&1
strace -f -qq -s 4096 -o trace "$us" open b.age -o opened --passphrase-file pass >said 2>&1
is 'the passphrase is read from its file and goes nowhere else' sh -c '! grep -a seldom-heard trace | grep -qv "read("'
is 'nor into what is said, or into the bundle' sh -c '! grep -aq seldom-heard said b.age'
finish
