#include "formats/pdf/rebuild/schema.h"

#include <ctype.h>
#include <string.h>

#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define KEYS(...)  (const shape_key[]){ __VA_ARGS__, { NULL, NULL } }
#define TUPLE(...) (const shape *const[]){ __VA_ARGS__, NULL }
#define ONE(...)   (&(const shape){ .is = IS_NAME, .words = WORDS(__VA_ARGS__) })

static const shape number  = { .is = IS_NUMBER };
static const shape integer = { .is = IS_INT };
static const shape boolean = { .is = IS_BOOL };
static const shape numbers = { .is = IS_ARRAY, .each = &number };

/* ---- functions --------------------------------------------------------------------------------- */

static const shape *pick_function(fz_context *ctx, pdf_obj *f);
static const shape function = { .pick = pick_function };
static const shape functions = { .is = IS_ARRAY, .each = &function };

static const shape function_sampled = { .is = IS_STREAM, .how = TREAT_DATA, .keys = KEYS(
	{ "FunctionType", &integer }, { "Domain", &numbers }, { "Range", &numbers }, { "Size", &numbers },
	{ "BitsPerSample", &integer }, { "Order", &integer }, { "Encode", &numbers }, { "Decode", &numbers }) };
static const shape function_exponential = { .is = IS_DICT, .keys = KEYS(
	{ "FunctionType", &integer }, { "Domain", &numbers }, { "Range", &numbers },
	{ "C0", &numbers }, { "C1", &numbers }, { "N", &number }) };
static const shape function_stitching = { .is = IS_DICT, .keys = KEYS(
	{ "FunctionType", &integer }, { "Domain", &numbers }, { "Range", &numbers },
	{ "Functions", &functions }, { "Bounds", &numbers }, { "Encode", &numbers }) };
static const shape function_calculator = { .is = IS_STREAM, .how = TREAT_CALCULATOR, .keys = KEYS(
	{ "FunctionType", &integer }, { "Domain", &numbers }, { "Range", &numbers }) };
static const shape function_identity = { .is = IS_NAME, .words = WORDS("Identity", "Default") };

static const shape *pick_function(fz_context *ctx, pdf_obj *f)
{
	if (pdf_is_name(ctx, f))
		return &function_identity;
	if (!pdf_is_dict(ctx, f))
		return NULL;
	switch (pdf_to_int(ctx, pdf_dict_get(ctx, f, PDF_NAME(FunctionType)))) {
	case 0: return &function_sampled;
	case 2: return &function_exponential;
	case 3: return &function_stitching;
	case 4: return &function_calculator;
	}
	return NULL;
}

/* One function, or one for each colour component. */
static const shape *pick_functions(fz_context *ctx, pdf_obj *f)
{
	return pdf_is_array(ctx, f) ? &functions : pick_function(ctx, f);
}
static const shape function_or_more = { .pick = pick_functions };

/* ---- colour spaces ------------------------------------------------------------------------------ */

static const shape *pick_space(fz_context *ctx, pdf_obj *cs);
static const shape space = { .pick = pick_space };

static const shape space_name = { .is = IS_NAME, .words = WORDS(
	"DeviceGray", "DeviceRGB", "DeviceCMYK", "G", "RGB", "CMYK", "Pattern",
	"CalGray", "CalRGB", "CalCMYK", "Lab") };
static const shape colorant = { .is = IS_NAME, .how = TREAT_COLORANT };
static const shape colorants = { .is = IS_ARRAY, .each = &colorant };
static const shape calibration = { .is = IS_DICT, .keys = KEYS(
	{ "WhitePoint", &numbers }, { "BlackPoint", &numbers }, { "Gamma", &(const shape){ .is = IS_NUMBER | IS_ARRAY, .each = &number } },
	{ "Matrix", &numbers }, { "Range", &numbers }) };
static const shape profile = { .is = IS_STREAM, .how = TREAT_ICC, .keys = KEYS(
	{ "N", &integer }, { "Alternate", &space }, { "Range", &numbers }) };
