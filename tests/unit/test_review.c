/* A plan under review: actions, what is undone, groups of values, and offsets as a browser counts them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli/review/cache.h"
#include "cli/review/groups.h"
#include "cli/review/search.h"
#include "cli/review/utf16.h"
#include "tests/unit/review_kit.h"

/* Two documents of one page each. "🙂" is one character, two UTF-16 units, four bytes. */
#define WORDS "Dear 🙂 Ms. Okonjo,\nOKONJO is here. Yours, Müller"

static const sheet letter[] = { { 612, 792, { 1, 0, 0, 1, 0, 0 } } };

struct desk {
	arena *mem;
	plan plans[2];
	session *s;
};

static mark *add(plan *p, const char *of, mark_state state, const char *by)
{
	const char *at = strstr(WORDS, of);
	mark *m = plan_add(p);
	*m = (mark){ .kind = MARK_TEXT, .unit = STR("page 1"), .page = 1, .beg = (uint32_t)(at - WORDS), .end = (uint32_t)(at - WORDS + (ptrdiff_t)strlen(of)),
	             .rule = STR("term"), .code = STR("NAME"), .state = state, .by = str_of(by) };
	return m;
}

/* Every letter ten points wide, a line of them each. */
static void read_text(struct desk *k, uint32_t document_number, bool places)
{
	text t = { .mem = arena_new() };
	unit *u = text_add(&t, UNIT_PAGE, STR("page 1"));
	u->text = str_dup(STR(WORDS), t.mem);
	u->page = 1;
	u->stays = true;
	u->spans = arena_array(t.mem, span, u->text.n);
	for (uint32_t i = 0, line = 0, x = 0; places && i < u->text.n; i++) {
		if (u->text.p[i] == '\n') {
			line++, x = 0;
			continue;
		}
		if (((unsigned char)u->text.p[i] & 0xc0) == 0x80) {
			u->spans[u->nspans - 1].end++;
			continue;
		}
		u->spans[u->nspans++] = (span){ i, i + 1, { (float)x, (float)line * 20, (float)x + 10, (float)line * 20 + 12 } };
		x += 10;
	}
	session_take_text(k->s, document_number, &t, places, &(reply){ .pages = 1, .sheets = letter, .nsheets = 1 });
}

static int setup(void **state)
{
	struct desk *k = calloc(1, sizeof *k);
	k->mem = arena_new();
	for (int i = 0; i < 2; i++) {
		k->plans[i] = (plan){ .mem = k->mem, .source = i ? STR("b.pdf") : STR("a.pdf"), .pages = 1 };
		add(&k->plans[i], "Okonjo", MARK_PROPOSED, "");
		add(&k->plans[i], "OKONJO", MARK_ACCEPTED, "rule");
		add(&k->plans[i], "Müller", MARK_ACCEPTED, "A. Chen");
	}
	plan *list[] = { &k->plans[0], &k->plans[1] };
	k->s = session_open(list, (const char *[]){ "/a", "/b" }, 2, STR("plan.json"));
	k->s->reviewer = STR("J. Ruiz");
	read_text(k, 0, true);
	*state = k;
	return 0;
}

static int teardown(void **state)
{
	struct desk *k = *state;
	session_close(k->s);
	arena_drop(k->mem);
	free(k);
	return 0;
}

static void done(struct desk *k, const char *actions)
{
	err e = ERR_INIT;
	if (!review_act(k->s, actions, &e))
		fail_msg("%s", e.text);
}

static void refused(struct desk *k, const char *actions, err_kind kind)
{
	err e = ERR_INIT;
	assert_false(review_act(k->s, actions, &e));
	assert_int_equal(e.kind, kind);
}

static size_t undo(struct desk *k, const char *window, size_t *left)
{
	err e = ERR_INIT;
	size_t n = 0;
	assert_true(review_undo(k->s, window, &n, left, &e));
	return n;
}

static mark *of(struct desk *k, uint32_t document_number, uint32_t id)
{
	view *v;
	mark *m = session_mark(k->s, document_number, id, &v);
	assert_non_null(m);
	return m;
}

static view *seen_as(struct desk *k, uint32_t document_number, uint32_t id)
{
	view *v;
	assert_non_null(session_mark(k->s, document_number, id, &v));
	return v;
}

static void assert_str(str s, const char *z)
{
	if (!str_is(s, z))
		fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(s), z);
}

/* ---- offsets ------------------------------------------------------------------------------------------- */

static void offsets_behind_a_pair_of_surrogates_count_it_twice(void **state)
{
	struct desk *k = *state;
	const view *v = seen_as(k, 0, 1);
	assert_int_equal(v->beg, 12);
	assert_int_equal(v->end, 18);
	assert_int_equal(of(k, 0, 1)->beg, 14);
}

