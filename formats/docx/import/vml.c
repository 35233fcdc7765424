/*
 * What a run draws, in VML, the dialect of old and of fallbacks: boiled down to rectangles, lines,
 * pictures and word art, which is what text and pictures stand in.
 */
#include "formats/docx/inner.h"

#include <stdlib.h>
#include <string.h>

static xnode *vml_element(importer *im, const char *name, const xnode *src)
{
	xnode like = *src;
	like.text = str_of(name);
	like.child = like.last = NULL;
	return import_copy(im, &like);
}

/* The two shape types that Word itself writes for pictures and for word art. */
static const struct shapetype {
	const char *id, *spt, *path, *adj;
	const char *formulas[16];
} shapetype_75 = {
	"_x0000_t75", "75", "m@4@5l@4@11@9@11@9@5xe", "",
	{ "if lineDrawn pixelLineWidth 0", "sum @0 1 0", "sum 0 0 @1", "prod @2 1 2",
	  "prod @3 21600 pixelWidth", "prod @3 21600 pixelHeight", "sum @0 0 1", "prod @6 1 2",
	  "prod @7 21600 pixelWidth", "sum @8 21600 0", "prod @7 21600 pixelHeight",
	  "sum @10 21600 0", NULL },
}, shapetype_136 = {
	"_x0000_t136", "136", "m@7,l@8,m@5,21600l@6,21600e", "10800",
	{ "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3",
	  "if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5",
	  "mid @7 @8", "mid @6 @7", "sum @6 0 @5", NULL },
};

static void write_shapetype(importer *im, xnode *pict, bool *written, const struct shapetype *type)
{
	if (*written)
		return;
	*written = true;
	xnode *t = xml_element(im->mem, NS_V, STR("shapetype"));
	xnode *f = xml_element(im->mem, NS_V, STR("formulas"));
	xnode *p = xml_element(im->mem, NS_V, STR("path"));
	xml_set(im->mem, t, NS_NONE, "id", str_of(type->id));
	xml_set(im->mem, t, NS_NONE, "coordsize", STR("21600,21600"));
	xml_set(im->mem, t, NS_O, "spt", str_of(type->spt));
	if (*type->adj)
		xml_set(im->mem, t, NS_NONE, "adj", str_of(type->adj));
	xml_set(im->mem, t, NS_NONE, "path", str_of(type->path));
	for (const char *const *eqn = type->formulas; *eqn; eqn++) {
		xnode *one = xml_element(im->mem, NS_V, STR("f"));
		xml_set(im->mem, one, NS_NONE, "eqn", str_of(*eqn));
		xml_append(f, one);
	}
	xml_append(t, f);
	xml_append(t, p);
	if (type == &shapetype_75) {
		xml_set(im->mem, t, NS_NONE, "filled", STR("f"));
		xml_set(im->mem, t, NS_NONE, "stroked", STR("f"));
		xml_set(im->mem, p, NS_O, "extrusionok", STR("f"));
		xml_set(im->mem, p, NS_NONE, "gradientshapeok", STR("t"));
		xml_set(im->mem, p, NS_O, "connecttype", STR("rect"));
	} else {
		xml_set(im->mem, p, NS_NONE, "textpathok", STR("t"));
		xnode *words = xml_element(im->mem, NS_V, STR("textpath"));
		xml_set(im->mem, words, NS_NONE, "on", STR("t"));
		xml_set(im->mem, words, NS_NONE, "fitshape", STR("t"));
		xml_append(t, words);
	}
	xml_append(pict, t);
}

/* "13107f" is in 65536ths, "0.2" a fraction, "20%" says so. */
static uint32_t vml_hidden_side(const xnode *image, const char *side)
{
	char *end, z[24];
	if (!xml_value_z(image, NS_NONE, side, z))
		return 0;
	double part = strtod(z, &end);
	part = *end == 'f' ? part / 65536 : *end == '%' ? part / 100 : part;
	return part <= 0 ? 0 : part >= 1 ? 100000 : (uint32_t)(part * 100000);
}

static bool vml_draws(const xnode *n)
{
	static const char *const names[] = { "group", "rect", "oval", "line", "roundrect", "shape",
	                                     "polyline" };
	return XML_IS_ONE_OF(n, NS_V, names);
}

static bool is_detail(const xnode *n)
{
	return xml_is(n, NS_V, "stroke") || xml_is(n, NS_V, "fill") || xml_is(n, NS_V, "formulas") ||
	       xml_is(n, NS_W10, "wrap") || xml_is(n, NS_W10, "anchorlock") || xml_is(n, NS_V, "textpath");
}

static void vml_details(importer *im, xnode *out, const xnode *src)
{
	for (const xnode *c = src->child; c; c = c->next) {
		if (is_detail(c)) {
			xnode *kept = import_copy(im, c);
			if (kept)
				xml_append(out, kept);
		}
	}
}

/* The outline of a shape stands in its type: it moves into the shape. */
static void take_outline(importer *im, xnode *out, const xnode *src)
{
	str type = xml_value(src, NS_NONE, "type");
	if (xml_attr(out, NS_NONE, "path") || type.n < 2)
		return;
	for (size_t i = 0; i < im->nshapetypes; i++) {
		const xnode *t = im->shapetypes[i];
		if (!str_eq(xml_value(t, NS_NONE, "id"), str_sub(type, 1, type.n)))
			continue;
		static const char *const names[] = { "path", "coordsize", "adj" };
		for (size_t k = 0; k < 3; k++) {
			const xattr *a = xml_attr(t, NS_NONE, names[k]);
			if (a && !xml_attr(out, NS_NONE, names[k]) && vocab_value_fits(VALUE_RECORD, a->value))
				xml_set(im->mem, out, NS_NONE, names[k], a->value);
		}
		const xnode *formulas = xml_find(t, NS_V, "formulas");
		xnode *kept = formulas && !xml_find(out, NS_V, "formulas") ? import_copy(im, formulas) : NULL;
		if (kept)
			xml_append(out, kept);
		return;
	}
}