static const shape lookup = { .is = IS_STRING | IS_STREAM, .how = TREAT_LOOKUP };

static const shape space_device = { .is = IS_ARRAY, .tuple = TUPLE(&space_name) };
static const shape space_cal = { .is = IS_ARRAY, .tuple = TUPLE(&space_name, &calibration) };
static const shape space_icc = { .is = IS_ARRAY, .how = TREAT_ICC_SPACE, .tuple = TUPLE(ONE("ICCBased"), &profile) };
static const shape space_pattern = { .is = IS_ARRAY, .tuple = TUPLE(ONE("Pattern"), &space) };
static const shape space_indexed = { .is = IS_ARRAY, .tuple = TUPLE(ONE("Indexed", "I"), &space, &integer, &lookup) };
static const shape space_separation = { .is = IS_ARRAY, .tuple = TUPLE(ONE("Separation"), &colorant, &space, &function) };
/* The fifth item of a DeviceN space describes its inks in words; drawing does without. */
static const shape space_devicen = { .is = IS_ARRAY, .tuple = TUPLE(ONE("DeviceN"), &colorants, &space, &function) };

static const shape *pick_space(fz_context *ctx, pdf_obj *cs)
{
	static const struct { const char *family; const shape *shape; } families[] = {
		{ "ICCBased", &space_icc }, { "Indexed", &space_indexed }, { "I", &space_indexed },
		{ "Separation", &space_separation }, { "DeviceN", &space_devicen }, { "Pattern", &space_pattern },
		{ "CalGray", &space_cal }, { "CalRGB", &space_cal }, { "Lab", &space_cal }, { "CalCMYK", &space_cal },
		{ "DeviceGray", &space_device }, { "DeviceRGB", &space_device }, { "DeviceCMYK", &space_device },
		{ "G", &space_device }, { "RGB", &space_device }, { "CMYK", &space_device },
	};
	if (pdf_is_name(ctx, cs))
		return &space_name;
	if (!pdf_is_array(ctx, cs))
		return NULL;
	const char *family = pdf_to_name(ctx, pdf_array_get(ctx, cs, 0));
	for (size_t i = 0; i < nelem(families); i++)
		if (strcmp(family, families[i].family) == 0)
			return families[i].shape;
	return NULL;
}

/* ---- fonts -------------------------------------------------------------------------------------- */

static const shape resources;
static const shape font_name = { .is = IS_NAME, .how = TREAT_FONT_NAME };
static const shape program = { .is = IS_STREAM, .how = TREAT_FONT, .keys = KEYS(
	{ "Length1", &integer }, { "Length2", &integer }, { "Length3", &integer },
	{ "Subtype", ONE("Type1C", "CIDFontType0C", "OpenType") }) };

/* Left out on purpose: FontFamily, FontStretch, CharSet, CIDSet, Style, Lang, FD. */
static const shape descriptor = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("FontDescriptor") }, { "FontName", &font_name }, { "Flags", &integer },
	{ "FontBBox", &numbers }, { "FontWeight", &number }, { "ItalicAngle", &number }, { "Ascent", &number },
	{ "Descent", &number }, { "Leading", &number }, { "CapHeight", &number }, { "XHeight", &number },
	{ "StemV", &number }, { "StemH", &number }, { "AvgWidth", &number }, { "MaxWidth", &number },
	{ "MissingWidth", &number },
	{ "FontFile", &program }, { "FontFile2", &program }, { "FontFile3", &program }) };

static const shape collection = { .is = IS_DICT, .keys = KEYS(
	{ "Registry", &(const shape){ .is = IS_STRING, .how = TREAT_REGISTRY } },
	{ "Ordering", &(const shape){ .is = IS_STRING, .how = TREAT_ORDERING } },
	{ "Supplement", &integer }) };

static const shape *pick_cmap(fz_context *ctx, pdf_obj *cmap);
static const shape cmap = { .pick = pick_cmap };
static const shape cmap_name = { .is = IS_NAME };
static const shape cmap_stream = { .is = IS_STREAM, .how = TREAT_CMAP, .keys = KEYS(
	{ "Type", ONE("CMap") }, { "CIDSystemInfo", &collection }, { "WMode", &integer }, { "UseCMap", &cmap }) };