static void offsets_go_there_and_back(void **state)
{
	(void)state;
	utf16 there = { .text = STR(WORDS) }, back = { .text = STR(WORDS) };
	for (size_t i = 0; i < sizeof WORDS; i++) {
		if (((unsigned char)WORDS[i] & 0xc0) != 0x80)
			assert_int_equal(utf16_to_byte(&back, utf16_of_byte(&there, i)), i);
	}
}

static void an_offset_within_a_character_is_where_it_begins(void **state)
{
	(void)state;
	utf16 at = { .text = STR("a🙂b") };
	assert_int_equal(utf16_to_byte(&at, 2), 1);
	assert_int_equal(utf16_to_byte_behind(&at, 2), 5);
	assert_int_equal(utf16_to_byte_behind(&at, 1), 1);
	assert_int_equal(utf16_of_byte(&at, 3), 1);
	assert_int_equal(utf16_to_byte(&at, 3), 5);
	assert_int_equal(utf16_of_byte(&at, 99), 4);
}

static void an_offset_may_lie_before_the_last_one(void **state)
{
	(void)state;
	utf16 at = { .text = STR(WORDS) };
	assert_int_equal(utf16_of_byte(&at, 20), 18);
	assert_int_equal(utf16_of_byte(&at, 5), 5);
}

/* ---- values -------------------------------------------------------------------------------------------- */

static void values_are_told_apart_without_case_and_blanks(void **state)
{
	(void)state;
	arena *mem = arena_new();
	group_table *t = groups_new(mem);
	int32_t one = groups_number(t, STR("Margaret  Okonjo"));
	assert_int_equal(groups_number(t, STR("margaret\nOKONJO")), one);
	assert_int_not_equal(groups_number(t, STR("Daniel Okonjo")), one);
	assert_int_equal(groups_number(t, STR(" ")), -1);
	arena_drop(mem);
}

static void many_values_keep_their_numbers(void **state)
{
	(void)state;
	arena *mem = arena_new();
	group_table *t = groups_new(mem);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++)
			assert_int_equal(groups_number(t, str_fmt(mem, "value %d", i)), i);
	arena_drop(mem);
}

static void a_value_is_known_once_its_document_was_read(void **state)
{
	struct desk *k = *state;
	assert_str(of(k, 0, 1)->value, "Okonjo");
	assert_int_equal(seen_as(k, 0, 1)->group, seen_as(k, 0, 2)->group);
	assert_false(seen_as(k, 1, 1)->placed);
	read_text(k, 1, false);
	assert_int_equal(seen_as(k, 1, 1)->group, seen_as(k, 0, 2)->group);
}

/* ---- deciding ------------------------------------------------------------------------------------------ */

static void a_decision_has_a_name_and_a_time(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":1}");
	assert_int_equal(of(k, 0, 1)->state, MARK_ACCEPTED);
	assert_str(of(k, 0, 1)->by, "J. Ruiz");
	assert_true(str_ends(of(k, 0, 1)->at, "Z"));
}

static void a_rule_is_no_person_to_be_approved(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"state\",\"marks\":[[0,2]],\"state\":1}");
	assert_str(of(k, 0, 2)->by, "J. Ruiz");
	assert_str(of(k, 0, 2)->approved_by, "");
}

static void the_same_decision_of_another_person_is_an_approval(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"state\",\"marks\":[[0,3]],\"state\":1}");
	assert_str(of(k, 0, 3)->by, "A. Chen");
	assert_str(of(k, 0, 3)->approved_by, "J. Ruiz");
}

static void another_decision_ends_an_approval(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"approve\",\"marks\":[[0,3]]},{\"do\":\"state\",\"marks\":[[0,3]],\"state\":2}");
	assert_str(of(k, 0, 3)->by, "J. Ruiz");
	assert_str(of(k, 0, 3)->approved_by, "");
}

static void back_to_proposed_is_nobodys_decision(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"state\",\"marks\":[[0,3]],\"state\":0}");
	assert_int_equal(of(k, 0, 3)->state, MARK_PROPOSED);
	assert_str(of(k, 0, 3)->by, "");
}

static void what_nobody_decided_is_not_approved(void **state)
{
	refused(*state, "{\"do\":\"approve\",\"marks\":[[0,1]]}", ERR_REFUSED);
}

