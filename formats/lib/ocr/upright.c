/*
 * First along which axis the lines run and how far they lean: a picture of lines has rows full of ink
 * and rows without. Then which end is up: letters with a stem upwards outnumber those with one
 * downwards. Where that is not clear (a table of digits has no such letters) a strip is read both ways.
 */
#include "formats/lib/ocr/upright.h"

#include <math.h>

enum {
	PIECE     = 120,   /* pixels: larger pieces are rules and pictures    */
	STRIP     = 500,   /* pixels of the strip that is read both ways      */
	STEMS     = 50,    /* as many letters with stems must there be        */
};
static const float LEAST_LEAN = 0.15f, MOST_LEAN = 8, CLEAR = 6;

/* Only what may be letters. Yours. */
static PIX *small_pieces(PIX *ink)
{
	return pixSelectBySize(ink, PIECE, PIECE, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LT, NULL);
}

typedef struct lean { float degrees, sure, score; } lean;

static lean lean_of(PIX *ink)
{
	lean l = { 0 };
	if (pixFindSkewSweepAndSearchScore(ink, &l.degrees, &l.sure, &l.score, 4, 2, 0, MOST_LEAN, 1, 0.02f) != 0)
		return (lean){ 0 };
	return l;
}

/* How well a strip reads: the sum of its words' letters by how sure they are. */
static bool strip_reads(struct ocr *o, PIX *grey, bool over, arena *mem, double *out, err *e)
{
	ocr_list words = { .mem = mem };
	int w = pixGetWidth(grey), h = pixGetHeight(grey), high = h < STRIP ? h : STRIP;
	BOX *box = boxCreate(0, (h - high) / 2, w, high);
	PIX *strip = pixClipRectangle(grey, box, NULL);
	boxDestroy(&box);
	if (!strip)
		return err_set(e, ERR_SYSTEM, "no memory to read a strip of a picture");
	if (over)
		pixRotate180(strip, strip);
	bool ok = pass_read(o, strip, 0, 0, PSM_SINGLE_BLOCK, &words, e);
	pixDestroy(&strip);
	*out = 0;
	for (size_t i = 0; i < words.n; i++)
		*out += (double)words.words[i].word.text.n * pow(words.words[i].word.sure / 100.0, 2);
	return ok;
}

static bool is_upside_down(struct ocr *o, ocr_view *v, PIX *pieces, arena *mem, bool *over, err *e)
{
	float up = 0;
	double this_way, that_way;
	*over = false;
	if (pixUpDownDetect(pieces, &up, STEMS, 0, 0) == 0 && fabsf(up) > CLEAR) {
		*over = up < 0;
		return true;
	}
	if (!strip_reads(o, v->grey, false, mem, &this_way, e) || !strip_reads(o, v->grey, true, mem, &that_way, e))
		return false;
	*over = that_way > 1.3 * this_way;
	return true;
}

bool upright_view(struct ocr *o, ocr_view *v, arena *mem, err *e)
{
	PIX *pieces = small_pieces(v->ink), *side = pieces ? pixRotate90(pieces, 1) : NULL;
	bool over = false;
	if (!pieces || !side) {
		pixDestroy(&pieces), pixDestroy(&side);
		return err_set(e, ERR_SYSTEM, "no memory to straighten a picture");
	}
	lean across = lean_of(pieces), down = lean_of(side), found = across;
	if (down.score > 1.5f * across.score && down.sure > 2) {
		view_turn(v, 90);
		v->turned = 270;  /* the words were turned the other way */
		found = down;
		pixDestroy(&pieces);
		pieces = side, side = NULL;
	}
	if (found.sure > 2 && fabsf(found.degrees) >= LEAST_LEAN) {
		view_lean(v, found.degrees);
		v->skew = -found.degrees;
		PIX *straight = pixRotate(pieces, found.degrees * (float)M_PI / 180, L_ROTATE_SAMPLING, L_BRING_IN_WHITE, 0, 0);
		if (straight) {
			pixDestroy(&pieces);
			pieces = straight;
		}
	}
	bool ok = is_upside_down(o, v, pieces, mem, &over, e);
	if (ok && over) {
		view_turn(v, 180);
		v->turned = (v->turned + 180) % 360;
	}
	pixDestroy(&pieces), pixDestroy(&side);
	return ok;
}

float upright_lean(PIX *ink)
{
	float degrees = 0, sure = 0, score = 0;
	if (pixFindSkewSweepAndSearchScore(ink, &degrees, &sure, &score, 2, 1, 0, 16, 2, 0.1f) != 0 || sure < 1.5f)
		return 0;
	return fabsf(degrees) < 0.5f ? 0 : degrees;
}
