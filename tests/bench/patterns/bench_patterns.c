/*
 * bench_patterns.c - how well and how fast the rules find.
 *
 *     bench_patterns [--show KIND] [LABELLED.jsonl ...]
 *
 * Recall, precision and F2 by kind, and how many documents keep a value somewhere: on 2,000 texts that
 * texts.c makes, then on each labelled file: one JSON object a line with "text" and "spans": [{ "start",
 * "end", "type" }], offsets in code points. Last the speed, with the rules of all packs, on the texts
 * that were made and on those of the files.
 *
 * A label counts as found when findings, of whatever rule, cover all of its letters and digits: then they
 * are redacted. A finding counts as right when it touches a label of the kind that its rule is for.
 * --show prints what was missed and what was wrong; these are made-up values, but not those of a file.
 */
#include "patterns/detectors.h"
#include "patterns/packs.h"
#include "patterns/rules.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"
#include "redact/readings.h"
#include "tests/bench/patterns/texts.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TEXTS = 2000, KINDS = 64, PAGE = 3500 };

struct tally {
	const char *kind;
	bool us, goal;     /* counts for the sums */
	size_t labels, found, findings, right;
};

struct bench {
	rules *set;
	struct tally list[KINDS]; size_t n;
	size_t documents, leaking;
	const char *show;
	buf all;           /* all texts, for the speed */
};

/* ---- counting ------------------------------------------------------------------------------ */

/* Rules that look for a kind that other rules look for, too. */
static const char *kind_of(const char *rule)
{
	return strcmp(rule, "eu-address") == 0 ? "address" : strcmp(rule, "postcode") == 0 ? "zip" : rule;
}

static struct tally *tally_of(struct bench *b, const char *kind)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->list[i].kind, kind) == 0)
			return &b->list[i];
	return NULL;
}

static bool covered(str s, const label *l, const findings *f)
{
	for (size_t i = l->beg; i < l->end; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool inside = !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
		for (size_t k = 0; k < f->n && !inside; k++)
			inside = i >= f->list[k].beg && i < f->list[k].end;
		if (!inside)
			return false;
	}
	return true;
}

static void tell(const struct bench *b, const char *what, const char *kind, str s, size_t beg, size_t end)
{
	if (!b->show || (strcmp(b->show, kind) != 0 && strcmp(b->show, "all") != 0))
		return;
	size_t from = beg > 300 ? beg - 300 : 0, to = end + 20 < s.n ? end + 20 : s.n;
	printf("%s %s: %.*s[[%.*s]]%.*s\n----\n", what, kind, (int)(beg - from), s.p + from, (int)(end - beg), s.p + beg, (int)(to - end), s.p + end);
}

static void count(struct bench *b, str s, const label *labels, size_t n, const findings *f)
{
	bool leaks = false;

	for (size_t i = 0; i < n; i++) {
		struct tally *t = tally_of(b, labels[i].kind);
		bool found = covered(s, &labels[i], f);
		if (!t)
			continue;
		t->labels++;
		t->found += found;
		leaks |= !found;
		if (!found)
			tell(b, "missed", labels[i].kind, s, labels[i].beg, labels[i].end);
	}
	for (size_t i = 0; i < f->n; i++) {
		const finding *one = &f->list[i];
		bool right = false;
		char rule[64];
		snprintf(rule, sizeof rule, STR_FMT, STR_ARG(one->rule));
		const char *kind = kind_of(rule);
		for (size_t k = 0; k < n && !right; k++)
			right = strcmp(kind, labels[k].kind) == 0 && one->beg < labels[k].end && labels[k].beg < one->end;
		struct tally *t = tally_of(b, kind);
		if (!t)
			continue;
		t->findings++;
		t->right += right;
		if (!right)
			tell(b, "wrong", rule, s, one->beg, one->end);
	}
	b->documents++;
	b->leaking += leaks;
}

