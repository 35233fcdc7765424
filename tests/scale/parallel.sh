#!/bin/sh
# Four shards by GNU parallel, and merged.
set -u

# shellcheck source=tests/scale/kit.sh
. tests/scale/kit.sh
needs parallel

make_folder
cd "$WORK" || exit 1
PATH=$(dirname "$PROGRAM"):$PATH
seq 4 | parallel -j 4 underseal redact discovery/ -o out/ --terms names.txt -j 1 --shard {}/4 >"$WORK/said" 2>&1
is 'GNU parallel runs four shards' [ $? = 0 ]
is 'each leaves its ledger' sh -c '[ "$(ls "$1"/out.ledger.?-of-4 | wc -l)" = 4 ]' - "$WORK"
merged
finish
