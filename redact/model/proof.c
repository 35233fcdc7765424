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

bool proof_holds(const proof *p)
{
	/* What a proof is made for. Without these three looked at and passed, nothing else counts. */
	static const char *const needed[] = { "opens", "values-gone", "carriers-clean" };

	for (size_t i = 0; i < p->nchecks; i++)
		if (p->checks[i].is == CHECK_FAIL)
			return false;
	for (size_t k = 0; k < sizeof needed / sizeof *needed; k++) {
		bool made = false;
		for (size_t i = 0; i < p->nchecks; i++) {
			if (!str_is(p->checks[i].name, needed[k]))
				continue;
			if (p->checks[i].is != CHECK_PASS)
				return false;
			made = true;
		}
		if (!made)
			return false;
	}
	return true;
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
