/*
 * CFF hangs together by offsets, and the outline of a glyph may stand in subroutines that it shares
 * with others. HarfBuzz's subsetter knows both; it wants an OpenType font around the program.
 * Adobe Technical Notes 5176 and 5177.
 */
#include "formats/pdf/font/cut_cff.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <hb-subset.h>
#include <string.h>

/* ---- what its dictionaries say ----------------------------------------------------------------- */

static uint32_t number(str in, size_t at, uint32_t size)
{
	uint32_t v = 0;
	for (uint32_t i = 0; i < size; i++)
		v = v << 8 | u8(in, at + i);
	return v;
}

uint32_t cut_index_offset(str in, const cut_index *x, uint32_t i)
{
	return number(in, x->offsets + (size_t)i * x->size, x->size);
}

bool cut_read_index(str in, size_t at, cut_index *x)
{
	*x = (cut_index){ .count = u16(in, at), .end = at + 2 };
	if (!has(in, at, 2) || x->count == 0)
		return has(in, at, 2);
	x->size = u8(in, at + 2);
	x->offsets = at + 3;
	if (x->size < 1 || x->size > 4 || !has(in, x->offsets, ((size_t)x->count + 1) * x->size))
		return false;
	x->data = x->offsets + ((size_t)x->count + 1) * x->size - 1;
	x->end = x->data + cut_index_offset(in, x, x->count);
	return x->end <= in.n && x->end > x->data;
}

bool cut_next_operator(str in, size_t *at, size_t end, cut_operand *last, uint32_t *op)
{
	*last = (cut_operand){ 0 };
	while (*at < end && *at < in.n) {
		uint32_t b = u8(in, (*at)++);
		if (b <= 21) {
			*op = b == 12 ? 12 << 8 | u8(in, (*at)++) : b;
			return true;
		}
		last->wide = b == 29;
		last->at = *at;
		if (b == 28) {
			last->value = u16(in, *at), *at += 2;
		} else if (b == 29) {
			last->value = u32(in, *at), *at += 4;
		} else if (b == 30) {
			while (*at < end && (u8(in, *at) & 15) != 15 && u8(in, *at) >> 4 != 15)
				++*at;
			++*at;
		} else if (b >= 32 && b <= 246) {
			last->value = b - 139;
		} else if (b >= 247 && b <= 254) {
			last->value = (b - 247) * 256 + u8(in, (*at)++) + 108;
		}
	}
	return false;
}

typedef struct top {
	bool cid;
	uint32_t charset, charstrings, glyphs;
} top;

enum { OP_CHARSET = 15, OP_CHARSTRINGS = 17, OP_ROS = 12 << 8 | 30 };

static bool read_top(str in, top *t)
{
	cut_index names, tops, chars;
	*t = (top){ 0 };
	if (u8(in, 0) != 1 || !cut_read_index(in, u8(in, 2), &names) || !cut_read_index(in, names.end, &tops) || tops.count < 1)
		return false;
	size_t at = tops.data + cut_index_offset(in, &tops, 0), end = tops.data + cut_index_offset(in, &tops, 1);
	cut_operand last;
	uint32_t op;
	while (cut_next_operator(in, &at, end, &last, &op)) {
		t->cid |= op == OP_ROS;
		if (op == OP_CHARSET)
			t->charset = last.value;
		else if (op == OP_CHARSTRINGS)
			t->charstrings = last.value;
	}
	if (!t->charstrings || !cut_read_index(in, t->charstrings, &chars) || chars.count == 0)
		return false;
	t->glyphs = chars.count;
	return true;
}

bool rpdf_cff_is_cid(str in)
{
	top t;
	return read_top(in, &t) && t.cid;
}

/* The charset of a CID-keyed font gives the CID of each glyph but the first. */
bool rpdf_cff_glyphs_of_cids(str in, const cut_set *cids, cut_set *wanted)
{
	top t;
	if (!read_top(in, &t))
		return false;
	if (t.charset <= 2) { /* a predefined one makes no sense here: readers take CIDs for numbers */
		*wanted = *cids;
		return true;
	}
	size_t at = t.charset;
	uint32_t format = u8(in, at++), gid = 1;
	cut_add(wanted, 0);
	while (gid < t.glyphs && has(in, at, 2)) {
		uint32_t cid = u16(in, at), left = format == 0 ? 0 : format == 1 ? u8(in, at + 2) : u16(in, at + 2);
		at += format == 0 ? 2 : format == 1 ? 3 : 4;
		for (uint32_t i = 0; i <= left && gid < t.glyphs; i++, gid++)
			if (cut_has(cids, cid + i))
				cut_add(wanted, gid);
	}
	return format <= 2;
}

/* ---- subsetting -------------------------------------------------------------------------------- */

