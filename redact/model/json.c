#include "redact/model/json.h"

#include "redact/base/utf8.h"
#include "redact/model/look_json.h"

#include <math.h>

json_t *json_of_str(str s)
{
	if (utf8_valid(s))
		return json_stringn(s.p ? s.p : "", s.n);
	buf fixed = { 0 };
	for (size_t at = 0; at < s.n;) {
		char bytes[4];
		buf_add(&fixed, bytes, (size_t)utf8_put(bytes, utf8_next(s, &at)));
	}
	json_t *value = json_stringn(fixed.p, fixed.n);
	buf_free(&fixed);
	return value;
}

str json_str(const json_t *object, const char *key, arena *mem)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_string(value))
		return STR("");
	return str_dup((str){ json_string_value(value), json_string_length(value) }, mem);
}

int64_t json_int(const json_t *object, const char *key, int64_t low, int64_t high)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_integer(value))
		return low;
	json_int_t n = json_integer_value(value);
	return n < low ? low : n > high ? high : n;
}

bool json_flag(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

static int add_piece(const char *bytes, size_t n, void *arg)
{
	buf_add(arg, bytes, n);
	return 0;
}

void json_line(buf *out, const json_t *value)
{
	json_dump_callback(value, add_piece, out,
	                   JSON_COMPACT | JSON_REAL_PRECISION(9) | JSON_ENCODE_ANY);
	buf_byte(out, '\n');
}

json_t *json_parse(str bytes, err *e)
{
	json_error_t why;
	json_t *value = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_ALLOW_NUL, &why);
	if (!value)
		/* jansson's own message quotes what it met, which may be a word of a document. */
		err_set(e, ERR_INPUT, "line %d, column %d: not valid JSON", why.line, why.column);
	return value;
}

/* ---- geometry -------------------------------------------------------------------------------- */

static json_t *number(double x)
{
	return json_real(round(x * 1000) / 1000);
}

json_t *rect_json(rect r)
{
	json_t *list = json_array();
	json_array_append_new(list, number(r.x0));
	json_array_append_new(list, number(r.y0));
	json_array_append_new(list, number((double)r.x1 - r.x0));
	json_array_append_new(list, number((double)r.y1 - r.y0));
	return list;
}

bool rect_of_json(const json_t *value, rect *out)
{
	double v[4];
	if (!json_is_array(value) || json_array_size(value) != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		const json_t *one = json_array_get(value, i);
		if (!json_is_number(one))
			return false;
		v[i] = json_number_value(one);
		if (!isfinite(v[i]) || fabs(v[i]) > 1e7)
			return false;
	}
	if (v[2] < 0 || v[3] < 0)
		return false;
	*out = (rect){ (float)v[0], (float)v[1], (float)(v[0] + v[2]), (float)(v[1] + v[3]) };
	return true;
}

/* ---- text ------------------------------------------------------------------------------------ */

static json_t *unit_json(const unit *u, bool boxes)
{
	json_t *o = json_object();
	json_object_set_new(o, "id", json_of_str(u->id));
	json_object_set_new(o, "kind", json_string(unit_kind_name(u->kind)));
	json_object_set_new(o, "page", u->page ? json_integer(u->page) : json_null());
	json_object_set_new(o, "stays", json_boolean(u->stays));
	if (u->unsearchable)
		json_object_set_new(o, "unsearchable", json_true());
	if ((u->unsearchable && boxes) || (u->kind == UNIT_PICTURE && !rect_empty(u->frame)))
		json_object_set_new(o, "frame", rect_json(u->frame));
	json_object_set_new(o, "text", json_of_str(u->text));
	if (boxes && u->nspans) {
		json_t *list = json_array();
		for (size_t i = 0; i < u->nspans; i++) {
			json_t *s = json_object();
			json_object_set_new(s, "beg", json_integer(u->spans[i].beg));
			json_object_set_new(s, "end", json_integer(u->spans[i].end));
			json_object_set_new(s, "box", rect_json(u->spans[i].box));
			json_array_append_new(list, s);
		}
		json_object_set_new(o, "boxes", list);
	}
	return o;
}

static bool spans_of_json(const json_t *list, unit *u, arena *mem)
{
	u->nspans = json_array_size(list);
	u->spans = arena_array(mem, span, u->nspans);
	for (size_t i = 0; i < u->nspans; i++) {
		const json_t *s = json_array_get(list, i);
		span *one = &u->spans[i];
		one->beg = (uint32_t)json_int(s, "beg", 0, UINT32_MAX);
		one->end = (uint32_t)json_int(s, "end", 0, UINT32_MAX);
		if (one->beg > one->end || one->end > u->text.n || (i && one->beg < u->spans[i - 1].beg)
		 || !rect_of_json(json_object_get(s, "box"), &one->box))
			return false;
	}
	return true;
}

