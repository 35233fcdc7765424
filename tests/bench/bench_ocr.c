/*
 * bench_ocr.c - how well words are read in pixels, beside stock Tesseract, on the labelled set.
 *
 *     bench_ocr FOLDER [alone|beside] a folder that make_scans filled; alone: ours only; beside: in place of the planted
 *                                     numbers others are listed that differ in a digit, and none of these must be found
 *
 * A word is read when a word of the same letters (case, and signs around it, aside) lies in its place. A
 * planted value is found when redacting a list with it would find it there (scan.h, misread.h), in the words of both
 * readers alike; told when it is not, and its page is reported; and else missed in silence. Stock is the program `tesseract`, one process for all pictures of one resolution, told that resolution.
 */
#include "formats/lib/ocr/ocr.h"
#include "redact/base/buf.h"
#include "redact/doubted.h"
#include "redact/misread.h"
#include "redact/scan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct word { str text; ocr_box box; int plant, line; } word;
typedef struct words { word *list; size_t n, room; } words;

typedef struct score { int words, read, plants, found; } score;

typedef struct scan {
	char name[64], kind[32];
	int dpi, skew, turned;
	words truth, ours, stock;
	ocr_trust trust;
	ocr_why why;
	float letter;
	int unsure, missed;
	score mine, theirs;
	bool near;           /* a number of it that was not found is there but for a digit */
} scan;

typedef struct bench {
	arena *mem;
	const char *folder;
	scan *scans; size_t n, room;
	double our_wall, our_cpu, inside, stock_wall, stock_cpu;
} bench;

static void die(const char *what)
{
	fprintf(stderr, "bench_ocr: %s\n", what);
	exit(1);
}

