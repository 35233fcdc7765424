/*
 * The line around a hollow letter is far thinner than any stroke, and closed. What is drawn so is taken
 * for letters where several of them stand: a single ring may be anything. What they enclose is filled, but
 * not what a ring within them encloses: that is the hole of an O. The words come beside those that were read
 * before, for a frame around letters looks like a hollow one.
 */
#include "formats/lib/ocr/hollow.h"

#include <math.h>

enum {
	THIN  = 12,   /* of a letter's height, a stroke of a solid one is wider than one in so many */
	LEAST = 3,    /* hollow letters together                                                    */
	SMALL = 26,   /* pixels high: in smaller ones nobody can tell a line from a stroke          */
	MOST  = 20000,
};

/* Pieces of ink of the size of letters. Yours. */
static PIX *letter_pieces(PIX *ink, float letter)
{
	int most = (int)(4 * letter), least = (int)(letter / 3);
	PIX *not_large = pixSelectBySize(ink, most, most, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LT, NULL);
	PIX *pieces = not_large ? pixSelectBySize(not_large, least, least, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL) : NULL;
	pixDestroy(&not_large);
	return pieces;
}

/* Of the pieces those in which no brick as large as a stroke has room, but for corners, where two lines
 * meet. Yours. */
static PIX *thin_pieces(PIX *pieces, float letter)
{
	int brick = (int)ceilf(letter / THIN), corner = (int)(letter / 3);
	PIX *thick = pixOpenBrick(NULL, pieces, brick, brick);
	PIX *strokes = thick ? pixSelectBySize(thick, corner, corner, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL) : NULL;
	PIX *solid = strokes ? pixSeedfillBinary(NULL, strokes, pieces, 8) : NULL;
	PIX *thin = solid ? pixSubtract(NULL, pieces, solid) : NULL;
	pixDestroy(&thick), pixDestroy(&strokes), pixDestroy(&solid);
	return thin;
}

/* With all that they enclose. Yours. */
static PIX *filled(PIX *rings)
{
	PIX *holes = pixHolesByFilling(rings, 4), *all = holes ? pixOr(NULL, rings, holes) : NULL;
	pixDestroy(&holes);
	return all;
}

/* Of the rings those that lie in no other. Yours. */
static PIX *outer_rings(PIX *rings)
{
	PIX *all = filled(rings), *beside = all ? pixInvert(NULL, all) : NULL;
	PIX *reach = beside ? pixDilateBrick(NULL, beside, 3, 3) : NULL, *seed = reach ? pixAnd(NULL, reach, rings) : NULL;
	PIX *outer = seed ? pixSeedfillBinary(NULL, seed, rings, 8) : NULL;
	pixDestroy(&all), pixDestroy(&beside), pixDestroy(&reach), pixDestroy(&seed);
	return outer;
}

/* What the rings draw, solid; *n how many there are that enclose something. Yours. */
static PIX *solid_letters(PIX *rings, int *n)
{
	PIX *outer = outer_rings(rings), *inner = outer ? pixSubtract(NULL, rings, outer) : NULL;
	PIX *body = outer ? filled(outer) : NULL, *within = inner ? pixHolesByFilling(inner, 4) : NULL;
	/* A letter of lines that enclose nothing is none that is hollow. */
	PIX *gained = body ? pixSubtract(NULL, body, outer) : NULL;
	PIX *closed = gained ? pixSeedfillBinary(NULL, gained, body, 8) : NULL;
	PIX *letters = closed && within ? pixSubtract(NULL, closed, within) : NULL;
	*n = 0;
	if (closed)
		pixCountConnComp(closed, 8, n);
	pixDestroy(&outer), pixDestroy(&inner), pixDestroy(&body), pixDestroy(&within), pixDestroy(&gained), pixDestroy(&closed);
	return letters;
}

/* Adds the solid pieces beside them: where two lines run close together there is no room between them. */
static void add_beside(PIX *letters, PIX *pieces, PIX *rings, float letter)
{
	PIX *solid = pixSubtract(NULL, pieces, rings);
	PIX *near = solid ? pixDilateBrick(NULL, letters, (int)(4 * letter) | 1, (int)letter | 1) : NULL;
	PIX *seed = near ? pixAnd(NULL, near, solid) : NULL, *beside = seed ? pixSeedfillBinary(NULL, seed, solid, 8) : NULL;
	if (beside)
		pixOr(letters, letters, beside);
	pixDestroy(&solid), pixDestroy(&near), pixDestroy(&seed), pixDestroy(&beside);
}

static bool read_solid(struct ocr *o, PIX *letters, ocr_list *words, err *e)
{
	ocr_list more = { .mem = words->mem };
	PIX *grey = pixConvert1To8(NULL, letters, 255, 0);
	if (!grey)
		return err_set(e, ERR_SYSTEM, "no memory to read outlines");
	bool ok = pass_read(o, grey, 0, 0, PSM_SPARSE_TEXT, &more, e);
	if (ok)
		pass_unite(words, &more, NULL);
	pixDestroy(&grey);
	return ok;
}

bool hollow_read(struct ocr *o, const ocr_view *v, float letter, ocr_list *words, err *e)
{
	if (letter < SMALL)
		return true;
	PIX *pieces = letter_pieces(v->ink, letter), *rings = pieces ? thin_pieces(pieces, letter) : NULL;
	int n = 0;
	PIX *letters = rings ? solid_letters(rings, &n) : NULL;
	bool ok = true;
	if (letters && n >= LEAST && n < MOST) {
		add_beside(letters, pieces, rings, letter);
		ok = read_solid(o, letters, words, e);
	}
	pixDestroy(&pieces), pixDestroy(&rings), pixDestroy(&letters);
	return ok;
}
