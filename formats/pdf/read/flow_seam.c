/*
 * Where two strings meet without a gap, and whether two words meet there.
 *
 * "Okonjo" in one cell of a table and "Margaret" in the next leave no gap between them, and neither do
 * the pieces in which a page draws one word: letters one by one, kerned pairs, small capitals. What
 * tells is how the letters change, and how much stands on either side: a small letter before a capital
 * parts words, and so do two capitals, or capitals before small letters, where both strings are more
 * than a letter long. A number between the strings is likely the kerning of one word, so it takes
 * longer pieces, as it does for digits, which nothing but a gap parts.
 */
#include "formats/pdf/read/flow_int.h"
#include "redact/base/utf8.h"

enum { SHORT = 2, LONG = 4 };   /* letters or digits of a piece, at least */

static bool is_digit(str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static size_t before(str s, size_t at)
{
	while (at > 0 && ((unsigned char)s.p[--at] & 0xc0) == 0x80)
		;
	return at;
}

/* How many letters, or digits, end the text; of the last string alone, and no more than LONG are counted. */
static int length_of_piece(str text, size_t piece, bool digits)
{
	int n = 0;
	for (size_t at = text.n; at > piece && n < LONG; n++) {
		size_t beg = before(text, at);
		if (digits ? !is_digit(text, beg) : !utf8_letter_at(text, beg))
			break;
		at = beg;
	}
	return n;
}

bool flow_is_seam(str text, size_t piece, const rpdf_glyph *g, str said)
{
	if (!text.n)
		return false;
	size_t last = before(text, text.n);
	bool digits = is_digit(text, last) && is_digit(said, 0);
	bool small = utf8_small_before(text, text.n), capital = utf8_capital_at(text, last);
	bool to_capital = utf8_capital_at(said, 0), to_small = utf8_small_before(said, said.n);
	if (small && to_capital && !g->set_off)
		return true;
	if (!digits && !(to_capital && (small || capital)) && !(to_small && capital && utf8_capital_at(text, before(text, last))))
		return false;
	if (digits && g->set_off)
		return false;
	int least = digits || g->set_off ? LONG : SHORT;
	return g->opens >= least && length_of_piece(text, piece, digits) >= least;
}
