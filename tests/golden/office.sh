#!/bin/sh
# What comes out of Word documents opens in LibreOffice, says what it said, and shows none of what
# was to go; no tracked change and no comment is left for it to show.
set -eu

command -v soffice >/dev/null || { echo "LibreOffice is not installed"; exit 77; }
status=0
"$UNDERSEAL" redact fixtures/discovery/contracts fixtures/discovery/memos fixtures/discovery/correspondence \
	-o "$WORK/out" --matter fixtures/discovery.matter.ini >"$WORK/said" 2>&1 || status=$?
cat "$WORK/said"
[ $status -eq 0 ]

mkdir "$WORK/shown"
find "$WORK/out" -name '*.docx' -exec \
	soffice -env:UserInstallation="file://$WORK/profile" --headless --convert-to pdf --outdir "$WORK/shown" {} + >"$WORK/said" 2>&1
[ "$(find "$WORK/shown" -name '*.pdf' | wc -l)" -eq 3 ] || { cat "$WORK/said"; exit 1; }

for file in "$WORK"/shown/*.pdf; do
	pdftotext -layout "$file" "$WORK/words"
	[ "$(wc -w <"$WORK/words")" -gt 150 ] || { echo "$file: hardly a word is left"; exit 1; }
	for gone in Okonjo Ifeoma Müller 'Project Heron' 536-90-4399 447100829356 00482917; do
		! grep -qF "$gone" "$WORK/words" || { echo "$file: shows $gone"; exit 1; }
	done
done
pdftotext -layout "$WORK/shown/Privileged memorandum on damages.pdf" - >"$WORK/words"
grep -q 'Total before fees *\$237,535 *\$491,925 *\$910,791' "$WORK/words"      # the table is one still
grep -q 'ORS 652.150' "$WORK/words"
grep -q 'guardian ad litem' "$WORK/words"                                        # and the footnotes are there
grep -q 'ATTORNEY WORK PRODUCT' "$WORK/words"
pdftotext -layout "$WORK/shown/Settlement agreement, draft 3.pdf" - >"$WORK/words"
grep -q '525,000.00' "$WORK/words"                                               # the change is accepted
! grep -q '615,000.00' "$WORK/words"
! grep -q 'Client will not take less' "$WORK/words"
