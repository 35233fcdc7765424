#include "redact/slip.h"

#include "redact/base/file.h"

const format *slip_maker(const kit *k, const format *is)
{
	if (is->slip)
		return is;
	for (const format *const *f = k->formats; *f; f++)
		if ((*f)->slip)
			return *f;
	return NULL;
}

static bool make(const kit *k, const format *is, const plan *p, str name, buf *out, err *e)
{
	const format *by = slip_maker(k, is);
	if (!by) {
		err_set(e, ERR_REFUSED, "withheld: nothing came out, and no slip sheet can be made here");
		return err_hint(e, "put a page of your own in its place");
	}
	const slip_sheet sheet = { p->withheld->code, p->withheld->reason, name, p->pages };
	return by->slip(&sheet, out, e);
}

bool slip_write(const kit *k, const format *is, const plan *p, str name, int fd, proof *report, err *e)
{
	buf out = { 0 };
	bool ok = make(k, is, p, name, &out, e) && file_fill(fd, buf_view(&out), e);
	buf_free(&out);
	if (ok)
		proof_note(report, "the document is withheld: a slip sheet stands in its place");
	return ok;
}

bool slip_prove(const kit *k, const format *is, const plan *p, str name, str bytes, proof *report, err *e)
{
	buf out = { 0 };
	if (!make(k, is, p, name, &out, e))
		return false;
	bool same = str_eq(buf_view(&out), bytes);
	buf_free(&out);
	proof_check(report, "slip-sheet", same ? CHECK_PASS : CHECK_FAIL, "%s", same ? "" : "the output is another file than the slip sheet");
	return true;
}
