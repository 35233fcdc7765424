/* The ledger: what it keeps, and what shows when somebody changes it. */
#include "redact/model/json.h"
#include "redact/work/ledger/ledger_docs.h"
#include "tests/unit/plain.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <cmocka.h>

struct world {
	arena *mem;
	char *folder;
	const char *path;
	ledger *l;
	err e;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	w->folder = test_folder();
	w->path = test_path(w->folder, "out.ledger", w->mem);
	w->l = ledger_open(w->path, &w->e);
	*state = w;
	return w->l ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	ledger_close(w->l);
	remove_folder(w->folder);
	arena_drop(w->mem);
	free(w);
	return 0;
}

static int64_t add(struct world *w, const char *name, const char *state, const char *rows)
{
	json_t *o = json_object();
	json_object_set_new(o, "event", json_string("document"));
	json_object_set_new(o, "name", json_string(name));
	json_object_set_new(o, "state", json_string(state));
	int64_t row = ledger_add(w->l, o, STR("{}\n"), str_of(rows), &w->e);
	json_decref(o);
	return row;
}

static bool again(struct world *w)
{
	ledger_close(w->l);
	w->e = (err)ERR_INIT;
	w->l = ledger_open(w->path, &w->e);
	return w->l != NULL;
}

/* As somebody does who can write to the file. */
static void meddle(struct world *w, const char *sql)
{
	sqlite3 *db;
	ledger_close(w->l);
	w->l = NULL;
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DROP TRIGGER rows_stay; DROP TRIGGER rows_keep", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int64_t first_bad(struct world *w)
{
	w->l = ledger_look(w->path, &w->e);
	assert_non_null(w->l);
	return ledger_check(w->l, &w->e);
}

static void add_three(struct world *w)
{
	assert_int_equal(add(w, "a.pdf", "failed", ""), 1);
	assert_int_equal(add(w, "b.pdf", "proven", "row\r\n"), 2);
	assert_int_equal(add(w, "a.pdf", "proven", ""), 3);
	assert_true(ledger_flush(w->l, &w->e));
}

static void rows_are_there_when_it_is_opened_again(void **state)
{
	struct world *w = *state;
	ledger_row r;
	add_three(w);
	ledger_end before = ledger_last(w->l);
	assert_true(again(w));
	assert_int_equal(ledger_last(w->l).rows, 3);
	assert_string_equal(ledger_last(w->l).chain, before.chain);
	assert_true(ledger_read(w->l, 2, w->mem, &r, &w->e));
	assert_true(str_is(r.log, "row\r\n"));
	assert_true(str_is(r.proof, "{}\n"));
}

static void what_was_not_flushed_is_as_if_it_had_never_been(void **state)
{
	struct world *w = *state;
	add_three(w);
	assert_int_equal(add(w, "c.pdf", "proven", ""), 4);
	assert_true(again(w));
	assert_int_equal(ledger_last(w->l).rows, 3);
	assert_int_equal(add(w, "c.pdf", "proven", ""), 4);
	assert_true(ledger_flush(w->l, &w->e));
	assert_true(again(w));
}

static void only_its_owner_can_read_it(void **state)
{
	struct world *w = *state;
	struct stat st;
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void of_a_document_the_last_row_counts(void **state)
{
	struct world *w = *state;
	ledger_docs d = { .mem = w->mem };
	add_three(w);
	assert_true(ledger_docs_read(w->l, &d, &w->e));
	assert_int_equal(d.n, 2);
	assert_true(str_is(ledger_docs_find(&d, STR("a.pdf"))->state, "proven"));
	assert_int_equal(ledger_docs_find(&d, STR("a.pdf"))->row, 3);
	assert_null(ledger_docs_find(&d, STR("c.pdf")));
	ledger_docs_drop(&d);
}

static void thousands_of_documents_are_each_found(void **state)
{
	struct world *w = *state;
	ledger_docs d = { .mem = w->mem };
	char name[32];
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof name, "%d.pdf", i);
		assert_int_equal(add(w, name, "proven", ""), i + 1);
	}
	assert_true(ledger_docs_read(w->l, &d, &w->e));
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof name, "%d.pdf", i);
		assert_int_equal(ledger_docs_find(&d, str_of(name))->row, i + 1);
	}
	ledger_docs_drop(&d);
}

