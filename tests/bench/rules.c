/*
 * rules.c - how well and how fast the detectors find.
 *
 *     rules LABELLED.jsonl    recall and precision by rule, against labelled text: one JSON object a
 *                             line with "text" and "spans": [{ "start", "end", "type" }], offsets in
 *                             code points
 *     rules --speed FILE      time to open the detectors and to search a plain text, cut into units
 *                             of about a page, with the standard rules and ten terms
 *
 * A label counts as found when findings cover all of its letters and digits. A finding counts as
 * right when it touches a label of a kind that the rule is for.
 */
#include "patterns/detectors.h"
#include "patterns/packs.h"
#include "patterns/rules.h"
#include "patterns/terms.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"
#include "redact/readings.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct kind {
	const char *label, *rule;
	size_t labels, found, findings, right;
};

static struct kind kinds[] = {
	{ .label = "US_SSN", .rule = "ssn" },
	{ .label = "CREDIT_CARD", .rule = "card" },
	{ .label = "IBAN_CODE", .rule = "iban" },
	{ .label = "PHONE_NUMBER", .rule = "phone" },
	{ .label = "EMAIL_ADDRESS", .rule = "email" },
	{ .label = "IP_ADDRESS", .rule = "ip" },
	{ .label = "DOMAIN_NAME", .rule = "url" },
	{ .label = "DATE_TIME", .rule = "dob" },
	{ .label = NULL, .rule = "itin" },
	{ .label = NULL, .rule = "ein" },
	{ .label = NULL, .rule = "routing" },
	{ .label = NULL, .rule = "account" },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Of this process: one thread, and the machine may be busy with others. */
static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static size_t byte_of(str s, size_t point)
{
	size_t at = 0;
	while (point-- && at < s.n)
		utf8_next(s, &at);
	return at;
}

/* Which labels count for a date of birth: those a word of birth stands before. */
static bool is_birth(str s, size_t beg)
{
	str before = str_sub(s, beg > 40 ? beg - 40 : 0, beg);
	for (size_t i = 0; i + 4 <= before.n; i++)
		if (memcmp(before.p + i, "born", 4) == 0 || memcmp(before.p + i, "birt", 4) == 0)
			return true;
	return false;
}

static bool covered(str s, size_t beg, size_t end, const findings *f, const char *by)
{
	for (size_t i = beg; i < end; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool inside = !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
		for (size_t k = 0; k < f->n && !inside; k++)
			inside = str_is(f->list[k].rule, by) && i >= f->list[k].beg && i < f->list[k].end;
		if (!inside)
			return false;
	}
	return true;
}

static void count(json_t *spans, str s, const findings *f, bool show)
{
	for (size_t k = 0; k < KINDS; k++) {
		struct kind *kind = &kinds[k];
		for (size_t i = 0; i < f->n; i++) {
			if (!str_is(f->list[i].rule, kind->rule))
				continue;
			bool right = false;
			size_t n;
			json_t *mark;
			json_array_foreach(spans, n, mark) {
				size_t beg = byte_of(s, (size_t)json_integer_value(json_object_get(mark, "start")));
				size_t end = byte_of(s, (size_t)json_integer_value(json_object_get(mark, "end")));
				const char *type = json_string_value(json_object_get(mark, "type"));
				right |= kind->label && type && strcmp(type, kind->label) == 0 &&
				         f->list[i].beg < end && beg < f->list[i].end;
			}
			kind->findings++;
			kind->right += right;
			if (show && !right)
				printf("  wrong %s %d: %.*s\n", kind->rule, f->list[i].rank, (int)(f->list[i].end - f->list[i].beg), s.p + f->list[i].beg);
		}
		size_t n;
		json_t *mark;
		json_array_foreach(spans, n, mark) {
			const char *type = json_string_value(json_object_get(mark, "type"));
			if (!kind->label || !type || strcmp(type, kind->label) != 0)
				continue;
			size_t beg = byte_of(s, (size_t)json_integer_value(json_object_get(mark, "start")));
			size_t end = byte_of(s, (size_t)json_integer_value(json_object_get(mark, "end")));
			if (strcmp(kind->rule, "dob") == 0 && !is_birth(s, beg))
				continue;
			bool found = covered(s, beg, end, f, kind->rule);
			kind->labels++;
			kind->found += found;
			if (show && !found)
				printf("  missed %s: %.*s\n", kind->rule, (int)(end - beg), s.p + beg);
		}
	}
}

/* In the text, and in whatever else it may say. */
static bool find_all(const rules *set, str words, findings *f, err *e)
{
	text t = { .mem = f->mem };
	findings there = { .mem = f->mem };
	text_add_string(&t, UNIT_BODY, STR("text"), words, true);
	readings other = readings_of(&t, f->mem);
	bool ok = rules_find(set, &t.units[0], 0, NULL, f, e);
	for (size_t i = 0; ok && i < other.text.n; i++)
		ok = rules_find(set, &other.text.units[i], (uint32_t)i, NULL, &there, e);
	for (size_t i = 0; i < there.n; i++)
		if (readings_place(&other, &there.list[i]))
			findings_add(f, there.list[i]);
	findings_sort(f);
	findings_merge(f);
	return ok;
}

static int measure(const char *path, bool show)
{
	arena *mem = arena_new();
	err e = ERR_INIT;
	str all, line;
	packs p = { .mem = mem };
	const rule **chosen;
	size_t n;

	if (!file_read(path, 1u << 30, mem, &all, &e) || !packs_load(&p, NULL, 0, &e) ||
	    !packs_select(&p, STR("all"), mem, &chosen, &n, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 2;
	}
	rules *set = rules_new(chosen, n, &e);
	while (set && str_cut(&all, '\n', &line)) {
		if (line.n == 0)
			continue;
		json_t *row = json_loadb(line.p, line.n, 0, NULL);
		const char *z = json_string_value(json_object_get(row, "text"));
		arena *tmp = arena_new();
		findings f = { .mem = tmp };
		if (!z || !find_all(set, str_of(z), &f, &e)) {
			fprintf(stderr, "%s: %s\n", path, z ? e.text : "a line without a text");
			return 2;
		}
		count(json_object_get(row, "spans"), str_of(z), &f, show);
		arena_drop(tmp);
		json_decref(row);
	}
	printf("rule      labels   found  recall   findings   right  precision\n");
	for (size_t k = 0; k < KINDS; k++) {
		const struct kind *i = &kinds[k];
		printf("%-8s %7zu %7zu %7.3f %10zu %7zu %10.3f\n", i->rule, i->labels, i->found,
		       i->labels ? (double)i->found / (double)i->labels : 0.0, i->findings, i->right,
		       i->findings ? (double)i->right / (double)i->findings : 0.0);
	}
	rules_drop(set);
	arena_drop(mem);
	return 0;
}

static int speed(const char *path)
{
	enum { PAGE = 3500 };
	static const char list[] = "Margaret Okonjo\nTobias Lee\nNorthgate Freight\nSmith-Jones\n536-90-4399\n"
	                           "Ada Quist\nMeridian Trust\nJosé Müller\nHalloran\n(202) 555-0143\n";
	arena *mem = arena_new();
	err e = ERR_INIT;
	str all;

	if (!file_read(path, 1u << 30, mem, &all, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 2;
	}
	text t = { .mem = mem };
	for (size_t at = 0; at < all.n;) {
		size_t end = at + PAGE;
		while (end < all.n && all.p[end] != '\n')
			end++;
		unit *u = text_add(&t, UNIT_PAGE, str_fmt(mem, "page %zu", t.n + 1));
		u->text = str_sub(all, at, end);
		at = end;
	}
	double start = seconds();
	detectors look = { .n = 0 };
	request want = { .rules = STR("") };
	findings f = { .mem = mem };
	terms_file file = { STR("list"), STR(list) };
	if (!patterns_open(&want, mem, &look, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return 2;
	}
	terms *words = terms_new(&file, 1, &e);
	double opened = seconds();
	bool ok = words && look.list[0].detect(look.list[0].state, &t, &f, &e);
	double ruled = seconds();
	for (size_t i = 0; i < t.n && ok; i++)
		ok = terms_find(words, t.units[i].text, (uint32_t)i, &f, &e);
	double done = seconds();
	if (!ok) {
		fprintf(stderr, "%s\n", e.text);
		return 2;
	}
	printf("%zu bytes in %zu units, %zu findings: open %.1f ms, rules %.1f ms, terms %.1f ms, all %.1f ms\n",
	       all.n, t.n, f.n, (opened - start) * 1e3, (ruled - opened) * 1e3, (done - ruled) * 1e3,
	       (done - start) * 1e3);
	terms_drop(words);
	detectors_close(&look);
	arena_drop(mem);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--speed") == 0)
		return speed(argv[2]);
	if (argc == 2 || (argc == 3 && strcmp(argv[2], "--show") == 0))
		return measure(argv[1], argc == 3);
	fprintf(stderr, "usage: rules LABELLED.jsonl [--show] | rules --speed FILE\n");
	return 2;
}
