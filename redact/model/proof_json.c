#include "redact/model/json.h"

void proof_into_json(const proof *p, json_t *object)
{
	json_t *checks = json_array();
	for (size_t i = 0; i < p->nchecks; i++) {
		json_t *c = json_object();
		json_object_set_new(c, "name", json_of_str(p->checks[i].name));
		json_object_set_new(c, "outcome", json_string(outcome_name(p->checks[i].is)));
		if (p->checks[i].detail.n)
			json_object_set_new(c, "detail", json_of_str(p->checks[i].detail));
		json_array_append_new(checks, c);
	}
	json_t *drops = json_array();
	for (size_t i = 0; i < p->ndrops; i++) {
		json_t *d = json_object();
		json_object_set_new(d, "what", json_of_str(p->drops[i].what));
		json_object_set_new(d, "count", json_integer(p->drops[i].count));
		json_array_append_new(drops, d);
	}
	json_t *notes = json_array();
	for (size_t i = 0; i < p->nnotes; i++)
		json_array_append_new(notes, json_of_str(p->notes[i]));
	json_object_set_new(object, "checks", checks);
	json_object_set_new(object, "drops", drops);
	json_object_set_new(object, "notes", notes);
}

static bool outcome_of(str name, outcome *out)
{
	for (int i = CHECK_PASS; i <= CHECK_SKIP; i++) {
		if (str_is(name, outcome_name((outcome)i))) {
			*out = (outcome)i;
			return true;
		}
	}
	return false;
}

bool proof_of_json(const json_t *object, arena *mem, proof *out, err *e)
{
	*out = (proof){ .mem = mem };
	const json_t *checks = json_object_get(object, "checks");
	const json_t *drops = json_object_get(object, "drops");
	const json_t *notes = json_object_get(object, "notes");
	if (!json_is_array(checks) || !json_is_array(drops) || !json_is_array(notes))
		return err_set(e, ERR_INPUT, "a proof without its checks, drops or notes");

	for (size_t i = 0; i < json_array_size(checks); i++) {
		const json_t *c = json_array_get(checks, i);
		str name = json_str(c, "name", mem), detail = json_str(c, "detail", mem);
		outcome is;
		if (!name.n || !outcome_of(json_str(c, "outcome", mem), &is))
			return err_set(e, ERR_INPUT, "a proof with a check that has no name or outcome");
		proof_check(out, name.p, is, STR_FMT, STR_ARG(detail));
	}
	for (size_t i = 0; i < json_array_size(drops); i++) {
		const json_t *d = json_array_get(drops, i);
		str what = json_str(d, "what", mem);
		if (what.n)
			proof_drop(out, what.p, (uint32_t)json_int(d, "count", 0, UINT32_MAX));
	}
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const json_t *n = json_array_get(notes, i);
		if (json_is_string(n))
			proof_note(out, "%s", json_string_value(n));
	}
	return true;
}
