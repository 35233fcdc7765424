#include "formats/lib/ocr/look.h"

#include "formats/lib/ocr/clean.h"
#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/load.h"

enum {
	ENOUGH     = 3,      /* letters with neighbours make words likely                         */
	CHECK_SIDE = 2600,   /* pixels of a picture that is only looked at                        */
	GLANCE     = 800,    /* pixels of a side: from here on half of them show most words       */
	READS_WELL = 17,     /* pixels: the usual height of letters that are read at no loss      */
	SMALLEST   = 12,     /* pixels that the smallest letters keep                             */
	SMALL_TEXT = 8,      /* so many small letters in a picture are words, and no dots, commas */
};

static const float MUCH = 2, NEARLY = 0.7f, LEAST_SHRINK = 1.3f;   /* below, little is saved, and rough pictures lose by it */

/* ---- letters ----------------------------------------------------------------------------------- */

/* Of ink as it stands and lying on its side. */
static letters letters_any_way(PIX *ink, arena *mem)
{
	letters l = letters_of(ink, mem);
	if (l.n >= ENOUGH)
		return l;
	PIX *turned = pixRotate90(ink, 1);
	l = turned ? letters_of(turned, mem) : (letters){ .n = ENOUGH };
	pixDestroy(&turned);
	return l;
}

/* Dark on light, and light on dark. *ink is yours, and NULL where there was no memory for it. */
static letters letters_in(PIX *grey, PIX **ink, arena *mem)
{
	clean_light(grey);
	*ink = clean_ink(grey);
	letters l = *ink ? letters_any_way(*ink, mem) : (letters){ .n = ENOUGH };
	if (l.n < ENOUGH) {
		pixInvert(*ink, *ink);
		l = letters_any_way(*ink, mem);
	}
	return l;
}

/* ---- how large --------------------------------------------------------------------------------- */

/* `step`: pixels of the picture to one that was looked at. */
static float shrink_for(PIX *ink, float height, float step, arena *mem)
{
	float shrink = height * step / READS_WELL;
	letters all = letters_from(ink, (int)(SMALLEST / 2 / step) + 1, mem);
	while (shrink >= LEAST_SHRINK && letters_below(&all, SMALLEST * shrink / step, mem) >= SMALL_TEXT)
		shrink *= 0.9f;
	return shrink >= LEAST_SHRINK ? shrink : 1;
}

/* ---- the look ---------------------------------------------------------------------------------- */

/* *coloured: it has coloured ink, which was looked at apart from the rest. */
static ocr_look look(const ocr_picture *p, const ocr_box *areas, size_t nareas, float step, bool apart, bool *coloured)
{
	ocr_view v;
	err ignored = ERR_INIT;
	*coloured = false;
	if (!load_view(&v, p, areas, nareas, apart, step, &ignored))
		return (ocr_look){ true, 1 };
	PIX *ink, *colour_ink = NULL;
	arena *brief = arena_new();
	*coloured = v.colour != NULL;
	letters l = letters_in(v.grey, &ink, brief);
	ocr_look seen = { l.n >= ENOUGH, 1 };
	if (ink && !v.colour && seen.words && !p->keep_size)
		seen.shrink = shrink_for(ink, l.height, v.back.a, brief);
	if (v.colour && !seen.words)
		seen.words = letters_in(v.colour, &colour_ink, brief).n >= ENOUGH;
	pixDestroy(&ink), pixDestroy(&colour_ink);
	arena_drop(brief);
	view_drop(&v);
	return seen;
}

/* Words in one colour on another are in neither of the two layers. */
static ocr_look look_closely(const ocr_picture *p, const ocr_box *areas, size_t nareas, float step)
{
	bool coloured, none;
	ocr_look l = look(p, areas, nareas, step, true, &coloured);
	if (!l.words && coloured)
		l = look(p, areas, nareas, step, false, &none);
	return l;
}

/* Small letters are lost at a glance: that it shows none proves nothing. Beside large ones they would be lost for good where the
 * picture is shrunk for these; but a closer look that asks for nearly as much has seen pieces of rough letters, no small print. */
ocr_look look_at(const ocr_picture *p, const ocr_box *areas, size_t nareas)
{
	int side = p->w > p->h ? p->w : p->h;
	ocr_look glance = { false, 1 };
	if (side >= GLANCE)
		glance = look_closely(p, areas, nareas, 2);
	if (glance.words && glance.shrink < MUCH)
		return glance;
	ocr_look close = look_closely(p, areas, nareas, side > CHECK_SIDE ? (float)side / CHECK_SIDE : 1);
	return glance.words && close.shrink > glance.shrink * NEARLY ? glance : close;
}

bool ocr_has_words(const ocr_picture *p, const ocr_box *areas, size_t nareas)
{
	return look_at(p, areas, nareas).words;
}
