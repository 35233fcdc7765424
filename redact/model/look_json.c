#include "redact/model/look_json.h"

#include "redact/model/json.h"

static json_t *look_json(const text_look *l)
{
	json_t *one = json_array();
	json_array_append_new(one, json_integer(l->beg));
	json_array_append_new(one, json_integer(l->end));
	json_array_append_new(one, json_string(look_kind_name(l->kind)));
	if (l->n || l->m)
		json_array_append_new(one, json_integer(l->n));
	if (l->m)
		json_array_append_new(one, json_integer(l->m));
	return one;
}

static json_t *label_json(const text_label *l)
{
	json_t *one = json_array();
	json_array_append_new(one, json_integer(l->at));
	json_array_append_new(one, json_of_str(l->says));
	if (l->bold || l->italic)
		json_array_append_new(one, json_string(l->bold && l->italic ? "bi" : l->bold ? "b" : "i"));
	return one;
}

void looks_into_json(look_cursor *at, const text *t, uint32_t unit, json_t *object)
{
	json_t *looks = NULL, *labels = NULL;
	for (; at->look < t->nlooks && t->looks[at->look].unit == unit; at->look++) {
		looks = looks ? looks : json_array();
		json_array_append_new(looks, look_json(&t->looks[at->look]));
	}
	for (; at->label < t->nlabels && t->labels[at->label].unit == unit; at->label++) {
		labels = labels ? labels : json_array();
		json_array_append_new(labels, label_json(&t->labels[at->label]));
	}
	if (looks)
		json_object_set_new(object, "looks", looks);
	if (labels)
		json_object_set_new(object, "labels", labels);
}

/* A number of a list; what is missing is 0. */
static bool number_at(const json_t *list, size_t i, uint32_t most, uint32_t *out)
{
	const json_t *value = json_array_get(list, i);
	json_int_t n = value ? json_integer_value(value) : 0;
	*out = (uint32_t)n;
	return n >= 0 && n <= most;
}

static str words_at(const json_t *list, size_t i, arena *mem)
{
	const json_t *value = json_array_get(list, i);
	return json_is_string(value) ? str_dup((str){ json_string_value(value), json_string_length(value) }, mem) : STR("");
}

bool looks_of_json(const json_t *object, text *out, uint32_t unit)
{
	const uint32_t length = (uint32_t)out->units[unit].text.n;
	const json_t *looks = json_object_get(object, "looks"), *labels = json_object_get(object, "labels");
	uint32_t before = 0;
	for (size_t i = 0; i < json_array_size(looks); i++) {
		const json_t *one = json_array_get(looks, i);
		const char *kind = json_string_value(json_array_get(one, 2));
		text_look l = { .unit = unit, .kind = look_kind_of(str_of(kind ? kind : "")) };
		uint32_t n, m;
		if (!number_at(one, 0, length, &l.beg) || !number_at(one, 1, length, &l.end) || !number_at(one, 3, LOOK_MOST, &n) ||
		    !number_at(one, 4, LOOK_MOST, &m) || l.kind == LOOK_KINDS || l.beg > l.end || l.beg < before)
			return false;
		before = l.beg;
		l.n = (uint16_t)n;
		l.m = (uint16_t)m;
		*ARENA_PUSH(out->mem, out->looks, out->nlooks, out->looks_room) = l;
	}
	before = 0;
	for (size_t i = 0; i < json_array_size(labels); i++) {
		const json_t *one = json_array_get(labels, i);
		const char *letters = json_string_value(json_array_get(one, 2));
		text_label l = { .unit = unit, .says = words_at(one, 1, out->mem) };
		for (; letters && *letters; letters++) {
			l.bold |= *letters == 'b';
			l.italic |= *letters == 'i';
		}
		if (!number_at(one, 0, length, &l.at) || l.at < before)
			return false;
		before = l.at;
		*ARENA_PUSH(out->mem, out->labels, out->nlabels, out->labels_room) = l;
	}
	return true;
}
