/* sheet.c - words and lines on a page, and where they come to lie. */
#include "tests/bench/scans/scans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned roll(struct dice *d, unsigned sides)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(d->state >> 33) % sides;
}

static void note(struct sheet *s, const char *word, fz_rect box, int plant)
{
	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 256;
		s->words = realloc(s->words, (size_t)s->room * sizeof *s->words);
		if (!s->words)
			abort();
	}
	struct truth *t = &s->words[s->n++];
	snprintf(t->text, sizeof t->text, "%s", word);
	t->box = box;
	t->plant = plant;
}

float put_word(struct sheet *s, struct ink ink, float x, float y, const char *word, int plant)
{
	fz_font *font = s->faces[ink.face];
	fz_text *text = fz_new_text(s->ctx);
	fz_matrix at = fz_pre_scale(fz_translate(x, y), ink.size, -ink.size);
	fz_matrix end = fz_show_string(s->ctx, text, font, at, word, 0, 0, FZ_BIDI_LTR, FZ_LANG_UNSET);
	fz_fill_text(s->ctx, s->dev, text, s->view, fz_device_rgb(s->ctx), ink.colour, 1, fz_default_color_params);
	fz_drop_text(s->ctx, text);
	fz_rect box = { x, y - 0.72f * ink.size, end.e, y + 0.21f * ink.size };
	note(s, word, fz_transform_rect(box, s->view), plant);
	return end.e;
}

float put_words(struct sheet *s, struct ink ink, float x, float y, const char *words, int plant)
{
	char word[48];
	while (*words) {
		size_t n = strcspn(words, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, words);
		x = put_word(s, ink, x, y, word, plant);
		words += n;
		if (*words) {
			words++;
			x += ink.face == TYPEWRITER ? 0.6f * ink.size : 0.27f * ink.size;
		}
	}
	return x;
}

void put_box(struct sheet *s, fz_rect r, const float colour[3])
{
	fz_path *path = fz_new_path(s->ctx);
	fz_rectto(s->ctx, path, r.x0, r.y0, r.x1, r.y1);
	fz_fill_path(s->ctx, s->dev, path, 0, s->view, fz_device_rgb(s->ctx), colour, 1, fz_default_color_params);
	fz_drop_path(s->ctx, path);
}

void put_frame(struct sheet *s, fz_rect r, float width, const float colour[3])
{
	put_box(s, fz_make_rect(r.x0, r.y0, r.x1, r.y0 + width), colour);
	put_box(s, fz_make_rect(r.x0, r.y1 - width, r.x1, r.y1), colour);
	put_box(s, fz_make_rect(r.x0, r.y0, r.x0 + width, r.y1), colour);
	put_box(s, fz_make_rect(r.x1 - width, r.y0, r.x1, r.y1), colour);
}