static hb_blob_t *blob_of(str s)
{
	return hb_blob_create(s.p, (unsigned)s.n, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
}

static void add_table(hb_face_t *face, hb_tag_t tag, str bytes)
{
	hb_blob_t *blob = blob_of(bytes);
	hb_face_builder_add_table(face, tag, blob);
	hb_blob_destroy(blob);
}

/* As little of an OpenType font as a reader of its CFF table asks for. */
static hb_face_t *wrap(str cff, uint32_t glyphs)
{
	hb_face_t *face = hb_face_builder_create();
	buf head = { 0 }, maxp = { 0 };
	put32(&head, 0x00010000), put32(&head, 0), put32(&head, 0), put32(&head, 0x5F0F3CF5);
	put16(&head, 0), put16(&head, 1000);
	while (head.n < 54)
		buf_byte(&head, 0);
	put32(&maxp, 0x00005000), put16(&maxp, glyphs);
	add_table(face, HB_TAG('h','e','a','d'), buf_view(&head));
	add_table(face, HB_TAG('m','a','x','p'), buf_view(&maxp));
	add_table(face, HB_TAG('C','F','F',' '), cff);
	buf_free(&head);
	buf_free(&maxp);
	return face;
}

static hb_subset_input_t *request(const cut_set *wanted, uint32_t glyphs, bool numbers_stay, bool names)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	if (!in)
		return NULL;
	hb_set_t *gids = hb_subset_input_glyph_set(in);
	for (uint32_t gid = 0; gid < glyphs; gid++)
		if (gid == 0 || cut_has(wanted, gid))
			hb_set_add(gids, gid);
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_NOTDEF_OUTLINE
	                              | (numbers_stay ? HB_SUBSET_FLAGS_RETAIN_GIDS : 0)
	                              | (names ? HB_SUBSET_FLAGS_GLYPH_NAMES : 0));
	return in;
}

/*
 * Where the subsetter gives up: unwanted glyphs become one "endchar" each, packed in the place where
 * the outlines stood, so that no other offset changes. Subroutines stay, so the caller must not take
 * this for all.
 */
bool rpdf_empty_cff(str in, const cut_set *wanted, buf *out, err *e)
{
	enum { ENDCHAR = 14 };
	top t;
	cut_index x;
	if (!read_top(in, &t) || !cut_read_index(in, t.charstrings, &x))
		return err_set(e, ERR_INPUT, "a CFF font that cannot be read");
	size_t begin = out->n, to = 1, from = number(in, x.offsets, x.size);
	buf_str(out, in);
	for (uint32_t gid = 0; gid < x.count; gid++) {
		size_t next = number(in, x.offsets + ((size_t)gid + 1) * x.size, x.size);
		if (from < 1 || next < from || x.data + next > x.end)
			return err_set(e, ERR_INPUT, "a CFF font whose outlines overlap");
		for (uint32_t i = 0; i < x.size; i++)
			out->p[begin + x.offsets + (size_t)gid * x.size + i] = (char)(to >> 8 * (x.size - 1 - i));
		bool stays = gid == 0 || cut_has(wanted, gid);
		if (stays)
			memcpy(out->p + begin + x.data + to, in.p + x.data + from, next - from);
		else if (next > from)
			out->p[begin + x.data + to] = ENDCHAR;
		to += stays ? next - from : next > from;
		from = next;
	}
	for (uint32_t i = 0; i < x.size; i++)
		out->p[begin + x.offsets + (size_t)x.count * x.size + i] = (char)(to >> 8 * (x.size - 1 - i));
	memset(out->p + begin + x.data + to, 0, x.end - x.data - to);
	return true;
}

bool rpdf_cut_cff(str in, const cut_set *wanted, bool numbers_stay, buf *out, err *e)
{
	top t;
	if (!read_top(in, &t))
		return err_set(e, ERR_INPUT, "a CFF font that cannot be read");
	hb_subset_input_t *ask = request(wanted, t.glyphs, numbers_stay, !t.cid);
	hb_face_t *face = wrap(in, t.glyphs);
	hb_face_t *fresh = ask ? hb_subset_or_fail(face, ask) : NULL;
	hb_blob_t *cff = fresh ? hb_face_reference_table(fresh, HB_TAG('C','F','F',' ')) : NULL;
	unsigned n = 0;
	const char *bytes = cff ? hb_blob_get_data(cff, &n) : NULL;
	bool ok = n && numbers_stay ? cut_cff_names((str){ bytes, n }, wanted, out) : n > 0;
	if (ok && !numbers_stay)
		buf_add(out, bytes, n);
	hb_blob_destroy(cff);
	hb_face_destroy(fresh);
	hb_face_destroy(face);
	hb_subset_input_destroy(ask);
	return ok ? true : err_set(e, ERR_INPUT, "a CFF font that cannot be subset");
}