static void one_action_that_fails_undoes_those_before_it(void **state)
{
	struct desk *k = *state;
	refused(k, "{\"do\":\"state\",\"marks\":[[0,1],[1,2]],\"state\":2},{\"do\":\"box\",\"document\":0,\"pages\":[1],\"box\":[1,1,5,5]},"
	           "{\"do\":\"withhold\",\"document\":1},{\"do\":\"text\",\"document\":0,\"unit\":\"page 2\",\"beg\":0,\"end\":1}", ERR_USAGE);
	assert_int_equal(of(k, 0, 1)->state, MARK_PROPOSED);
	assert_int_equal(of(k, 1, 2)->state, MARK_ACCEPTED);
	assert_int_equal(k->plans[0].n, 3);
	assert_null(k->plans[1].withheld);
}

static void words_become_a_mark_with_its_boxes(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"text\",\"document\":0,\"unit\":\"page 1\",\"beg\":4,\"end\":12,\"code\":\"X\"}");
	mark *m = of(k, 0, 4);
	assert_str(m->value, "🙂 Ms.");
	assert_int_equal(m->nboxes, 1);
	assert_true(m->boxes[0].x0 == 50 && m->boxes[0].x1 == 100);
}

static void words_that_are_marked_already_are_accepted(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"text\",\"document\":0,\"unit\":\"page 1\",\"beg\":12,\"end\":18,\"code\":\"X\"}");
	assert_int_equal(k->plans[0].n, 3);
	assert_int_equal(of(k, 0, 1)->state, MARK_ACCEPTED);
}

static void blanks_are_no_words(void **state)
{
	refused(*state, "{\"do\":\"text\",\"document\":0,\"unit\":\"page 1\",\"beg\":4,\"end\":5}", ERR_USAGE);
}

static void boxes_come_when_places_are_known(void **state)
{
	struct desk *k = *state;
	read_text(k, 1, false);
	done(k, "{\"do\":\"text\",\"document\":1,\"unit\":\"page 1\",\"beg\":0,\"end\":4}");
	assert_int_equal(of(k, 1, 4)->nboxes, 0);
	read_text(k, 1, true);
	assert_int_equal(of(k, 1, 4)->nboxes, 1);
	assert_str(of(k, 1, 4)->value, "Dear");
}

static void everything_but_a_word_leaves_the_word_free(void **state)
{
	struct desk *k = *state;
	done(k, "{\"do\":\"except\",\"document\":0,\"page\":1,\"keep\":[{\"unit\":\"page 1\",\"beg\":12,\"end\":18}]}");
	const rect word = { 110, 0, 170, 12 };
	float area = 0;
	for (size_t i = 3; i < k->plans[0].n; i++) {
		assert_false(rect_overlap(k->plans[0].marks[i].boxes[0], word));
		area += rect_area(k->plans[0].marks[i].boxes[0]);
	}
	/* The word with its rims. */
	assert_true(area > 612 * 792 - 65 * 14 && area < 612 * 792 - 60 * 12);
}

static void a_number_of_a_deleted_mark_is_not_given_again(void **state)
{
	struct desk *k = *state;
	const char *box = "{\"do\":\"box\",\"document\":0,\"pages\":[1],\"box\":[1,1,5,5]}";
	done(k, box);
	done(k, "{\"do\":\"delete\",\"marks\":[[0,4]]}");
	done(k, box);
	assert_int_equal(of(k, 0, 5)->id, 5);
	assert_int_equal(k->plans[0].n, 4);
}

/* ---- taking back --------------------------------------------------------------------------------------- */

static void a_step_is_taken_back_whole(void **state)
{
	struct desk *k = *state;
	size_t left;
	done(k, "{\"do\":\"state\",\"marks\":[[0,1],[1,1]],\"state\":2},{\"do\":\"box\",\"document\":0,\"pages\":[1],\"box\":[1,1,5,5]},{\"do\":\"withhold\",\"document\":0}");
	assert_int_equal(undo(k, "w", &left), 4);
	assert_int_equal(of(k, 0, 1)->state, MARK_PROPOSED);
	assert_str(of(k, 0, 1)->by, "");
	assert_str(of(k, 0, 1)->value, "Okonjo");
	assert_int_equal(k->plans[0].n, 3);
	assert_null(k->plans[0].withheld);
	assert_int_equal(undo(k, "w", &left), 0);
}

static void a_deleted_mark_comes_back_with_its_number(void **state)
{
	struct desk *k = *state;
	size_t left;
	done(k, "{\"do\":\"box\",\"document\":0,\"pages\":[1],\"box\":[1,1,5,5]}");
	done(k, "{\"do\":\"delete\",\"marks\":[[0,4]]}");
	assert_int_equal(undo(k, "w", &left), 1);
	assert_int_equal(of(k, 0, 4)->kind, MARK_BOX);
	assert_int_equal(undo(k, "w", &left), 1);
	assert_int_equal(k->plans[0].n, 3);
}

