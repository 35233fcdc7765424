#!/bin/sh
# The page of `underseal review` in a real browser. SHOTS=folder keeps a picture of every state. PAGE=word runs only the parts of that name.
#
#   looking    pages as pictures, sharp at zoom; boxes by state and code; text beside; before and after; help; seen; a scan
#   deciding   n p a x A X u 1-9; values across all documents; filters; notes
#   marking    r t w e, the mouse: drawn, moved, resized, deleted; repeated on a range of pages; / and all hits
#   flowing    DOCX as running text; its words; withholding
#   windows    a reload; two windows; a second person's approval; names; XFDF
#   trouble    a server killed between actions, or out of reach for a while; documents gone and changed
#   screens    light, dark, small, narrow, magnified, high contrast, no motion; focus and names for screen readers (axe-core: in all)
#   outputs    what `redact --plan` makes of what was done: scans, pictures, words of DOCX, withheld documents
#   many       1,000 documents with 50,000 marks; a value that goes on on the next page (on a double of the server)
set -u

chromium=${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$chromium" ] || { echo 'no Chromium to open the page with'; exit 77; }
command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || { echo 'no Node.js of version 18 to drive Chromium with'; exit 77; }
[ -d tests/npm/node_modules/playwright-core ] || { echo 'what tests/npm names is not installed'; exit 77; }

. tests/cases.sh

# part SCRIPT ARGUMENTS: counts what a script of Node.js says
part() {
	case ${1##*/} in *"${PAGE-}"*) ;; *) return ;; esac
	timeout 400 node "$@" >"$WORK/browser" 2>"$WORK/said"
	grep -E '^(ok|FAIL| )' "$WORK/browser"
	passed=$((passed + $(grep -c '^ok' "$WORK/browser"))) failed=$((failed + $(grep -c '^FAIL' "$WORK/browser")))
	is "${1##*/} came to its end" grep -q ' passed, ' "$WORK/browser"
}

cp -r fixtures/discovery "$WORK/discovery"
"$UNDERSEAL" find "$WORK/discovery" --matter fixtures/discovery.matter.ini --people suggest -o "$WORK/plan.json" >"$WORK/said" 2>&1
is 'there is a plan to review' test -s "$WORK/plan.json"
for subject in looking deciding marking flowing windows trouble screens; do
	cp "$WORK/plan.json" "$WORK/$subject.json"
	part "tests/review/$subject.mjs" "$chromium" "$UNDERSEAL" "$WORK/$subject.json"
done
mkdir -p "$WORK/looks"
part tests/review/looks.mjs "$chromium" "$UNDERSEAL" "$WORK/looks"
is 'no source was touched' diff -r fixtures/discovery "$WORK/discovery"

# What is done on the page, and what then comes out.
mkdir -p "$WORK/of/in"
"$BUILD/fixtures/image/make_images" "$WORK" >"$WORK/said" 2>&1
cp "$WORK/png-small-below-large.png" "$WORK/of/in/picture.png"
cp "$WORK/tiff-of-three-pages.tif" "$WORK/of/in/pages.tif"
cp fixtures/discovery/correspondence/2024-02-09*.pdf "$WORK/of/in/letter.pdf"
cp fixtures/discovery/contracts/Settlement*.docx "$WORK/of/in/settlement.docx"
cp fixtures/discovery/memos/*.docx "$WORK/of/in/memo.docx"
cp fixtures/discovery/scans/*.pdf "$WORK/of/in/scan.pdf"
"$UNDERSEAL" find "$WORK/of/in" --matter fixtures/discovery.matter.ini -o "$WORK/of/plan.json" >"$WORK/said" 2>&1
part tests/review/outputs.mjs "$chromium" "$UNDERSEAL" "$WORK/of/plan.json" "$WORK/of"
part tests/review/many.mjs "$chromium" cli/review/page
finish
