/*
 * A document that is redacted once more, because its proof could still read a value in pixels. With real worker
 * processes, and a format of pixels small enough to see through.
 *
 * A document is "DIM <how>\n" and lines of letters that only OCR can read. The first reading sees no letters behind
 * a '~', to the line's end, the second one does: around its marks. <how> asks for a fault: "stuck" takes no box
 * away but those of the first reading.
 */
#include "tests/unit/batch_world.h"

/* ---- the format -------------------------------------------------------------------------------- */

enum { LETTER_WIDE = 10, LETTER_HIGH = 12 };

typedef struct dim { arena *mem; str how, body; } dim;

static int dim_probe(str bytes) { return str_starts(bytes, "DIM") ? 100 : 0; }

static doc *dim_open(const source *from, arena *mem, err *e)
{
	dim *d = arena_alloc(mem, sizeof *d);
	str rest = from->bytes, line;
	(void)e;
	str_cut(&rest, '\n', &line);
	*d = (dim){ mem, str_trim(str_sub(line, 3, line.n)), rest };
	return (doc *)d;
}

static bool dim_extract(doc *d, text *out, err *e)
{
	(void)d, (void)e;
	unit *u = text_add(out, UNIT_PAGE, STR("page 1"));
	u->page = 1;
	u->stays = u->unread = u->unsearchable = true;
	return true;
}

static rect place_of_letter(str body, size_t at)
{
	float x = 0, y = 0;
	for (size_t i = 0; i < at; i++) {
		x = body.p[i] == '\n' ? 0 : x + LETTER_WIDE;
		y += body.p[i] == '\n' ? LETTER_HIGH : 0;
	}
	return (rect){ x, y, x + LETTER_WIDE, y + LETTER_HIGH };
}

static bool dim_see(doc *opaque, const ocr_order *order, text *out, err *e)
{
	const dim *d = (const dim *)opaque;
	buf said = { 0 };
	bool dimmed = false;
	(void)e;
	unit *u = text_add(out, UNIT_PAGE, text_pixels_id(STR("page 1"), out->mem));
	u->page = 1;
	u->stays = true;
	u->spans = arena_array(out->mem, span, d->body.n);
	for (size_t i = 0; i < d->body.n; i++) {
		dimmed = d->body.p[i] != '\n' && (dimmed || d->body.p[i] == '~');
		if (dimmed && !order->around)
			continue;
		u->spans[u->nspans++] = (span){ (uint32_t)said.n, (uint32_t)said.n + 1, place_of_letter(d->body, i) };
		buf_byte(&said, d->body.p[i] == '~' ? ' ' : d->body.p[i]);
	}
	u->text = str_dup(buf_view(&said), out->mem);
	buf_free(&said);
	return true;
}

static bool dim_apply(doc *opaque, const plan *p, proof *report, err *e)
{
	dim *d = (dim *)opaque;
	char *to = (char *)str_dup(d->body, d->mem).p;
	(void)report, (void)e;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool stuck = str_is(d->how, "stuck") && str_is(m->rule, "misread");
		for (size_t k = 0; m->kind == MARK_BOX && m->state == MARK_ACCEPTED && !stuck && k < d->body.n; k++)
			for (size_t b = 0; b < m->nboxes; b++)
				if (to[k] != '\n' && rect_overlap(place_of_letter(d->body, k), m->boxes[b]))
					to[k] = '#';
	}
	d->body = (str){ to, d->body.n };
	return true;
}

static bool dim_rebuild(doc *d, proof *report, err *e)
{
	(void)d, (void)report, (void)e;
	return true;
}

static bool dim_save(doc *opaque, int fd, err *e)
{
	const dim *d = (const dim *)opaque;
	buf out = { 0 };
	buf_z(&out, "DIM\n");
	buf_str(&out, d->body);
	bool ok = file_fill(fd, buf_view(&out), e);
	buf_free(&out);
	return ok;
}

/* Pixels are no bytes to hunt in. */
static bool dim_carriers(doc *d, carrier_sink *sink, void *arg, err *e)
{
	(void)d, (void)sink, (void)arg, (void)e;
	return true;
}

