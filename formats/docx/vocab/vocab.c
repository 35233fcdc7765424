#include "formats/docx/vocab/vocab.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

#define OOXML "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"

const xml_space docx_spaces[] = {
	{ NS_XML, "xml", "http://www.w3.org/XML/1998/namespace" },
	{ NS_W, "w", OOXML "wordprocessingml/2006/main" },
	{ NS_W, "w", STRICT "wordprocessingml/main" },
	{ NS_R, "r", OOXML "officeDocument/2006/relationships" },
	{ NS_R, "r", STRICT "officeDocument/relationships" },
	{ NS_M, "m", OOXML "officeDocument/2006/math" },
	{ NS_M, "m", STRICT "officeDocument/math" },
	{ NS_WP, "wp", OOXML "drawingml/2006/wordprocessingDrawing" },
	{ NS_WP, "wp", STRICT "drawingml/wordprocessingDrawing" },
	{ NS_A, "a", OOXML "drawingml/2006/main" },
	{ NS_A, "a", STRICT "drawingml/main" },
	{ NS_PIC, "pic", OOXML "drawingml/2006/picture" },
	{ NS_PIC, "pic", STRICT "drawingml/picture" },
	{ NS_CHART, "c", OOXML "drawingml/2006/chart" },
	{ NS_CHART, "c", STRICT "drawingml/chart" },
	{ NS_DIAGRAM, "dgm", OOXML "drawingml/2006/diagram" },
	{ NS_DIAGRAM, "dgm", STRICT "drawingml/diagram" },
	{ NS_WPS, "wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" },
	{ NS_WPG, "wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" },
	{ NS_WPC, "wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" },
	{ NS_WP14, "wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" },
	{ NS_W14, "w14", "http://schemas.microsoft.com/office/word/2010/wordml" },
	{ NS_W15, "w15", "http://schemas.microsoft.com/office/word/2012/wordml" },
	{ NS_W15, "w15", "http://schemas.microsoft.com/office/word/2010/11/wordml" },
	{ NS_V, "v", "urn:schemas-microsoft-com:vml" },
	{ NS_O, "o", "urn:schemas-microsoft-com:office:office" },
	{ NS_W10, "w10", "urn:schemas-microsoft-com:office:word" },
	{ NS_MC, "mc", OOXML "markup-compatibility/2006" },
	{ NS_TYPES, "", OOXML "package/2006/content-types" },
	{ NS_RELS, "", OOXML "package/2006/relationships" },
	{ 0, NULL, NULL },
};

