#!/bin/sh
# What --profile lets stay, seen with other people's readers: in a PDF, in a word processor's document, in pixels,
# in names of files, and in a plan that went through somebody's hands.
set -u

. tests/cases.sh
redact() {
	rm -rf "$WORK/out"
	"$UNDERSEAL" redact "$@" -o "$WORK/out" >"$WORK/said" 2>&1
}
says() { pdftotext -layout "$WORK/out"/*.pdf - | tr -s ' ' | grep -qE -- "$1"; }
hides() { ! says "$1"; }

# A page of plain lines; qpdf writes the table of its objects.
page="$WORK/SSN 536-90-4399.pdf"
{
	cat <<'PDF'
%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>> endobj
4 0 obj <</Length 632>> stream
BT /F1 12 Tf 72 740 Td 16 TL
(Her SSN is 536-90-4399, and once more 536904399 in one.) Tj T*
(EIN 91-1144442, card 4111 1111 1111 1111, account number 0012345678.) Tj T*
(Account number 123456. Born March 14, 1962, DOB 03/14/1962.) Tj T*
(She lives at 1200 SW Fifth Avenue, Portland, OR 97204.) Tj T*
(The end.) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj
6 0 obj <</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>> endobj
7 0 obj <</Title(On 536904399)/Parent 6 0 R/Dest[3 0 R/Fit]>> endobj
8 0 obj <</Title(536-90-4399)>> endobj
trailer <</Size 9/Root 1 0 R/Info 8 0 R>>
PDF
} >"$WORK/raw.pdf"
qpdf "$WORK/raw.pdf" "$page" 2>/dev/null

redact "$page" --profile frcp-5.2
is 'the last four digits of a number stay'         says 'Her SSN is SSN ?4399, and once more SSN ?4399 in one'
is 'and of those of firms, cards and accounts'     says 'EIN EIN ?4442, card CARD 1111, account number ACCOUNT ?5678'
is 'the year of a birth stays, its day does not'   says 'Born DOB 1962, DOB DOB ?1962'
is 'a number of six digits keeps none of them'     hides '123456|Account number.*3456'
is 'a home address is no matter of civil filings'  says '1200 SW Fifth Avenue, Portland, OR 97204'
is 'the whole number is nowhere in the file'       sh -c "! qpdf --qdf '$WORK/out/'*.pdf - | grep -aE '536-?90'"
is 'what stays of a name of a file stays'          test -f "$WORK/out/SSN [SSN]4399.pdf"
is 'proof and log name the profile'                sh -c "grep -q '\"profile\":\"frcp-5.2\"' '$WORK/out/proof.jsonl' && grep -q ',frcp-5.2' '$WORK/out/redaction-log.csv'"
is 'nothing says that a filing is as it should be' sh -c "! grep -i compl '$WORK/said' '$WORK/out/proof.jsonl' '$WORK/out/redaction-log.csv'"
is 'the output holds by its own rules'             "$UNDERSEAL" verify "$WORK/out"

redact "$page" --profile frcp-5.2 --gap even --proof=pixels
is 'with even gaps the same stays'                 says 'Her SSN is SSN 4399, and once more SSN 4399 in one'
redact "$page" --profile frcrp-49.1
is 'in criminal filings city and state stay'       says 'lives at ADDRESS ?Portland, OR'
is 'and street and code go'                        hides 'Fifth|97204'
redact "$page" --profile ca-1.201
is 'California speaks of the SSN and accounts'     says 'SSN is SSN ?4399.*'
is 'of no birth date'                              says 'Born March 14, 1962'
is 'and shows nothing of an EIN'                   hides '4442'
redact "$page" --profile tx
is 'in Texas nothing stays'                        hides '4399|4442|5678|1962'
redact "$page" --profile hipaa
is 'of health records the state stays'             says 'lives at ADDRESS ?OR'
is 'and no year of birth'                          hides '1962|Portland'
redact "$page"
is 'without a profile nothing stays'               hides '4399|4442|5678|1962'

"$UNDERSEAL" find "$page" --profile frcp-5.2 -o "$WORK/plan.json" >"$WORK/said" 2>&1
redact "$page" --plan "$WORK/plan.json"
is 'a plan carries what stays'                     says 'Her SSN is SSN ?4399'
is 'and by which profile'                          grep -q '"profile":"frcp-5.2"' "$WORK/out/proof.jsonl"
sed 's/"shows":"last 4"/"shows":"nothing"/' "$WORK/plan.json" >"$WORK/less.json"
redact "$page" --plan "$WORK/less.json"
is 'a reviewer may let less stay'                  hides '4399'
is 'and leave the rest as it is'                   says 'Born DOB 1962'
is 'a profile that nobody knows is told'           sh -c "'$UNDERSEAL' redact '$page' -o '$WORK/none' --profile frcp 2>&1 | grep -q 'known are'"

mkdir -p "$WORK/own"
printf 'title = county filings\nsource = Local Rule 3-7\nssn = nothing\nphone = last 4\n' >"$WORK/own/county.profile"
redact "$page" --packs "$WORK/own" --profile county
is 'a profile of one'"'"'s own'                    hides '4399'
printf 'title = county filings\nsource = Local Rule 3-7\nsnn = last 4\n' >"$WORK/own/county.profile"
is 'a misspelt kind is told by its line'           sh -c "'$UNDERSEAL' redact '$page' -o '$WORK/none' --packs '$WORK/own' --profile county 2>&1 | grep -q 'county.profile:3: no rule'"
is 'profiles are listed with their sources'        sh -c "'$UNDERSEAL' rules --profiles | grep -q 'source: Fed. R. Crim. P. 49.1(a)'"

redact fixtures/docx/value-split-over-runs.docx --profile frcp-5.2
is 'in a word processor'"'"'s document as well'    sh -c "unzip -p '$WORK/out/value-split-over-runs.docx' word/document.xml | sed 's/<[^>]*>//g' | grep -q '\[SSN\]1120'"
is 'where the whole number is nowhere'             sh -c "! unzip -p '$WORK/out/value-split-over-runs.docx' | sed 's/<[^>]*>//g' | grep -E '078-?05'"

pdftoppm -r 150 -gray -png -H 400 "$page" "$WORK/scan"
redact "$WORK/scan-1.png" --profile frcp-5.2
OMP_THREAD_LIMIT=1 tesseract "$WORK/out/scan-1.png" "$WORK/eye" --psm 6 >/dev/null 2>&1
is 'in pixels the last digits can be read'         grep -qE '4399.*4399' "$WORK/eye.txt"
is 'and the first cannot'                          sh -c "! grep -E '536|March|0012' '$WORK/eye.txt'"

finish
