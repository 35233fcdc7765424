#include "share/readme.h"

#include "redact/base/embed.h"
#include "share/expiry.h"
#include "share/fingerprint.h"

#include <stdio.h>
#include <string.h>

#define ALL_PROVEN \
	"Each document was opened again after it was redacted, and a check of the finished\n" \
	"file found nothing of what was to be removed. proof.jsonl says what was checked."
#define NOT_ALL_PROVEN \
	"CAUTION: the sender chose to include documents without such a proof. MANIFEST.json\n" \
	"marks each of them with \"proven\": false."

struct field {
	const char *name;
	str value;
};

bool readme_print(const manifest *m, buf *out, err *e)
{
	char made[EXPIRY_TEXT], not_after[EXPIRY_TEXT], print[FINGERPRINT_HEX], key[SIGN_PUBLIC_TEXT];
	char documents[24], spoken[FINGERPRINT_TEXT];
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++)
		n += m->files[i].role == ROLE_DOCUMENT;
	snprintf(documents, sizeof documents, "%zu", n);
	if (!fingerprint_words(spoken, &m->sender, e))
		return false;
	expiry_print(made, m->made);
	expiry_print(not_after, m->not_after);
	fingerprint_hex(print, &m->sender);
	sign_public_print(key, &m->sender);
	const struct field fields[] = {
		{ "made", str_of(made) },
		{ "not_after", str_of(not_after) },
		{ "to", m->to.n ? m->to : STR("not stated") },
		{ "matter", m->matter.n ? m->matter : STR("not stated") },
		{ "documents", str_of(documents) },
		{ "fingerprint", str_of(print) },
		{ "words", str_of(spoken) },
		{ "key", str_of(key) },
		{ "proven", m->unproven ? STR(NOT_ALL_PROVEN) : STR(ALL_PROVEN) },
	};
	str rest = embed_lookup("share/READ-ME.txt"), text;
	if (!rest.p)
		return err_set(e, ERR_INTERNAL, "the text of READ-ME.txt is missing in the program");
	/* Values are put in as they are and never looked at again: a label with braces stays one. */
	while (str_cut(&rest, '{', &text)) {
		buf_str(out, text);
		str name;
		if (!rest.p)
			break;
		if (!str_cut(&rest, '}', &name) || !rest.p)
			return err_set(e, ERR_INTERNAL, "READ-ME.txt has a brace that is not closed");
		size_t i = 0;
		while (i < sizeof fields / sizeof *fields && !str_is(name, fields[i].name))
			i++;
		if (i == sizeof fields / sizeof *fields)
			return err_set(e, ERR_INTERNAL, "READ-ME.txt asks for something unknown");
		buf_str(out, fields[i].value);
	}
	return true;
}
