#include "cli/command.h"
#include "cli/out.h"
#include "cli/show_profiles.h"
#include "patterns/packs.h"
#include "patterns/rules.h"
#include "redact/base/log.h"

#include <stdio.h>
#include <string.h>

struct options {
	int json, test, profiles;
	str *folders; size_t nfolders;   /* --packs */
};

/* ---- show ---------------------------------------------------------------------------------- */

static str members_of(const rule_set *set, arena *mem)
{
	buf b = { 0 };

	for (size_t i = 0; i < set->nmembers; i++)
		buf_fmt(&b, "%s" STR_FMT, i ? " " : "", STR_ARG(set->members[i]));
	str out = str_dup(buf_view(&b), mem);
	buf_free(&b);
	return out;
}

static void list_sets(const packs *p, arena *mem)
{
	table t = { .mem = mem, .columns = 3 };

	table_cell(&t, STR("Set"));
	table_cell(&t, STR("For"));
	table_cell(&t, STR("Rules"));
	for (size_t i = 0; i < p->nsets; i++) {
		table_cell(&t, p->sets[i].name);
		table_cell(&t, p->sets[i].title);
		table_cell(&t, members_of(&p->sets[i], mem));
	}
	table_print(&t);
	puts("\nA set is named like a rule: --rules us-court,email. What each is drawn from: underseal rules SET.");
}

static void list_rules(const packs *p, arena *mem)
{
	table t = { .mem = mem, .columns = 4 };

	table_cell(&t, STR("Rule"));
	table_cell(&t, STR("Code"));
	table_cell(&t, STR("Standard"));
	table_cell(&t, STR("What it finds"));
	for (size_t i = 0; i < p->n; i++) {
		const rule *one = &p->rules[i];
		table_cell(&t, one->name);
		table_cell(&t, one->code);
		table_cell(&t, one->standard ? STR("yes") : STR(""));
		table_cell(&t, one->title);
	}
	table_print(&t);
	puts("\nWithout --rules, those marked as standard apply. underseal rules NAME shows one whole.\n");
	list_sets(p, mem);
}

static void print_indented(const char *key, str words)
{
	str line;

	for (bool first = true; str_cut(&words, '\n', &line); first = false)
		printf("  %-14s " STR_FMT "\n", first ? key : "", STR_ARG(line));
}

/* Examples are shown as a pack writes them, so that each stays one line. */
static str escaped(str words, arena *mem)
{
	buf b = { 0 };

	for (size_t i = 0; i < words.n; i++) {
		char c = words.p[i];
		if (c == '\n' || c == '\t' || c == '\\') {
			buf_byte(&b, '\\');
			c = c == '\n' ? 'n' : c == '\t' ? 't' : '\\';
		}
		buf_byte(&b, c);
	}
	str out = str_dup(buf_view(&b), mem);
	buf_free(&b);
	return out;
}

static bool is_marked(const example *ex)
{
	return memmem(ex->text.p, ex->text.n, "[[", 2) != NULL;
}

static void show_rule(const rule *one, arena *mem)
{
	printf(STR_FMT ": " STR_FMT "\n", STR_ARG(one->name), STR_ARG(one->title));
	print_indented("code", one->code);
	print_indented("standard", one->standard ? STR("yes") : STR("no"));
	for (size_t i = 0; i < one->nshapes; i++)
		print_indented(shape_needs_name(one->shapes[i].needs), one->shapes[i].pattern);
	if (one->check)
		print_indented("check", str_fmt(mem, "%s: %s", one->check->name, one->check->says));
	buf words = { 0 };
	for (size_t i = 0; i < one->ncontext; i++)
		buf_fmt(&words, "%s" STR_FMT, i ? ", " : "", STR_ARG(one->context[i]));
	if (words.n)
		print_indented("context", str_fmt(mem, STR_FMT " (within %d characters)", STR_ARG(buf_view(&words)), one->reach));
	buf_free(&words);
	print_indented("rank", str_fmt(mem, "%d alone, %d with context; %d and %d where the check fails", one->rank,
	                               one->rank_context, one->rank_failed, one->rank_failed_context));
	for (size_t i = 0; i < one->nexamples; i++)
		print_indented(is_marked(&one->examples[i]) ? "match" : "no-match", escaped(one->examples[i].text, mem));
	print_indented("stands in", str_fmt(mem, STR_FMT ":%u", STR_ARG(one->file), one->line));
}

static json_t *json_words(str s)
{
	return json_stringn(s.p, s.n);
}

