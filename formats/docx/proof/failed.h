/*
 * failed.h - a redaction of a Word document that somebody believes to have made, and that did not
 * remove anything.
 *
 * For the verifier, about anybody's file: words under a black highlight or in the colour of their own
 * ground, dark boxes laid over the page or over a picture. What else goes along with a file, and is
 * forgotten by those who pass it on, is told in a note. No word of the document goes into a report.
 */
#ifndef UNDERSEAL_DOCX_FAILED_H
#define UNDERSEAL_DOCX_FAILED_H

#include "formats/docx/package/opc.h"
#include "redact/base/buf.h"
#include "redact/model/proof.h"

/* ---- colours and styles: failed_look.c ---- */

enum { UNSET = -1, AUTO = -2 };  /* beside 0xRRGGBB */

/* How words look, as far as it is said. */
typedef struct look {
	int32_t ink, shade, highlight;
	int32_t size;             /* half points, or UNSET */
} look;

typedef struct look_style {
	char id[64], base[64];
	look is;
} look_style;

typedef struct look_styles {
	look_style *list; size_t n, room;
} look_styles;

look    look_none(void);                     /* nothing is said                          */
look    look_over(look above, look below);   /* what above says, else what below does */
void    look_take(look *to, str element, str attribute, str value);   /* a property of a run */
int32_t look_shade(str attribute, str value, int32_t before);         /* of w:shd            */
int32_t look_colour(str value);              /* "1F497D", "#000", "black [3213]", "auto"     */
bool    look_is_dark(int32_t colour);
bool    look_same(int32_t a, int32_t b);

/* The styles of the styles part (ECMA-376 part 1, 17.7); look_styles_find() lays one on top of those it is based on. */
bool look_styles_load(opc *p, int part, arena *mem, look_styles *out, err *e);
look look_styles_find(const look_styles *all, str id);

/* ---- one part: failed_part.c ---- */

typedef struct failed_counts {
	uint32_t highlight;  /* words under a dark highlight                       */
	uint32_t same;       /* words in the colour of their ground                */
	uint32_t paper;      /* words in the colour of the paper                   */
	uint32_t tiny;       /* words of two points and less                       */
	uint32_t boxes;      /* dark boxes over the page, words or pictures        */
	buf laid;            /* relationships of pictures over the page, a line each; to be freed */
} failed_counts;

/* Adds up. `boxes` false: the part's drawings are furniture (headers). */
bool failed_look_at(opc *p, int part, const look_styles *styles, bool boxes, failed_counts *n, err *e);

#endif
