#include "formats/pdf/layer/layer_words.h"

#include "redact/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the size of a font: so high are capitals and small letters, so far do a p and a comma go down. */
static const float CAPITAL = 0.7f, SMALL = 0.5f, TAIL = 0.2f;

static rect centre_of(rect r)
{
	float x = (r.x0 + r.x1) / 2, y = (r.y0 + r.y1) / 2;
	return (rect){ x, y, x, y };
}

/* ---- one word -------------------------------------------------------------------------------------- */

/* Hebrew, Arabic, Syriac, Thaana, N'Ko and the forms of their letters. */
static bool runs_to_left(int c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00);
}

static size_t letters_in(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xc0) != 0x80;
	return n;
}

/* How high above and how far below the baseline the word's letters reach, by what Latin letters do; all
 * others are taken as capitals. */
static void reach_of(str s, float *up, float *down)
{
	*up = SMALL;
	*down = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("acegmnopqrsuvwxyz,.:;-_~", s.p[i]))
			*up = CAPITAL;
		if (strchr("gjpqy,;()[]{}|Q_$", s.p[i]))
			*down = TAIL;
	}
}

static void set_right_to_left(layer_word *w)
{
	for (size_t at = 0; at < w->text.n && !w->to_left;)
		w->to_left = runs_to_left((int)utf8_next(w->text, &at));
}

/* ---- which way --------------------------------------------------------------------------------------- */

enum { UNKNOWN = -1, STANDING = -2 };

/* Lines lie or stand as most of their letters do, and begin where their first word, or letter, is. Of words
 * that stand OCR gives no letters' places: a line of one word does not tell, nor does a word of two letters,
 * which is as high as it is wide. */
static int way_of_line(const layer_word *w, size_t n)
{
	enum { TELLS = 3 };
	size_t standing = 0, lying = 0;
	float ahead = 0;
	for (size_t i = 0; i < n; i++) {
		size_t letters = letters_in(w[i].text);
		bool stands = w[i].at.y1 - w[i].at.y0 > w[i].at.x1 - w[i].at.x0;
		standing += stands && letters >= TELLS ? letters : 0;
		lying += !stands && letters >= TELLS ? letters : 0;
		ahead += w[i].ahead;
	}
	rect a = centre_of(w[0].at), b = centre_of(w[n - 1].at);
	bool back = w[0].to_left;
	if (standing > lying)
		return n < 2 ? STANDING : (b.y0 > a.y0) != back ? 1 : 3;
	if (standing == 0 && lying == 0 && n < 2)
		return UNKNOWN;
	return ahead == 0 ? 0 : (ahead > 0) != back ? 0 : 2;
}

static int most_of(const size_t votes[4], int step)
{
	int most = UNKNOWN;
	for (int i = step - 1; i < 4; i += step)
		if (votes[i] > (most < 0 ? 0 : votes[most]))
			most = i;
	return most;
}

/* The way of a line that does not tell, by what the page's others do. */
static int way_by_others(int way, const size_t votes[4])
{
	int usual = most_of(votes, way == STANDING ? 2 : 1);
	return usual != UNKNOWN ? usual : way == STANDING ? 1 : 0;
}

/* ---- along its line ---------------------------------------------------------------------------------- */