static void add_examples(json_t *to, const char *key, const rule *one, bool marked)
{
	json_t *list = json_array();

	for (size_t i = 0; i < one->nexamples; i++)
		if (is_marked(&one->examples[i]) == marked)
			json_array_append_new(list, json_words(one->examples[i].text));
	json_object_set_new(to, key, list);
}

static void print_json(const rule *one)
{
	json_t *o = json_object(), *shapes = json_array(), *context = json_array();

	json_object_set_new(o, "schema", json_string("rule/1"));
	json_object_set_new(o, "name", json_words(one->name));
	json_object_set_new(o, "title", json_words(one->title));
	json_object_set_new(o, "code", json_words(one->code));
	json_object_set_new(o, "standard", json_boolean(one->standard));
	for (size_t i = 0; i < one->nshapes; i++) {
		json_t *shape_json = json_object();
		json_object_set_new(shape_json, "kind", json_string(shape_needs_name(one->shapes[i].needs)));
		json_object_set_new(shape_json, "regex", json_words(one->shapes[i].pattern));
		json_array_append_new(shapes, shape_json);
	}
	json_object_set_new(o, "shapes", shapes);
	json_object_set_new(o, "check", one->check ? json_string(one->check->name) : json_null());
	for (size_t i = 0; i < one->ncontext; i++)
		json_array_append_new(context, json_words(one->context[i]));
	json_object_set_new(o, "context", context);
	json_object_set_new(o, "reach", json_integer(one->reach));
	json_object_set_new(o, "rank", json_integer(one->rank));
	json_object_set_new(o, "rank_context", json_integer(one->rank_context));
	json_object_set_new(o, "rank_failed", json_integer(one->rank_failed));
	json_object_set_new(o, "rank_failed_context", json_integer(one->rank_failed_context));
	add_examples(o, "match", one, true);
	add_examples(o, "no_match", one, false);
	json_object_set_new(o, "file", json_words(one->file));
	json_object_set_new(o, "line", json_integer(one->line));
	out_json(o);
}

static void show_set(const rule_set *set, arena *mem)
{
	printf(STR_FMT ": " STR_FMT "\n", STR_ARG(set->name), STR_ARG(set->title));
	print_indented("source", set->source);
	print_indented("rules", members_of(set, mem));
	print_indented("stands in", str_fmt(mem, STR_FMT ":%u", STR_ARG(set->file), set->line));
}

static void print_set_json(const rule_set *set)
{
	json_t *o = json_object(), *members = json_array();

	json_object_set_new(o, "schema", json_string("rule-set/1"));
	json_object_set_new(o, "name", json_words(set->name));
	json_object_set_new(o, "title", json_words(set->title));
	json_object_set_new(o, "source", json_words(set->source));
	for (size_t i = 0; i < set->nmembers; i++)
		json_array_append_new(members, json_words(set->members[i]));
	json_object_set_new(o, "rules", members);
	json_object_set_new(o, "file", json_words(set->file));
	json_object_set_new(o, "line", json_integer(set->line));
	out_json(o);
}

/* The sets that were asked for, or all; a set that is shown whole stands for its rules. */
static void show_sets(const packs *p, const operands *names, bool json, arena *mem)
{
	for (size_t i = 0; i < p->nsets; i++) {
		bool asked = names->n == 0;
		for (size_t k = 0; k < names->n; k++)
			asked |= str_is(p->sets[i].name, names->list[k]);
		if (asked && json)
			print_set_json(&p->sets[i]);
		else if (asked)
			show_set(&p->sets[i], mem);
	}
}

/* ---- test ---------------------------------------------------------------------------------- */

static bool test_rule(const rule *one, bool json, arena *mem)
{
	size_t failed = 0;
	json_t *faults = json_array();

	for (size_t i = 0; i < one->nexamples; i++) {
		err e = ERR_INIT;
		if (rules_try(one, &one->examples[i], &e))
			continue;
		failed++;
		if (json) {
			json_t *o = json_object();
			json_object_set_new(o, "example", json_integer((json_int_t)i + 1));
			json_object_set_new(o, "line", json_integer(one->examples[i].line));
			json_object_set_new(o, "trouble", json_string(e.text));
			json_array_append_new(faults, o);
		} else {
			log_error(STR_FMT ":%u: rule " STR_FMT ", example %zu: %s", STR_ARG(one->file), one->examples[i].line,
			          STR_ARG(one->name), i + 1, e.text);
		}
	}
	if (json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("rule-test/1"));
		json_object_set_new(o, "name", json_words(one->name));
		json_object_set_new(o, "examples", json_integer((json_int_t)one->nexamples));
		json_object_set_new(o, "failed", faults);
		out_json(o);
	} else {
		json_decref(faults);
		printf(STR_FMT ": " STR_FMT "%s\n", STR_ARG(one->name),
		       STR_ARG(out_count(mem, one->nexamples, "example", "examples")),
		       failed ? ", not all as they should be" : one->nexamples ? ", all as they should be" : "");
	}
	return failed == 0;
}

