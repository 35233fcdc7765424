/*
 * character.h - one character of a pattern, as regex.h takes patterns: a letter, \d, [a-z].
 */
#ifndef UNDERSEAL_CHARACTER_H
#define UNDERSEAL_CHARACTER_H

#include "redact/base/str.h"

typedef struct byteset { uint64_t bits[4]; } byteset;

static inline bool byteset_has(const byteset *s, unsigned c)
{
	return c < 256 && s->bits[c >> 6] >> (c & 63) & 1;
}

void    byteset_put(byteset *s, unsigned c);
byteset byteset_of(bool (*is)(unsigned c));  /* of ASCII                     */
void    byteset_turn_round(byteset *s);      /* within ASCII: all but these  */

bool byte_is_letter(unsigned c);             /* of ASCII                     */
bool byte_is_digit(unsigned c);
bool byte_is_word(unsigned c);               /* letter, digit or _           */

/* A pattern while it is read. */
struct pattern {
	const char *p, *end;
	bool caseless;
};

bool pattern_at(const struct pattern *r, const char *what);
bool pattern_take(struct pattern *r, const char *what);
void pattern_skip_blanks(struct pattern *r);   /* and comments */

/* What a character may be: of ASCII exactly so many, of all the others any or none. */
struct character { byteset ascii; bool wide; };

/* False when something else stands there, or what is not known: r->p is then anywhere behind where it was. */
bool pattern_character(struct pattern *r, struct character *one);

#endif