static const shape *pick_cmap(fz_context *ctx, pdf_obj *value)
{
	if (pdf_is_name(ctx, value))
		return rpdf_standard_cmap(pdf_to_name(ctx, value)) ? &cmap_name : NULL;
	return &cmap_stream;
}

#define ENCODING_NAMES "StandardEncoding", "MacRomanEncoding", "WinAnsiEncoding", "MacExpertEncoding", \
                       "PDFDocEncoding", "SymbolEncoding", "ZapfDingbatsEncoding"
static const shape glyph = { .is = IS_NAME | IS_INT, .how = TREAT_GLYPH };
static const shape encoding = { .is = IS_NAME | IS_DICT, .words = WORDS(ENCODING_NAMES), .keys = KEYS(
	{ "Type", ONE("Encoding") }, { "BaseEncoding", ONE(ENCODING_NAMES) },
	{ "Differences", &(const shape){ .is = IS_ARRAY, .each = &glyph } }) };
static const shape proc_glyph = { .is = IS_NAME | IS_INT, .how = TREAT_PROC_GLYPH };
static const shape proc_encoding = { .is = IS_NAME | IS_DICT, .words = WORDS(ENCODING_NAMES), .keys = KEYS(
	{ "Type", ONE("Encoding") }, { "BaseEncoding", ONE(ENCODING_NAMES) },
	{ "Differences", &(const shape){ .is = IS_ARRAY, .each = &proc_glyph } }) };

/* Runs of widths: numbers, and lists of numbers. */
static const shape runs = { .is = IS_ARRAY, .each = &(const shape){ .is = IS_NUMBER | IS_ARRAY, .each = &number } };

static const shape font_simple = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Font") }, { "Subtype", ONE("Type1", "MMType1", "TrueType") }, { "BaseFont", &font_name },
	{ "FirstChar", &integer }, { "LastChar", &integer }, { "Widths", &numbers },
	{ "FontDescriptor", &descriptor }, { "Encoding", &encoding }, { "ToUnicode", &cmap }) };
static const shape font_type3 = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Font") }, { "Subtype", ONE("Type3") }, { "FontBBox", &numbers }, { "FontMatrix", &numbers },
	{ "CharProcs", &(const shape){ .is = IS_DICT, .how = TREAT_PROCS,
		.each = &(const shape){ .is = IS_STREAM, .how = TREAT_CONTENT, .keys = KEYS({ "Resources", &resources }) } } },
	{ "Encoding", &proc_encoding }, { "FirstChar", &integer }, { "LastChar", &integer }, { "Widths", &numbers },
	{ "FontDescriptor", &descriptor }, { "Resources", &resources }, { "ToUnicode", &cmap }) };
static const shape font_cid = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Font") }, { "Subtype", ONE("CIDFontType0", "CIDFontType2") }, { "BaseFont", &font_name },
	{ "CIDSystemInfo", &collection }, { "FontDescriptor", &descriptor }, { "DW", &number }, { "W", &runs },
	{ "DW2", &numbers }, { "W2", &runs },
	{ "CIDToGIDMap", &(const shape){ .is = IS_NAME | IS_STREAM, .how = TREAT_DATA, .words = WORDS("Identity") } }) };
static const shape font_type0 = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Font") }, { "Subtype", ONE("Type0") }, { "BaseFont", &font_name }, { "Encoding", &cmap },
	{ "DescendantFonts", &(const shape){ .is = IS_ARRAY, .tuple = TUPLE(&font_cid) } }, { "ToUnicode", &cmap }) };

static const shape *pick_font(fz_context *ctx, pdf_obj *font)
{
	if (!pdf_is_dict(ctx, font))
		return NULL;
	pdf_obj *subtype = pdf_dict_get(ctx, font, PDF_NAME(Subtype));
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Type0)))
		return &font_type0;
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Type3)))
		return &font_type3;
	return &font_simple;
}
static const shape font = { .pick = pick_font };

