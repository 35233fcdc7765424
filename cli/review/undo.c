#include "cli/review/undo.h"

#include <stdlib.h>

struct before {
	enum { CHANGED, ADDED, WITHHELD, SEEN } what;
	uint32_t document, id;
	mark was;
	uint64_t acted;   /* revision at which somebody did something to it before */
	const withheld *held;
	seen_pages *seen; size_t nseen;
	bool left;        /* somebody else has changed it since */
};

struct step {
	str window;
	uint64_t revision;
	struct before *list; size_t n, room;
};

/* A step that was taken back, and what takes that back. */
struct undoing {
	struct step step, reverse;
	size_t at;           /* where it stood among the steps */
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

static void add_note(struct step *open, struct before what)
{
	if (open->n == open->room) {
		open->room = open->room ? 2 * open->room : 8;
		open->list = realloc(open->list, open->room * sizeof *open->list);
		if (!open->list)
			abort();
	}
	open->list[open->n++] = what;
}

static void note(session *s, struct before what)
{
	add_note(&s->steps[s->nsteps - 1], what);
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

/* Entries are changed where they stand when pages are added to them. */
void undo_note_seen(session *s, uint32_t document_number)
{
	const plan *p = s->documents[document_number].plan;
	seen_pages *list = arena_array(s->mem, seen_pages, p->nseen);
	for (size_t i = 0; i < p->nseen; i++) {
		list[i] = p->seen[i];
		list[i].pages = (page_set){ 0 };
		pages_join(&list[i].pages, &p->seen[i].pages, s->mem);
	}
	note(s, (struct before){ .what = SEEN, .document = document_number, .seen = list, .nseen = p->nseen });
}

static void put_back(session *s, const struct before *b)
{
	view *v;
	mark *m = session_mark(s, b->document, b->id, &v);
	if (!m)
		m = session_restore(s, b->document, b->id, &v);
	*m = b->was;
	/* Its words lay in a text that may have been read anew since. */
	if (s->documents[b->document].words.mem)
		m->value = STR("");
	v->changed = s->revision;
	v->acted = b->acted;
	session_place(s, b->document, m, v);
}

static bool is_as_left(session *s, const struct before *b, uint64_t revision)
{
	view *v;
	if (b->what == WITHHELD || b->what == SEEN)
		return true;
	return !session_mark(s, b->document, b->id, &v) || v->acted <= revision;
}

static struct before as_it_is(session *s, const struct before *b)
{
	view *v;
	const document *d = &s->documents[b->document];
	if (b->what == WITHHELD)
		return (struct before){ .what = WITHHELD, .document = b->document, .held = d->plan->withheld };
	const mark *m = session_mark(s, b->document, b->id, &v);
	if (!m)
		return (struct before){ .what = ADDED, .document = b->document, .id = b->id };
	return (struct before){ .what = CHANGED, .document = b->document, .id = b->id, .was = *m, .acted = v->acted };
}

static void take_back_one(session *s, const struct before *b)
{
	document *d = &s->documents[b->document];
	switch (b->what) {
	case CHANGED:  put_back(s, b); break;
	case ADDED:    session_remove(s, b->document, b->id); break;
	case WITHHELD: d->plan->withheld = b->held; break;
	case SEEN:
		d->plan->seen = b->seen;
		d->plan->nseen = d->plan->seen_room = b->nseen;
		break;
	}
	d->changed = d->decided = s->revision;
	d->touched = true;
}

/* Backwards, so that a mark that was changed twice is what it was at first. reverse: takes all that back again; may be NULL. */
static size_t take_back(session *s, struct step *of, struct step *reverse, size_t *left)
{
	size_t n = 0;
	*left = 0;
	for (size_t i = 0; i < of->n; i++) {
		of->list[i].left = !is_as_left(s, &of->list[i], of->revision);
		*left += of->list[i].left;
	}
	for (size_t i = of->n; i-- > 0;) {
		const struct before *b = &of->list[i];
		if (b->left)
			continue;
		if (reverse)
			add_note(reverse, as_it_is(s, b));
		take_back_one(s, b);
		n++;
	}
	session_sweep(s);
	return n;
}

static void drop_entries(struct step *of, bool (*drops)(const struct before *b, uint32_t document), uint32_t document_number)
{
	size_t kept = 0;
	for (size_t i = 0; i < of->n; i++)
		if (!drops(&of->list[i], document_number))
			of->list[kept++] = of->list[i];
	of->n = kept;
}

static bool is_no_step(const struct before *b, uint32_t document_number)
{
	(void)document_number;
	return b->what == SEEN;
}

static bool is_of(const struct before *b, uint32_t document_number)
{
	return b->document == document_number;
}

void undo_close(session *s)
{
	struct step *open = &s->steps[s->nsteps - 1];
	drop_entries(open, is_no_step, 0);
	if (!open->n)
		free_step(&s->steps[--s->nsteps]);
}

void undo_cancel(session *s)
{
	size_t left;
	struct step *open = &s->steps[--s->nsteps];
	take_back(s, open, NULL, &left);
	free_step(open);
}

void undo_forget(session *s, uint32_t document_number)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->nsteps; i++) {
		drop_entries(&s->steps[i], is_of, document_number);
		if (s->steps[i].n)
			s->steps[kept++] = s->steps[i];
		else
			free_step(&s->steps[i]);
	}
	s->nsteps = kept;
}

size_t undo_last(session *s, str window, undoing **out, size_t *left)
{
	size_t i = s->nsteps;
	while (i > 0 && !str_eq(s->steps[i - 1].window, window))
		i--;
	*left = 0;
	*out = NULL;
	if (i == 0)
		return 0;
	undoing *u = *out = malloc(sizeof *u);
	if (!u)
		abort();
	s->revision++;
	*u = (undoing){ .step = s->steps[i - 1], .reverse.revision = UINT64_MAX, .at = i - 1 };
	memmove(&s->steps[i - 1], &s->steps[i], (s->nsteps - i) * sizeof *s->steps);
	s->nsteps--;
	return take_back(s, &u->step, &u->reverse, left);
}

void undo_keep(undoing *u)
{
	if (!u)
		return;
	free_step(&u->step);
	free_step(&u->reverse);
	free(u);
}

/* There is room for the step: it stood there. */
void undo_again(session *s, undoing *u)
{
	size_t left;
	if (!u)
		return;
	take_back(s, &u->reverse, NULL, &left);
	memmove(&s->steps[u->at + 1], &s->steps[u->at], (s->nsteps - u->at) * sizeof *s->steps);
	s->steps[u->at] = u->step;
	s->nsteps++;
	free_step(&u->reverse);
	free(u);
}

void undo_drop(session *s)
{
	while (s->nsteps)
		free_step(&s->steps[--s->nsteps]);
	free(s->steps);
	s->steps = NULL;
}
