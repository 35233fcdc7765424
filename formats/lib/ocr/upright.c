/*
 * First along which axis the lines run and how far they lean: a picture of lines has rows full of ink
 * and rows without. Then which end is up: letters with a stem upwards outnumber those with one
 * downwards. Where that is not clear (a table of digits has no such letters) a strip is read both ways.
 */
#include "formats/lib/ocr/upright.h"

#include "formats/lib/ocr/clean.h"
#include "formats/lib/ocr/letters.h"

#include <math.h>

enum {
	PIECE     = 120,   /* pixels: larger pieces are rules and pictures    */
	STRIP     = 20,    /* letters high is the strip that is read both ways ... */
	MOST_STRIP = 500,  /* ... and no more pixels than these               */
	STEMS     = 50,    /* as many letters with stems must there be        */
	FEW       = 8,     /* letters: what reads no better says nothing      */
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

double upright_worth(const ocr_list *words)
{
	double worth = 0;
	for (size_t i = 0; i < words->n; i++)
		worth += (double)words->words[i].word.text.n * pow(words->words[i].word.sure / 100.0, 2);
	return worth;
}

/* Digits have stems too, and say nothing; a single line says little. */
bool upright_is_doubtful(const ocr_view *v, const ocr_list *words)
{
	size_t letters = 0;
	for (size_t i = 0; i < words->n; i++)
		letters += words->words[i].word.text.n;
	return letters > 0 && upright_worth(words) < (v->turned ? .6 : .35) * (double)letters;
}

/* How well a strip reads: its words' letters, and the same by how sure they are. */
typedef struct reads { double letters, sure; } reads;

static bool strip_reads(struct ocr *o, PIX *grey, float letter, bool over, arena *mem, reads *out, err *e)
{
	ocr_list words = { .mem = mem };
	int strip_high = letter > 0 ? (int)(STRIP * letter) : MOST_STRIP;
	strip_high = strip_high < MOST_STRIP ? strip_high : MOST_STRIP;
	int w = pixGetWidth(grey), h = pixGetHeight(grey), high = h < strip_high ? h : strip_high;
	BOX *box = boxCreate(0, (h - high) / 2, w, high);
	PIX *strip = pixClipRectangle(grey, box, NULL);
	boxDestroy(&box);
	if (!strip)
		return err_set(e, ERR_SYSTEM, "no memory to read a strip of a picture");
	PIX *ink = clean_ink(strip);
	if (ink)
		clean_rules(strip, ink, letter);
	pixDestroy(&ink);
	if (over)
		pixRotate180(strip, strip);
	bool ok = pass_read(o, strip, 0, 0, PSM_SINGLE_BLOCK, &words, e);
	pixDestroy(&strip);
	*out = (reads){ 0 };
	for (size_t i = 0; i < words.n; i++) {
		double n = (double)words.words[i].word.text.n;
		out->letters += n;
		out->sure += n * pow(words.words[i].word.sure / 100.0, 2);
	}
	return ok;
}

static bool is_upside_down(struct ocr *o, ocr_view *v, PIX *pieces, arena *mem, bool *over, err *e)
{
	float up = 0;
	reads this_way, that_way;
	float letter = letters_of(pieces, mem).height;
	*over = false;
	if (pixUpDownDetect(pieces, &up, STEMS, 0, 0) == 0 && fabsf(up) > CLEAR) {
		*over = up < 0;
		return true;
	}
	if (!strip_reads(o, v->grey, letter, false, mem, &this_way, e))
		return false;
	if (this_way.letters > 2 * FEW && this_way.sure > 0.7 * this_way.letters)
		return true;
	if (!strip_reads(o, v->grey, letter, true, mem, &that_way, e))
		return false;
	*over = that_way.sure > FEW && that_way.sure > 1.3 * this_way.sure;
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