/* In the text, and in whatever else it may say. */
static bool find_all(const rules *set, str words, findings *f, err *e)
{
	text t = { .mem = f->mem };
	findings there = { .mem = f->mem };
	text_add_string(&t, UNIT_BODY, STR("text"), words, true);
	if (t.n == 0)
		return true;
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

static bool look(struct bench *b, str words, const label *labels, size_t n)
{
	arena *mem = arena_new();
	findings f = { .mem = mem };
	err e = ERR_INIT;
	bool ok = find_all(b->set, words, &f, &e);

	if (ok)
		count(b, words, labels, n, &f);
	else
		fprintf(stderr, "%s\n", e.text);
	buf_str(&b->all, words);
	buf_byte(&b->all, '\n');
	arena_drop(mem);
	return ok;
}

/* ---- telling ------------------------------------------------------------------------------- */

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

static double f2(double precision, double recall)
{
	double sum = 4 * precision + recall;
	return sum > 0 ? 5 * precision * recall / sum : 0;
}

static void print_row(const struct tally *t)
{
	double recall = share(t->found, t->labels), precision = share(t->right, t->findings);
	printf("%-16s %7zu %7zu %7.3f %9zu %7zu %10.3f %6.3f\n", t->kind, t->labels, t->found, recall, t->findings, t->right,
	       precision, f2(precision, recall));
}

static void print_table(const struct bench *b, const char *of)
{
	struct tally us = { .kind = "United States" }, all = { .kind = "all" };

	printf("\n%s\n%-16s %7s %7s %7s %9s %7s %10s %6s\n", of, "rule", "labels", "found", "recall", "findings", "right", "precision", "F2");
	for (size_t i = 0; i < b->n; i++) {
		const struct tally *t = &b->list[i];
		struct tally *sums[] = { &all, t->us ? &us : NULL };
		if (!t->labels && !t->findings)
			continue;
		print_row(t);
		for (size_t k = 0; k < 2 && sums[k]; k++) {
			sums[k]->labels += t->labels;
			sums[k]->found += t->found;
			sums[k]->findings += t->findings;
			sums[k]->right += t->right;
		}
	}
	print_row(&us);
	print_row(&all);
	printf("%zu of %zu documents keep a value somewhere\n", b->leaking, b->documents);
}

/* ---- speed --------------------------------------------------------------------------------- */

/* Of this process: one thread, and the machine may be busy with others. */
static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool print_speed(struct bench *b)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	str all = buf_view(&b->all);
	size_t bytes = 0, found = 0;
	bool ok = true;
	err e = ERR_INIT;

	for (size_t at = 0; at < all.n;) {
		size_t end = at + PAGE < all.n ? at + PAGE : all.n;
		while (end < all.n && all.p[end] != '\n')
			end++;
		text_add(&t, UNIT_BODY, str_fmt(mem, "%zu", t.n))->text = str_sub(all, at, end);
		at = end;
	}
	double start = seconds(), spent = 0;
	while (ok && spent < 0.5) {
		for (size_t i = 0; i < t.n && ok; i++) {
			arena *tmp = arena_new();
			findings f = { .mem = tmp };
			ok = rules_find(b->set, &t.units[i], (uint32_t)i, NULL, &f, &e);
			found += f.n;
			bytes += t.units[i].text.n;
			arena_drop(tmp);
		}
		spent = seconds() - start;
	}
	printf("speed: %.1f MB/s of text, with a value every %zu bytes\n", (double)bytes / spent / 1e6, found ? bytes / found : bytes);
	if (!ok)
		fprintf(stderr, "%s\n", e.text);
	arena_drop(mem);
	return ok;
}

/* ---- texts that are made ------------------------------------------------------------------- */

static void begin(struct bench *b, const packs *p)
{
	b->n = b->documents = b->leaking = 0;
	buf_clear(&b->all);
	for (size_t i = 0; i < p->n && b->n < KINDS; i++) {
		bool us = false;
		for (size_t k = 0; k < nkinds; k++)
			us |= str_is(p->rules[i].name, kinds[k].name) && kinds[k].us;
		b->list[b->n++] = (struct tally){ .kind = p->rules[i].name.p, .us = us };
	}
}