static void a_whole_chain_is_whole(void **state)
{
	struct world *w = *state;
	add_three(w);
	ledger_close(w->l);
	assert_int_equal(first_bad(w), 0);
}

static void a_changed_row_shows(void **state)
{
	struct world *w = *state;
	add_three(w);
	meddle(w, "UPDATE rows SET body = replace(body, 'failed', 'proven') WHERE number = 1");
	assert_int_equal(first_bad(w), 1);
	assert_false(again(w));
	assert_non_null(strstr(w->e.text, "row 1 is not as it was written"));
}

static void a_byte_moved_from_the_proof_to_the_log_shows(void **state)
{
	struct world *w = *state;
	add_three(w);
	meddle(w, "UPDATE rows SET proof = '{}', log = char(10) || log WHERE number = 2");
	assert_int_equal(first_bad(w), 2);
}

static void a_row_that_was_taken_out_shows(void **state)
{
	struct world *w = *state;
	add_three(w);
	meddle(w, "DELETE FROM rows WHERE number = 2; UPDATE rows SET number = 2 WHERE number = 3");
	assert_int_equal(first_bad(w), 2);
}

static void rows_off_the_end_show_in_number_and_last_hash_alone(void **state)
{
	struct world *w = *state;
	add_three(w);
	ledger_end before = ledger_last(w->l);
	meddle(w, "DELETE FROM rows WHERE number = 3");
	assert_int_equal(first_bad(w), 0);
	assert_int_equal(ledger_last(w->l).rows, 2);
	assert_string_not_equal(ledger_last(w->l).chain, before.chain);
}

static void another_database_is_not_written_to(void **state)
{
	struct world *w = *state;
	sqlite3 *db;
	const char *path = test_path(w->folder, "other.db", w->mem);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE mine (a)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_null(ledger_open(path, &w->e));
	assert_int_equal(w->e.kind, ERR_INPUT);
}

static void after_a_row_that_could_not_be_written_none_is(void **state)
{
	struct world *w = *state;
	sqlite3 *db;
	add_three(w);
	/* Somebody else's row, as of a second run that chose the same ledger. */
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO rows VALUES (4, '{}', '', '', zeroblob(32))", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(add(w, "c.pdf", "proven", ""), 0);
	assert_int_equal(w->e.kind, ERR_SYSTEM);
	assert_int_equal(add(w, "d.pdf", "proven", ""), 0);
	assert_false(ledger_flush(w->l, &w->e));
}

static void a_name_that_is_no_utf8_stands_in_hex(void **state)
{
	struct world *w = *state;
	assert_true(str_is(ledger_name(STR("M\xfcller"), w->mem), "hex:4dfc6c6c6572"));
	assert_true(str_is(ledger_name(STR("M\xc3\xbcller"), w->mem), "M\xc3\xbcller"));
}

static void it_lies_beside_the_output(void **state)
{
	struct world *w = *state;
	assert_string_equal(ledger_beside("out", w->mem), "out.ledger");
	assert_string_equal(ledger_beside("a/out//", w->mem), "a/out.ledger");
	assert_true(str_ends(str_of(ledger_beside(".", w->mem)), ".ledger"));
	assert_string_not_equal(ledger_beside(".", w->mem), "..ledger");
}

/* ---- rows that somebody made -------------------------------------------------------------------- */

static const ledger_doc *only(struct world *w, const char *body, ledger_docs *d)
{
	*d = (ledger_docs){ .mem = w->mem };
	ledger_docs_take(d, &(ledger_row){ .number = 1, .body = str_of(body) });
	ledger_docs_end(d);
	return d->n ? &d->list[0] : NULL;
}

