#!/bin/sh
# Sealing and opening beside stock age with a passphrase, on the same bytes.
#
#     make bench-seal             SIZE=2048: megabytes; RUNS=3: as many runs of each command
#
# age encrypts one archive of the documents; underseal seals the documents themselves, reads each twice,
# hashes, signs and flushes the disk, which age leaves to chance. The target is against age as it is; the
# row "age, flushed" says what it takes to have as much from it: `age ... && sync FILE`. Times are medians
# of runs in turns. The disk is emptied of what earlier runs left to it before the first.
set -u

build=${BUILD:-build}
underseal=${UNDERSEAL:-$build/underseal}
runs=${RUNS:-3} size=${SIZE:-2048}
here=$(cd "$(dirname "$0")" && pwd)
dir=$build/bench-seal
pass='tea and biscuits at five past eleven'

die() { echo "bench: $*" >&2; exit 1; }
for tool in age age-keygen openssl; do command -v $tool >/dev/null || die "$tool: is not installed"; done
rm -rf "$dir"
mkdir -p "$dir/out" || die "$dir: cannot be made"
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
${CC:-cc} -O -o "$dir/pty" "$here/../golden/pty.c" -lutil || die 'no terminal to answer age on'
XDG_CONFIG_HOME=$dir/config
export XDG_CONFIG_HOME
echo "$pass" >"$dir/pass"
# age asks for its passphrase on a terminal only.
cat >"$dir/theirs.sh" <<EOF
case \$1 in
seal) exec "$dir/pty" 600 assphrase "$pass" onfirm "$pass" -- age -p -o "\$3" "\$2" ;;
open) exec "$dir/pty" 600 assphrase "$pass" -- age -d -o "\$3" "\$2" ;;
flushed) sh "$dir/theirs.sh" "\$2" "\$3" "\$4" && sync "\$4" ;;
esac
EOF

# Documents of eight megabytes that nothing compresses, and their proofs.
i=0
while [ $i -lt $((size / 8)) ]; do
	i=$((i + 1))
	openssl enc -aes-128-ctr -K 00 -iv $(printf %032x $i) -in /dev/zero 2>/dev/null | head -c 8388608 >"$dir/out/doc $i.pdf"
done
(cd "$dir/out" && sha256sum *.pdf | sed 's/^\([0-9a-f]*\)  \(.*\)$/{"schema":"proof\/1","output":"\2","output_sha256":"\1","proven":true}/' >../proof.jsonl)
mv "$dir/proof.jsonl" "$dir/out/"
cat "$dir/out"/*.pdf >"$dir/payload"

row() { printf '%-34s %10s %10s %8s  %-8s %s\n' "$@"; }
verdict() { awk "BEGIN { print ($1) ? \"met\" : \"missed\" }"; }

# rows LABEL COMMAND... -- COMMAND... -- COMMAND...
rows() {
	label=$1
	shift
	sync
	"$build/tests/bench/measure" "$runs" "$@" >"$dir/figures" || die 'a command did not succeed'
	{ read -r wall cpu most; read -r age_wall age_cpu age_most; read -r flushed _; } <"$dir/figures"
	ratio=$(awk "BEGIN { printf \"%.2f\", $wall / $age_wall }")
	row "$label: wall time" "$wall s" "$age_wall s" "$ratio" '<= 0.7' "$(verdict "$wall / $age_wall <= 0.7")"
	row '    beside age, flushed' "$wall s" "$flushed s" "$(awk "BEGIN { printf \"%.2f\", $wall / $flushed }")" '' ''
	row '    processor time' "$cpu s" "$age_cpu s" "$(awk "BEGIN { printf \"%.2f\", $cpu / $age_cpu }")" '' ''
	row '    memory' "$((most / 1024)) MB" "$((age_most / 1024)) MB" '' '< 300 MB' "$(verdict "$most < 300 * 1024")"
}

row "$size MB, median of $runs" underseal age ratio target ''
rows 'seal' "$underseal" seal "$dir/out" -o "$dir/ours{}.age" --expires 30d --passphrase-file "$dir/pass" \
    -- sh "$dir/theirs.sh" seal "$dir/payload" "$dir/theirs{}.age" \
    -- sh "$dir/theirs.sh" flushed seal "$dir/payload" "$dir/flushed{}.age"
mv "$dir"/ours0.age "$dir/ours.age"
mv "$dir"/theirs0.age "$dir/theirs.age"
rm -f "$dir"/ours?.age "$dir"/theirs?.age "$dir"/flushed?.age
rows 'open' "$underseal" open "$dir/ours.age" -o "$dir/opened{}" --passphrase-file "$dir/pass" \
    -- sh "$dir/theirs.sh" open "$dir/theirs.age" "$dir/payload{}" \
    -- sh "$dir/theirs.sh" flushed open "$dir/theirs.age" "$dir/flushed{}"

# What opening takes behind the key derivation: a bundle for a key needs none.
age-keygen -o "$dir/key" 2>/dev/null
"$underseal" seal "$dir/out" -o "$dir/keyed.age" --expires 30d --recipient "$(age-keygen -y "$dir/key")" >/dev/null || die 'no bundle for a key'
rm -rf "$dir"/opened*
"$build/tests/bench/measure" 1 "$underseal" open "$dir/keyed.age" -o "$dir/opened{}" -i "$dir/key" >"$dir/figures" || die 'a command did not succeed'
read -r wall cpu most <"$dir/figures"
row 'memory behind the key derivation' "$((most / 1024)) MB" '' '' '< 32 MB' "$(verdict "$most < 32 * 1024")"
