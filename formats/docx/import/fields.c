#include "formats/docx/import/fields.h"
#include "formats/docx/import/codes.h"
#include "formats/docx/import/field_links.h"
#include "formats/docx/import/links.h"
#include "formats/docx/import/places.h"
#include "formats/docx/import/shown_codes.h"

#include <stdlib.h>
#include <string.h>

bool fields_in_code(const importer *im)
{
	for (size_t i = 0; i < im->nfields; i++)
		if (im->fields[i].phase == FIELD_CODE)
			return true;
	return false;
}

/* Codes that lead about stay with what they lead to. */
static bool may_stay(const importer *im, const field_code *code)
{
	return !code->jumps || im->d->src->how.keep & KEEP_JUMPS;
}

static void leave_code(importer *im, str code)
{
	docx_drop(im->d, "field code", 1);
	import_leave_words(im, ASIDE_CODES, code);
	import_leave_words(im, ASIDE_CODES, STR("\n"));
	buf_str(&im->s->asides[ASIDE_CODES], STR("\n"));
}

/* ---- the machine ----------------------------------------------------------------------------- */

static xnode *put_char(importer *im, xnode *run, const char *type)
{
	xnode *n = xml_element(im->mem, NS_W, STR("fldChar"));
	xml_set(im->mem, n, NS_W, "fldCharType", str_of(type));
	xml_append(run, n);
	return n;
}

static void put_field(importer *im, struct field *f, const field_code *code, xnode *run)
{
	xnode *words = xml_element(im->mem, NS_W, STR("instrText"));
	xml_set(im->mem, words, NS_XML, "space", STR("preserve"));
	f->parts[LEAD_BEGIN] = put_char(im, run, "begin");
	xml_append(run, words);
	f->parts[LEAD_CODE] = words;
	f->parts[LEAD_SEPARATE] = put_char(im, run, "separate");
	f->written = true;
	f->spans = code->spans;
	f->scope = im->scope;
	f->leads = code->place.n > 0;
	if (!f->leads) {
		xml_append(words, xml_text(im->mem, code->before));
		return;
	}
	f->lead = places_lead(im->d, code, f->parts[LEAD_BEGIN]);
	for (int i = LEAD_CODE; i <= LEAD_SEPARATE; i++)
		places_lead_node(im->d, f->lead, i, f->parts[i]);
}

/* What was written of a field that does not end as it should. */
static void take_back(importer *im, struct field *f)
{
	if (!f->written)
		return;
	f->written = false;
	docx_drop(im->d, "field code", 1);
	if (f->leads)
		places_forget(im->d, f->lead);
	for (int i = 0; i <= LEAD_SEPARATE; i++)
		if (f->parts[i])
			places_take_out(f->parts[i]);
}

static void put_end(importer *im, struct field *f, xnode *run)
{
	xnode *n = put_char(im, run, "end");
	f->written = false;
	if (f->leads)
		places_lead_node(im->d, f->lead, LEAD_END, n);
	if (f->address.n)
		field_links_note(im, f->parts[LEAD_BEGIN], n, f->address);
}

/* A link's beginning is a marker alone: of its code nothing is written. */
static void begin_link(importer *im, struct field *f, xnode *run)
{
	f->parts[LEAD_BEGIN] = put_char(im, run, "begin");
	f->parts[LEAD_CODE] = f->parts[LEAD_SEPARATE] = NULL;
	f->written = f->spans = true;
	f->leads = false;
	f->scope = im->scope;
}

/* The code is whole: it is thrown away, or begins anew in this run. */
static void settle_code(importer *im, struct field *f, xnode *run)
{
	str code = buf_view(&f->code);
	field_code fresh;
	f->phase = FIELD_RESULT;
	if (!fields_in_code(im) && !im->nowhere && code_read(code, im->mem, &fresh) && may_stay(im, &fresh)) {
		if (fresh.jumps) {
			/* its names are renamed, and its tooltip is gone */
			import_leave_words(im, ASIDE_CODES, code);
			buf_str(&im->s->asides[ASIDE_CODES], STR("\n"));
		}
		put_field(im, f, &fresh, run);
	} else if (!fields_in_code(im) && !im->nowhere && field_links_may_stay(im, code, &f->address)) {
		begin_link(im, f, run);
	} else {
		leave_code(im, code);
	}
}

/* ---- forms ----------------------------------------------------------------------------------- */

static void put_words(importer *im, xnode *run, str words)
{
	xnode *t = xml_element(im->mem, NS_W, STR("t"));
	xml_append(t, xml_text(im->mem, words));
	xml_append(run, t);
}

/* Old form fields show their value without a result: a box that is ticked, an item chosen. */
static void put_form_value(importer *im, const xnode *form, xnode *run)
{
	const xnode *box = xml_find(form, NS_W, "checkBox"), *list = xml_find(form, NS_W, "ddList");
	if (box) {
		const xnode *set = xml_find(box, NS_W, "checked");
		if (!set)
			set = xml_find(box, NS_W, "default");
		put_words(im, run, import_is_on(set) ? STR("\xe2\x98\x92") : STR("\xe2\x98\x90"));
	} else if (list) {
		str chosen = xml_value(xml_find(list, NS_W, "result"), NS_W, "val");
		int want = chosen.n && chosen.n < 4 ? atoi(str_z(chosen, im->mem)) : 0;
		for (const xnode *c = list->child; c; c = c->next)
			if (xml_is(c, NS_W, "listEntry") && want-- == 0)
				put_words(im, run, xml_value(c, NS_W, "val"));
	}
}

/* ---- words in codes -------------------------------------------------------------------------- */

