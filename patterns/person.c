#include "patterns/person.h"

#include "patterns/namewords.h"
#include "redact/base/fold.h"
#include "redact/base/utf8.h"

#include <string.h>

enum {
	MOST_WORDS = 8,    /* of an entry  */
	LONGEST = 200,     /* bytes of one */
};

/* One word of an entry. */
struct piece {
	str word;            /* folded */
	nameword_kind kind;
	bool glued;          /* to the one before, by a hyphen */
};

struct entry {
	struct piece list[MOST_WORDS];
	size_t n;
	size_t comma;        /* the first piece behind a comma that parts family from given names; 0: none */
	str suffix;
};

static str fold_word(str word, arena *mem)
{
	char *p = arena_alloc(mem, word.n + 1);
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		if (c >= 0x80)
			return fold_text(word, FOLD_CASE | FOLD_MARKS, mem);
		p[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return (str){ p, word.n };
}

static bool is_name_word(str folded_word)
{
	for (size_t i = 0; i < folded_word.n; i++) {
		unsigned char c = (unsigned char)folded_word.p[i];
		if (c < 0x80 && !(c >= 'a' && c <= 'z') && c != '\'')
			return false;
	}
	return folded_word.n > 0;
}

static bool take_word(struct entry *e, str word, bool glued, bool sure, arena *mem)
{
	bool capital = utf8_capital_at(word, 0);
	while (word.n && word.p[word.n - 1] == '.')
		word.n--;
	struct piece one = { .word = fold_word(word, mem), .glued = glued };
	if (!is_name_word(one.word) || e->n == MOST_WORDS)
		return false;
	one.kind = nameword_of(one.word);
	if (one.kind == NAMEWORD_DEGREE && e->n)
		return true;
	if (one.kind == NAMEWORD_SUFFIX && e->n) {
		e->suffix = one.word;
		return true;
	}
	if (one.kind == NAMEWORD_TITLE && e->n == 0)
		return true;
	/* Only some of these words are names: a family may be called Nurse, but none Llc. */
	if (!sure && (one.kind == NAMEWORD_NO_NAME || (!capital && one.kind != NAMEWORD_PARTICLE)))
		return false;
	e->list[e->n++] = one;
	return true;
}

static bool is_between(char c)
{
	return c == ' ' || c == '\t' || c == '-' || c == ',';
}

static bool take_words(struct entry *e, str words, bool sure, arena *mem)
{
	for (size_t i = 0; i < words.n;) {
		size_t beg = i;
		bool glued = beg && words.p[beg - 1] == '-' && e->n;
		while (i < words.n && !is_between(words.p[i]))
			i++;
		if (i > beg && !take_word(e, str_sub(words, beg, i), glued, sure, mem))
			return false;
		if (i < words.n && words.p[i] == ',') {
			if (e->comma)
				return e->suffix.n > 0 && str_trim(str_sub(words, i + 1, words.n)).n == 0;
			e->comma = e->n;
		}
		i++;
	}
	return true;
}

/* Where the family name begins among pieces of natural order: the last word with what is glued to it, and
 * particles before. */
static size_t family_of(const struct entry *e)
{
	size_t at = e->n - 1;
	while (at > 1 && e->list[at].glued)
		at--;
	while (at > 1 && e->list[at - 1].kind == NAMEWORD_PARTICLE)
		at--;
	return at;
}

static size_t count_names(const struct entry *e)
{
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += !e->list[i].glued && e->list[i].kind != NAMEWORD_PARTICLE;
	return n;
}

person *person_of(str words, entry_kind kind, arena *mem)
{
	struct entry e = { .suffix = STR("") };
	bool sure = kind == ENTRY_PERSON;
	if (words.n > LONGEST || !take_words(&e, words, sure, mem))
		return NULL;
	size_t names = count_names(&e);
	if (e.comma == e.n) /* "Robert Hale, Jr." */
		e.comma = 0;
	if (names < 2 || (names > 3 && !sure))
		return NULL;
	size_t family = e.comma ? 0 : family_of(&e), given = e.comma ? e.comma : 0;
	size_t nfamily = e.comma ? e.comma : e.n - family, ngiven = e.n - nfamily;
	if (!ngiven || e.list[family].word.n < 2)
		return NULL;
	person *p = arena_alloc(mem, sizeof *p);
	*p = (person){ .given = (uint8_t)ngiven, .family = (uint8_t)nfamily, .suffix = e.suffix };
	p->words = arena_array(mem, str, e.n);
	for (size_t i = 0; i < ngiven; i++)
		p->words[i] = e.list[given + i].word;
	for (size_t i = 0; i < nfamily; i++)
		p->words[ngiven + i] = e.list[family + i].word;
	return p;
}

/* The last word of s, without what stands behind it; "" when there is none. *s is cut before it. */
static str last_word(str *s)
{
	while (s->n && (is_between(s->p[s->n - 1]) || s->p[s->n - 1] == '.'))
		s->n--;
	size_t end = s->n;
	while (s->n && !is_between(s->p[s->n - 1]))
		s->n--;
	return (str){ s->p + s->n, end - s->n };
}

str person_handle(str words, arena *mem)
{
	enum { LONGEST_SUFFIX = 7 };
	const char *comma = words.n ? memchr(words.p, ',', words.n) : NULL;
	str rest = comma ? str_sub(words, 0, (size_t)(comma - words.p)) : words, word = last_word(&rest);
	while (word.n && word.n <= LONGEST_SUFFIX) {
		nameword_kind kind = nameword_of(fold_word(word, mem));
		if (kind != NAMEWORD_SUFFIX && kind != NAMEWORD_DEGREE)
			break;
		word = last_word(&rest);
	}
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0x80)
			return fold_word(word, mem);
	return word;
}
