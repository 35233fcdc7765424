/* The labelled pages, and the two readers of them. */
#include "tests/bench/ocr/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

_Noreturn void die(const char *what)
{
	fprintf(stderr, "bench_ocr: %s\n", what);
	exit(1);
}

double wall(void)
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

void load_list(bench *b)
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

/* ---- readers --------------------------------------------------------------------------------- */

void read_ours(bench *b, ocr *o, scan *s)
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

void read_stock(bench *b, int dpi)
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