/* ---- graphics state, shadings, patterns ---------------------------------------------------------- */

static const shape form, pattern, xobject;
static const shape intent = { .is = IS_NAME, .words = WORDS(
	"AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual") };
#define BLEND_NAMES "Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", \
	"ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"
static const shape blend = { .is = IS_NAME | IS_ARRAY, .words = WORDS(BLEND_NAMES), .each = ONE(BLEND_NAMES) };
static const shape soft_mask = { .is = IS_NAME | IS_DICT, .words = WORDS("None"), .keys = KEYS(
	{ "Type", ONE("Mask") }, { "S", ONE("Alpha", "Luminosity") }, { "G", &form }, { "BC", &numbers },
	{ "TR", &function }) };

/* Left out on purpose: HT, whose halftones a screen never shows and whose names are free. */
#define STATE_KEYS { "Type", ONE("ExtGState") }, { "LW", &number }, { "LC", &integer }, { "LJ", &integer }, { "ML", &number }, \
	{ "D", &(const shape){ .is = IS_ARRAY, .tuple = TUPLE(&numbers, &number) } }, { "RI", &intent }, \
	{ "OP", &boolean }, { "op", &boolean }, { "OPM", &integer }, \
	{ "BG", &function }, { "BG2", &function }, { "UCR", &function }, { "UCR2", &function }, \
	{ "TR", &function_or_more }, { "TR2", &function_or_more }, { "FL", &number }, { "SM", &number }, \
	{ "SA", &boolean }, { "BM", &blend }, { "CA", &number }, { "ca", &number }, { "AIS", &boolean }, { "TK", &boolean }

/* The font of a state is no Type 3 font: its glyphs are content, which is rewritten where a content
 * stream sets a font, and not here. */
static const shape *pick_drawn_font(fz_context *ctx, pdf_obj *value)
{
	const shape *s = pick_font(ctx, value);
	return s == &font_type3 ? NULL : s;
}
static const shape drawn_font = { .pick = pick_drawn_font };
static const shape state = { .is = IS_DICT, .keys = KEYS(STATE_KEYS, { "SMask", &soft_mask },
	{ "Font", &(const shape){ .is = IS_ARRAY, .tuple = TUPLE(&drawn_font, &number) } }) };

/* Of a pattern that is a shading: no page draws its mask, so nobody rewrites it either. */
static const shape state_of_shading = { .is = IS_DICT, .keys = KEYS(STATE_KEYS) };

static const shape shading = { .is = IS_DICT | IS_STREAM, .how = TREAT_DATA, .keys = KEYS(
	{ "ShadingType", &integer }, { "ColorSpace", &space }, { "Background", &numbers }, { "BBox", &numbers },
	{ "AntiAlias", &boolean }, { "Domain", &numbers }, { "Matrix", &numbers }, { "Function", &function_or_more },
	{ "Coords", &numbers }, { "Extend", &(const shape){ .is = IS_ARRAY, .each = &boolean } },
	{ "BitsPerCoordinate", &integer }, { "BitsPerComponent", &integer }, { "BitsPerFlag", &integer },
	{ "Decode", &numbers }, { "VerticesPerRow", &integer }) };

static const shape pattern_tiling = { .is = IS_STREAM, .how = TREAT_CONTENT, .keys = KEYS(
	{ "Type", ONE("Pattern") }, { "PatternType", &integer }, { "PaintType", &integer }, { "TilingType", &integer },
	{ "BBox", &numbers }, { "XStep", &number }, { "YStep", &number }, { "Resources", &resources },
	{ "Matrix", &numbers }) };
static const shape pattern_shading = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Pattern") }, { "PatternType", &integer }, { "Shading", &shading }, { "Matrix", &numbers },
	{ "ExtGState", &state_of_shading }) };

static const shape *pick_pattern(fz_context *ctx, pdf_obj *value)
{
	return pdf_is_stream(ctx, value) ? &pattern_tiling : &pattern_shading;
}
static const shape pattern = { .pick = pick_pattern };

