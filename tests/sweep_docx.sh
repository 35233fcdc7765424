# shellcheck shell=sh
# The Word documents of tests/sweep.sh, which reads this in: words from every room of them are redacted,
# and all others are counted before and after.
#
# Two readers count: LibreOffice, as text, and the shown words of the XML, part by part. LibreOffice works out
# fields anew and shows tracked deletions; the XML has words that nobody is shown. So a word counts as lost, or
# as new, when both say so.

# shown_parts FILE: its body, headers, footers and notes as XML without the second drawing of text boxes, and
# without what tracked changes took. Headers and footers count when the body refers to any.
shown_parts() {
	unzip -p "$1" word/document.xml 2>/dev/null | grep -qE '<w:(header|footer)Reference' && around='|header[0-9]*|footer[0-9]*' || around=''
	for part in $(unzip -Z1 "$1" | grep -E "^word/(document[0-9]*$around|footnotes|endnotes)\.xml\$"); do
		unzip -p "$1" "$part"
	done | perl -0777 -pe '
		s{<mc:Fallback\b.*?</mc:Fallback>}{}gs;
		s{(<w:pPr>(?:(?!</w:pPr>).)*<w:rPr>(?:(?!</w:rPr>).)*<w:del\b[^>]*/>(?:(?!</w:p>).)*)</w:p>}{$1}gs; # its end is deleted: it goes on in the next
		s{<w:(moveFrom|del)\b(?:[^>]*[^/])?>.*?</w:\1>}{}gs'
}

# first_word_in ELEMENT: of the XML on stdin, the first long word in an element of that name
first_word_in() {
	perl -0777 -ne "while (m{<$1\\b(.*?)</$1>}gs) { print \"\$1\\n\" }" | paragraphs | split_words | choosable | head -1
}

# ... and none that the markup is made of, which raw bytes hold for ever
choosable() { grep -xP '[\p{L}\p{M}]{5,23}' | grep -vxF -f "$work/syntax.list" | grep -vxF -f "$work/markup.list"; }

# choose_rooms FILE: of a table, a text box, a header, a footer and a note a word each; a capitalised one
choose_rooms() {
	shown_parts "$1" >"$work/shown.xml"
	unzip -p "$1" 'word/*.xml' | grep -aoP '<[^>]*>' | split_words | sort -u >"$work/markup.list"
	for element in w:tbl w:txbxContent w:hdr w:ftr w:footnote w:endnote w:hyperlink w:ins; do
		first_word_in "$element" <"$work/shown.xml"
	done
	paragraphs <"$work/shown.xml" | grep -oP '(?<=\p{Ll} )\p{Lu}\p{Ll}{4,20}\b' | split_words | choosable | head -1
}

# tally: how often each word comes that was not to go; a label is no word
tally() { grep -vxF -f "$work/terms" | sort | uniq -c | awk '{ print $2 "\t" $1 }'; }

# fewer A B: the words of which B has fewer, a line each for every one of them
fewer() {
	awk -F '\t' 'NR == FNR { has[$1] = $2; next } { for (i = has[$1] + 0; i < $2; i++) print $1 }' "$2" "$1" | sort
}

# both A B: what stands in both lists, as often as in the one that has it less often
both() { comm -12 "$1" "$2"; }

# compare_words SOURCE OUTPUT: sets why for words that are lost, and note to those that are new
compare_words() {
	[ -s "$work/terms" ] || echo ' ' >"$work/terms"
	shown_parts "$1" | paragraphs | split_words | tally >"$work/xml.before"
	shown_parts "$2" | paragraphs | split_words | tally >"$work/xml.after"
	cp "$work/xml.before" "$work/lo.before"
	cp "$work/xml.after" "$work/lo.after"
	if [ -n "$soffice" ]; then
		said_by_soffice "$1" | split_words | tally >"$work/lo.before"
		said_by_soffice "$2" | split_words | tally >"$work/lo.after"
		[ -s "$work/lo.before" ] || { note="$note, LibreOffice sees no words in the source"; cp "$work/xml.before" "$work/lo.before"; cp "$work/xml.after" "$work/lo.after"; }
	fi
	for way in 'lost before after' 'new after before'; do
		# shellcheck disable=SC2086
		set -- $way
		fewer "$work/xml.$2" "$work/xml.$3" >"$work/xml.$1"
		fewer "$work/lo.$2" "$work/lo.$3" >"$work/lo.$1"
		both "$work/xml.$1" "$work/lo.$1" >"$work/$1"
	done
	# what stands in for pictures and files that do not stay
	grep -vxE 'chart|diagram|drawing|picture|removed|embedded|left|out|object|linked|imported|document|file|emf|wmf|svg|workbook|presentation|pdf' "$work/new" >"$work/new.words"
	[ ! -s "$work/lost" ] || why="$why; $(grep -c . "$work/lost") other words are lost: $(sort -u "$work/lost" | head -8 | tr '\n' ' ')"
	[ ! -s "$work/new.words" ] || why="$why; $(grep -c . "$work/new.words") words are new: $(sort -u "$work/new.words" | head -8 | tr '\n' ' ')"
}