static const word_rule table[] = {
	{ NS_W,
	  "b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
	  "noProof snapToGrid vanish specVanish rtl cs oMath w kern position sz szCs "
	  "highlight effect vertAlign em start fitText keepNext keepLines pageBreakBefore "
	  "widowControl suppressLineNumbers suppressAutoHyphens kinsoku wordWrap "
	  "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
	  "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
	  "textboxTightWrap outlineLvl ilvl numId tblOverlap bidiVisual "
	  "tblStyleRowBandSize tblStyleColBandSize gridBefore gridAfter cantSplit "
	  "tblHeader hidden gridSpan hMerge vMerge noWrap tcFitText vAlign hideMark type "
	  "titlePg noEndnote rtlGutter pos numFmt numStart numRestart uiPriority "
	  "semiHidden unhideWhenUsed qFormat locked multiLevelType lvlRestart isLgl suff "
	  "lvlJc abstractNumId startOverride rubyAlign hps hpsRaise hpsBaseText lid "
	  "mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
	  "bordersDoNotSurroundFooter gutterAtTop defaultTabStop autoHyphenation "
	  "consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders "
	  "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets "
	  "drawingGridHorizontalSpacing drawingGridVerticalSpacing displayBackgroundShape "
	  "printTwoOnOne strictFirstAndLastChars characterSpacingControl "
	  "useSingleBorderforContiguousCells wpJustification noTabHangInd "
	  "noLeading spaceForUL noColumnBalance balanceSingleByteDoubleByteWidth "
	  "noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace "
	  "doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 "
	  "printBodyTextBeforeHeader printColBlack wpSpaceWidth showBreaksInFrames "
	  "subFontBySize suppressBottomSpacing suppressTopSpacing "
	  "suppressSpacingAtTopOfPage suppressTopSpacingWP suppressSpBfAfterPgBrk "
	  "swapBordersFacingPages convMailMergeEsc truncateFontHeightsLikeWP6 mwSmallCaps "
	  "usePrinterMetrics doNotSuppressParagraphBorders wrapTrailSpaces "
	  "footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow "
	  "forgetLastTabAlignment adjustLineHeightInTable autoSpaceLikeWord95 "
	  "noSpaceRaiseLower doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth "
	  "layoutTableRowsApart useWord97LineBreakRules doNotBreakWrappedTables "
	  "doNotSnapToGridInCell selectFldWithFirstOrLastChar applyBreakingRules "
	  "doNotWrapTextWithPunct doNotUseEastAsianBreakRules useWord2002TableStyleRules "
	  "growAutofit useFELayout useNormalStyleForList doNotUseIndentAsNumberingTabStop "
	  "useAltKinsokuLineBreakRules allowSpaceOfSameStyleInTable "
	  "doNotSuppressIndentation doNotAutofitConstrainedTables "
	  "autofitToFirstFixedWidthCell underlineTabInNumList displayHangulFixedWidth "
	  "splitPgBreakAndParaMark doNotVertAlignCellWithSp "
	  "doNotBreakConstrainedForcedTable doNotVertAlignInTxbx useAnsiKerningPairs "
	  "cachedColBalance",
	  "val" },
	{ NS_W, "rStyle pStyle tblStyle basedOn next link styleLink numStyleLink", "val:S" },
	{ NS_W,
	  "rFonts",
	  "ascii:F hAnsi:F eastAsia:F cs:F hint asciiTheme hAnsiTheme eastAsiaTheme "
	  "cstheme" },
	{ NS_W, "color", "val themeColor themeTint themeShade" },
	{ NS_W,
	  "spacing",
	  "val before beforeLines beforeAutospacing after afterLines afterAutospacing "
	  "line lineRule" },
	{ NS_W, "u", "val color themeColor themeTint themeShade" },
	{ NS_W,
	  "bdr top left bottom right between bar end insideH insideV tl2br tr2bl",
	  "val color themeColor themeTint themeShade sz space shadow frame w type" },
	{ NS_W,
	  "shd",
	  "val color themeColor themeTint themeShade fill themeFill themeFillTint "
	  "themeFillShade" },
	{ NS_W, "lang themeFontLang", "val eastAsia bidi" },
	{ NS_W, "eastAsianLayout", "combine combineBrackets vert vertCompress" },
	{ NS_W,
	  "rPr pPr tblPr trPr tcPr sectPr tblPrEx pBdr tabs numPr tblBorders tcBorders "
	  "tblCellMar tcMar tblGrid docDefaults rPrDefault pPrDefault rubyPr tbl tr tc p "
	  "r footnotePr endnotePr styles numbering t cr noBreakHyphen softHyphen "
	  "footnoteRef endnoteRef separator continuationSeparator pgNum ruby rt rubyBase "
	  "settings compat",
	  "" },
	{ NS_W, "pgBorders", "zOrder display offsetFrom" },
	{ NS_W,
	  "framePr",
	  "dropCap lines w h vSpace hSpace wrap hAnchor vAnchor x xAlign y yAlign hRule "
	  "anchorLock" },
	{ NS_W, "tab", "val leader pos" },
	{ NS_W,
	  "ind",
	  "left start leftChars startChars right end rightChars endChars hanging "
	  "hangingChars firstLine firstLineChars" },
	{ NS_W,
	  "cnfStyle",
	  "val firstRow lastRow firstColumn lastColumn oddVBand evenVBand oddHBand "
	  "evenHBand firstRowFirstColumn firstRowLastColumn lastRowFirstColumn "
	  "lastRowLastColumn" },
	{ NS_W,
	  "tblpPr",
	  "leftFromText rightFromText topFromText bottomFromText vertAnchor horzAnchor "
	  "tblpXSpec tblpX tblpYSpec tblpY" },
	{ NS_W, "tblW tblCellSpacing tblInd wBefore wAfter tcW", "w type" },
	{ NS_W, "tblLayout tblStylePr", "type" },
	{ NS_W, "tblLook", "val firstRow lastRow firstColumn lastColumn noHBand noVBand" },
	{ NS_W, "gridCol", "w" },
	{ NS_W, "trHeight", "val hRule" },
	{ NS_W, "pgSz", "w h orient code" },
	{ NS_W, "pgMar", "top right bottom left header footer gutter" },
	{ NS_W, "paperSrc", "first other" },
	{ NS_W, "lnNumType", "countBy start distance restart" },
	{ NS_W, "pgNumType", "fmt start chapStyle chapSep" },
	{ NS_W, "cols", "equalWidth space num sep" },
	{ NS_W, "col", "w space" },
	{ NS_W, "docGrid", "type linePitch charSpace" },
	{ NS_W, "style", "type default customStyle styleId:S" },
	{ NS_W, "abstractNum", "abstractNumId" },
	{ NS_W, "num", "numId" },
	{ NS_W, "lvl lvlOverride", "ilvl" },
	{ NS_W, "lvlText", "val:T null" },
	{ NS_W, "legacy", "legacy legacySpace legacyIndent" },
	{ NS_W, "br", "type clear" },
	{ NS_W, "sym", "font:F char" },
	{ NS_W, "ptab", "alignment relativeTo leader" },
	{ NS_W,
	  "clrSchemeMapping",
	  "bg1 t1 bg2 t2 accent1 accent2 accent3 accent4 accent5 accent6 hyperlink "
	  "followedHyperlink" },
	{ NS_W, "compatSetting", "name uri:U val" },
	{ NS_W, "background", "color themeColor themeTint themeShade" },
	{ NS_M,
	  "oMath oMathPara r rPr f fPr num den sSup sSupPr sup sSub sSubPr sub sSubSup "
	  "sSubSupPr sPre sPrePr rad radPr deg d dPr e nary naryPr func funcPr fName "
	  "limLow limLowPr limUpp limUppPr lim acc accPr bar barPr box boxPr borderBox "
	  "borderBoxPr eqArr eqArrPr m mPr mr mcs mc mcPr groupChr groupChrPr phant "
	  "phantPr ctrlPr argPr oMathParaPr t",
	  "" },
	{ NS_M,
	  "jc lit nor scr sty aln type degHide grow shp limLoc subHide supHide pos vertJc "
	  "opEmu noBreak diff hideTop hideBot hideLeft hideRight strikeH strikeV "
	  "strikeBLTR strikeTLBR baseJc maxDist objDist rSpRule rSp count mcJc plcHide "
	  "cGpRule cGp cSp show zeroWid zeroAsc zeroDesc transp argSz alnScr",
	  "val" },
	{ NS_M, "begChr sepChr endChr chr", "val:C" },
	{ NS_M, "brk", "alnAt" },
	{ NS_WP, "inline", "distT distB distL distR" },
	{ NS_WP,
	  "anchor",
	  "distT distB distL distR simplePos relativeHeight:Z behindDoc locked layoutInCell "
	  "hidden allowOverlap" },
	{ NS_WP, "extent", "cx cy" },
	{ NS_WP, "effectExtent", "l t r b" },
	{ NS_WP, "docPr", "id" },
	{ NS_WP, "cNvGraphicFramePr posOffset align wrapNone", "" },
	{ NS_WP, "simplePos start lineTo", "x y" },
	{ NS_WP, "positionH positionV", "relativeFrom" },
	{ NS_WP, "wrapSquare", "wrapText distT distB distL distR" },
	{ NS_WP, "wrapTight wrapThrough", "wrapText distL distR" },
	{ NS_WP, "wrapTopAndBottom", "distT distB" },
	{ NS_WP, "wrapPolygon", "edited" },
	{ NS_A,
	  "graphic stretch avLst gdLst ahLst cxnLst pathLst close moveTo lnTo cubicBezTo "
	  "quadBezTo noFill solidFill gsLst effectLst round bevel custGeom noAutofit "
	  "spAutoFit themeElements theme clrScheme fontScheme majorFont minorFont "
	  "fmtScheme fillStyleLst lnStyleLst effectStyleLst effectStyle bgFillStyleLst "
	  "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink "
	  "fgClr bgClr grpFill grayscl",
	  "" },
	{ NS_A, "fillRect tileRect srcRect fillToRect rect", "l t r b" },
	{ NS_A, "gradFill", "flip rotWithShape" },
	{ NS_A,
	  "prstDash schemeClr srgbClr prstClr tint shade alpha alphaMod alphaOff hueMod "
	  "hueOff satMod satOff sat lumMod lumOff hue red green blue comp inv gray gamma "
	  "invGamma",
	  "val" },
	{ NS_A, "pattFill prstGeom prstTxWarp", "prst" },
	{ NS_A, "graphicData", "uri:R" },
	{ NS_A, "blip", "embed:L cstate" },
	{ NS_A, "tile", "tx ty sx sy flip algn" },
	{ NS_A, "xfrm", "rot flipH flipV" },
	{ NS_A, "off chOff pt pos", "x y" },
	{ NS_A, "ext chExt", "cx cy" },
	{ NS_A, "gd", "name fmla:R" },
	{ NS_A, "path", "w h fill stroke extrusionOk path" },
	{ NS_A, "arcTo", "wR hR stAng swAng" },
	{ NS_A, "cxn", "ang" },
	{ NS_A, "ln", "w cap cmpd algn" },
	{ NS_A, "headEnd tailEnd", "type w len" },
	{ NS_A, "miter", "lim" },
	{ NS_A, "sysClr", "val lastClr" },
	{ NS_A, "scrgbClr", "r g b" },
	{ NS_A, "hslClr", "hue sat lum" },
	{ NS_A, "lum", "val bright contrast" },
	{ NS_A, "gs", "pos" },
	{ NS_A, "lin", "ang scaled" },
	{ NS_A, "lnRef fillRef effectRef fontRef", "idx" },
	{ NS_A, "normAutofit", "fontScale lnSpcReduction" },
	{ NS_A, "outerShdw", "blurRad dist dir sx sy kx ky algn rotWithShape" },
	{ NS_A, "innerShdw", "blurRad dist dir" },
	{ NS_A, "glow softEdge", "rad" },
	{ NS_A, "latin ea cs", "typeface:F" },
	{ NS_A, "alphaModFix", "amt" },
	{ NS_A, "biLevel", "thresh" },
	{ NS_A,
	  "grpSpLocks spLocks picLocks graphicFrameLocks cxnSpLocks",
	  "noChangeAspect noChangeArrowheads noGrp noMove noResize noSelect noRot" },
	{ NS_PIC, "pic nvPicPr cNvPicPr", "" },
	{ NS_PIC, "cNvPr", "id" },
	{ NS_PIC, "blipFill", "rotWithShape" },
	{ NS_PIC, "spPr", "bwMode" },
	{ NS_WPS, "wsp", "normalEastAsianFlow" },
	{ NS_WPS, "cNvPr", "id" },
	{ NS_WPS, "cNvSpPr", "txBox" },
	{ NS_WPS, "cNvCnPr style txbx cNvFrPr", "" },
	{ NS_WPS, "spPr", "bwMode" },
	{ NS_WPS,
	  "bodyPr",
	  "rot spcFirstLastPara vertOverflow horzOverflow vert wrap lIns tIns rIns bIns "
	  "numCol spcCol rtlCol fromWordArt anchor anchorCtr forceAA compatLnSpc upright" },
	{ NS_WPG, "wgp grpSp cNvGrpSpPr", "" },
	{ NS_WPG, "cNvPr", "id" },
	{ NS_WPG, "grpSpPr", "bwMode" },
	{ NS_WPC, "wpc bg whole", "" },
	{ NS_V, "group", "style:R coordsize:R coordorigin:R" },
	{ NS_V,
	  "rect oval",
	  "style:R fillcolor filled strokecolor strokeweight stroked hr:O hrstd:O "
	  "hrnoshade:O hrpct:O hralign:O" },
	{ NS_V,
	  "line",
	  "from:R to:R style:R fillcolor filled strokecolor strokeweight stroked hr:O "
	  "hrstd:O hrnoshade:O hrpct:O hralign:O" },
	{ NS_V,
	  "roundrect",
	  "arcsize style:R fillcolor filled strokecolor strokeweight stroked hr:O hrstd:O "
	  "hrnoshade:O hrpct:O hralign:O" },
	{ NS_V,
	  "shape",
	  "path:R coordsize:R coordorigin:R adj:R style:R fillcolor filled strokecolor "
	  "strokeweight stroked hr:O hrstd:O hrnoshade:O hrpct:O hralign:O" },
	{ NS_V, "stroke", "color weight dashstyle joinstyle endcap startarrow endarrow" },
	{ NS_V, "fill", "color color2 type opacity" },
	{ NS_V, "textpath", "on fitshape string:T style:R" },
	{ NS_V, "path", "arrowok" },
	{ NS_V,
	  "polyline",
	  "points:R style:R fillcolor filled strokecolor strokeweight stroked hr:O "
	  "hrstd:O hrnoshade:O hrpct:O hralign:O" },
	{ NS_V, "formulas", "" },
	{ NS_V, "f", "eqn:R" },
	{ NS_W10, "wrap", "type side anchorx anchory" },
	{ NS_W10, "anchorlock", "" },
};

