/*
 * bench_ocr.c - how well words are read in pixels, beside stock Tesseract, on the labelled set.
 *
 *     bench_ocr FOLDER [alone|beside] a folder that make_scans filled; alone: ours only; beside: in place of the planted
 *                                     numbers others are listed that differ in a digit, and none of these must be found
 *
 * A word is read when a word of the same letters (case, and signs around it, aside) lies in its place. A
 * planted value is found when redacting a list with it would find it there (scan.h, misread.h), in the words of both
 * readers alike; told when it is not, and its page is reported; and else missed in silence. Stock is the program
 * `tesseract`, one process for all pictures of one resolution, told that resolution.
 */
#include "tests/bench/ocr/bench.h"
#include "redact/misread.h"

#include <stdio.h>
#include <string.h>

/* ---- the list ---------------------------------------------------------------------------------- */

/* One digit of it is another that looks like it; which one depends on how often it was asked. */
static str beside(str value, size_t turn, arena *mem)
{
	static const char like[] = "9778965130";
	str other = str_dup(value, mem);
	size_t digits = 0;
	for (size_t i = 0; i < value.n; i++)
		digits += (unsigned char)(value.p[i] - '0') < 10;
	for (size_t i = 0, at = 0; i < value.n && digits; i++)
		if ((unsigned char)(value.p[i] - '0') < 10 && at++ == turn % digits)
			((char *)other.p)[i] = like[value.p[i] - '0'];
	return other;
}

/* All planted values are one list, as for a whole folder. */
static size_t planted_list(bench *b, bool others, str **out)
{
	size_t n = 0, room = 0;
	buf value = { 0 };
	*out = NULL;
	for (size_t i = 0; i < b->n; i++) {
		int last = 0;
		for (size_t k = 0; k < b->scans[i].truth.n; k++) {
			int plant = b->scans[i].truth.list[k].plant;
			if (plant <= last)
				continue;
			last = plant;
			str one = planted_value(&b->scans[i].truth, plant, &value);
			one = others ? beside(one, n, b->mem) : str_dup(one, b->mem);
			*ARENA_PUSH(b->mem, *out, n, room) = one;
		}
	}
	buf_free(&value);
	return n;
}

struct taken { size_t n; const str *numbers; const scan *in, *last_in; size_t last; };

static bool count_it(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct taken *t = arg;
	(void)unit, (void)beg, (void)end;
	if (t->last_in == t->in && t->last == value)
		return true; /* it is found in two ways */
	t->last_in = t->in, t->last = value;
	t->n++;
	printf("  taken for \"" STR_FMT "\"\n", STR_ARG(t->numbers[value]));
	return true;
}

/* No listed number stands anywhere: how many are found? */
static int measure_beside(bench *b, ocr *o)
{
	str *all, *numbers = NULL;
	size_t n = 0, room = 0, count = planted_list(b, true, &all);
	for (size_t i = 0; i < count; i++)
		if (strpbrk(all[i].p, "0123456789"))
			*ARENA_PUSH(b->mem, numbers, n, room) = all[i];
	ocr_list_numbers(o, numbers, n);
	struct taken found = { .numbers = numbers };
	for (size_t i = 0; i < b->n; i++) {
		size_t *at;
		read_ours(b, o, &b->scans[i]);
		text t = engine_text(&b->scans[i].ours, b->mem, &at);
		found.in = &b->scans[i];
		misread_find(&t, numbers, n, MISREAD_ALIKE, count_it, &found);
	}
	printf("listed numbers beside others: %zu, taken for them: %zu\n", n, found.n);
	return 0;
}

static void tell_page(const scan *s, double seconds)
{
	printf("%-16s %5.1f s  words %5.1f %%  values %2d of %2d  letter %.0f unsure %d%% missed %d%%  %s %s\n", s->name, seconds,
	       share(s->mine.read, s->mine.words), s->mine.found, s->mine.plants,
	       s->letter, s->unsure, s->missed, ocr_trust_name(s->trust), ocr_why_words(s->why));
	fflush(stdout);
}

/* Ours on all pages, with the planted values listed. */
static void measure_ours(bench *b, ocr *o, bool tell)
{
	str *list;
	size_t listed = planted_list(b, false, &list);
	ocr_list_numbers(o, list, listed);
	for (size_t i = 0; i < b->n; i++) {
		scan *s = &b->scans[i];
		double began = wall();
		read_ours(b, o, s);
		double seconds = wall() - began;
		s->mine = score_of(s, &s->ours, &s->near);
		if (tell)
			tell_page(s, seconds);
	}
	b->inside = ocr_seconds(o);
}

static void measure_stock(bench *b)
{
	for (size_t i = 0; i < RESOLUTIONS; i++)
		read_stock(b, resolutions[i]);
	for (size_t i = 0; i < b->n; i++)
		b->scans[i].theirs = score_of(&b->scans[i], &b->scans[i].stock, &(bool){ false });
}

int main(int argc, char **argv)
{
	if (argc < 2)
		die("usage: bench_ocr FOLDER [alone|beside]");
	bool alone = argc > 2 && strcmp(argv[2], "alone") == 0;
	bench b = { .mem = arena_new(), .folder = argv[1] };
	err e = ERR_INIT;
	load_list(&b);
	ocr *o = ocr_open("eng", &e);
	if (!o)
		die(e.text);
	if (argc > 2 && strcmp(argv[2], "beside") == 0)
		return measure_beside(&b, o);
	measure_ours(&b, o, alone);
	if (!alone)
		measure_stock(&b);
	print_tables(&b);
	print_fates(&b);
	print_trust(&b);
	printf("pages per second: %.3f, stock %.3f; by processor time: %.3f, stock %.3f\n", (double)b.n / b.our_wall,
	       alone ? 0 : (double)b.n / b.stock_wall, (double)b.n / b.our_cpu, alone ? 0 : (double)b.n / b.stock_cpu);
	printf("of our time inside Tesseract: %.0f %%\n", 100 * b.inside / b.our_wall);
	ocr_close(o);
	return 0;
}
