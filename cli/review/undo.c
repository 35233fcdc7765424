#include "cli/review/undo.h"

#include <stdlib.h>

struct before {
	enum { CHANGED, ADDED, WITHHELD } what;
	uint32_t document, id;
	mark was;
	uint64_t acted;   /* revision at which somebody did something to it before */
	const withheld *held;
};

struct step {
	str window;
	uint64_t revision;
	struct before *list; size_t n, room;
};

static void free_step(struct step *one)
{
	free(one->list);
	free((char *)(uintptr_t)one->window.p);
}

void undo_open(session *s, str window)
{
	if (s->nsteps == UNDO_STEPS) {
		free_step(&s->steps[0]);
		memmove(s->steps, s->steps + 1, --s->nsteps * sizeof *s->steps);
	}
	if (s->nsteps == s->steps_room) {
		s->steps_room = s->steps_room ? 2 * s->steps_room : 16;
		s->steps = realloc(s->steps, s->steps_room * sizeof *s->steps);
		if (!s->steps)
			abort();
	}
	char *name = malloc(window.n + 1);
	if (!name)
		abort();
	memcpy(name, window.p, window.n);
	s->steps[s->nsteps++] = (struct step){ { name, window.n }, ++s->revision, NULL, 0, 0 };
}

static void note(session *s, struct before what)
{
	struct step *open = &s->steps[s->nsteps - 1];
	if (open->n == open->room) {
		open->room = open->room ? 2 * open->room : 8;
		open->list = realloc(open->list, open->room * sizeof *open->list);
		if (!open->list)
			abort();
	}
	open->list[open->n++] = what;
}

void undo_note(session *s, uint32_t document_number, const mark *m)
{
	view *v;
	session_mark(s, document_number, m->id, &v);
	note(s, (struct before){ .what = CHANGED, .document = document_number, .id = m->id, .was = *m, .acted = v->acted });
}

void undo_note_added(session *s, uint32_t document_number, uint32_t id)
{
	note(s, (struct before){ .what = ADDED, .document = document_number, .id = id });
}

void undo_note_withheld(session *s, uint32_t document_number)
{
	note(s, (struct before){ .what = WITHHELD, .document = document_number, .held = s->documents[document_number].plan->withheld });
}

static void put_back(session *s, const struct before *b)
{
	view *v;
	mark *m = session_mark(s, b->document, b->id, &v);
	if (!m) {
		m = session_add(s, b->document, &v);
		s->documents[b->document].plan->ids--;
		s->documents[b->document].unsorted = true;
	}
	*m = b->was;
	/* Its words lay in a text that may have been read anew since. */
	m->value = STR("");
	v->changed = s->revision;
	v->acted = b->acted;
	session_place(s, b->document, m, v);
}

static bool is_as_left(session *s, const struct before *b, uint64_t revision)
{
	view *v;
	if (b->what == WITHHELD)
		return true;
	return !session_mark(s, b->document, b->id, &v) || v->acted <= revision;
}

/* Backwards, so that a mark that was changed twice is what it was at first. */
static size_t take_back(session *s, struct step *of, size_t *left)
{
	size_t n = 0;
	*left = 0;
	for (size_t i = 0; i < of->n; i++) {
		const struct before *b = &of->list[i];
		if (!is_as_left(s, b, of->revision))
			of->list[i].id = 0, ++*left;
	}
	for (size_t i = of->n; i-- > 0;) {
		const struct before *b = &of->list[i];
		document *d = &s->documents[b->document];
		if (b->what != WITHHELD && !b->id)
			continue;
		if (b->what == CHANGED)
			put_back(s, b);
		else if (b->what == ADDED)
			session_remove(s, b->document, b->id);
		else
			d->plan->withheld = b->held;
		d->changed = d->decided = s->revision;
		d->touched = true;
		n++;
	}
	return n;
}

void undo_close(session *s)
{
	if (!s->steps[s->nsteps - 1].n)
		free_step(&s->steps[--s->nsteps]);
}

void undo_cancel(session *s)
{
	size_t left;
	struct step *open = &s->steps[--s->nsteps];
	take_back(s, open, &left);
	free_step(open);
}

size_t undo_last(session *s, str window, size_t *left)
{
	size_t i = s->nsteps;
	while (i > 0 && !str_eq(s->steps[i - 1].window, window))
		i--;
	*left = 0;
	if (i == 0)
		return 0;
	s->revision++;
	struct step last = s->steps[i - 1];
	size_t n = take_back(s, &last, left);
	memmove(&s->steps[i - 1], &s->steps[i], (s->nsteps - i) * sizeof *s->steps);
	s->nsteps--;
	free_step(&last);
	return n;
}

void undo_drop(session *s)
{
	while (s->nsteps)
		free_step(&s->steps[--s->nsteps]);
	free(s->steps);
	s->steps = NULL;
}
