#!/bin/sh
# The documents of fixtures/discovery are what their maker in the tree makes, to the byte, and other
# people's readers find them sound.
set -eu

"$BUILD/fixtures/make_discovery" "$WORK/made"
diff -r fixtures/discovery "$WORK/made"

# ... and so are those of fixtures/docx
mkdir "$WORK/docx"
for maker in fixtures/docx/make_*.c; do "$BUILD/${maker%.c}" "$WORK/docx"; done
for f in fixtures/docx/*.docx; do cmp "$f" "$WORK/docx/${f##*/}"; done

find fixtures/discovery -name '*.pdf' | while read -r file; do
	qpdf --check "$file" >"$WORK/said" 2>&1 || { echo "$file"; cat "$WORK/said"; exit 1; }
done
find fixtures/discovery -name '*.docx' | while read -r file; do
	unzip -tqq "$file"
	unzip -Z1 "$file" | grep -E '\.(xml|rels)$' | sed 's/\[/\\[/g' | while read -r part; do
		unzip -p "$file" "$part" | xmllint --noout - || { echo "$file: $part"; exit 1; }
	done
done

# they hold what they are for: a name in the page's text, an identifier in a comment, nothing in a scan
pdftotext 'fixtures/discovery/correspondence/2024-02-09 Demand letter.pdf' - | grep -q 'Margaret Okonjo'
pdftotext fixtures/discovery/expert/*.pdf - | grep -q '536-90-4399'
unzip -p fixtures/discovery/contracts/*.docx word/comments.xml | grep -q '536-90-4399'
[ -z "$(pdftotext fixtures/discovery/scans/*.pdf - | tr -d '[:space:]')" ]
