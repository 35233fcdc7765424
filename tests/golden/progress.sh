#!/bin/sh
# The line of progress: on a terminal, as wide as that, wiped before anything else is said, and nowhere else.
set -u

. tests/cases.sh

if ! ${CC:-cc} -o "$WORK/pty" tests/golden/pty.c -lutil >"$WORK/said" 2>&1; then
	echo 'no terminal of our own'
	exit 77
fi
escape=$(printf '\033')
# on_terminal COLUMNS COMMAND...: what it draws and says there
on_terminal() {
	columns=$1; shift
	TERM=xterm timeout 100 "$WORK/pty" 90 -- sh -c 'stty cols "$1"; shift; exec "$@"' - "$columns" "$@" >"$WORK/said" 2>&1
}
# Each drawing by itself, without what wipes the one before.
drawings() { tr '\r' '\n' <"$WORK/said" | sed -n "s/^$escape\[K//p" | grep -a ' of .* files'; }
narrower_than() { drawings | awk -v most="$1" 'length($0) >= most { bad = 1 } END { exit bad || NR == 0 }'; }
redact() { on_terminal "$1" "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out-$((n += 1))" -r ssn -j 2 $2; }

n=0
mkdir "$WORK/in"
for i in 1 2 3 4 5 6 7 8; do page "$WORK/in/$i.pdf" "SSN: 536904399"; done
echo x >"$WORK/in/bad.pdf"

redact 100 ''
is 'on a terminal there is a line of progress' said ' of 9 files'
is 'with a bar' said "$escape[K["
is 'narrower than the terminal' narrower_than 100
is 'rewritten in place, and not five times in a moment' sh -c '[ "$(tr "\r" "\n" <"$1/said" | grep -ac "of 9 files")" -le 20 ]' - "$WORK"
is 'wiped before a message' sh -c 'tr "\r" "\n" <"$1/said" | grep -a "underseal: warning" | grep -aq "^.\[Kunderseal: warning"' - "$WORK"
is 'and before the table' sh -c '! tr "\r" "\n" <"$1/said" | sed -n "/FILE  /,\$p" | grep -aq "of 9 files,"' - "$WORK"
redact 44 ''
is 'in a narrow window it is shorter' narrower_than 44
redact 100 --quiet
is 'with --quiet there is none' unsaid ' of 9 files'
is 'but all that matters is said' said 'underseal: warning'
TERM=dumb timeout 100 "$WORK/pty" 90 -- "$UNDERSEAL" redact "$WORK/in" -o "$WORK/out-dumb" >"$WORK/said" 2>&1
is 'nor on a terminal that cannot rewrite a line' unsaid ' of 9 files'
"$UNDERSEAL" redact "$WORK/in" -o "$WORK/out-plain" >"$WORK/said" 2>&1
is 'nor where there is no terminal' unsaid ' of 9 files'
on_terminal 100 "$UNDERSEAL" find "$WORK/in" -r ssn
is 'find has it too' said ' of 9 files'
on_terminal 100 "$UNDERSEAL" verify "$WORK/in" -r ssn
is 'and verify' said ' of 9 files'

finish
