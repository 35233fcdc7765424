#include "redact/plans/plans_int.h"

#include "redact/model/json.h"
#include "redact/plans/spans.h"

/* jansson's own message quotes what it met, which may be a word of a document. */
static const char *trouble_of(enum json_error_code code)
{
	switch (code) {
	case json_error_duplicate_key:    return "a key stands there twice";
	case json_error_numeric_overflow: return "a number is too large";
	case json_error_invalid_utf8:     return "not UTF-8: save it as UTF-8";
	case json_error_stack_overflow:   return "brackets within brackets within brackets, too deep to be a plan";
	case json_error_premature_end_of_input: return "it ends here, in the middle: part of it is missing";
	default:                          return "not valid JSON";
	}
}

static bool parse(str bytes, size_t line, json_t **out, err *e)
{
	json_error_t why;
	*out = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &why);
	if (*out)
		return true;
	return err_set(e, ERR_INPUT, "%zu: %s", line - 1 + (size_t)(why.line > 0 ? why.line : 1), trouble_of(json_error_code(&why)));
}

/* Puts the line in front of what is told of a fault in the text of a document, or of the file without them. */
static bool tell(str text, size_t line, const fault *f, err *e)
{
	json_span key, value = { 0, 0 }, one;
	size_t at = 0;
	if (f->mark && span_find(text, 0, "marks", &key, &value)) {
		size_t inside = value.beg, next = inside;
		for (size_t i = 0; i < f->mark && span_element(text, inside, &next, &one); i++)
			at = one.beg;
	}
	if (f->field && *f->field && at < text.n && text.p[at] == '{' && span_find(text, at, f->field, &key, &one))
		at = key.beg;
	return err_wrap(e, "%zu", line - 1 + span_line(text, at));
}

static bool read_document(plans *p, arena *mem, str text, size_t line, err *e)
{
	json_t *o;
	if (!parse(text, line, &o, e))
		return false;
	plans_document *d = &p->list[p->n++];
	fault f;
	d->text = text;
	bool ok = plan_of_file(o, mem, &d->plan, &f, e) || tell(text, line, &f, e);
	for (size_t i = 0; ok && !p->words && i < d->plan.n; i++)
		p->words = d->plan.marks[i].value.n > 0;
	json_decref(o);
	return ok;
}

/* Always false, with the fault of all the bytes where they have one. */
static bool parse_for_line(str bytes, err *e)
{
	json_t *o;
	if (parse(bytes, 1, &o, e))
		json_decref(o);
	return false;
}

/* All but the documents: with an empty list in their place. list: where they stand. */
static bool read_head(plans *p, str bytes, json_span *list, err *e)
{
	json_span key;
	bool is_object = span_value(bytes, 0, &key) && bytes.p[key.beg] == '{';
	bool any = is_object && span_find(bytes, key.beg, "documents", &key, list) && bytes.p[list->beg] == '[';
	buf head = { 0 };
	json_t *o = NULL;
	const json_t *documents;
	fault f = { 0 };
	if (any) {
		/* Lines stay what they were up to here, which is where heads are written. */
		buf_str(&head, str_sub(bytes, 0, list->beg));
		buf_z(&head, "[]");
		buf_str(&head, str_sub(bytes, list->end, bytes.n));
	} else {
		buf_str(&head, bytes);
	}
	/* Where a bracket is missing there is no telling what the head is: the parser knows the line. */
	bool ok = (parse(buf_view(&head), 1, &o, e) || (any && parse_for_line(bytes, e))) && (plans_of_json(o, &documents, &f, e) || tell(buf_view(&head), 1, &f, e));
	const json_t *from = json_object_get(o, "from");
	p->nfrom = ok ? json_array_size(from) : 0;
	p->from = arena_array(p->mem, str, p->nfrom);
	for (size_t i = 0; i < p->nfrom; i++)
		p->from[i] = str_dup(str_of(json_string_value(json_array_get(from, i))), p->mem);
	json_decref(o);
	buf_free(&head);
	return ok;
}

static bool read_all(plans *p, const plans *before, bool *anew, str bytes, err *e)
{
	json_span list = { 0, 0 }, one;
	if (!read_head(p, bytes, &list, e))
		return false;
	size_t n = 0, room = 0;
	json_span *spans = NULL;
	for (size_t at = list.beg; span_element(bytes, list.beg, &at, &one);)
		*ARENA_PUSH(p->mem, spans, n, room) = one;
	p->list = arena_array(p->mem, plans_document, n);
	size_t line = 1, counted = 0;
	if (before && n != before->n)
		return err_set(e, ERR_REFUSED, "it has other documents than it had");
	for (size_t i = 0; i < n; i++) {
		line += span_line(str_sub(bytes, counted, spans[i].beg), bytes.n) - 1;
		counted = spans[i].beg;
		str text = str_sub(bytes, spans[i].beg, spans[i].end);
		plans_document *d = &p->list[i];
		*d = (plans_document){ .text = text };
		if (before && !(anew[i] = !str_eq(text, before->list[i].text))) {
			p->n++;
			continue;
		}
		d->mem = before ? arena_new() : NULL;
		if (!read_document(p, d->mem ? d->mem : p->mem, text, line, e))
			return false;
	}
	return true;
}

static bool tell_fault(const char *given, err *e)
{
	err_wrap(e, "%s", given);
	/* "plan.json: 12: …" is how editors and compilers write no place. */
	size_t n = strlen(given);
	if (strncmp(e->text, given, n) == 0 && strncmp(e->text + n, ": ", 2) == 0)
		memmove(e->text + n + 1, e->text + n + 2, strlen(e->text + n + 2) + 1);
	return err_hint(e, "mend that line, or make the plan anew: underseal find INPUT -o plan.json");
}

/* Behind the mark that some editors put in front of UTF-8. */
static str without_mark(str bytes)
{
	return str_starts(bytes, "\xef\xbb\xbf") ? str_sub(bytes, 3, bytes.n) : bytes;
}

bool plans_parse(plans *p, const char *given, str bytes, err *e)
{
	bytes = without_mark(bytes);
	return read_all(p, NULL, NULL, bytes, e) || tell_fault(given, e);
}

bool plans_parse_again(plans *p, const plans *before, bool *anew, str bytes, err *e)
{
	return read_all(p, before, anew, without_mark(bytes), e) || tell_fault(before->path, e);
}
