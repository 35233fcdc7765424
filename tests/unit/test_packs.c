#include "patterns/packs.h"
#include "patterns/rules.h"
#include "redact/base/file.h"
#include "tests/unit/arena_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "[bar]\ntitle = bar number\ncode = BAR\n"

static packs parsed(const char *pack)
{
	err e = ERR_INIT;
	packs p = { .mem = mem };
	if (!packs_read(&p, STR("my.pack"), str_of(pack), &e))
		fail_msg("%s", e.text);
	return p;
}

static void refuses(const char *pack, const char *wanted)
{
	err e = ERR_INIT;
	packs p = { .mem = mem };
	assert_false(packs_read(&p, STR("my.pack"), str_of(pack), &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, wanted);
}

static packs shipped(void)
{
	err e = ERR_INIT;
	packs p = { .mem = mem };
	if (!packs_load(&p, NULL, 0, &e))
		fail_msg("%s", e.text);
	return p;
}

static void what_a_rule_says_is_read(void **state)
{
	(void)state;
	packs p = parsed("# mine\n" HEAD "standard = yes\ncheck = luhn\ncontext = bar no, state bar,\n  esq.\n"
	               "reach = 12\nrank = 10\nregex-checked = [0-9]{6}\nregex = x ; y\nmatch = a\\n[[b]]\nno-match = c\n");
	assert_int_equal(p.n, 1);
	const rule *one = &p.rules[0];
	assert_true(str_is(one->name, "bar") && str_is(one->title, "bar number") && str_is(one->code, "BAR"));
	assert_true(one->standard);
	assert_string_equal(one->check->name, "luhn");
	assert_int_equal(one->ncontext, 3);
	assert_true(str_is(one->context[2], "esq."));
	assert_int_equal(one->reach, 12);
	assert_int_equal(one->nshapes, 2);
	assert_int_equal(one->shapes[0].needs, NEEDS_CHECK);
	assert_int_equal(one->shapes[0].line, 11);
	assert_true(str_is(one->shapes[1].pattern, "x ; y"));
	assert_true(str_is(one->examples[0].text, "a\n[[b]]"));
	assert_int_equal(one->examples[1].line, 14);
}

static void ranks_follow_from_what_was_said(void **state)
{
	(void)state;
	packs p = parsed(HEAD "rank = 60\nregex = a\n");
	assert_int_equal(p.rules[0].rank_context, 80);
	assert_int_equal(p.rules[0].rank_failed, 30);
	assert_int_equal(p.rules[0].rank_failed_context, 72);
}

static void a_regex_goes_on_in_the_next_line(void **state)
{
	(void)state;
	packs p = parsed(HEAD "regex = (a\n        b)\nregex = c\n");
	assert_int_equal(p.rules[0].nshapes, 2);
	assert_true(str_is(p.rules[0].shapes[0].pattern, "(a\nb)"));
}

static void line_ends_of_windows_and_a_mark_of_order_are_taken(void **state)
{
	(void)state;
	packs p = parsed("\xEF\xBB\xBF[bar]\r\ntitle = t\r\ncode = C\r\nregex = a\r\n");
	assert_true(str_is(p.rules[0].shapes[0].pattern, "a"));
}

static void faults_are_told_by_file_and_line(void **state)
{
	(void)state;
	refuses("title = x\n", "my.pack:1: a rule begins with its name in brackets: [name]");
	refuses(HEAD "regex = a\ncolour = red\n", "my.pack:5: no setting has this name");
	refuses(HEAD "regex = a\ncheck = mod11\n", "my.pack:5: no check has this name");
	refuses(HEAD "regex = a\nrank = 101\n", "my.pack:5: the number must be from 0 to 100");
	refuses(HEAD "regex = a\nrank = high\n", "my.pack:5: not a number");
	refuses(HEAD "regex = a\nreach = 0\n", "my.pack:5: the number must be from 1 to 400");
	refuses(HEAD "regex = a\nstandard = maybe\n", "my.pack:5: standard is yes or no");
	refuses(HEAD "regex =\n", "my.pack:4: nothing stands behind the =");
	refuses(HEAD "regex = a\nwhat is this\n", "my.pack:5: neither [name], nor key = value, nor a comment");
	refuses(HEAD "regex = a\nmatch = a\n", "my.pack:5: mark what must be found: [[value]]");
	refuses(HEAD "regex = a\nmatch = [[a\n", "my.pack:5: [[ and ]] do not pair up");
	refuses(HEAD "regex = a\nno-match = [[a]]\n",
	        "my.pack:5: nothing must be found here, so nothing may stand in [[ ]]");
	refuses(HEAD "title = x\n  y\nregex = a\n",
	        "my.pack:5: only a regex or a list of words or rules may go on in a next line");
}

static void half_rules_are_refused(void **state)
{
	(void)state;
	refuses("[bar]\ntitle = t\nregex = a\n", "my.pack:1: the rule lacks a title or a code");
	refuses(HEAD, "my.pack:1: the rule lacks a regex");
	refuses(HEAD "regex-context = a\n", "my.pack:1: regex-context without context words can never match");
	refuses(HEAD "regex-checked = a\n", "my.pack:1: regex-checked without a check says nothing");
	refuses(HEAD "regex = a\n[foo]\n", "my.pack:5: the rule is empty");
	refuses("[foo]\n" HEAD "regex = a\n", "my.pack:1: the rule is empty");
}

static void a_line_that_would_be_cut_is_refused(void **state)
{
	(void)state;
	char pack[600] = HEAD "regex = ";
	memset(pack + strlen(pack), 'a', 250);
	refuses(pack, "my.pack:4: the line is too long; go on in the next one, after a blank");
}

static void names_that_mean_something_else_are_refused(void **state)
{
	(void)state;
	static const char *const names[] = { "none", "all", "term", "hunt", "Bar", "a b", "a,b", "" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		err e = ERR_INIT;
		packs p = { .mem = mem };
		str pack = str_fmt(mem, "[%s]\ntitle = t\ncode = C\nregex = a\n", names[i]);
		assert_false(packs_read(&p, STR("my.pack"), pack, &e));
	}
}

static void a_name_is_taken_once(void **state)
{
	(void)state;
	err e = ERR_INIT;
	packs p = shipped();
	assert_false(packs_read(&p, STR("my.pack"), STR("\n[ssn]\ntitle = t\ncode = C\nregex = a\n"), &e));
	assert_string_equal(e.text, "my.pack:2: a rule of this name was read before");
	assert_non_null(strstr(e.hint, "patterns/packs/us.pack"));
}

static void a_pack_that_is_no_text_is_refused(void **state)
{
	(void)state;
	refuses("[a]\ntitle = \xFF\n", "my.pack:2: not UTF-8 text");
}

static void a_bad_pattern_is_told_by_line_and_place(void **state)
{
	(void)state;
	err e = ERR_INIT;
	packs p = parsed(HEAD "regex = ab\n        c(d\n");
	const rule *one = &p.rules[0];
	assert_null(rules_new(&one, 1, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "my.pack:5:12: rule bar: missing closing parenthesis");
}

static void the_shipped_rules_are_these(void **state)
{
	(void)state;
	packs p = shipped();
	static const char *const names[] = {
		"ssn", "itin", "ein", "phone", "email", "card", "routing", "iban", "account", "dob", "ip", "url", "mac", "mrn",
		"npi", "dea", "mbi", "docket", "bar-number", "alien", "inmate", "fbi", "passport", "driver-license", "address",
		"zip", "vin", "plate", "uk-nino", "uk-nhs", "uk-sort-code", "ca-sin", "au-tfn", "de-steuer-id", "fr-nir",
		"es-dni", "pl-pesel", "swift", "crypto", "pin", "last-four", "person-id", "health-plan", "serial", "uscis-receipt",
		"postcode", "eu-address",
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_non_null(packs_lookup(&p, str_of(names[i])));
	assert_int_equal(p.n, sizeof names / sizeof *names);
}

static void every_shipped_rule_has_examples_of_both_kinds_that_hold(void **state)
{
	(void)state;
	packs p = shipped();
	for (size_t i = 0; i < p.n; i++) {
		bool match = false, no_match = false;
		for (size_t k = 0; k < p.rules[i].nexamples; k++) {
			const example *ex = &p.rules[i].examples[k];
			err e = ERR_INIT;
			if (!rules_try(&p.rules[i], ex, &e))
				fail_msg("%.*s:%u: %s", STR_ARG(p.rules[i].file), ex->line, e.text);
			*(memmem(ex->text.p, ex->text.n, "[[", 2) ? &match : &no_match) = true;
		}
		assert_true(match && no_match);
	}
}

static void an_example_that_does_not_hold_is_noticed(void **state)
{
	(void)state;
	packs p = parsed(HEAD "regex = [0-9]{3}\nmatch = [[123]] [[45]]\nmatch = [[1234]]\nno-match = 123\nmatch = [[123]]\n");
	for (size_t i = 0; i < 3; i++) {
		err e = ERR_INIT;
		assert_false(rules_try(&p.rules[0], &p.rules[0].examples[i], &e));
		assert_true(e.text[0] != 0);
	}
	err e = ERR_INIT;
	assert_true(rules_try(&p.rules[0], &p.rules[0].examples[3], &e));
}

static size_t selected(const char *names)
{
	err e = ERR_INIT;
	packs p = shipped();
	const rule **list;
	size_t n;
	assert_true(packs_select(&p, str_of(names), mem, &list, &n, &e));
	return n;
}

static void without_a_name_the_personal_identifiers_apply(void **state)
{
	(void)state;
	err e = ERR_INIT;
	packs p = shipped();
	const rule **list;
	size_t n;
	assert_true(packs_select(&p, STR(""), mem, &list, &n, &e));
	str joined = STR("");
	for (size_t i = 0; i < n; i++)
		joined = str_fmt(mem, STR_FMT " " STR_FMT, STR_ARG(joined), STR_ARG(list[i]->name));
	assert_string_equal(joined.p, " card routing iban account dob ssn itin ein");
}

static void rules_are_chosen_by_name(void **state)
{
	(void)state;
	assert_int_equal(selected("none"), 0);
	assert_int_equal(selected("all"), shipped().n);
	assert_int_equal(selected("ssn, email,ssn"), 2);
}

static void a_set_stands_for_its_rules(void **state)
{
	(void)state;
	static const char *const names[] = { "us-court", "us-discovery", "hipaa", "foia", "uk", "eu", "finance" };
	packs p = shipped();
	assert_int_equal(p.nsets, sizeof names / sizeof *names);
	for (size_t i = 0; i < p.nsets; i++) {
		const rule_set *set = packs_lookup_set(&p, str_of(names[i]));
		assert_non_null(set);
		assert_true(set->nmembers > 0 && set->source.n > 0);
	}
	assert_int_equal(selected("us-court"), 11);
	assert_int_equal(selected("us-court,email,ssn"), 12);
	assert_int_equal(selected("foia"), 11 + 10); /* it holds us-court */
}

static void a_set_has_rules_and_nothing_of_a_rule(void **state)
{
	(void)state;
	refuses("[ours]\nrules = ssn\n", "my.pack:1: the set lacks a title");
	refuses("[ours]\ntitle = x\nrules = ssn\nregex = ab\n",
	        "my.pack:1: a set of rules has a title, a source and rules, nothing else");
	refuses(HEAD "regex = ab\nsource = FRCP\n", "my.pack:1: only a set has a source; write a rule's in a comment");
	refuses("[ours]\ntitle = x\nrules = ssn\n[ours]\ntitle = y\nrules = ein\n", "my.pack:4: a set of this name was read before");
}

static void a_folder_may_add_sets_of_shipped_rules(void **state)
{
	(void)state;
	err e = ERR_INIT;
	char folder[] = "/tmp/underseal-packs-XXXXXX";
	const rule **list;
	size_t n;
	assert_non_null(mkdtemp(folder));
	str path = str_fmt(mem, "%s/mine.pack", folder), where = str_of(folder);
	packs p = { .mem = mem };
	assert_true(file_write(path.p, STR("[ours]\ntitle = ours\nrules = theirs,\n  email\n[theirs]\ntitle = x\nrules = ssn, ours\n"),
	                       0600, false, &e));
	assert_true(packs_load(&p, &where, 1, &e));
	assert_true(packs_select(&p, STR("ours"), mem, &list, &n, &e));
	assert_int_equal(n, 2);

	assert_true(file_write(path.p, STR("[ours]\ntitle = ours\nrules = ssn, emial\n"), 0600, true, &e));
	p = (packs){ .mem = mem };
	assert_false(packs_load(&p, &where, 1, &e));
	assert_non_null(strstr(e.text, "mine.pack:1: set ours: no rule is called \"emial\""));
	unlink(path.p);
	rmdir(folder);
}

static void an_unknown_rule_is_told_with_the_nearest(void **state)
{
	(void)state;
	err e = ERR_INIT;
	packs p = shipped();
	const rule **list;
	size_t n;
	assert_false(packs_select(&p, STR("ssn,emial"), mem, &list, &n, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "no rule is called \"emial\"");
	assert_non_null(strstr(e.hint, "did you mean email?"));
	assert_non_null(strstr(e.hint, "routing"));
}

static void a_name_like_no_other_suggests_none(void **state)
{
	(void)state;
	err e = ERR_INIT;
	packs p = shipped();
	const rule **list;
	size_t n;
	assert_false(packs_select(&p, STR("horseshoe"), mem, &list, &n, &e));
	assert_null(strstr(e.hint, "did you mean"));
}

static void a_folder_of_packs_adds_to_the_shipped(void **state)
{
	(void)state;
	err e = ERR_INIT;
	char folder[] = "/tmp/underseal-packs-XXXXXX";
	assert_non_null(mkdtemp(folder));
	str path = str_fmt(mem, "%s/mine.pack", folder), empty = str_of(folder);
	packs p = { .mem = mem };
	assert_false(packs_load(&p, &empty, 1, &e));
	assert_int_equal(e.kind, ERR_USAGE);

	assert_true(file_write(path.p, STR(HEAD "regex = [0-9]{6}\n"), 0600, false, &e));
	p = (packs){ .mem = mem };
	assert_true(packs_load(&p, &empty, 1, &e));
	assert_non_null(packs_lookup(&p, STR("bar")));
	assert_non_null(packs_lookup(&p, STR("ssn")));
	unlink(path.p);
	rmdir(folder);
	p = (packs){ .mem = mem };
	assert_false(packs_load(&p, &empty, 1, &e));
	assert_int_equal(e.kind, ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_rule_says_is_read),
		cmocka_unit_test(ranks_follow_from_what_was_said),
		cmocka_unit_test(a_regex_goes_on_in_the_next_line),
		cmocka_unit_test(line_ends_of_windows_and_a_mark_of_order_are_taken),
		cmocka_unit_test(faults_are_told_by_file_and_line),
		cmocka_unit_test(half_rules_are_refused),
		cmocka_unit_test(a_line_that_would_be_cut_is_refused),
		cmocka_unit_test(names_that_mean_something_else_are_refused),
		cmocka_unit_test(a_name_is_taken_once),
		cmocka_unit_test(a_pack_that_is_no_text_is_refused),
		cmocka_unit_test(a_bad_pattern_is_told_by_line_and_place),
		cmocka_unit_test(the_shipped_rules_are_these),
		cmocka_unit_test(every_shipped_rule_has_examples_of_both_kinds_that_hold),
		cmocka_unit_test(an_example_that_does_not_hold_is_noticed),
		cmocka_unit_test(without_a_name_the_personal_identifiers_apply),
		cmocka_unit_test(rules_are_chosen_by_name),
		cmocka_unit_test(a_set_stands_for_its_rules),
		cmocka_unit_test(a_set_has_rules_and_nothing_of_a_rule),
		cmocka_unit_test(a_folder_may_add_sets_of_shipped_rules),
		cmocka_unit_test(an_unknown_rule_is_told_with_the_nearest),
		cmocka_unit_test(a_name_like_no_other_suggests_none),
		cmocka_unit_test(a_folder_of_packs_adds_to_the_shipped),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