/* CSS in an attribute: "visibility : hidden". */
static bool is_invisible(const xnode *n)
{
	str rest = xml_value(n, NS_NONE, "style"), one, name;
	while (str_cut(&rest, ';', &one))
		if (str_cut(&one, ':', &name) && str_is(str_trim(name), "visibility") && str_is(str_trim(one), "hidden"))
			return true;
	return false;
}

static void vml_shape(importer *im, xnode *pict, xnode *to, const xnode *n, struct missing *lost)
{
	if (is_invisible(n)) {
		docx_drop(im->d, "hidden drawing", 1);
		import_leave(im, ASIDE_HIDDEN, n);
		return;
	}
	const xnode *image = xml_find(n, NS_V, "imagedata"), *box = xml_find(n, NS_V, "textbox");
	const xnode *art = xml_find(n, NS_V, "textpath");
	import_leave(im, ASIDE_ALT, &(xnode){ .space = n->space, .text = n->text, .attrs = n->attrs });
	if (str_is(n->text, "group")) {
		xnode *out = vml_element(im, "group", n);
		for (const xnode *c = n->child; c; c = c->next)
			if (vml_draws(c))
				vml_shape(im, pict, out, c, lost);
			else if (!c->is_text && !is_detail(c) && !xml_is(c, NS_V, "shapetype"))
				import_leave(im, ASIDE_OTHER, c);
		vml_details(im, out, n);
		if (out->child)
			xml_append(to, out);
		return;
	}
	if (image && box) {
		/* A picture behind words. The words stay. */
		lost->pictures++;
		import_leave(im, ASIDE_ALT, image);
	} else if (image) {
		struct shown_as how = { .hidden = { vml_hidden_side(image, "cropleft"), vml_hidden_side(image, "croptop"),
		                                    vml_hidden_side(image, "cropright"), vml_hidden_side(image, "cropbottom") } };
		str id = import_picture(im, xml_value(image, NS_R, "id"), &how);
		import_leave(im, ASIDE_ALT, image);
		if (id.n == 0) {
			import_lose_picture(im, lost, xml_value(image, NS_R, "id"));
			return;
		}
		write_shapetype(im, pict, &im->wrote_type_75, &shapetype_75);
		xnode *out = vml_element(im, "shape", n);
		described_keep(im->d, n, out);
		xml_set(im->mem, out, NS_NONE, "type", STR("#_x0000_t75"));
		xnode *kept = xml_element(im->mem, NS_V, STR("imagedata"));
		xml_set(im->mem, kept, NS_R, "id", id);
		xml_append(out, kept);
		vml_details(im, out, n);
		xml_append(to, out);
		return;
	}
	/* Only of a shape may there be a type, ECMA-376 part 4, section 19.1.2.19; word art is one by its type. */
	bool spells = !box && art && xml_value(art, NS_NONE, "string").n;
	xnode *out = vml_element(im, box ? "rect" : spells ? "shape" : str_z(n->text, im->mem), n);
	if (!out)
		return;
	vml_details(im, out, n);
	if (box) {
		xnode *kept = xml_element(im->mem, NS_V, STR("textbox"));
		str inset = xml_value(box, NS_NONE, "inset");
		const xnode *content = xml_find(box, NS_W, "txbxContent");
		if (inset.n && vocab_value_fits(VALUE_RECORD, inset))
			xml_set(im->mem, kept, NS_NONE, "inset", inset);
		if (content) {
			xml_append(kept, import_box_content(im, content));
			xml_append(out, kept);
		} else {
			import_leave(im, ASIDE_OTHER, box);
		}
	} else if (spells) {
		write_shapetype(im, pict, &im->wrote_type_136, &shapetype_136);
		xml_set(im->mem, out, NS_NONE, "type", STR("#_x0000_t136"));
	} else if (str_is(n->text, "shape")) {
		take_outline(im, out, n);
	}
	xml_append(to, out);
}

static void note_shapetypes(importer *im, const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next) {
		const xnode *art = xml_is(c, NS_V, "shapetype") ? xml_find(c, NS_V, "textpath") : NULL;
		if (art)
			import_leave(im, ASIDE_OTHER, art);
		if (xml_is(c, NS_V, "shapetype") && im->nshapetypes < sizeof im->shapetypes / sizeof *im->shapetypes)
			im->shapetypes[im->nshapetypes++] = xml_copy(c, im->mem);
		else if (xml_is(c, NS_V, "group"))
			note_shapetypes(im, c);
	}
}

void import_vml(importer *im, xnode *run, const xnode *pict)
{
	struct missing lost = { 0 };
	xnode *out = xml_element(im->mem, NS_W, STR("pict"));
	note_shapetypes(im, pict);
	for (const xnode *c = pict->child; c; c = c->next) {
		if (vml_draws(c))
			vml_shape(im, out, out, c, &lost);
		else if (!c->is_text && !xml_is(c, NS_V, "shapetype"))
			import_leave(im, ASIDE_OTHER, c);
	}
	if (out->child)
		xml_append(run, out);
	import_missing(im, run, &lost);
}
