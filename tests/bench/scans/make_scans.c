/*
 * make_scans.c - the labelled set: pictures of pages whose words are known.
 *
 *     make_scans FOLDER [seed=N] [WORD...]     only those with one of the words in their names, as "stamp-200" or "-300-"
 *
 * Another seed has other words and other noise on pages of the same kinds: what is mended for a page of the usual
 * set must hold for those, too.
 *
 * Writes NAME.pnm and NAME.words for each, and a list: name, kind, dpi, skew, turn. A line of .words is
 * the box in pixels, the number of the planted value or 0, and the word.
 */
#include "tests/bench/scans/scans.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const face_names[FACES] = {
	"Times-Roman", "Times-Bold", "Times-Italic", "Helvetica", "Helvetica-Bold", "Courier",
};

struct maker {
	fz_context *ctx;
	fz_font *faces[FACES];
	const char *folder, *const *only;   /* ended by NULL; none: all */
	unsigned seed;
	FILE *list;
	int made;
};

static FILE *open_in(const char *folder, const char *name, const char *suffix)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix);
	FILE *f = fopen(path, "wb");
	if (!f) {
		perror(path);
		exit(1);
	}
	return f;
}

static void write_picture(struct maker *m, const char *name, const fz_pixmap *pix)
{
	FILE *f = open_in(m->folder, name, ".pnm");
	fprintf(f, "P%d\n%d %d\n255\n", pix->n == 3 ? 6 : 5, pix->w, pix->h);
	for (int y = 0; y < pix->h; y++)
		fwrite(pix->samples + (size_t)y * (size_t)pix->stride, (size_t)pix->w * pix->n, 1, f);
	fclose(f);
}

static void write_words(struct maker *m, const char *name, const struct sheet *s)
{
	FILE *f = open_in(m->folder, name, ".words");
	for (int i = 0; i < s->n; i++) {
		const struct truth *t = &s->words[i];
		fprintf(f, "%d %d %d %d %d %s\n", (int)t->box.x0, (int)t->box.y0, (int)ceilf(t->box.x1), (int)ceilf(t->box.y1),
		        t->plant, t->text);
	}
	fclose(f);
}

/* Where points come to lie in pixels: turned and skewed around the middle. */
static fz_matrix view_of(const struct kind *k, int dpi, float skew, int *w, int *h)
{
	float scale = (float)dpi / 72;
	int lies = k->turned == 90 || k->turned == 270;
	*w = (int)((lies ? k->h : k->w) * scale);
	*h = (int)((lies ? k->w : k->h) * scale);
	fz_matrix view = fz_translate(-k->w / 2, -k->h / 2);
	view = fz_concat(view, fz_rotate((float)k->turned + skew));
	view = fz_concat(view, fz_scale(scale, scale));
	return fz_concat(view, fz_translate((float)*w / 2, (float)*h / 2));
}

static int is_asked(const char *const *only, const char *name)
{
	if (!*only)
		return 1;
	for (; *only; only++)
		if (strstr(name, *only))
			return 1;
	return 0;
}

static void make_scan(struct maker *m, const struct kind *k, int dpi, int skew)
{
	fz_context *ctx = m->ctx;
	char name[64];
	int w, h;
	snprintf(name, sizeof name, "%s-%d-%d", k->name, dpi, skew);
	if (!is_asked(m->only, name))
		return;
	/* An odd skew leans the other way. */
	struct sheet s = { .ctx = ctx, .w = k->w, .h = k->h, .view = view_of(k, dpi, (float)(skew % 2 ? -skew : skew), &w, &h) };
	memcpy(s.faces, m->faces, sizeof s.faces);
	for (const char *c = name; *c; c++)
		s.dice.state = s.dice.state * 31 + (unsigned char)*c;
	s.dice.state += m->seed * 0x9e3779b97f4a7c15u;
	roll(&s.dice, 2);
	fz_pixmap *pix = fz_new_pixmap_with_bbox(ctx, fz_device_rgb(ctx), fz_make_irect(0, 0, w, h), NULL, 0);
	fz_clear_pixmap_with_value(ctx, pix, 255);
	s.dev = fz_new_draw_device(ctx, fz_identity, pix);
	k->draw(&s);
	fz_close_device(ctx, s.dev);
	fz_drop_device(ctx, s.dev);
	if (!k->colour) {
		fz_pixmap *plain = fz_convert_pixmap(ctx, pix, fz_device_gray(ctx), NULL, NULL, fz_default_color_params, 0);
		fz_drop_pixmap(ctx, pix);
		pix = plain;
	}
	spoil(ctx, pix, k->spoil, &s.dice);
	write_picture(m, name, pix);
	write_words(m, name, &s);
	fprintf(m->list, "%s %s %d %d %d\n", name, k->name, dpi, skew, k->turned);
	m->made++;
	fz_drop_pixmap(ctx, pix);
	free(s.words);
}

static int is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	static const int dpis[] = { 300, 200, 150, 100 };
	static const char *const skewed[] = { "scan", "table", "form", "stamp", NULL };
	if (argc < 2) {
		fprintf(stderr, "usage: make_scans FOLDER [seed=N] [WORD...]\n");
		return 2;
	}
	unsigned seed = 0;
	bool seeded = argc > 2 && sscanf(argv[2], "seed=%u", &seed) == 1;
	struct maker m = { .ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT), .folder = argv[1],
	                   .only = (const char *const *)argv + 2 + seeded, .seed = seed };
	m.list = open_in(m.folder, "list", "");
	for (int i = 0; i < FACES; i++)
		m.faces[i] = fz_new_base14_font(m.ctx, face_names[i]);
	for (const struct kind *k = kinds; k->name; k++) {
		for (size_t i = 0; i < nelem(dpis); i++)
			make_scan(&m, k, dpis[i], 0);
		for (int skew = 1; skew <= 5 && is_one_of(k->name, skewed); skew++)
			make_scan(&m, k, skew % 2 ? 200 : 300, skew);
	}
	make_scan(&m, &(struct kind){ "dense", 612, 792, kinds[2].draw, 0, CLEAN, 0 }, 600, 0);
	for (int i = 0; i < FACES; i++)
		fz_drop_font(m.ctx, m.faces[i]);
	fclose(m.list);
	fz_drop_context(m.ctx);
	return m.made ? 0 : 1;
}
