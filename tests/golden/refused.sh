#!/bin/sh
# What is still refused of PDF, and how that is told: no output, the page, and why. Who closes one of these
# takes it from here.
set -u

. tests/cases.sh
cd "$WORK" || exit 1

# make NAME CONTENT OBJECT-10 [OBJECT-11]: one page; its table is left to be repaired.
make() {
	{
		echo '%PDF-1.7'
		echo '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj'
		echo '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj'
		echo '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>'
		echo '/Pattern<</P 10 0 R>>/ExtGState<</G 11 0 R>>>>>> endobj'
		printf '4 0 obj <</Length %d>> stream\n%s\nendstream endobj\n' ${#2} "$2"
		echo '5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj'
		echo "10 0 obj $3 endobj"
		echo "11 0 obj ${4:-null} endobj"
		echo 'trailer <</Root 1 0 R/Size 12>>'
	} >"$1.pdf"
}

# refuses NAME WHY: status 1, nothing written, and the reason in the message
refused() {
	"$UNDERSEAL" redact "$1.pdf" -o out --terms terms --rules none --ocr never >said 2>&1 </dev/null
	[ $? -eq 1 ] && [ ! -f "out/$1.pdf" ] && said "$1.pdf: not proven, so nothing was kept: $2" && unsaid Okonjo
}
refuses() { is "$1" refused "$@"; }

echo Okonjo >terms
words='BT /F1 12 Tf 4 10 Td (Margaret Okonjo) Tj ET'
make letters-filled-with-words '/Pattern cs /P scn BT /F1 120 Tf 60 560 Td (WIDE) Tj ET' \
	"<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 190 30]/XStep 190/YStep 30/Matrix[1 0 0 1 60 600]/Resources<</Font<</F1 5 0 R>>>>/Length ${#words}>> stream
$words
endstream"
refuses letters-filled-with-words 'text-kept: page 1: text outside the marks changed'

ramp='<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>'
eight="$ramp$ramp$ramp$ramp$ramp$ramp$ramp$ramp"
make half-clear-stroke-of-a-shading 'BT /F1 12 Tf 72 600 Td (Margaret Okonjo said) Tj ET /G gs /Pattern CS /P SCN 30 w 60 605 m 460 605 l S' \
	"<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[60 0 460 0]/Function<</FunctionType 3/Domain[0 1]
/Bounds[.0625 .125 .1875 .25 .3125 .375 .4375 .5 .5625 .625 .6875 .75 .8125 .875 .9375]
/Encode[0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1]/Functions[$eight$eight]>>>>>>" '<</CA .5/ca 1>>'
refuses half-clear-stroke-of-a-shading 'drawing-kept: page 1: the page looks different outside the marks'

finish