static double wall(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu(int who)
{
	struct rusage u;
	getrusage(who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* ---- files ----------------------------------------------------------------------------------- */

static str load(const bench *b, const char *name, const char *suffix)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/%s%s", b->folder, name, suffix);
	FILE *f = fopen(path, "rb");
	if (!f)
		die(path);
	buf all = { 0 };
	size_t n;
	do {
		char *to = buf_grow(&all, 1 << 20);
		n = fread(to, 1, 1 << 20, f);
		buf_cut(&all, all.n - (1 << 20) + n);
	} while (n == 1 << 20);
	fclose(f);
	return buf_view(&all);   /* ends with the process, or by free() */
}

static void load_truth(bench *b, scan *s)
{
	str all = load(b, s->name, ".words"), line;
	while (str_cut(&all, '\n', &line)) {
		word w = { 0 };
		char text[64], *z = str_z(line, b->mem);
		if (sscanf(z, "%d %d %d %d %d %63s", &w.box.x0, &w.box.y0, &w.box.x1, &w.box.y1, &w.plant, text) != 6)
			continue;
		w.text = str_dup(str_of(text), b->mem);
		*ARENA_PUSH(b->mem, s->truth.list, s->truth.n, s->truth.room) = w;
	}
}

static void load_list(bench *b)
{
	str all = load(b, "list", ""), line;
	while (str_cut(&all, '\n', &line)) {
		scan s = { 0 };
		if (sscanf(str_z(line, b->mem), "%63s %31s %d %d %d", s.name, s.kind, &s.dpi, &s.skew, &s.turned) == 5) {
			load_truth(b, &s);
			*ARENA_PUSH(b->mem, b->scans, b->n, b->room) = s;
		}
	}
}

/* ---- as the engine does -------------------------------------------------------------------------- */

/* The words that were read as the engine has them, a unit in pixels; at[i] is where word i begins. */
static text engine_text(const words *got, arena *mem, size_t **at)
{
	text t = { .mem = mem };
	buf said = { 0 };
	int line = 0;
	*at = arena_array(mem, size_t, got->n + 1);
	for (size_t i = 0; i < got->n; i++) {
		if (i)
			buf_byte(&said, got->list[i].line != line ? '\n' : ' ');
		line = got->list[i].line;
		(*at)[i] = said.n;
		buf_str(&said, got->list[i].text);
	}
	text_add(&t, UNIT_PAGE, text_pixels_id(STR("page 1"), mem))->text = str_dup(buf_view(&said), mem);
	buf_free(&said);
	return t;
}

/* Numbers of which a digit was read as a sign are told where nothing is found there, as the engine does. */
static bool is_doubted(const words *got)
{
	arena *brief = arena_new();
	size_t *at, beg, end = 0;
	text t = engine_text(got, brief, &at);
	bool is = doubted_next(t.units[0].text, &beg, &end);
	arena_drop(brief);
	return is;
}

/* ---- readers --------------------------------------------------------------------------------- */

static void read_ours(bench *b, ocr *o, scan *s)
{
	str file = load(b, s->name, ".pnm");
	ocr_picture p = { .dpi = s->dpi };
	int head = 0;
	err e = ERR_INIT;
	ocr_page page;
	if (sscanf(file.p, "P%d %d %d 255%n", &p.channels, &p.w, &p.h, &head) != 3)
		die(s->name);
	p.channels = p.channels == 6 ? 3 : 1;
	p.stride = (size_t)p.w * (size_t)p.channels;
	p.samples = (const unsigned char *)file.p + head + 1;
	double began = wall(), worked = cpu(RUSAGE_SELF);
	if (!ocr_read(o, &p, NULL, 0, b->mem, &page, &e))
		die(e.text);
	b->our_wall += wall() - began;
	b->our_cpu += cpu(RUSAGE_SELF) - worked;
	s->trust = page.trust;
	s->why = page.why;
	s->letter = page.letter;
	s->unsure = page.unsure;
	s->missed = page.missed;
	for (size_t i = 0; i < page.n; i++)
		for (size_t k = 0; k < page.lines[i].n; k++)
			*ARENA_PUSH(b->mem, s->ours.list, s->ours.n, s->ours.room) =
				(word){ page.lines[i].words[k].text, page.lines[i].words[k].box, 0, (int)i };
	free((char *)file.p);
}

static void take_tsv(bench *b, scan *const *pages, int n, const char *name)
{
	str all = load(b, name, ".tsv"), line;
	while (str_cut(&all, '\n', &line)) {
		int level, page, block, part, row, x, y, w, h, at = 0;
		char *z = str_z(line, b->mem);
		if (sscanf(z, "%d\t%d\t%d\t%d\t%d\t%*d\t%d\t%d\t%d\t%d\t%*f\t%n", &level, &page, &block, &part, &row, &x, &y, &w, &h, &at) < 9
		 || level != 5 || page < 1 || page > n || !at)
			continue;
		str text = str_trim(str_of(z + at));
		scan *s = pages[page - 1];
		if (text.n)
			*ARENA_PUSH(b->mem, s->stock.list, s->stock.n, s->stock.room) = (word){ text, { x, y, x + w, y + h }, 0, (block * 1000 + part) * 1000 + row };
	}
}

static void read_stock(bench *b, int dpi)
{
	char list[1024], out[1024], command[4096];
	scan **pages = arena_array(b->mem, scan *, b->n);
	int n = 0;
	snprintf(list, sizeof list, "%s/stock-%d.txt", b->folder, dpi);
	snprintf(out, sizeof out, "%s/stock-%d", b->folder, dpi);
	FILE *f = fopen(list, "w");
	for (size_t i = 0; f && i < b->n; i++)
		if (b->scans[i].dpi == dpi) {
			fprintf(f, "%s/%s.pnm\n", b->folder, b->scans[i].name);
			pages[n++] = &b->scans[i];
		}
	if (!f || fclose(f) != 0)
		die(list);
	if (!n)
		return;
	snprintf(command, sizeof command, "tesseract '%s' '%s' --dpi %d tsv >/dev/null 2>&1", list, out, dpi);
	double began = wall(), worked = cpu(RUSAGE_CHILDREN);
	if (system(command) != 0)
		die("tesseract does not run");
	b->stock_wall += wall() - began;
	b->stock_cpu += cpu(RUSAGE_CHILDREN) - worked;
	snprintf(out, sizeof out, "stock-%d", dpi);
	take_tsv(b, pages, n, out);
}

/* ---- scores ---------------------------------------------------------------------------------- */

static bool is_word_sign(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

/* The word without the signs around it. */
static str bare(str s)
{
	while (s.n && !is_word_sign(s.p[0]))
		s.p++, s.n--;
	while (s.n && !is_word_sign(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool touches(ocr_box a, ocr_box b)
{
	int x = (a.x1 < b.x1 ? a.x1 : b.x1) - (a.x0 > b.x0 ? a.x0 : b.x0), y = (a.y1 < b.y1 ? a.y1 : b.y1) - (a.y0 > b.y0 ? a.y0 : b.y0);
	return x > 0 && y > 0;
}

static bool is_read(const words *got, const word *w)
{
	str wanted = bare(w->text);
	for (size_t i = 0; i < got->n; i++) {
		str s = bare(got->list[i].text);
		if (touches(got->list[i].box, w->box) && s.n == wanted.n && strncasecmp(s.p, wanted.p, s.n) == 0)
			return true;
	}
	return false;
}

/* A planted value as somebody would list it. */
static str planted_value(const words *truth, int plant, buf *value)
{
	value->n = 0;
	for (size_t i = 0; i < truth->n; i++)
		if (truth->list[i].plant == plant) {
			str w = bare(truth->list[i].text);
			if (value->n && w.n > 1) /* not in the cells of a form */
				buf_byte(value, ' ');
			buf_str(value, w);
		}
	return buf_view(value);
}

struct sight { const words *truth, *got; const size_t *at; int plant; bool seen; };

/* A place where the engine sees the value counts where the value was planted. */
static bool see(struct sight *s, size_t beg, size_t end)
{
	for (size_t i = 0; i < s->got->n && !s->seen; i++) {
		if (s->at[i] >= end || s->at[i] + s->got->list[i].text.n <= beg)
			continue;
		for (size_t k = 0; k < s->truth->n && !s->seen; k++)
			s->seen = s->truth->list[k].plant == s->plant && touches(s->truth->list[k].box, s->got->list[i].box);
	}
	return !s->seen;
}

static bool see_misread(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	(void)value, (void)unit;
	return see(arg, beg, end);
}

static void tell_missed(const words *truth, const words *got, int plant, str value)
{
	printf("  missed \"" STR_FMT "\" in", STR_ARG(value));
	for (size_t i = 0; i < got->n; i++)
		for (size_t k = 0; k < truth->n; k++)
			if (truth->list[k].plant == plant && touches(truth->list[k].box, got->list[i].box)) {
				printf(" " STR_FMT, STR_ARG(got->list[i].text));
				break;
			}
	printf("\n");
}

/* As redacting finds a listed value in pixels: as it is written, in another reading, or misread. */
static bool is_found(const words *truth, const words *got, int plant, bool *near)
{
	buf value = { 0 };
	arena *brief = arena_new();
	size_t *at;
	text t = engine_text(got, brief, &at);
	struct sight s = { truth, got, at, plant, false };
	str one = planted_value(truth, plant, &value);
	findings f = { .mem = brief };
	err e = ERR_INIT;
	if (!scan_hunt(&t, &one, 1, &(finding){ .rank = 100 }, &f, &e))
		die(e.text);
	for (size_t i = 0; i < f.n && !s.seen; i++)
		see(&s, f.list[i].beg, f.list[i].end);
	if (!s.seen)
		misread_find(&t, &one, 1, MISREAD_DOUBT, see_misread, &s);
	bool found = s.seen;
	if (!found)
		*near |= !misread_find(&t, &one, 1, MISREAD_NEAR, see_misread, &s);
	if (!found && getenv("BENCH_TELL"))
		tell_missed(truth, got, plant, one);
	buf_free(&value);
	arena_drop(brief);
	return found;
}

static score score_of(const scan *s, const words *got, bool *near)
{
	score out = { 0 };
	int last = 0;
	for (size_t i = 0; i < s->truth.n; i++) {
		const word *w = &s->truth.list[i];
		if (!bare(w->text).n)
			continue;
		out.words++;
		out.read += is_read(got, w);
		if (w->plant > last) {
			last = w->plant;
			out.plants++;
			out.found += is_found(&s->truth, got, w->plant, near);
		}
	}
	return out;
}

static void add(score *to, score s)
{
	to->words += s.words, to->read += s.read, to->plants += s.plants, to->found += s.found;
}

static double share(int part, int of)
{
	return of ? 100.0 * part / of : 0;
}

static void print_row(const char *what, score mine, score theirs)
{
	printf("%-12s %6d %9.2f %9.2f %8d %9.2f %9.2f\n", what, mine.words, share(mine.read, mine.words),
	       share(theirs.read, theirs.words), mine.plants, share(mine.found, mine.plants), share(theirs.found, theirs.plants));
}

static void print_group(const bench *b, const char *title, const char *kind, int dpi, int skew)
{
	score mine = { 0 }, theirs = { 0 };
	for (size_t i = 0; i < b->n; i++) {
		const scan *s = &b->scans[i];
		if ((kind && strcmp(kind, s->kind) != 0) || (dpi && dpi != s->dpi) || (skew >= 0 && skew != s->skew))
			continue;
		add(&mine, s->mine);
		add(&theirs, s->theirs);
	}
	if (mine.words)
		print_row(title, mine, theirs);
}

static void print_tables(const bench *b)
{
	static const int dpis[] = { 600, 300, 200, 150, 100 };
	char title[32];
	printf("%-12s %6s %9s %9s %8s %9s %9s\n", "", "words", "read %", "stock %", "values", "found %", "stock %");
	for (size_t i = 0; i < sizeof dpis / sizeof *dpis; i++) {
		snprintf(title, sizeof title, "%d dpi", dpis[i]);
		print_group(b, title, NULL, dpis[i], -1);
	}
	for (int skew = 0; skew <= 5; skew++) {
		snprintf(title, sizeof title, "skew %d", skew);
		print_group(b, title, NULL, 0, skew);
	}
	for (size_t i = 0; i < b->n; i++)
		if (!i || strcmp(b->scans[i].kind, b->scans[i - 1].kind) != 0)
			print_group(b, b->scans[i].kind, b->scans[i].kind, 0, -1);
}

/* Its page is reported: for how it was read, or for a number in it that was not found as such. */
static bool is_told(const scan *s)
{
	return s->trust == OCR_DOUBTFUL || s->near || (s->mine.found < s->mine.plants && is_doubted(&s->ours));
}

/* What became of the planted values: found; on a page that is told; or missed in silence. */
static void print_fate(const bench *b, const char *what, int dpi, int skew)
{
	int plants = 0, found = 0, told = 0, stock = 0;
	for (size_t i = 0; i < b->n; i++) {
		const scan *s = &b->scans[i];
		if ((dpi && dpi != s->dpi) || (skew >= 0 && skew != s->skew))
			continue;
		plants += s->mine.plants;
		found += s->mine.found;
		stock += s->theirs.found;
		told += is_told(s) ? s->mine.plants - s->mine.found : 0;
	}
	if (plants)
		printf("%-12s %8d %8d %8d %12d %9.2f %9.2f\n", what, plants, found, told, plants - found - told, share(found, plants), share(stock, plants));
}

static void print_fates(const bench *b)
{
	static const int dpis[] = { 600, 300, 200, 150, 100 };
	char what[32];
	printf("%-12s %8s %8s %8s %12s %9s %9s\n", "", "values", "found", "told", "in silence", "found %", "stock %");
	for (size_t k = 0; k < sizeof dpis / sizeof *dpis; k++) {
		snprintf(what, sizeof what, "%d dpi", dpis[k]);
		print_fate(b, what, dpis[k], -1);
	}
	for (int skew = 0; skew <= 5; skew++) {
		snprintf(what, sizeof what, "skew %d", skew);
		print_fate(b, what, 0, skew);
	}
}

static void print_trust(const bench *b)
{
	int missed = 0, flagged = 0, good = 0, alarms = 0;
	score fine = { 0 }, silent = { 0 };
	for (size_t i = 0; i < b->n; i++) {
		const scan *s = &b->scans[i];
		bool doubt = is_told(s);
		if (s->dpi >= 200)
			add(&fine, s->mine);
		if (s->mine.found < s->mine.plants) {
			missed++;
			flagged += doubt;
			if (!doubt) {
				add(&silent, s->mine);
				printf("in silence: %s misses %d of %d\n", s->name, s->mine.plants - s->mine.found, s->mine.plants);
			}
		} else {
			good++;
			alarms += doubt;
			if (doubt)
				printf("for nothing: %s reported: %s\n", s->name, ocr_why_words(s->why));
		}
	}
	printf("planted values found at 200 dpi and above: %.2f %% of %d\n", share(fine.found, fine.plants), fine.plants);
	printf("pages that miss a value: %d, of them reported as doubtful: %d, values missed in silence: %d\n", missed, flagged,
	       silent.plants - silent.found);
	printf("pages that miss none: %d, of them reported for nothing: %d\n", good, alarms);
}

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

int main(int argc, char **argv)
{
	static const int dpis[] = { 600, 300, 200, 150, 100 };
	if (argc < 2)
		die("usage: bench_ocr FOLDER [alone]");
	bool alone = argc > 2 && strcmp(argv[2], "alone") == 0;
	bench b = { .mem = arena_new(), .folder = argv[1] };
	err e = ERR_INIT;
	load_list(&b);
	ocr *o = ocr_open("eng", &e);
	if (!o)
		die(e.text);
	if (argc > 2 && strcmp(argv[2], "beside") == 0)
		return measure_beside(&b, o);
	str *list;
	size_t listed = planted_list(&b, false, &list);
	ocr_list_numbers(o, list, listed);
	for (size_t i = 0; i < b.n; i++) {
		double began = wall();
		read_ours(&b, o, &b.scans[i]);
		if (alone) {
			scan *s = &b.scans[i];
			s->mine = score_of(s, &s->ours, &s->near);
			printf("%-16s %5.1f s  words %5.1f %%  values %2d of %2d  letter %.0f unsure %d%% missed %d%%  %s %s\n", s->name, wall() - began,
			       share(s->mine.read, s->mine.words), s->mine.found, s->mine.plants,
			       s->letter, s->unsure, s->missed, ocr_trust_name(s->trust), ocr_why_words(s->why));
			fflush(stdout);
		}
	}
	b.inside = ocr_seconds(o);
	for (size_t i = 0; !alone && i < sizeof dpis / sizeof *dpis; i++)
		read_stock(&b, dpis[i]);
	for (size_t i = 0; !alone && i < b.n; i++) {
		scan *s = &b.scans[i];
		s->mine = score_of(s, &s->ours, &s->near);
		s->theirs = score_of(s, &s->stock, &(bool){ false });
	}
	print_tables(&b);
	print_fates(&b);
	print_trust(&b);
	printf("pages per second: %.3f, stock %.3f; by processor time: %.3f, stock %.3f\n", (double)b.n / b.our_wall,
	       alone ? 0 : (double)b.n / b.stock_wall, (double)b.n / b.our_cpu, alone ? 0 : (double)b.n / b.stock_cpu);
	printf("of our time inside Tesseract: %.0f %%\n", 100 * b.inside / b.our_wall);
	ocr_close(o);
	return 0;
}
