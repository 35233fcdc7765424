#!/bin/sh
# Whether tests/leak/docx_whole, which looks at every output of tests/leak/docx.sh, finds what is broken: a
# whole package is broken in one place after the other, and each time it must say so.
set -u
. tests/ring.sh
whole=$BUILD/tests/leak/docx_whole
needs "$whole"

mkdir -p "$work/whole/_rels" "$work/whole/word/_rels"
cd "$work/whole" || exit 4
cat >'[Content_Types].xml' <<'END'
<Types><Default Extension="rels" ContentType="r"/><Override PartName="/word/document.xml" ContentType="d"/><Override PartName="/word/styles.xml" ContentType="s"/><Override PartName="/word/footnotes.xml" ContentType="f"/></Types>
END
cat >_rels/.rels <<'END'
<Relationships><Relationship Id="r1" Type="t" Target="word/document.xml"/></Relationships>
END
cat >word/_rels/document.xml.rels <<'END'
<Relationships><Relationship Id="r1" Type="t" Target="styles.xml"/><Relationship Id="r2" Type="t" Target="/word/footnotes.xml"/></Relationships>
END
cat >word/styles.xml <<'END'
<w:styles xmlns:w="w"><w:style w:styleId="a"/><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>
END
cat >word/footnotes.xml <<'END'
<w:footnotes xmlns:w="w"><w:footnote w:id="1"><w:p/></w:footnote></w:footnotes>
END
cat >word/document.xml <<'END'
<w:document xmlns:w="w" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:bookmarkStart w:id="0" w:name="x"/><w:r><w:footnoteReference w:id="1"/></w:r><w:bookmarkEnd w:id="0"/></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:sectPr r:id="r1"/></w:body></w:document>
END
cd "$OLDPWD" || exit 4

# broken NAME FILE SED WORDS: with that change it says these words
broken() {
	rm -rf "$work/broken"
	cp -r "$work/whole" "$work/broken"
	sed -i "$3" "$work/broken/$2"
	said=$("$whole" "$work/broken")
	case $said in
	*"$4"*) good "$1" ;;
	*)      bad "$1" "said \"$said\"" ;;
	esac
}
told 'a whole package' "$("$whole" "$work/whole")"
broken 'a part without a content type' '[Content_Types].xml' 's/<Override[^>]*styles[^>]*>//'  'has no content type'
broken 'a content type of no part' '[Content_Types].xml'    's/styles/stiles/'                 'is not there'
broken 'a relationship to nowhere' word/_rels/document.xml.rels 's/"styles/"stiles/'           'leads nowhere'
broken 'a part that nothing leads to' word/_rels/document.xml.rels 's/<[^>]*styles[^>]*>//'    'nothing leads to'
broken 'two relationships of one id' word/_rels/document.xml.rels 's/r2/r1/'                   'a second relationship'
broken 'a relationship that is not there' word/document.xml 's/r:id="r1"/r:id="r7"/'           'there is no relationship'
broken 'a style that is not there' word/document.xml        's/pStyle w:val="b"/pStyle w:val="c"/' 'there is no style'
broken 'two styles of one id' word/styles.xml               's/styleId="b"/styleId="a"/'       'a second style'
broken 'a footnote that is not there' word/document.xml     's/Reference w:id="1"/Reference w:id="2"/' 'there is no footnote'
broken 'a footnote without a paragraph' word/footnotes.xml  's/<w:p.>//'                       'does not end with a paragraph'
broken 'a cell without a paragraph' word/document.xml       's/<w:tc><w:p.>/<w:tc>/'           'does not end with a paragraph'
broken 'a bookmark without an end' word/document.xml        's/<w:bookmarkEnd[^>]*>//'         "there is no bookmark's end"
broken 'an end without a bookmark' word/document.xml        's/<w:bookmarkStart[^>]*>//'       'there is no bookmark'
broken 'words behind the last section' word/document.xml    's/<.w:body>/<w:p\/><\/w:body>/'   'stands behind'
broken 'broken XML' word/document.xml                       's/<.w:body>//'                    'is not XML'
finish
