#!/bin/sh
# `make install` puts the program, its man page and the completion where they belong; `make
# uninstall` leaves nothing; a bundle's sender reads a man page without a fault in it.
set -eu

[ -z "${SANITIZED-}" ] || { echo "the ordinary build is installed, not this one"; exit 77; }
make --no-print-directory BUILD="$BUILD" DESTDIR="$WORK/root" PREFIX=/usr install >/dev/null
[ -x "$WORK/root/usr/bin/underseal" ]
[ -s "$WORK/root/usr/share/man/man1/underseal.1" ]
[ -s "$WORK/root/usr/share/bash-completion/completions/underseal" ]
"$WORK/root/usr/bin/underseal" --version | grep -q '^underseal [0-9]'

# every command has its place in the man page, and every option of every command
"$UNDERSEAL" --help | sed -n 's/^  \([a-z][a-z]*\)  *[^ ].*/\1/p' >"$WORK/commands"
[ -s "$WORK/commands" ]
sed 's/\\-/-/g; s/\\f[A-Z]//g' cli/underseal.1 >"$WORK/page"
while read -r command; do
	grep -qE "^$command\b" "$WORK/page" || { echo "the man page says nothing of $command"; exit 1; }
	"$UNDERSEAL" "$command" --help >"$WORK/help"
	grep -oE '^ +(-[a-z], )?--[a-z-]+' "$WORK/help" | grep -oE -- '--[a-z-]+' | while read -r option; do
		[ "$option" = --help ] || grep -qF -- "$option" "$WORK/page" ||
			{ echo "the man page says nothing of $command $option"; exit 1; }
	done
done <"$WORK/commands"

# completion offers every command, and the options of one
command -v bash >/dev/null || { echo "no bash"; exit 77; }
PATH=$WORK/root/usr/bin:$PATH bash -c '
	. cli/completion.bash
	COMP_WORDS=(underseal "") COMP_CWORD=1 && _underseal && printf "%s\n" "${COMPREPLY[@]}"
	COMP_WORDS=(underseal seal --exp) COMP_CWORD=2 && _underseal && printf "%s\n" "${COMPREPLY[@]}"
	COMP_WORDS=(underseal redact --rules ss) COMP_CWORD=3 && _underseal && printf "%s\n" "${COMPREPLY[@]}"
' >"$WORK/offered" 2>"$WORK/complaints"
while read -r command; do
	grep -qx "$command" "$WORK/offered"
done <"$WORK/commands"
grep -qx -- --expires "$WORK/offered"
grep -qx ssn "$WORK/offered"

make --no-print-directory BUILD="$BUILD" DESTDIR="$WORK/root" PREFIX=/usr uninstall >/dev/null
[ -z "$(find "$WORK/root" -type f)" ]
