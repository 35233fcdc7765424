#include "redact/model/json.h"

#include <string.h>

json_t *handling_json(const handling *h)
{
	arena *mem = arena_new();
	json_t *o = json_object();
	json_object_set_new(o, "annots", json_string(annots_how_name(h->annots)));
	json_object_set_new(o, "gap", json_string(gap_how_name(h->gap)));
	json_object_set_new(o, "changes", json_string(changes_how_name(h->changes)));
	json_object_set_new(o, "keep", json_of_str(handling_keep_list(h, mem)));
	json_object_set_new(o, "attachments", json_string(h->extract_attachments ? "extract" : "drop"));
	arena_drop(mem);
	return o;
}

static const char *word(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

bool handling_of_json(const json_t *object, handling *out, err *e)
{
	*out = handling_default();
	const char *annots = word(object, "annots"), *gap = word(object, "gap"), *keep = word(object, "keep");
	const char *changes = word(object, "changes"), *attachments = word(object, "attachments");
	err why = ERR_INIT;
	bool ok = true;
	if (annots && strcmp(annots, annots_how_name(ANNOTS_AS_IS)) == 0)
		out->annots = ANNOTS_AS_IS;
	else if (annots)
		ok = handling_read_annots(out, annots, &why);
	ok = ok && (!gap || handling_read_gap(out, gap, &why)) && (!keep || handling_read_keep(out, keep, &why))
	  && (!changes || handling_read_changes(out, changes, &why))
	  && (!attachments || handling_read_attachments(out, attachments, &why));
	return ok || err_set(e, ERR_INPUT, "handling: %s", why.text);
}
