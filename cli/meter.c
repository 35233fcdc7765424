#include "cli/meter.h"

#include "redact/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BETWEEN 0.2          /* seconds from one drawing to the next                     */
#define SHORT   0.5          /* seconds in which work on one file needs no line          */
#define ENOUGH  3.0          /* seconds that must have passed before anything is foretold */

enum { USUAL_WIDTH = 80, LONGEST_BAR = 30, SHORTEST_BAR = 8 };

static double now_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Asked each time: a window may change while we run. */
static size_t terminal_width(void)
{
	struct winsize w;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : USUAL_WIDTH;
}

/* ---- the line -------------------------------------------------------------------------------- */

str meter_time(double seconds, arena *mem)
{
	if (seconds < 60)
		return str_fmt(mem, "%.0f s", seconds);
	if (seconds < 3600)
		return str_fmt(mem, "%.0f min", seconds / 60);
	if (seconds < 48 * 3600.0) {
		int minutes = (int)(seconds / 60 + 0.5);
		return str_fmt(mem, "%d h %02d min", minutes / 60, minutes % 60);
	}
	return str_fmt(mem, "%.0f days", seconds / 86400);
}

/* Documents differ; over many of them the mean tells most. */
static str time_left(const progress *now, double seconds, arena *mem)
{
	size_t did = now->done > now->kept ? now->done - now->kept : 0;
	if (seconds < ENOUGH)
		return STR("");
	if (!did || now->done >= now->all)
		return meter_time(seconds, mem);
	return str_fmt(mem, STR_FMT " left", STR_ARG(meter_time(seconds / (double)did * (double)(now->all - now->done), mem)));
}

static void draw_bar(buf *out, double done, double all, size_t width)
{
	size_t full = all > 0 ? (size_t)(done / all * (double)width) : 0;
	buf_byte(out, '[');
	for (size_t i = 0; i < width; i++)
		buf_byte(out, i < full ? '#' : '.');
	buf_z(out, "] ");
}

void meter_line(buf *out, const progress *now, double seconds, size_t width)
{
	enum { COUNT, PAGES, RATE, LEFT, FAILED, PARTS };
	static const int goes[] = { PAGES, RATE, LEFT, FAILED };
	arena *mem = arena_new();
	str part[PARTS] = { [COUNT] = str_fmt(mem, "%zu of %zu file%s", now->done, now->all, now->all == 1 ? "" : "s") };
	if (now->pages)
		part[PAGES] = str_fmt(mem, "%llu page%s", (unsigned long long)now->pages, now->pages == 1 ? "" : "s");
	if (now->pages && seconds >= ENOUGH)
		part[RATE] = str_fmt(mem, "%.1f pages/s", (double)now->pages / seconds);
	part[LEFT] = time_left(now, seconds, mem);
	if (now->failed)
		part[FAILED] = str_fmt(mem, "%zu failed", now->failed);

	size_t needs = 0;
	for (size_t i = 0; i < PARTS; i++)
		needs += part[i].n ? part[i].n + (i ? 2 : 0) : 0;
	for (size_t i = 0; i < sizeof goes / sizeof *goes && needs > width; i++) {
		needs -= part[goes[i]].n ? part[goes[i]].n + 2 : 0;
		part[goes[i]].n = 0;
	}
	size_t room = width > needs + 3 ? width - needs - 3 : 0;
	if (room >= SHORTEST_BAR)
		draw_bar(out, (double)now->done, (double)now->all, room < LONGEST_BAR ? room : LONGEST_BAR);
	if (needs <= width)
		for (size_t i = 0; i < PARTS; i++)
			if (part[i].n)
				buf_fmt(out, "%s" STR_FMT, i ? ", " : "", STR_ARG(part[i]));
	arena_drop(mem);
}

void meter_bytes_line(buf *out, uint64_t done, uint64_t all, double seconds, size_t width)
{
	arena *mem = arena_new();
	double rate = seconds > 0 ? (double)done / seconds : 0;
	str text = str_fmt(mem, "%.0f of %.0f MB", (double)done / 1e6, (double)all / 1e6);
	if (rate > 0)
		text = str_fmt(mem, STR_FMT ", %.0f MB/s, " STR_FMT " left", STR_ARG(text), rate / 1e6,
		               STR_ARG(meter_time((double)(all - done) / rate, mem)));
	size_t room = width > text.n + 3 ? width - text.n - 3 : 0;
	if (room >= SHORTEST_BAR)
		draw_bar(out, (double)done, (double)all, room < LONGEST_BAR ? room : LONGEST_BAR);
	if (text.n <= width)
		buf_str(out, text);
	arena_drop(mem);
}

/* ---- on the terminal ------------------------------------------------------------------------- */

void meter_start(meter *m, bool quiet)
{
	const char *term = getenv("TERM");
	bool rewrites = term && *term && strcmp(term, "dumb") != 0;
	*m = (meter){ .on = !quiet && rewrites && isatty(STDERR_FILENO), .began = now_seconds() };
}

/* Begins a line; false when none is to be drawn now. */
static bool line_begin(meter *m, buf *line, double *at)
{
	*at = m->on ? now_seconds() : 0;
	if (!m->on || *at - m->last < BETWEEN)
		return false;
	buf_z(line, "\r\033[K");
	return true;
}

static void line_end(meter *m, buf *line, double at)
{
	fflush(stdout);
	fwrite(line->p, 1, line->n, stderr);
	fflush(stderr);
	buf_free(line);
	m->last = at;
	m->drawn = true;
}

void meter_show(meter *m, const progress *now)
{
	buf line = { 0 };
	double at;
	if (!line_begin(m, &line, &at))
		return;
	/* The last column stays free: what stands there makes some terminals begin a line. */
	meter_line(&line, now, at - m->began, terminal_width() - 1);
	line_end(m, &line, at);
}

void meter_show_bytes(meter *m, uint64_t done, uint64_t all)
{
	buf line = { 0 };
	double at;
	if (!m->on || now_seconds() - m->began < SHORT || !line_begin(m, &line, &at))
		return;
	meter_bytes_line(&line, done, all, at - m->began, terminal_width() - 1);
	line_end(m, &line, at);
}

double meter_seconds(const meter *m)
{
	return now_seconds() - m->began;
}

void meter_clear(meter *m)
{
	if (!m->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	m->drawn = false;
}
