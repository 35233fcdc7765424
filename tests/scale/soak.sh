#!/bin/sh
# Many small documents, and everything that happens to machines while they are redacted: nothing may be lost, doubled, or lie
# in the output unproven.
#
#     make soak                       10,000 documents; DOCS=500 takes fewer, SEED=3 another course of events
#
# Workers, the process they are forked from, and the whole run are killed; the disk is full; sources change, vanish, come back and
# cannot be read; outputs are harmed; the clock is set. Then the run is left in peace, and what it left is looked at by
# soak/check.py, which has nothing in common with the program. tests/golden/soak.sh is a small one.
set -u

# shellcheck source=tests/cases.sh
. tests/cases.sh
needs python3 pdftotext pdftoppm qpdf tesseract setpriv

docs=${DOCS:-10000}
seed=${SEED:-1}
rounds=${ROUNDS:-12}
soak=tests/scale/soak
us=$(realpath "$UNDERSEAL")
mkdir -p "$WORK/space" "$WORK/gone"

# The clock cannot be set for a build whose own library must come first.
clock=
head -c 8 /dev/zero >"$WORK/clock"
if [ -z "${SANITIZED-}" ]; then
	if ${CC:-cc} -shared -fPIC -O1 -o "$WORK/clock.so" $soak/clock.c -ldl 2>"$WORK/said"; then clock=$WORK/clock.so; fi
fi
[ "$clock" ] || skip 'the clock'

# A disk of its own, so that it can be full
full=full
if mount -t tmpfs -o size=$((16384 + docs * 24))k tmpfs "$WORK/space" 2>/dev/null; then
	trap 'umount "$WORK/space"' EXIT
	trap 'exit 1' INT TERM
else
	full=kill
	skip 'a full disk (tmpfs cannot be mounted here)'
fi

python3 -B $soak/make.py "$docs" "$WORK/in" "$WORK/facts" || { bad 'documents are made'; finish; exit 1; }
echo Okonjo >"$WORK/terms"
out=$WORK/space/out

# Not even root reads what it may not.
peace() { env ${clock:+LD_PRELOAD="$clock" SOAK_CLOCK="$WORK/clock"} setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search "$@"; }
[ "$(id -u)" = 0 ] || peace() { env ${clock:+LD_PRELOAD="$clock" SOAK_CLOCK="$WORK/clock"} "$@"; }
redact() { peace "$us" redact "$WORK/in" -o "$out" -t "$WORK/terms" -j 2 "$@"; }
names() { python3 -B $soak/check.py names "$out.ledger" "$out"; }

longest=$((docs / 250))
[ $longest -ge 2 ] || longest=2
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	case $((round % 4)) in 0) how=stop ;; 2) how=$full ;; *) how=kill ;; esac
	seconds=$(awk "BEGIN { srand($seed * 100 + $round); print 0.3 + rand() * $longest }")
	# Its own process, which env and setpriv become: a kill reaches the program itself.
	python3 -B $soak/chaos.py "$seed.$round" "$seconds" $how "$WORK/in" "$WORK/gone" "$out" "$WORK/clock" \
		env ${clock:+LD_PRELOAD="$clock" SOAK_CLOCK="$WORK/clock"} $([ "$(id -u)" != 0 ] || echo setpriv --bounding-set=-dac_override,-dac_read_search) \
		"$us" redact "$WORK/in" -o "$out" -t "$WORK/terms" -j 2 >"$WORK/round" 2>&1
	is "round $round: $(cat "$WORK/round")" sh -c '! grep -q -e HUNG -e Traceback "$1"' - "$WORK/round"
	is '    what has its name was promised so' names
done

find "$WORK/in" -name '[0-9]*.pdf' -type f ! -perm -400 -exec chmod 644 {} +
redact >"$WORK/said" 2>&1
is 'left in peace, it ends: somebody must look at those that cannot be read' [ $? = 1 ]
echo "      $(grep '^[0-9]* files: ' "$WORK/said")"
is 'none is lost, none doubled, each output is proven, and nothing else is left' python3 -B $soak/check.py all "$out.ledger" "$out" "$WORK/in" "$WORK/facts"
head -20 "$WORK/log" | sed 's/^/      /'
redact >"$WORK/said" 2>&1
is 'then there is nothing more to do' sh -c 'grep -qE "^[0-9]+ files: ([0-9]+) proven \((.* same as others, )?\1 by an earlier run\)" "$1/said"' - "$WORK"
is 'the chain of the ledger holds' sh -c '"$1" status "$2" --check | grep -q "Every row is as it was written"' - "$us" "$out"
finish