static bool dim_compare(doc *before, const text *was, doc *after, const text *now, const plan *marks, bool pixels,
                        proof *report, err *e)
{
	(void)before, (void)was, (void)after, (void)now, (void)marks, (void)pixels, (void)e;
	proof_check(report, "text-kept", CHECK_PASS, "%s", "");
	return true;
}

static const char *const dim_suffixes[] = { ".dim", NULL };

static const format dim_format = {
	.name = "dim", .title = "dim picture", .suffixes = dim_suffixes, .can = plain_nothing, .cannot = plain_nothing,
	.probe = dim_probe, .open = dim_open, .extract = dim_extract, .ocr = dim_see, .apply = dim_apply,
	.rebuild = dim_rebuild, .save = dim_save, .carriers = dim_carriers, .compare = dim_compare, .close = plain_close,
};

static const format *const dim_formats[] = { &dim_format, NULL };
static const kit dim_kit = { .formats = dim_formats, .open_detectors = plain_open_detectors };

/* ---- a run ------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
	struct world *w = world_new(&dim_kit);
	w->o.how.ocr = OCR_AUTO;
	*state = w;
	return 0;
}

static void run(struct world *w, const char *document)
{
	put(w->in, "scan.dim", document);
	assert_true(go(w));
}

/* ---- facts ------------------------------------------------------------------------------------- */

static void what_the_proof_still_reads_is_taken_out_in_a_second_round(void **state)
{
	struct world *w = *state;
	run(w, "DIM\nDear Okonjo\nYours ~Okonjo ~Vance\n");
	assert_int_equal(w->state, ITEM_PROVEN);
	assert_int_equal(w->rereads, 1);
	assert_true(str_eq(read_out(w, "scan.dim"), STR("DIM\nDear ######\nYours ~###### ~Vance\n")));
}

static void a_document_that_was_read_rightly_is_redacted_once(void **state)
{
	struct world *w = *state;
	run(w, "DIM\nDear Okonjo\nYours ~Vance\n");
	assert_int_equal(w->state, ITEM_PROVEN);
	assert_int_equal(w->rereads, 0);
}

static void its_boxes_have_rows_of_their_own_with_the_code_of_the_value(void **state)
{
	struct world *w = *state;
	run(w, "DIM\nDear Okonjo\nYours ~Okonjo ~Vance\n");
	str log = read_out(w, "redaction-log.csv");
	assert_true(holds(log, "1,,,,scan.dim,1,NAME,listed term,misread,"));
	assert_true(holds(log, "2,,,,scan.dim,1,NAME,listed term,term,"));
	assert_true(holds(read_out(w, "proof.jsonl"), "\"misread\":1"));
	assert_int_equal(w->sum.marks, 2);
}

static void what_no_box_takes_away_is_refused_after_two_rounds(void **state)
{
	struct world *w = *state;
	run(w, "DIM stuck\nDear Okonjo\nYours ~Okonjo\n");
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_int_equal(w->rereads, 2);
	assert_true(holds(str_of(w->trouble), "pixels-gone"));
	assert_int_equal(read_out(w, "scan.dim").n, 0);
}

static void the_text_of_each_round_is_not_hunted_anew(void **state)
{
	struct world *w = *state;
	put(w->in, "other.dim", "DIM\nnothing ~here\n");
	w->o.across = ACROSS_HUNT;
	run(w, "DIM\nDear 123-45-6789\nYours ~123-45-6789\n");
	assert_int_equal(w->sum.proven, 2);
	assert_int_equal(w->sum.status, 0);
	assert_true(str_eq(read_out(w, "scan.dim"), STR("DIM\nDear ###########\nYours ~###########\n")));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, world_drop)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&dim_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(what_the_proof_still_reads_is_taken_out_in_a_second_round),
		IN_WORLD(a_document_that_was_read_rightly_is_redacted_once),
		IN_WORLD(its_boxes_have_rows_of_their_own_with_the_code_of_the_value),
		IN_WORLD(what_no_box_takes_away_is_refused_after_two_rounds),
		IN_WORLD(the_text_of_each_round_is_not_hunted_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
