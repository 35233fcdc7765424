#include "redact/model/handling.h"

#include "redact/base/buf.h"

#include <string.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static const char *const annots_names[] = {
	[ANNOTS_AS_IS] = "as-is", [ANNOTS_FLATTEN] = "flatten", [ANNOTS_DROP] = "drop",
	[ANNOTS_KEEP_CLEAN] = "keep-clean",
};

static const char *const gap_names[] = { [GAP_EXACT] = "exact", [GAP_EVEN] = "even" };

static const char *const changes_names[] = { [CHANGES_ACCEPT] = "accept", [CHANGES_REJECT] = "reject" };

static const char *const ocr_names[] = { [OCR_NEVER] = "never", [OCR_AUTO] = "auto", [OCR_ALWAYS] = "always" };

static const char *const unreadable_names[] = {
	[UNREADABLE_REPORT] = "report", [UNREADABLE_BLACK] = "black", [UNREADABLE_WITHHOLD] = "withhold",
};

static const struct { const char *name; unsigned flag, takes_in; } keep_names[] = {
	{ "hidden", KEEP_HIDDEN, 0 }, { "outlines", KEEP_OUTLINES, 0 }, { "jumps", KEEP_JUMPS, 0 },
	{ "links", KEEP_LINKS, KEEP_JUMPS }, { "labels", KEEP_LABELS, 0 }, { "tags", KEEP_TAGS, 0 },
	{ "comments", KEEP_COMMENTS, 0 },
};

handling handling_default(void)
{
	return (handling){ .annots = ANNOTS_FLATTEN, .gap = GAP_EXACT, .keep = KEEP_OUTLINES | KEEP_JUMPS,
	                   .ocr = OCR_AUTO, .languages = "eng" };
}

/* The number of word among the names from `first` on; -1, with *e set, when it is none of them. The
 * message lists them behind `what`. */
static int choice(const char *const *names, size_t n, size_t first, const char *word, const char *what, err *e)
{
	buf known = { 0 };
	int chosen = -1;
	for (size_t i = first; i < n; i++) {
		if (strcmp(names[i], word) == 0)
			chosen = (int)i;
		buf_fmt(&known, "%s%s", i == first ? "" : i + 1 == n ? " or " : ", ", names[i]);
	}
	if (chosen < 0)
		err_set(e, ERR_USAGE, "%s: " STR_FMT ", not %s", what, STR_ARG(buf_view(&known)), word);
	buf_free(&known);
	return chosen;
}

bool handling_read_annots(handling *h, const char *word, err *e)
{
	int i = choice(annots_names, COUNT(annots_names), ANNOTS_FLATTEN, word, "annotations", e);
	if (i >= 0)
		h->annots = (annots_how)i;
	return i >= 0;
}

bool handling_read_gap(handling *h, const char *word, err *e)
{
	int i = choice(gap_names, COUNT(gap_names), 0, word, "the gap", e);
	if (i >= 0)
		h->gap = (gap_how)i;
	return i >= 0;
}

bool handling_read_keep(handling *h, const char *list, err *e)
{
	str rest = str_of(list), word;
	unsigned keep = 0;
	while (rest.n) {
		if (!str_cut(&rest, ',', &word))
			break;
		size_t i = 0;
		while (i < COUNT(keep_names) && !str_is(word, keep_names[i].name))
			i++;
		if (i < COUNT(keep_names))
			keep |= keep_names[i].flag | keep_names[i].takes_in;
		else if (!str_is(word, "none"))
			return err_set(e, ERR_USAGE, "what to keep: none, or a list of hidden, outlines, jumps, links, "
			               "labels, tags and comments, not " STR_FMT, STR_ARG(word));
	}
	h->keep = keep;
	return true;
}

bool handling_read_changes(handling *h, const char *word, err *e)
{
	int i = choice(changes_names, COUNT(changes_names), 0, word, "tracked changes", e);
	if (i >= 0)
		h->changes = (changes_how)i;
	return i >= 0;
}

bool handling_read_attachments(handling *h, const char *word, err *e)
{
	static const char *const names[] = { "drop", "extract" };
	int i = choice(names, COUNT(names), 0, word, "attachments", e);
	if (i >= 0)
		h->extract_attachments = i == 1;
	return i >= 0;
}

bool handling_read_ocr(handling *h, const char *word, err *e)
{
	int i = choice(ocr_names, COUNT(ocr_names), 0, word, "ocr", e);
	if (i >= 0)
		h->ocr = (ocr_how)i;
	return i >= 0;
}

/* They become parts of file names on the way to Tesseract's data. */
bool handling_read_languages(handling *h, const char *list, err *e)
{
	size_t n = strspn(list, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+");
	if (n == 0 || list[n] || n > OCR_LANGUAGES_LONGEST || list[0] == '+' || list[n - 1] == '+')
		return err_set(e, ERR_USAGE, "languages of OCR: codes as eng or eng+deu, not %s", list);
	strcpy(h->languages, list);
	return true;
}

bool handling_read_unreadable(handling *h, const char *word, err *e)
{
	int i = choice(unreadable_names, COUNT(unreadable_names), 0, word, "pages that cannot be read", e);
	if (i >= 0)
		h->unreadable = (unreadable_how)i;
	return i >= 0;
}

bool handling_read_text_layer(handling *h, const char *word, err *e)
{
	static const char *const names[] = { "no", "yes" };
	int i = choice(names, COUNT(names), 0, word, "a text layer", e);
	if (i >= 0)
		h->text_layer = i == 1;
	return i >= 0;
}

const char *annots_how_name(annots_how how)
{
	return annots_names[how];
}

const char *gap_how_name(gap_how how)
{
	return gap_names[how];
}

const char *changes_how_name(changes_how how)
{
	return changes_names[how];
}

const char *ocr_how_name(ocr_how how)
{
	return ocr_names[how];
}

const char *unreadable_how_name(unreadable_how how)
{
	return unreadable_names[how];
}

str handling_keep_list(const handling *h, arena *mem)
{
	buf out = { 0 };
	for (size_t i = 0; i < COUNT(keep_names); i++)
		if (h->keep & keep_names[i].flag)
			buf_fmt(&out, "%s%s", out.n ? "," : "", keep_names[i].name);
	str list = out.n ? str_dup(buf_view(&out), mem) : STR("none");
	buf_free(&out);
	return list;
}

bool handling_same(const handling *a, const handling *b)
{
	return a->annots == b->annots && a->gap == b->gap && a->changes == b->changes && a->keep == b->keep
	    && a->extract_attachments == b->extract_attachments && a->ocr == b->ocr
	    && strcmp(a->languages, b->languages) == 0 && a->unreadable == b->unreadable
	    && a->text_layer == b->text_layer;
}