static void an_output_that_leads_out_of_the_folder_is_not_believed(void **state)
{
	static const char *const bodies[] = {
		"{\"event\":\"document\",\"name\":\"a\",\"state\":\"proven\",\"output\":\"../b\"}",
		"{\"event\":\"document\",\"name\":\"a\",\"state\":\"proven\",\"output\":\"/etc/passwd\"}",
		"{\"event\":\"document\",\"name\":\"a\",\"state\":\"proven\",\"output\":\"b\",\"was\":\"c/../../d\"}",
		"{\"event\":\"document\",\"name\":\"a\",\"state\":\"withheld\",\"output\":\"b\",\"wanted\":\"b\\u0000c\"}",
	};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		ledger_docs d;
		const ledger_doc *doc = only(*state, bodies[i], &d);
		assert_true(doc->output.n <= 1 && doc->was.n == 0 && doc->wanted.n == 0);
		ledger_docs_drop(&d);
	}
}

static void what_is_not_what_it_should_be_counts_for_nothing(void **state)
{
	ledger_docs d;
	const ledger_doc *doc = only(*state, "{\"event\":\"document\",\"name\":7,\"state\":[],\"pages\":-3,\"taken\":\"many\",\"met\":{\"a\":1},"
	                                     "\"lies_in\":[null,3],\"called\":{},\"reason\":\"none\",\"output\":null}", &d);
	assert_non_null(doc);
	assert_int_equal(doc->pages + doc->taken + doc->nmet + doc->name.n + doc->reason.n, 0);
	assert_false(ledger_came_out(doc));
	ledger_docs_drop(&d);
	assert_null(only(*state, "[1,2]", &d));
	assert_null(only(*state, "no JSON", &d));
	assert_null(only(*state, "{\"event\":{}}", &d));
}

static void attachments_of_one_name_are_told_apart_by_their_documents(void **state)
{
	struct world *w = *state;
	static const char *const bodies[] = {
		"{\"event\":\"document\",\"name\":\"a.pdf\",\"state\":\"proven\"}",
		"{\"event\":\"document\",\"name\":\"a.docx\",\"state\":\"proven\"}",
		"{\"event\":\"document\",\"name\":\"a.attachments/x\",\"state\":\"proven\",\"lies_in\":[\"a.pdf\"],\"called\":\"x\"}",
		"{\"event\":\"document\",\"name\":\"a.attachments/x\",\"state\":\"failed\",\"lies_in\":[\"a.docx\"],\"called\":\"x\"}",
	};
	ledger_docs d = { .mem = w->mem };
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		ledger_docs_take(&d, &(ledger_row){ .number = (int64_t)i + 1, .body = str_of(bodies[i]) });
	ledger_docs_end(&d);
	assert_int_equal(d.n, 4);
	assert_int_equal(ledger_docs_find(&d, STR("a.pdf"))->inner, 3);
	assert_int_equal(ledger_docs_find(&d, STR("a.docx"))->inner, 4);
	assert_true(str_is(ledger_docs_find(&d, ledger_docs_key(STR("a.docx"), STR("x"), w->mem))->state, "failed"));
	ledger_docs_drop(&d);
}

int main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_WORLD(rows_are_there_when_it_is_opened_again),
		IN_WORLD(what_was_not_flushed_is_as_if_it_had_never_been),
		IN_WORLD(only_its_owner_can_read_it),
		IN_WORLD(of_a_document_the_last_row_counts),
		IN_WORLD(thousands_of_documents_are_each_found),
		IN_WORLD(a_whole_chain_is_whole),
		IN_WORLD(a_changed_row_shows),
		IN_WORLD(a_byte_moved_from_the_proof_to_the_log_shows),
		IN_WORLD(a_row_that_was_taken_out_shows),
		IN_WORLD(rows_off_the_end_show_in_number_and_last_hash_alone),
		IN_WORLD(another_database_is_not_written_to),
		IN_WORLD(after_a_row_that_could_not_be_written_none_is),
		IN_WORLD(a_name_that_is_no_utf8_stands_in_hex),
		IN_WORLD(it_lies_beside_the_output),
		IN_WORLD(an_output_that_leads_out_of_the_folder_is_not_believed),
		IN_WORLD(what_is_not_what_it_should_be_counts_for_nothing),
		IN_WORLD(attachments_of_one_name_are_told_apart_by_their_documents),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