static void another_window_takes_back_nothing(void **state)
{
	struct desk *k = *state;
	size_t left;
	done(k, "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":2}");
	assert_int_equal(undo(k, "other", &left), 0);
	assert_int_equal(of(k, 0, 1)->state, MARK_REJECTED);
}

static void more_steps_than_are_kept_forget_the_first(void **state)
{
	struct desk *k = *state;
	size_t left, n = 0;
	for (int i = 0; i < 600; i++)
		done(k, i % 2 ? "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":2}" : "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":1}");
	while (undo(k, "w", &left))
		n++;
	assert_int_equal(n, 500);
}

static void a_value_taken_back_is_read_from_the_text_of_now(void **state)
{
	struct desk *k = *state;
	size_t left;
	done(k, "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":2}");
	read_text(k, 0, true);
	undo(k, "w", &left);
	assert_str(of(k, 0, 1)->value, "Okonjo");
}

/* ---- the rest ------------------------------------------------------------------------------------------ */

static void words_are_searched_as_terms_are(void **state)
{
	struct desk *k = *state;
	arena *mem = arena_new();
	search_found f;
	err e = ERR_INIT;
	assert_true(search_words(k->s, STR("okonjo"), true, 10, mem, &f, &e));
	assert_int_equal(f.n, 2);
	assert_int_equal(f.unread, 1);
	assert_true(search_words(k->s, STR("muller"), true, 10, mem, &f, &e));
	assert_int_equal(f.n, 1);
	assert_true(search_words(k->s, STR("konj"), true, 10, mem, &f, &e));
	assert_int_equal(f.n, 0);
	assert_true(search_words(k->s, STR("o"), false, 3, mem, &f, &e));
	assert_int_equal(f.n, 3);
	assert_true(f.more);
	arena_drop(mem);
}

static void only_what_is_new_is_told(void **state)
{
	struct desk *k = *state;
	buf out = { 0 };
	uint64_t before = k->s->revision;
	done(k, "{\"do\":\"note\",\"marks\":[[1,2]],\"note\":\"a \\\"b\\\"\"}");
	session_print_marks(k->s, before, &out);
	assert_true(str_starts(buf_view(&out), "[[1,2,0,1,"));
	assert_null(strstr(out.p + 1, "\n"));
	buf_free(&out);
}

static void what_was_used_last_stays_in_the_cache(void **state)
{
	(void)state;
	cache c = { .limit = 25 };
	for (uint32_t i = 0; i < 3; i++) {
		buf b = { 0 };
		buf_z(&b, "ten bytes.");
		answer *a = answer_json(&b);
		cache_put(&c, &(cache_key){ .kind = 'p', .page = i }, a);
		answer_drop(a);
		cache_find(&c, &(cache_key){ .kind = 'p', .page = 0 });
	}
	assert_non_null(cache_find(&c, &(cache_key){ .kind = 'p', .page = 0 }));
	assert_null(cache_find(&c, &(cache_key){ .kind = 'p', .page = 1 }));
	assert_non_null(cache_find(&c, &(cache_key){ .kind = 'p', .page = 2 }));
	cache_drop(&c);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(offsets_behind_a_pair_of_surrogates_count_it_twice),
		cmocka_unit_test(offsets_go_there_and_back),
		cmocka_unit_test(an_offset_within_a_character_is_where_it_begins),
		cmocka_unit_test(an_offset_may_lie_before_the_last_one),
		cmocka_unit_test(values_are_told_apart_without_case_and_blanks),
		cmocka_unit_test(many_values_keep_their_numbers),
		WITH(a_value_is_known_once_its_document_was_read),
		WITH(a_decision_has_a_name_and_a_time),
		WITH(a_rule_is_no_person_to_be_approved),
		WITH(the_same_decision_of_another_person_is_an_approval),
		WITH(another_decision_ends_an_approval),
		WITH(back_to_proposed_is_nobodys_decision),
		WITH(what_nobody_decided_is_not_approved),
		WITH(one_action_that_fails_undoes_those_before_it),
		WITH(words_become_a_mark_with_its_boxes),
		WITH(words_that_are_marked_already_are_accepted),
		WITH(blanks_are_no_words),
		WITH(boxes_come_when_places_are_known),
		WITH(everything_but_a_word_leaves_the_word_free),
		WITH(a_number_of_a_deleted_mark_is_not_given_again),
		WITH(a_step_is_taken_back_whole),
		WITH(a_deleted_mark_comes_back_with_its_number),
		WITH(another_window_takes_back_nothing),
		WITH(more_steps_than_are_kept_forget_the_first),
		WITH(a_value_taken_back_is_read_from_the_text_of_now),
		WITH(words_are_searched_as_terms_are),
		WITH(only_what_is_new_is_told),
		cmocka_unit_test(what_was_used_last_stays_in_the_cache),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
