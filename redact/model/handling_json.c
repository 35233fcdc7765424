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
	json_object_set_new(o, "ocr", json_string(ocr_how_name(h->ocr)));
	json_object_set_new(o, "languages", json_string(h->languages));
	json_object_set_new(o, "unreadable", json_string(unreadable_how_name(h->unreadable)));
	json_object_set_new(o, "text_layer", json_string(h->text_layer ? "yes" : "no"));
	arena_drop(mem);
	return o;
}

static const char *word(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* What nobody can ask for on the command line. */
static bool says_as_is(const char *key, const char *said, handling *out)
{
	if (strcmp(key, "annots") != 0 || strcmp(said, annots_how_name(ANNOTS_AS_IS)) != 0)
		return false;
	out->annots = ANNOTS_AS_IS;
	return true;
}

bool handling_of_json(const json_t *object, handling *out, err *e)
{
	*out = handling_default();
	static const struct { const char *key; bool (*read)(handling *, const char *, err *); } words[] = {
		{ "annots", handling_read_annots }, { "gap", handling_read_gap }, { "keep", handling_read_keep },
		{ "changes", handling_read_changes }, { "attachments", handling_read_attachments },
		{ "ocr", handling_read_ocr }, { "unreadable", handling_read_unreadable },
		{ "text_layer", handling_read_text_layer },
	};
	err why = ERR_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < sizeof words / sizeof *words; i++) {
		const char *said = word(object, words[i].key);
		ok = !said || says_as_is(words[i].key, said, out) || words[i].read(out, said, &why);
	}
	const char *languages = word(object, "languages");
	if (languages && !*languages)
		out->languages[0] = '\0';
	else
		ok = ok && (!languages || handling_read_languages(out, languages, &why));
	return ok || err_set(e, ERR_INPUT, "handling: %s", why.text);
}
