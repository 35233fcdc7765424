# shellcheck shell=sh
# What the scripts of tests/scale share: a folder of documents that hold each other's values, one run over it to compare with.
# They show what README.md says of schedulers, with the real ones, and are run by hand: sh tests/scale/slurm.sh

# shellcheck source=tests/cases.sh
. tests/cases.sh

export SOURCE_DATE_EPOCH=1700000000
PROGRAM=$(realpath "$UNDERSEAL")

make_folder() {
	mkdir -p "$WORK/discovery"
	echo Okonjo >"$WORK/names.txt"
	for i in $(seq 40); do page "$WORK/discovery/letter $i.pdf" "Dear Okonjo, letter $i"; done
	page "$WORK/discovery/form.pdf" 'SSN: 536904399'
	page "$WORK/discovery/slip.pdf" 'Parcel 536904399 lies at the dock.'
	"$PROGRAM" redact "$WORK/discovery" -o "$WORK/whole" --terms "$WORK/names.txt" >"$WORK/said" 2>&1
}

# Names and bytes of what a run left, but for IDs drawn by lot.
sums() {
	(cd "$1" && find . -type f | LC_ALL=C sort | while read -r f; do
		echo "$(LC_ALL=C sed -z 's|/ID\[.*||; s/"output_sha256":"[0-9a-f]*"//g' "$f" | sha256sum) $f"
	done)
}

# merged: what lies in out is what one run made
merged() {
	"$PROGRAM" merge "$WORK/out" >"$WORK/said" 2>&1
	is 'they are merged' [ $? = 0 ]
	sums "$WORK/whole" >"$WORK/whole.sums"
	sums "$WORK/out" >"$WORK/out.sums"
	is 'and are as one run made them' diff "$WORK/whole.sums" "$WORK/out.sums"
}