void fields_code(importer *im, str words)
{
	struct field *f = im->nfields ? &im->fields[im->nfields - 1] : NULL;
	if (!f || f->phase != FIELD_CODE) {
		import_leave_words(im, ASIDE_CODES, words);
		return;
	}
	buf_str(&f->code, words);
	buf_str(&f->shown, words);
}

void fields_swallow(importer *im, str words)
{
	im->fields[im->nfields - 1].swallowed = true;
	for (size_t i = im->nfields; i-- > 0;)
		if (im->fields[i].phase == FIELD_CODE) {
			buf_str(&im->fields[i].shown, words);
			return;
		}
}

void fields_fill(importer *im)
{
	if (im->nfields)
		im->fields[im->nfields - 1].filled = true;
}

static void put_shown(importer *im, str code, xnode *run)
{
	str words = code_shown(code, im->mem);
	if (words.n)
		put_words(im, run, words);
}

/* ---- its parts as they come ------------------------------------------------------------------ */

static void begin(importer *im, const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			import_leave(im, ASIDE_NAMES, c);
	if (im->nfields == sizeof im->fields / sizeof *im->fields)
		return;  /* the code then ends with the one around it */
	const xnode *form = xml_find(n, NS_W, "ffData");
	im->fields[im->nfields++] = (struct field){ .phase = FIELD_CODE, .form = form ? xml_copy(form, im->mem) : NULL };
}

static void end(importer *im, struct field *f, xnode *run)
{
	if (f->phase == FIELD_CODE)
		settle_code(im, f, run);
	if (f->written && (im->nowhere || f->scope != im->scope))
		take_back(im, f);
	else if (f->written)
		put_end(im, f, run);
	else if (f->form && !fields_in_code(im))
		put_form_value(im, f->form, run);
	else if (!f->filled && !im->nowhere && !fields_in_code(im))
		put_shown(im, buf_view(&f->shown), run);
	bool filled = f->filled;
	buf_free(&f->code);
	buf_free(&f->shown);
	im->nfields--;
	if (filled)
		fields_fill(im);
}

void fields_char(importer *im, const xnode *n, xnode *run)
{
	str type = xml_value(n, NS_W, "fldCharType");
	struct field *top = im->nfields ? &im->fields[im->nfields - 1] : NULL;
	if (str_is(type, "begin"))
		begin(im, n);
	else if (str_is(type, "separate") && top && top->phase == FIELD_CODE)
		settle_code(im, top, run);
	else if (str_is(type, "end") && top)
		end(im, top, run);
}

static void simple_link(importer *im, xnode *to, const xnode *n, str address)
{
	xnode *link = xml_element(im->mem, NS_W, STR("hyperlink"));
	uint32_t outer = fields_enter(im);
	import_inlines(im, link, n);
	fields_leave(im, outer);
	if (!link->child)
		return;
	xml_append(to, link);
	links_keep(im, link, address);
}

static void simple_shown(importer *im, xnode *to, str code)
{
	xnode *run = xml_element(im->mem, NS_W, STR("r"));
	put_shown(im, code, run);
	if (run->child)
		xml_append(to, run);
}

void fields_simple(importer *im, xnode *to, const xnode *n)
{
	str code = xml_value(n, NS_W, "instr"), address;
	field_code fresh;
	bool stays = !fields_in_code(im) && code_read(code, im->mem, &fresh) && may_stay(im, &fresh);
	if (!stays && !fields_in_code(im) && xml_is(to, NS_W, "p") && field_links_may_stay(im, code, &address)) {
		simple_link(im, to, n, address);
		return;
	}
	if (!stays) {
		leave_code(im, code);
		const xnode *before = to->last;
		import_inlines(im, to, n);
		if (to->last == before && !fields_in_code(im))
			simple_shown(im, to, code);
		return;
	}
	if (fresh.jumps)
		import_leave_words(im, ASIDE_CODES, code);
	xnode *into = xml_element(im->mem, NS_W, STR("fldSimple"));
	if (fresh.place.n)
		places_lead(im->d, &fresh, into);
	else
		xml_set(im->mem, into, NS_W, "instr", fresh.before);
	xml_append(to, into);
	uint32_t outer = fields_enter(im);
	import_inlines(im, into, n);
	fields_leave(im, outer);
}

/* ---- where they must end --------------------------------------------------------------------- */

uint32_t fields_enter(importer *im)
{
	uint32_t outer = im->scope;
	im->scope = ++im->scopes;
	return outer;
}

void fields_leave(importer *im, uint32_t outer)
{
	for (size_t i = im->nfields; i-- > 0;)
		if (im->fields[i].written && im->fields[i].scope == im->scope)
			take_back(im, &im->fields[i]);
	im->scope = outer;
}

/* A page field that runs on past its paragraph is cut there. */
void import_end_paragraph(importer *im, xnode *paragraph)
{
	for (size_t i = im->nfields; i-- > 0;) {
		struct field *f = &im->fields[i];
		if (!f->written || f->spans)
			continue;
		xnode *run = xml_element(im->mem, NS_W, STR("r"));
		put_end(im, f, run);
		xml_append(paragraph, run);
	}
	field_links_settle(im, paragraph);
}

/* What is still open when a story ends. A code without an end may have swallowed all that follows
 * it; word processors do not agree on what is then shown. */
void import_end_fields(importer *im)
{
	for (size_t i = 0; i < im->nfields; i++) {
		struct field *f = &im->fields[i];
		if (f->phase == FIELD_CODE) {
			docx_drop(im->d, "field code", 1);
			import_leave_words(im, ASIDE_CODES, buf_view(&f->code));
			im->endless |= f->swallowed;
		}
		take_back(im, f);
		buf_free(&f->code);
		buf_free(&f->shown);
	}
	im->nfields = 0;
}
