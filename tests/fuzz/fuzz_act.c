/* Any bytes as the body of a request of the review's page: done as a whole, or as if it had not been; what was done is
 * taken back to the mark; and what would be saved can always be read again. */
#include "cli/review/act.h"
#include "cli/review/search.h"
#include "redact/plans/plans_int.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WORDS "Dear 🙂 Ms. Okonjo,\nOKONJO is here.  Yours, Müller"

static const sheet sheets[] = { { 612, 792, { 1, 0, 0, 1, 0, 0 } }, { 200, 100, { 0, 1, -1, 0, 200, 0 } } };

struct desk {
	arena *mem;
	plan plans[3];
	session *s;
};

static void add_mark(plan *p, const char *of, mark_state state, const char *by)
{
	const char *at = strstr(WORDS, of);
	mark *m = plan_add(p);
	*m = (mark){ .kind = MARK_TEXT, .unit = p->pages ? STR("page 1") : STR("body"), .page = p->pages ? 1 : 0, .beg = (uint32_t)(at - WORDS),
	             .end = (uint32_t)(at - WORDS + (ptrdiff_t)strlen(of)), .rule = STR("term"), .code = STR("NAME"), .state = state, .by = str_of(by),
	             .at = *by ? STR("2026-11-22T18:00:00Z") : STR("") };
}

/* Of pages, of text that flows, and one that nobody has read yet. */
static void read_text(struct desk *k, uint32_t document_number)
{
	text t = { .mem = arena_new() };
	bool flows = !k->plans[document_number].pages;
	unit *u = text_add(&t, flows ? UNIT_BODY : UNIT_PAGE, flows ? STR("body") : STR("page 1"));
	u->text = str_dup(STR(WORDS), t.mem);
	u->page = flows ? 0 : 1;
	u->stays = true;
	u->spans = arena_array(t.mem, span, u->text.n);
	for (uint32_t i = 0; !flows && i < u->text.n; i++)
		if (((unsigned char)u->text.p[i] & 0xc0) != 0x80)
			u->spans[u->nspans++] = (span){ i, i + 1, { (float)i * 5, 20, (float)i * 5 + 5, 32 } };
	session_take_text(k->s, document_number, &t, true, &(reply){ .pages = flows ? 0 : 2, .sheets = sheets, .nsheets = flows ? 0 : 2 });
}

static void begin(struct desk *k)
{
	static const char *const names[] = { "a.pdf", "b.docx", "c.pdf" };
	plan *list[3];
	k->mem = arena_new();
	for (size_t i = 0; i < 3; i++) {
		plan *p = list[i] = &k->plans[i];
		*p = (plan){ .mem = k->mem, .source = str_of(names[i]), .format = i == 1 ? STR("docx") : STR("pdf"), .pages = i == 1 ? 0 : 2 };
		memset(p->sha256, '0' + (int)i, 64);
		add_mark(p, "Okonjo", MARK_PROPOSED, "");
		add_mark(p, "OKONJO", MARK_ACCEPTED, "rule");
		add_mark(p, "Müller", MARK_ACCEPTED, "A. Chen");
	}
	k->s = session_open(list, (const char *[]){ "/a", "/b", "/c" }, 3, STR("plan.json"));
	k->s->reviewer = STR("J. Ruiz");
	read_text(k, 0);
	read_text(k, 1);
}

static int by_id(const void *a, const void *b)
{
	uint32_t x = ((const mark *)a)->id, y = ((const mark *)b)->id;
	return (x > y) - (x < y);
}

/* As it would be saved, but for the order of marks and the numbers that were given. seen: with who has looked. */
static void print(const struct desk *k, bool seen, buf *out)
{
	plans_print_head(out, NULL);
	for (size_t i = 0; i < 3; i++) {
		plan p = k->plans[i];
		p.marks = malloc((p.n + 1) * sizeof *p.marks);
		memcpy(p.marks, k->plans[i].marks, p.n * sizeof *p.marks);
		qsort(p.marks, p.n, sizeof *p.marks, by_id);
		p.ids = p.n ? p.marks[p.n - 1].id : 0;
		p.nseen = seen ? p.nseen : 0;
		buf_z(out, i ? ",\n" : "");
		plans_print_document(out, &p, false);
		free(p.marks);
	}
	plans_print_end(out);
}

static bool same(const struct desk *k, bool seen, const buf *was)
{
	buf now = { 0 };
	print(k, seen, &now);
	bool yes = str_eq(buf_view(&now), buf_view(was));
	buf_free(&now);
	return yes;
}

static void can_be_read(const struct desk *k)
{
	buf out = { 0 };
	err e = ERR_INIT;
	plans back = { .mem = arena_new() };
	print(k, true, &out);
	if (!plans_parse(&back, "saved.json", buf_view(&out), &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
	for (size_t i = 0; i < 3; i++)
		if (back.list[i].plan.n != k->plans[i].n || !str_eq(back.list[i].plan.source, k->plans[i].source))
			abort();
	arena_drop(back.mem);
	buf_free(&out);
}

static void print_for_windows(session *s)
{
	buf out = { 0 };
	session_print(s, &out);
	session_print_documents(s, 0, &out);
	session_print_marks(s, 0, &out);
	session_print_gone(s, 0, &out);
	buf_free(&out);
}

static void take_back(struct desk *k, const json_t *request, const buf *was)
{
	size_t undone, left;
	err e = ERR_INIT;
	if (!act_undo(k->s, request, &undone, &left, &e) || left || !same(k, false, was))
		abort();
	can_be_read(k);
}

static void ask(struct desk *k, const json_t *request)
{
	err e = ERR_INIT;
	buf was = { 0 }, marks = { 0 };
	size_t marked;
	print(k, true, &was);
	print(k, false, &marks);
	bool done = act(k->s, NULL, request, &e);
	if (!done && (e.kind == ERR_NONE || !same(k, true, &was)))
		abort();
	can_be_read(k);
	print_for_windows(k->s);
	if (done)
		take_back(k, request, &marks);
	e = (err)ERR_INIT;
	if (act_mark_hits(k->s, NULL, request, &marked, &e)) {
		can_be_read(k);
		take_back(k, request, &marks);
	}
	buf_free(&was);
	buf_free(&marks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct desk k = { 0 };
	err e = ERR_INIT;
	json_t *request = json_parse((str){ (const char *)data, size }, &e);
	if (json_is_object(request)) {
		begin(&k);
		ask(&k, request);
		session_close(k.s);
		arena_drop(k.mem);
	}
	json_decref(request);
	return 0;
}