/* ---- XObjects ------------------------------------------------------------------------------------ */

static const shape group = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Group") }, { "S", ONE("Transparency") }, { "CS", &space }, { "I", &boolean }, { "K", &boolean }) };

/* Left out on purpose: Ref, PieceInfo, Metadata, OPI, PS, Name, StructParent(s), LastModified. */
static const shape form_stream = { .is = IS_STREAM, .how = TREAT_XOBJECT, .keys = KEYS(
	{ "Type", ONE("XObject") }, { "Subtype", ONE("Form") }, { "FormType", &integer }, { "BBox", &numbers },
	{ "Matrix", &numbers }, { "Resources", &resources }, { "Group", &group }) };

static const shape *pick_image(fz_context *ctx, pdf_obj *value);
static const shape image = { .pick = pick_image };

static const shape *pick_mask(fz_context *ctx, pdf_obj *value)
{
	return pdf_is_array(ctx, value) ? &numbers : pick_image(ctx, value);
}

/* Left out on purpose: Alternates, Thumb, Metadata, OPI, Name, ID, Measure, PtData. */
static const shape image_stream = { .is = IS_STREAM, .how = TREAT_IMAGE, .keys = KEYS(
	{ "Type", ONE("XObject") }, { "Subtype", ONE("Image") }, { "Width", &integer }, { "Height", &integer },
	{ "ColorSpace", &space }, { "BitsPerComponent", &integer }, { "Intent", &intent }, { "ImageMask", &boolean },
	{ "Mask", &(const shape){ .pick = pick_mask } }, { "Decode", &numbers }, { "Interpolate", &boolean },
	{ "SMask", &image }, { "SMaskInData", &integer }, { "Matte", &numbers }) };

static const shape *pick_image(fz_context *ctx, pdf_obj *value)
{
	(void)ctx;
	(void)value;
	return &image_stream;
}

/* A form need not say that it is one; soft masks often do not. PostScript XObjects are not kept. */
static const shape *pick_xobject(fz_context *ctx, pdf_obj *value)
{
	pdf_obj *subtype = pdf_dict_get(ctx, value, PDF_NAME(Subtype));
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Image)))
		return &image_stream;
	return pdf_is_name(ctx, subtype) && !pdf_name_eq(ctx, subtype, PDF_NAME(Form)) ? NULL : &form_stream;
}
static const shape xobject = { .pick = pick_xobject };
static const shape *pick_form(fz_context *ctx, pdf_obj *value)
{
	const shape *s = pick_xobject(ctx, value);
	return s == &form_stream ? s : NULL;
}
static const shape form = { .pick = pick_form };

/* ---- resources and pages -------------------------------------------------------------------------- */

#define NAMED(shape_) &(const shape){ .is = IS_DICT, .how = TREAT_RESOURCES, .each = &shape_ }
static const shape resources = { .is = IS_DICT, .keys = KEYS(
	{ "Font", NAMED(font) }, { "XObject", NAMED(xobject) }, { "ColorSpace", NAMED(space) },
	{ "Pattern", NAMED(pattern) }, { "Shading", NAMED(shading) }, { "ExtGState", NAMED(state) }) };

static const shape content = { .is = IS_STREAM, .how = TREAT_CONTENT, .keys = KEYS({ NULL, NULL }) };
static const shape *pick_contents(fz_context *ctx, pdf_obj *value)
{
	static const shape several = { .is = IS_ARRAY, .each = &content };
	return pdf_is_array(ctx, value) ? &several : &content;
}

const shape rpdf_shape_page = { .is = IS_DICT, .keys = KEYS(
	{ "Type", ONE("Page") }, { "MediaBox", &numbers }, { "CropBox", &numbers }, { "Rotate", &integer },
	{ "UserUnit", &number }, { "Resources", &resources }, { "Contents", &(const shape){ .pick = pick_contents } },
	{ "Group", &group }) };