/* They are sorted by unit. Returns the first piece of a later one. */
static size_t add_shown(json_t *o, const text *t, size_t at, uint32_t unit)
{
	json_t *list = json_array();
	for (; at < t->nshown && t->shown[at].unit == unit; at++) {
		const shown_piece *p = &t->shown[at];
		json_t *one = json_object();
		json_object_set_new(one, "at", json_integer(p->at));
		json_object_set_new(one, "from", json_integer(p->from));
		json_object_set_new(one, "beg", json_integer(p->beg));
		json_object_set_new(one, "end", json_integer(p->end));
		if (p->says.n)
			json_object_set_new(one, "says", json_of_str(p->says));
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "shown", list);
	return at;
}

/* Of units [base, out->n), which are all there. */
static bool shown_of_json(const json_t *list, text *out, uint32_t base, uint32_t unit)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		int64_t from = json_int(o, "from", 0, UINT32_MAX);
		shown_piece one = {
			.unit = unit, .at = (uint32_t)json_int(o, "at", 0, UINT32_MAX), .from = base + (uint32_t)from,
			.beg = (uint32_t)json_int(o, "beg", 0, UINT32_MAX), .end = (uint32_t)json_int(o, "end", 0, UINT32_MAX),
			.says = json_str(o, "says", out->mem),
		};
		if (from >= (int64_t)(out->n - base) || one.at > out->units[unit].text.n || one.beg > one.end || one.end > out->units[one.from].text.n)
			return false;
		*ARENA_PUSH(out->mem, out->shown, out->nshown, out->shown_room) = one;
	}
	return true;
}

bool text_of_json(const json_t *list, text *out, err *e)
{
	uint32_t base = (uint32_t)out->n;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		unit_kind kind = unit_kind_of(json_str(o, "kind", out->mem));
		if (kind == UNIT_KINDS)
			return err_set(e, ERR_INTERNAL, "a unit of no known kind");
		unit *u = text_add(out, kind, json_str(o, "id", out->mem));
		u->text = json_str(o, "text", out->mem);
		u->page = (uint32_t)json_int(o, "page", 0, UINT32_MAX);
		u->stays = json_flag(o, "stays");
		u->unsearchable = json_flag(o, "unsearchable");
		const json_t *frame = json_object_get(o, "frame");
		if (frame && !rect_of_json(frame, &u->frame))
			return err_set(e, ERR_INTERNAL, "a unit with an impossible frame");
		if (!spans_of_json(json_object_get(o, "boxes"), u, out->mem))
			return err_set(e, ERR_INTERNAL, "a unit with places outside its text");
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!shown_of_json(json_object_get(json_array_get(list, i), "shown"), out, base, base + (uint32_t)i))
			return err_set(e, ERR_INTERNAL, "a unit with labels outside its text");
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!looks_of_json(json_array_get(list, i), out, base + (uint32_t)i))
			return err_set(e, ERR_INTERNAL, "a unit with looks outside its text");
	return true;
}

json_t *text_json(const text *t, bool boxes)
{
	json_t *list = json_array();
	size_t shown = 0;
	look_cursor looks = { 0 };
	for (size_t i = 0; i < t->n; i++) {
		json_t *o = unit_json(&t->units[i], boxes);
		if (shown < t->nshown && t->shown[shown].unit == i)
			shown = add_shown(o, t, shown, (uint32_t)i);
		looks_into_json(&looks, t, (uint32_t)i, o);
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- sheets ---------------------------------------------------------------------------------- */

enum { SHEET_NUMBERS = 8 };

json_t *sheets_json(const sheet *sheets, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		const affine m = sheets[i].own;
		const float all[SHEET_NUMBERS] = { sheets[i].width, sheets[i].height, m.a, m.b, m.c, m.d, m.e, m.f };
		json_t *one = json_array();
		for (size_t k = 0; k < SHEET_NUMBERS; k++)
			json_array_append_new(one, json_real(isfinite(all[k]) ? (double)all[k] : 0));
		json_array_append_new(list, one);
	}
	return list;
}

bool sheets_of_json(const json_t *list, arena *mem, const sheet **sheets, size_t *n)
{
	*n = json_array_size(list);
	sheet *out = arena_array(mem, sheet, *n);
	for (size_t i = 0; i < *n; i++) {
		const json_t *one = json_array_get(list, i);
		float v[SHEET_NUMBERS];
		if (json_array_size(one) != SHEET_NUMBERS)
			return false;
		for (size_t k = 0; k < SHEET_NUMBERS; k++)
			v[k] = (float)json_number_value(json_array_get(one, k));
		out[i] = (sheet){ v[0], v[1], { v[2], v[3], v[4], v[5], v[6], v[7] } };
	}
	*sheets = out;
	return true;
}

bool json_is_line(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}