/* ---- the command --------------------------------------------------------------------------- */

static void take_folders(struct options *o, char **packs, arena *mem)
{
	size_t n = 0;
	while (packs && packs[n])
		n++;
	o->folders = arena_array(mem, str, n);
	for (; o->nfolders < n; o->nfolders++)
		o->folders[o->nfolders] = str_of(packs[o->nfolders]);
}

static str names_asked(const operands *names, arena *mem)
{
	buf asked = { 0 };
	for (size_t i = 0; i < names->n; i++)
		buf_fmt(&asked, "%s,", names->list[i]);
	str all = asked.n ? str_dup(buf_view(&asked), mem) : STR("all");
	buf_free(&asked);
	return all;
}

/* A bad pattern is told before anything is shown. */
static bool choose(const struct options *o, const operands *names, packs *p, const rule ***chosen, size_t *n, err *e)
{
	if (!packs_load(p, o->folders, o->nfolders, e) || !packs_select(p, names_asked(names, p->mem), p->mem, chosen, n, e))
		return false;
	rules *compiled = rules_new(*chosen, *n, e);
	bool good = compiled != NULL;
	rules_drop(compiled);
	return good;
}

static int test_all(const rule **chosen, size_t n, bool json, arena *mem)
{
	bool good = true;
	for (size_t i = 0; i < n; i++)
		good &= test_rule(chosen[i], json, mem);
	return good ? 0 : 1;
}

static void show_all(const packs *p, const operands *names, const rule **chosen, size_t n, bool json, arena *mem)
{
	show_sets(p, names, json, mem);
	for (size_t i = 0; json && i < n; i++)
		print_json(chosen[i]);
	for (size_t i = 0; !json && i < names->n; i++) {
		const rule *one = packs_lookup(p, str_of(names->list[i]));
		if (one)
			show_rule(one, mem);
	}
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	struct options o = { 0 };
	char **folders = NULL;
	struct poptOption options[] = {
		{ "test", 0, POPT_ARG_NONE, &o.test, 0, "run the examples that each rule brings along", NULL },
		{ "profiles", 0, POPT_ARG_NONE, &o.profiles, 0, "list the profiles: what of each kind of value may stay, and by which rule of law", NULL },
		{ "packs", 0, POPT_ARG_ARGV, &folders, 0, "a folder with rule packs of your own", "DIR" },
		{ "json", 0, POPT_ARG_NONE, &o.json, 0, "one JSON object a rule or set (schema rule/1, rule-set/1 or rule-test/1)", NULL },
		POPT_TABLEEND
	};
	operands names;
	int status = options_read(self, argc, argv, options, mem, &names);
	if (status >= 0)
		return status;
	take_folders(&o, folders, mem);
	if (o.profiles)
		return show_profiles(o.folders, o.nfolders, o.json, mem);

	err e = ERR_INIT;
	packs p = { .mem = mem };
	const rule **chosen;
	size_t n = 0;
	if (!choose(&o, &names, &p, &chosen, &n, &e))
		return out_wrong(&e);
	if (o.test)
		return test_all(chosen, n, o.json, mem);
	if (o.json || names.n)
		show_all(&p, &names, chosen, n, o.json, mem);
	else
		list_rules(&p, mem);
	return 0;
}

const command cmd_rules = {
	.name = "rules",
	.summary = "list what is looked for without being named, or show one rule",
	.usage = "[NAME...] [--test] [--profiles] [--packs DIR] [--json]",
	.about = "Lists the rules that find numbers and addresses by their shape: what each is called, the code\n"
	         "that is printed on its boxes, and whether it applies when you name none; then the sets of rules,\n"
	         "by who is going to read. With a NAME, shows all of that rule: its patterns, its check, the words\n"
	         "it expects nearby, and examples; of a set, its source and its rules.\n"
	         "\n"
	         "    underseal rules ssn\n"
	         "    underseal rules us-court\n"
	         "    underseal rules --test --packs my-packs\n"
	         "    underseal rules --profiles       what --profile lets stay, and where that is written\n"
	         "\n"
	         "Rules are kept in packs, plain text files; you may write your own and name their folder with\n"
	         "--packs. With --test every rule is run over its own examples; the exit status is 1 when one\n"
	         "is not found, or found where it should not be.\n",
	.run = run,
};
