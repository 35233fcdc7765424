/* What the bench prints. */
#include "tests/bench/ocr/bench.h"

#include <stdio.h>
#include <string.h>

const int resolutions[RESOLUTIONS] = { 600, 300, 200, 150, 100 };

static void add(score *to, score s)
{
	to->words += s.words, to->read += s.read, to->plants += s.plants, to->found += s.found;
}

double share(int part, int of)
{
	return of ? 100.0 * part / of : 0;
}

static void print_row(const char *what, score mine, score theirs)
{
	printf("%-12s %6d %9.2f %9.2f %8d %9.2f %9.2f\n", what, mine.words, share(mine.read, mine.words),
	       share(theirs.read, theirs.words), mine.plants, share(mine.found, mine.plants), share(theirs.found, theirs.plants));
}

/* Of a kind, a resolution, a skew; NULL, 0 and -1 ask for any. */
static bool is_among(const scan *s, const char *kind, int dpi, int skew)
{
	return (!kind || strcmp(kind, s->kind) == 0) && (!dpi || dpi == s->dpi) && (skew < 0 || skew == s->skew);
}

static void print_group(const bench *b, const char *title, const char *kind, int dpi, int skew)
{
	score mine = { 0 }, theirs = { 0 };
	for (size_t i = 0; i < b->n; i++) {
		const scan *s = &b->scans[i];
		if (!is_among(s, kind, dpi, skew))
			continue;
		add(&mine, s->mine);
		add(&theirs, s->theirs);
	}
	if (mine.words)
		print_row(title, mine, theirs);
}

void print_tables(const bench *b)
{
	char title[32];
	printf("%-12s %6s %9s %9s %8s %9s %9s\n", "", "words", "read %", "stock %", "values", "found %", "stock %");
	for (size_t i = 0; i < RESOLUTIONS; i++) {
		snprintf(title, sizeof title, "%d dpi", resolutions[i]);
		print_group(b, title, NULL, resolutions[i], -1);
	}
	for (int skew = 0; skew <= 5; skew++) {
		snprintf(title, sizeof title, "skew %d", skew);
		print_group(b, title, NULL, 0, skew);
	}
	for (size_t i = 0; i < b->n; i++)
		if (!i || strcmp(b->scans[i].kind, b->scans[i - 1].kind) != 0)
			print_group(b, b->scans[i].kind, b->scans[i].kind, 0, -1);
}

/* What became of the planted values: found; on a page that is told; or missed in silence. */
static void print_fate(const bench *b, const char *what, int dpi, int skew)
{
	int plants = 0, found = 0, told = 0, stock = 0;
	for (size_t i = 0; i < b->n; i++) {
		const scan *s = &b->scans[i];
		if (!is_among(s, NULL, dpi, skew))
			continue;
		plants += s->mine.plants;
		found += s->mine.found;
		stock += s->theirs.found;
		told += is_told(s) ? s->mine.plants - s->mine.found : 0;
	}
	if (plants)
		printf("%-12s %8d %8d %8d %12d %9.2f %9.2f\n", what, plants, found, told, plants - found - told, share(found, plants), share(stock, plants));
}

void print_fates(const bench *b)
{
	char what[32];
	printf("%-12s %8s %8s %8s %12s %9s %9s\n", "", "values", "found", "told", "in silence", "found %", "stock %");
	for (size_t k = 0; k < RESOLUTIONS; k++) {
		snprintf(what, sizeof what, "%d dpi", resolutions[k]);
		print_fate(b, what, resolutions[k], -1);
	}
	for (int skew = 0; skew <= 5; skew++) {
		snprintf(what, sizeof what, "skew %d", skew);
		print_fate(b, what, 0, skew);
	}
}

void print_trust(const bench *b)
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