layer_way layer_way_of(int turned)
{
	static const layer_way ways[4] = { { 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { -1, 0, 0, -1 }, { 0, -1, 1, 0 } };
	return ways[turned & 3];
}

rect layer_along(int turned, rect at)
{
	layer_way w = layer_way_of(turned);
	float x0 = at.x0 * w.ax + at.y0 * w.ay, x1 = at.x1 * w.ax + at.y1 * w.ay;
	float y0 = at.x0 * w.dx + at.y0 * w.dy, y1 = at.x1 * w.dx + at.y1 * w.dy;
	return (rect){ fminf(x0, x1), fminf(y0, y1), fmaxf(x0, x1), fmaxf(y0, y1) };
}

/* Without what a slope adds to it. */
static float height_of(const layer_word *w)
{
	rect r = layer_along(w->turned, w->at);
	float high = r.y1 - r.y0, less = high - fabsf(w->slope) * (r.x1 - r.x0);
	return fmaxf(less, 0.3f * high);
}

static float foot_of(const layer_word *w, float size)
{
	float up, down;
	reach_of(w->text, &up, &down);
	rect r = layer_along(w->turned, w->at);
	return r.y1 - down * size - fabsf(w->slope) * (r.x1 - r.x0) / 2;
}

static float size_of(const layer_word *w)
{
	float up, down;
	reach_of(w->text, &up, &down);
	return height_of(w) / (up + down);
}

/* ---- how far lines lean ------------------------------------------------------------------------------ */

/* Lines shorter than so many points tell nothing; nor does a page without so many points of lines. */
static const float LONG_LINE = 60, LONG_PAGE = 150;

struct lean { float slope, weight; };

static int by_slope(const void *a, const void *b)
{
	float x = ((const struct lean *)a)->slope, y = ((const struct lean *)b)->slope;
	return (x > y) - (x < y);
}

static struct lean lean_of_line(const layer_word *w, size_t n)
{
	rect a = layer_along(w[0].turned, w[0].at), b = layer_along(w[n - 1].turned, w[n - 1].at);
	float along = b.x0 - a.x0, down = foot_of(&w[n - 1], size_of(&w[n - 1])) - foot_of(&w[0], size_of(&w[0]));
	return fabsf(along) < LONG_LINE ? (struct lean){ 0, 0 } : (struct lean){ down / along, fabsf(along) };
}

/* The one that half of the page's lines lean less than, by their length. */
static float usual_lean(struct lean *list, size_t n)
{
	float all = 0, sum = 0;
	for (size_t i = 0; i < n; i++)
		all += list[i].weight;
	qsort(list, n, sizeof *list, by_slope);
	for (size_t i = 0; i < n && all > LONG_PAGE; i++)
		if ((sum += list[i].weight) >= all / 2)
			return list[i].slope;
	return 0;
}

/* ---- lines ------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

/* Letters of a line are of one size: the middle one of what each word says by its height. */
static void set_places(layer_word *w, size_t n, arena *mem)
{
	float *sizes = arena_array(mem, float, n);
	for (size_t i = 0; i < n; i++)
		sizes[i] = size_of(&w[i]);
	qsort(sizes, n, sizeof *sizes, by_size);
	for (size_t i = 0; i < n; i++) {
		rect r = layer_along(w[i].turned, w[i].at);
		w[i].size = sizes[n / 2];
		w[i].x = r.x0;
		w[i].wide = r.x1 - r.x0;
		w[i].y = foot_of(&w[i], w[i].size);
	}
}

static size_t line_end(const layer_word *w, size_t n, size_t beg)
{
	size_t end = beg;
	while (end < n && w[end].line == w[beg].line)
		end++;
	return end;
}

static void settle(layer_word *w, size_t n, arena *mem)
{
	size_t votes[4] = { 0 };
	for (size_t beg = 0, end; beg < n; beg = end) {
		end = line_end(w, n, beg);
		int way = way_of_line(w + beg, end - beg);
		for (size_t i = beg; i < end; i++) {
			w[i].turned = way;
			if (way >= 0)
				votes[way] += letters_in(w[i].text);
		}
	}
	struct lean *leans = arena_array(mem, struct lean, n);
	size_t nleans = 0;
	for (size_t beg = 0, end; beg < n; beg = end) {
		end = line_end(w, n, beg);
		for (size_t i = beg; i < end; i++)
			if (w[i].turned < 0)
				w[i].turned = way_by_others(w[i].turned, votes);
		leans[nleans++] = lean_of_line(w + beg, end - beg);
	}
	float slope = usual_lean(leans, nleans);
	for (size_t i = 0; i < n; i++)
		w[i].slope = slope;
	for (size_t beg = 0, end; beg < n; beg = end) {
		end = line_end(w, n, beg);
		set_places(w + beg, end - beg, mem);
	}
}

/* ---- all of them ------------------------------------------------------------------------------------- */

size_t layer_words_of(const unit *u, arena *mem, layer_word **out)
{
	size_t n = 0, room = 0, span_at = 0;
	uint32_t line = 0;
	*out = NULL;
	for (size_t beg = 0, end; beg < u->text.n; beg = end + 1) {
		for (end = beg; end < u->text.n && u->text.p[end] != ' ' && u->text.p[end] != '\n';)
			end++;
		while (span_at < u->nspans && u->spans[span_at].beg < beg)
			span_at++;
		layer_word w = { .text = str_sub(u->text, beg, end), .line = line };
		size_t first = span_at;
		for (; span_at < u->nspans && u->spans[span_at].end <= end; span_at++)
			w.at = rect_union(w.at, u->spans[span_at].box);
		set_right_to_left(&w);
		if (span_at > first)
			w.ahead = u->spans[span_at - 1].box.x0 - u->spans[first].box.x0;
		if (w.text.n && !rect_empty(w.at))
			*ARENA_PUSH(mem, *out, n, room) = w;
		line += end < u->text.n && u->text.p[end] == '\n';
	}
	settle(*out, n, mem);
	return n;
}
