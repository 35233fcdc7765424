#include "redact/model/proof.h"

#include <stdarg.h>
#include <stdio.h>

static str format_text(arena *mem, const char *fmt, va_list ap)
{
	char text[1024];
	int n = vsnprintf(text, sizeof text, fmt, ap);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof text)
		n = sizeof text - 1;
	return str_dup((str){ text, (size_t)n }, mem);
}

void proof_check(proof *p, const char *name, outcome is, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	str detail = format_text(p->mem, fmt, ap);
	va_end(ap);
	check *c = ARENA_PUSH(p->mem, p->checks, p->nchecks, p->checks_room);
	*c = (check){ str_dup(str_of(name), p->mem), is, detail };
}

void proof_drop(proof *p, const char *what, uint32_t count)
{
	if (count == 0)
		return;
	for (size_t i = 0; i < p->ndrops; i++) {
		drop *d = &p->drops[i];
		if (str_is(d->what, what)) {
			d->count = count > UINT32_MAX - d->count ? UINT32_MAX : d->count + count;
			return;
		}
	}
	drop *d = ARENA_PUSH(p->mem, p->drops, p->ndrops, p->drops_room);
	*d = (drop){ str_dup(str_of(what), p->mem), count };
}

void proof_note(proof *p, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	str note = format_text(p->mem, fmt, ap);
	va_end(ap);
	*ARENA_PUSH(p->mem, p->notes, p->nnotes, p->notes_room) = note;
}

bool proof_passed(const proof *p, const char *name)
{
	bool made = false;
	for (size_t i = 0; i < p->nchecks; i++) {
		if (!str_is(p->checks[i].name, name))
			continue;
		if (p->checks[i].is != CHECK_PASS)
			return false;
		made = true;
	}
	return made;
}

bool proof_holds(const proof *p)
{
	for (size_t i = 0; i < p->nchecks; i++)
		if (p->checks[i].is == CHECK_FAIL)
			return false;
	/* What a proof is made for. Without these looked at and passed, nothing else counts. */
	return proof_passed(p, "opens") && proof_passed(p, "values-gone") && proof_passed(p, "carriers-clean");
}

const char *outcome_name(outcome is)
{
	switch (is) {
	case CHECK_PASS: return "pass";
	case CHECK_FAIL: return "fail";
	case CHECK_SKIP: return "skip";
	}
	return "fail";
}