static bool made(struct bench *b)
{
	bool ok = true;

	for (uint64_t i = 1; i <= TEXTS && ok; i++) {
		sample s = { 0 };
		texts_make(&s, i);
		ok = look(b, buf_view(&s.text), s.labels, s.n);
		buf_free(&s.text);
	}
	return ok;
}

/* ---- texts that others labelled ------------------------------------------------------------ */

/* Their names for kinds. */
static const struct { const char *type, *kind; } types[] = {
	{ "US_SSN", "ssn" }, { "CREDIT_CARD", "card" }, { "IBAN_CODE", "iban" }, { "PHONE_NUMBER", "phone" },
	{ "EMAIL_ADDRESS", "email" }, { "IP_ADDRESS", "ip" }, { "DOMAIN_NAME", "url" }, { "US_DRIVER_LICENSE", "driver-license" },
	{ "DATE_TIME", "dob" }, { "ADDRESS", "address" },
};

static size_t byte_of(str s, size_t point)
{
	size_t at = 0;
	while (point-- && at < s.n)
		utf8_next(s, &at);
	return at;
}

/* A date counts as one of birth where a word of birth stands before it. */
static bool is_birth(str s, size_t beg)
{
	str before = str_sub(s, beg > 40 ? beg - 40 : 0, beg);
	return memmem(before.p, before.n, "born", 4) || memmem(before.p, before.n, "irth", 4);
}

static size_t read_labels(const json_t *spans, str s, label *out, size_t room)
{
	size_t i, n = 0;
	const json_t *mark;

	json_array_foreach(spans, i, mark) {
		const char *type = json_string_value(json_object_get(mark, "type"));
		for (size_t k = 0; type && k < sizeof types / sizeof *types && n < room; k++) {
			if (strcmp(type, types[k].type) != 0)
				continue;
			label one = { byte_of(s, (size_t)json_integer_value(json_object_get(mark, "start"))),
			              byte_of(s, (size_t)json_integer_value(json_object_get(mark, "end"))), types[k].kind };
			if (strcmp(one.kind, "dob") != 0 || is_birth(s, one.beg))
				out[n++] = one;
		}
	}
	return n;
}

static bool labelled(struct bench *b, const char *path, arena *mem)
{
	str all, line;
	err e = ERR_INIT;

	if (!file_read(path, 1u << 30, mem, &all, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return false;
	}
	while (str_cut(&all, '\n', &line)) {
		json_t *row = json_loadb(line.p, line.n, 0, NULL);
		const char *z = json_string_value(json_object_get(row, "text"));
		label list[256];
		bool ok = !z || look(b, str_of(z), list, read_labels(json_object_get(row, "spans"), str_of(z), list, 256));
		json_decref(row);
		if (!ok)
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	arena *mem = arena_new();
	err e = ERR_INIT;
	packs p = { .mem = mem };
	const rule **chosen;
	size_t n;
	struct bench b = { 0 };
	int first = 1;

	if (argc > 2 && strcmp(argv[1], "--show") == 0)
		b.show = argv[2], first = 3;
	if (!packs_load(&p, NULL, 0, &e) || !packs_select(&p, STR("all"), mem, &chosen, &n, &e) || !(b.set = rules_new(chosen, n, &e))) {
		fprintf(stderr, "%s\n", e.text);
		return 2;
	}
	for (size_t i = 0; i < p.n; i++)
		p.rules[i].name.p = str_z(p.rules[i].name, mem);
	begin(&b, &p);
	bool ok = made(&b);
	print_table(&b, "2,000 texts that were made");
	ok = ok && print_speed(&b);
	for (int i = first; i < argc && ok; i++) {
		begin(&b, &p);
		ok = labelled(&b, argv[i], mem);
		print_table(&b, argv[i]);
		ok = ok && print_speed(&b);
	}
	buf_free(&b.all);
	rules_drop(b.set);
	arena_drop(mem);
	return ok ? 0 : 2;
}