const shape rpdf_shape_jbig2 = { .is = IS_STREAM, .how = TREAT_JBIG2, .keys = KEYS({ NULL, NULL }) };

/* ---- asking --------------------------------------------------------------------------------------- */

const shape *rpdf_shape_key(const shape *s, const char *key)
{
	if (s->keys)
		for (const shape_key *k = s->keys; k->name; k++)
			if (strcmp(k->name, key) == 0)
				return k->value;
	return NULL;
}

unsigned rpdf_kind(fz_context *ctx, pdf_obj *v)
{
	if (pdf_is_name(ctx, v))
		return IS_NAME;
	if (pdf_is_int(ctx, v))
		return IS_NUMBER | IS_INT;
	if (pdf_is_real(ctx, v)) {
		/* "90.0" where an integer belongs is common, and readers take it. */
		float f = pdf_to_real(ctx, v);
		return f == (float)(int)fz_clamp(f, -1e9f, 1e9f) ? IS_NUMBER | IS_INT : IS_NUMBER;
	}
	if (pdf_is_bool(ctx, v))
		return IS_BOOL;
	if (pdf_is_string(ctx, v))
		return IS_STRING;
	if (pdf_is_array(ctx, v))
		return IS_ARRAY;
	if (pdf_is_dict(ctx, v))
		return pdf_is_stream(ctx, v) ? IS_STREAM : IS_DICT;
	return 0;
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool rpdf_shape_takes(fz_context *ctx, const shape *s, pdf_obj *v, const shape **picked)
{
	*picked = s = s->pick ? s->pick(ctx, v) : s;
	if (!s || !(s->is & rpdf_kind(ctx, v)))
		return false;
	return !(pdf_is_name(ctx, v) && s->words) || is_one_of(pdf_to_name(ctx, v), s->words);
}

const char *rpdf_dropped_kind(const char *key)
{
	static const struct { const char *key, *kind; } known[] = {
		/* Written anew, or of no meaning to anyone. */
		{ "Length", NULL }, { "Filter", NULL }, { "DecodeParms", NULL }, { "F", NULL }, { "DL", NULL }, { "DP", NULL },
		{ "FFilter", NULL }, { "FDecodeParms", NULL }, { "ProcSet", NULL }, { "Parent", NULL },
		{ "BleedBox", NULL }, { "TrimBox", NULL }, { "ArtBox", NULL }, { "CharSet", NULL }, { "CIDSet", NULL },
		{ "CMapName", NULL }, { "Name", NULL }, { "Type", NULL },
		/* Counted one by one elsewhere. */
		{ "Annots", NULL },

		{ "Metadata", "metadata stream" },
		{ "PieceInfo", "private application data" }, { "LastModified", "date of change" },
		{ "Thumb", "thumbnail" }, { "Alternates", "alternate image" }, { "OPI", "link to an image file" },
		{ "AA", "script or action" }, { "StructParent", "link to structure" }, { "StructParents", "link to structure" },
		{ "Properties", "marked-content property list" }, { "OC", "layer membership" }, { "AF", "associated file" },
		{ "B", "article bead" }, { "Trans", "page transition" }, { "Dur", "page transition" },
		{ "FontFamily", "font family name" }, { "FontStretch", "font family name" }, { "Ref", "link to another file" },
		{ "ID", "identifier" }, { "Measure", "measuring data" }, { "PtData", "measuring data" }, { "VP", "measuring data" },
		{ "HT", "halftone" }, { "Tabs", "tab order" }, { "PS", "PostScript XObject" },
	};
	for (size_t i = 0; i < nelem(known); i++)
		if (strcmp(key, known[i].key) == 0)
			return known[i].kind;
	return "other key";
}

/* ---- names that are no words ---------------------------------------------------------------------- */

bool rpdf_neutral_resource(const char *name)
{
	size_t n = strlen(name), i = 0;
	while (isalpha((unsigned char)name[i]))
		i++;
	if (n > 12 || i < 1 || i > 6)
		return false;
	i += strspn(name + i, "0123456789.");
	if (name[i] == '_')
		i += 1 + strspn(name + i + 1, "0123456789.");
	return i == n;
}

bool rpdf_neutral_glyph(const char *name)
{
	if (fz_unicode_from_glyph_name_strict(name) > 0 || strcmp(name, ".notdef") == 0 || strcmp(name, ".null") == 0 ||
	    strcmp(name, "nonmarkingreturn") == 0)
		return true;
	/* g12, G0A, cid_34, uni0041, u1F600, glyph7, index12, C0023, a.alt ... : a short stem, then digits. */
	size_t letters = 0;
	while (isalpha((unsigned char)name[letters]))
		letters++;
	size_t rest = strspn(name + letters, "0123456789abcdefABCDEF_.");
	return strlen(name) <= 16 && letters <= 5 && letters + rest == strlen(name) && (rest || letters <= 2);
}

bool rpdf_process_colorant(const char *name)
{
	return is_one_of(name, WORDS("Cyan", "Magenta", "Yellow", "Black", "Red", "Green", "Blue", "Gray", "All", "None"));
}

bool rpdf_known_ordering(str o)
{
	static const char *const known[] = { "Identity", "Japan1", "Japan2", "GB1", "CNS1", "Korea1", "KR", "UCS" };
	for (size_t i = 0; i < nelem(known); i++)
		if (str_is(o, known[i]))
			return true;
	return false;
}

bool rpdf_standard_cmap(const char *name)
{
	static const char *const known[] = {
		"Identity-H", "Identity-V",
		"GB-EUC-H", "GB-EUC-V", "GBpc-EUC-H", "GBpc-EUC-V", "GBK-EUC-H", "GBK-EUC-V", "GBKp-EUC-H", "GBKp-EUC-V",
		"GBK2K-H", "GBK2K-V", "UniGB-UCS2-H", "UniGB-UCS2-V", "UniGB-UTF16-H", "UniGB-UTF16-V", "UniGB-UTF8-H",
		"UniGB-UTF32-H", "UniGB-UTF32-V",
		"B5pc-H", "B5pc-V", "HKscs-B5-H", "HKscs-B5-V", "ETen-B5-H", "ETen-B5-V", "ETenms-B5-H", "ETenms-B5-V",
		"CNS-EUC-H", "CNS-EUC-V", "UniCNS-UCS2-H", "UniCNS-UCS2-V", "UniCNS-UTF16-H", "UniCNS-UTF16-V",
		"UniCNS-UTF32-H", "UniCNS-UTF32-V",
		"83pv-RKSJ-H", "90ms-RKSJ-H", "90ms-RKSJ-V", "90msp-RKSJ-H", "90msp-RKSJ-V", "90pv-RKSJ-H", "90pv-RKSJ-V",
		"Add-RKSJ-H", "Add-RKSJ-V", "EUC-H", "EUC-V", "Ext-RKSJ-H", "Ext-RKSJ-V", "H", "V", "RKSJ-H", "RKSJ-V",
		"UniJIS-UCS2-H", "UniJIS-UCS2-V", "UniJIS-UCS2-HW-H", "UniJIS-UCS2-HW-V", "UniJIS-UTF16-H", "UniJIS-UTF16-V",
		"UniJIS-UTF32-H", "UniJIS-UTF32-V", "UniJIS2004-UTF16-H", "UniJIS2004-UTF16-V", "UniJISX0213-UTF32-H",
		"UniJISX0213-UTF32-V", "UniJISX02132004-UTF32-H", "UniJISX02132004-UTF32-V",
		"KSC-EUC-H", "KSC-EUC-V", "KSCms-UHC-H", "KSCms-UHC-V", "KSCms-UHC-HW-H", "KSCms-UHC-HW-V", "KSCpc-EUC-H",
		"KSCpc-EUC-V", "UniKS-UCS2-H", "UniKS-UCS2-V", "UniKS-UTF16-H", "UniKS-UTF16-V", "UniKS-UTF32-H",
		"UniKS-UTF32-V", NULL,
	};
	return is_one_of(name, known);
}