/* ---- looking up ------------------------------------------------------------------------------ */

enum { SLOTS = 2048 };  /* about three times the number of names */

struct slot {
	str name;
	const word_rule *rule;
};

struct vocab {
	struct slot slots[SLOTS];
};

static size_t slot_of(unsigned char space, str name)
{
	size_t h = space;
	for (size_t i = 0; i < name.n; i++)
		h = h * 33 + (unsigned char)name.p[i];
	return h % SLOTS;
}

vocab *vocab_new(arena *mem)
{
	vocab *v = arena_alloc(mem, sizeof *v);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		str rest = str_of(table[i].names), name;
		while (str_cut(&rest, ' ', &name)) {
			size_t at = slot_of(table[i].space, name);
			while (v->slots[at].rule)
				at = (at + 1) % SLOTS;
			v->slots[at] = (struct slot){ name, &table[i] };
		}
	}
	return v;
}

const word_rule *vocab_element(const vocab *v, unsigned char space, str name)
{
	for (size_t at = slot_of(space, name); v->slots[at].rule; at = (at + 1) % SLOTS)
		if (v->slots[at].rule->space == space && str_eq(v->slots[at].name, name))
			return v->slots[at].rule;
	return NULL;
}

bool vocab_attribute(const word_rule *rule, const xattr *attr, value_kind *kind)
{
	unsigned char own = rule->space == NS_W || rule->space == NS_M ? rule->space : NS_NONE;
	str rest = str_of(rule->attrs), item;
	while (str_cut(&rest, ' ', &item)) {
		char letter = 0;
		if (item.n > 2 && item.p[item.n - 2] == ':') {
			letter = item.p[item.n - 1];
			item.n -= 2;
		}
		unsigned char space = letter == 'L' ? NS_R : letter == 'O' ? NS_O : own;
		if (attr->space != space || !str_eq(attr->name, item))
			continue;
		switch (letter) {
		case 'S': *kind = VALUE_STYLE; break;
		case 'F': *kind = VALUE_FONT; break;
		case 'T': *kind = VALUE_FORMAT; break;
		case 'R': *kind = VALUE_RECORD; break;
		case 'C': *kind = VALUE_CHAR; break;
		case 'U': *kind = VALUE_SCHEMA; break;
		case 'Z': *kind = VALUE_HEIGHT; break;
		case 'L': *kind = VALUE_REL; break;
		default:  *kind = VALUE_TOKEN; break;
		}
		return true;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* No length, colour, identifier or angle that a document needs has more than eight digits on end, nor
 * digits in groups as telephone and social security numbers have: 555-0187. */
static bool digits_are_few(str s)
{
	size_t run = 0;
	for (size_t i = 0; i < s.n; i++) {
		run = is_digit(s.p[i]) ? run + 1 : 0;
		bool joint = strchr("-_+", s.p[i]) && s.p[i];
		if (run > 8 || (joint && i && i + 1 < s.n && is_digit(s.p[i - 1]) && is_digit(s.p[i + 1])))
			return false;
	}
	return true;
}

static size_t dots(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '.';
	return n;
}

/* Twelve switches in a row: which parts of its style a table cell takes. */
static bool is_bits(str s)
{
	return s.n == 12 && strspn(s.p, "01") >= s.n;
}

/* Brackets, accents, operators: one character that is no letter and no digit. */
static bool is_operator(str s)
{
	size_t at = 0;
	if (s.n == 0)
		return true;
	if (is_digit(s.p[0]) || is_letter(s.p[0]))
		return false;
	utf8_next(s, &at);
	return at == s.n;
}

bool vocab_value_fits(value_kind kind, str s)
{
	const char *extra = "";
	switch (kind) {
	case VALUE_TOKEN:
		extra = "+-_.%#";
		if (is_bits(s))
			return true;
		if (s.n > 48 || !digits_are_few(s) || dots(s) > 1)
			return false;
		break;
	case VALUE_RECORD:
		extra = "+-_.%#,:;@*/() \n\t\r";
		if (s.n > 16384 || !digits_are_few(s))
			return false;
		break;
	case VALUE_FONT:   return s.n <= 64;
	case VALUE_FORMAT: return s.n <= 1 << 20;
	case VALUE_CHAR:   return is_operator(s);
	case VALUE_SCHEMA: return str_is(s, "http://schemas.microsoft.com/office/word");
	case VALUE_HEIGHT: return s.n <= 10 && strspn(s.p, "0123456789") >= s.n;
	case VALUE_STYLE:
	case VALUE_REL:    return s.n <= 255;
	}
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && !is_letter(s.p[i]) && (!s.p[i] || !strchr(extra, s.p[i])))
			return false;
	return true;
}

/* ---- built-in styles ------------------------------------------------------------------------- */

static const char *const built_in[] = {
	"Normal", "heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6",
	"heading 7", "heading 8", "heading 9", "toc 1", "toc 2", "toc 3", "toc 4", "toc 5", "toc 6",
	"toc 7", "toc 8", "toc 9", "index 1", "index 2", "index 3", "Normal Indent", "footnote text",
	"annotation text", "header", "footer", "index heading", "caption", "table of figures",
	"envelope address", "envelope return", "footnote reference", "annotation reference",
	"line number", "page number", "endnote reference", "endnote text", "table of authorities",
	"macro", "toa heading", "List", "List Bullet", "List Number", "List 2", "List 3", "List 4",
	"List 5", "List Bullet 2", "List Bullet 3", "List Bullet 4", "List Bullet 5", "List Number 2",
	"List Number 3", "List Number 4", "List Number 5", "Title", "Closing", "Signature",
	"Default Paragraph Font", "Body Text", "Body Text Indent", "List Continue", "List Continue 2",
	"Message Header", "Subtitle", "Salutation", "Date", "Body Text First Indent",
	"Body Text First Indent 2", "Note Heading", "Body Text 2", "Body Text 3",
	"Body Text Indent 2", "Body Text Indent 3", "Block Text", "Hyperlink", "FollowedHyperlink",
	"Strong", "Emphasis", "Document Map", "Plain Text", "E-mail Signature", "Normal (Web)",
	"HTML Acronym", "HTML Address", "HTML Cite", "HTML Code", "HTML Definition", "HTML Keyboard",
	"HTML Preformatted", "HTML Sample", "HTML Typewriter", "HTML Variable", "Normal Table",
	"annotation subject", "No List", "Balloon Text", "Table Grid", "Placeholder Text",
	"No Spacing", "List Paragraph", "Quote", "Intense Quote", "Subtle Emphasis",
	"Intense Emphasis", "Subtle Reference", "Intense Reference", "Book Title", "Bibliography",
	"TOC Heading", NULL,
};

/* "heading 1" gives "Heading1", as Word does. */
void vocab_style_id_of(const char *name, char id[static 64])
{
	bool up = true;
	size_t n = 0;
	for (; *name && n < 63; name++) {
		bool letter = is_letter(*name);
		if (letter || is_digit(*name))
			id[n++] = up && *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name;
		up = !letter;
	}
	id[n] = '\0';
}

bool vocab_style_id(str id)
{
	char have[64];
	for (const char *const *s = built_in; *s; s++) {
		if (id.n == 0 || (id.p[0] | 0x20) != (**s | 0x20))
			continue;
		vocab_style_id_of(*s, have);
		if (str_is(id, have))
			return true;
	}
	return false;
}

const char *vocab_style(str name)
{
	for (const char *const *s = built_in; *s; s++)
		if (strlen(*s) == name.n && strncasecmp(*s, name.p, name.n) == 0)
			return *s;
	return NULL;
}
