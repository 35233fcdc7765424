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

/* Whether exactly this stands next; pattern_take() goes behind it then. */
bool pattern_at(const struct pattern *r, const char *what);
bool pattern_take(struct pattern *r, const char *what);
void pattern_skip_blanks(struct pattern *r);   /* and comments */

/* i and -i of (?i: and (?-i: behind the question mark, up to the colon. False for all other flags: some change what blanks
 * mean, or where lines end. */
bool pattern_take_flags(struct pattern *r);

/* How often what was read last is asked for; once where nothing is said. False when that is not understood. */
#define PATTERN_FOR_EVER UINT32_MAX
bool pattern_times(struct pattern *r, uint32_t *least, uint32_t *most);

/* What a character may be: of ASCII exactly so many, of all the others any or none. To PCRE2 the sign of Kelvin is a k and
 * the long s an s; texts that fold() made hold neither. */
struct character { byteset ascii; bool wide; };

/* False when something else stands there, or what is not known: r->p is then anywhere behind where it was. */
bool pattern_character(struct pattern *r, struct character *one);

#endif
