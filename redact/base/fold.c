#include "redact/base/fold.h"

#include "redact/base/fold_int.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum {
	LONGEST_DECOMPOSITION = 64, /* Unicode's longest is 18 code points */
	ZERO_WIDTH_SPACE = 0x200B,
};

/* The fold in progress. What follows a hyphen decides about it, so the last few facts are kept. */
struct work {
	unsigned how;
	arena *mem;
	char *text;
	uint32_t *at, *end;
	size_t n, room;

	enum class last;       /* of what was written last                                       */
	size_t last_beg;       /* its first byte                                                 */
	enum class before;     /* BLANK: of what stood before the run of blanks                  */
	bool line_end;         /* BLANK: the run holds a line break                              */
	bool soft;             /* a soft hyphen stood right here, or before the run of blanks    */
	enum class head;       /* HYPHEN, DASH: of what stood before it                          */
	bool raised;           /* last was a footnote's mark, written as ^                       */
	bool lowered;          /* last was a superscript written as a plain letter or digit      */
	size_t marks_beg;      /* first byte of the run of marks at the end                      */
	uint32_t base;         /* the letter that marks stand on                                 */
};

/* ---- writing ------------------------------------------------------------------------------- */

static void make_room(struct work *w, size_t more)
{
	if (w->room - w->n > more)
		return;
	size_t room = w->room + w->room / 2 + more + 64;
	char *text = arena_alloc(w->mem, room);
	uint32_t *at = arena_array(w->mem, uint32_t, room);
	uint32_t *end = arena_array(w->mem, uint32_t, room);
	memcpy(text, w->text, w->n);
	memcpy(at, w->at, w->n * sizeof *at);
	memcpy(end, w->end, w->n * sizeof *end);
	w->text = text;
	w->at = at;
	w->end = end;
	w->room = room;
}

static void write_bytes(struct work *w, const char *p, size_t n, uint32_t beg, uint32_t end)
{
	make_room(w, n);
	w->last_beg = w->n;
	for (size_t i = 0; i < n; i++, w->n++) {
		w->text[w->n] = p[i];
		w->at[w->n] = beg;
		w->end[w->n] = end;
	}
}

static void write_blank(struct work *w, bool line_end, uint32_t beg, uint32_t end)
{
	if (w->last == BLANK) {
		w->line_end |= line_end;
		if (!(w->how & FOLD_TIGHT))
			w->end[w->n - 1] = end;
		return;
	}
	w->before = w->last;
	w->last = BLANK;
	w->line_end = line_end;
	w->raised = w->lowered = false;
	if (!(w->how & FOLD_TIGHT))
		write_bytes(w, " ", 1, beg, end);
}

static void write_dash(struct work *w, enum class is, uint32_t beg, uint32_t end)
{
	w->head = w->last;
	w->last = is;
	w->soft = w->raised = w->lowered = false;
	if (!(w->how & FOLD_TIGHT))
		write_bytes(w, "-", 1, beg, end);
}

/* A letter or digit is about to be written: is the hyphen or break before it a part of a word? */
static void join(struct work *w, enum class is, uint32_t c)
{
	if (w->how & FOLD_TIGHT)
		return; /* nothing was written */
	if (w->last == BLANK && w->before == LETTER && is == LETTER && fold_parts_nothing(w->base, c, w->line_end)) {
		w->n--;
		return;
	}
	if (w->last == BLANK && w->line_end) {
		bool hyphen = w->before == HYPHEN || w->before == DASH;
		if (w->soft && is_word(w->before)) {
			w->n--;
		} else if (w->before == HYPHEN && w->head == LETTER && is == LETTER) {
			w->n -= 2;
		} else if (hyphen && is_word(w->head) && (w->head == DIGIT || is == DIGIT)) {
			w->n--;
		}
	} else if (w->last == HYPHEN && w->head == LETTER && is == LETTER && w->how & FOLD_HYPHENS) {
		w->n--;
	}
}

/* Marks of one letter come in any order; the canonical one is by combining class, stable. A new
 * mark is sunk into its place, unless the run is absurdly long: then order does not matter. */
static void write_mark(struct work *w, uint32_t c, uint32_t beg, uint32_t end)
{
	enum { LONGEST_RUN = 64 };
	char bytes[4];
	int n = utf8_put(bytes, c);
	int class = utf8proc_get_property((utf8proc_int32_t)c)->combining_class;
	size_t place = w->n;

	make_room(w, 4);
	if (class && w->n - w->marks_beg < LONGEST_RUN) {
		while (place > w->marks_beg) {
			size_t prior = place - 1;
			while (prior > w->marks_beg && ((unsigned char)w->text[prior] & 0xC0) == 0x80)
				prior--;
			size_t at = prior;
			uint32_t other = utf8_next((str){ w->text, w->n }, &at);
			if (utf8proc_get_property((utf8proc_int32_t)other)->combining_class <= class)
				break;
			place = prior;
		}
	}
	memmove(w->text + place + n, w->text + place, w->n - place);
	memmove(w->at + place + n, w->at + place, (w->n - place) * sizeof *w->at);
	memmove(w->end + place + n, w->end + place, (w->n - place) * sizeof *w->end);
	for (int i = 0; i < n; i++) {
		w->text[place + (size_t)i] = bytes[i];
		w->at[place + (size_t)i] = beg;
		w->end[place + (size_t)i] = end;
	}
	w->n += (size_t)n;
	/* Where order changed, sources no longer ascend: the marks then share one stretch. */
	if (place + (size_t)n < w->n) {
		uint32_t low = w->at[w->marks_beg];
		for (size_t i = w->marks_beg; i < w->n; i++)
			low = w->at[i] < low ? w->at[i] : low;
		for (size_t i = w->marks_beg; i < w->n; i++) {
			w->at[i] = low;
			w->end[i] = end;
		}
	}
	if (class == 0)
		w->marks_beg = w->n;
}

static void drop_mark(struct work *w, uint32_t end)
{
	bool written = is_word(w->last) || w->last == OTHER || !(w->how & FOLD_TIGHT);
	if (!written || w->n == 0 || w->last == NOTHING)
		return;
	for (size_t i = w->last_beg; i < w->n; i++)
		w->end[i] = end;
}

static void take_back_blank(struct work *w, uint32_t c)
{
	if (w->last != BLANK || w->line_end || w->before != LETTER || !fold_hangs_on(c))
		return;
	if (!(w->how & FOLD_TIGHT))
		w->n--;
	w->last = w->before;
	w->last_beg = w->n;
	w->marks_beg = w->n;
}

/* One code point that is already decomposed and case-folded. */
static void write(struct work *w, uint32_t c, uint32_t beg, uint32_t end)
{
	enum class is = class_of(c);
	char quote;

	switch (is) {
	case GONE:
		return;
	case SOFT:
		if (w->last != BLANK)
			w->soft = true;
		return;
	case BLANK:
	case BREAK:
		write_blank(w, is == BREAK, beg, end);
		break;
	case HYPHEN:
	case DASH:
		write_dash(w, is, beg, end);
		break;
	case MARK:
		take_back_blank(w, c);
		if (w->how & FOLD_MARKS && fold_is_accent(c, w->base))
			drop_mark(w, end);
		else
			write_mark(w, c, beg, end);
		return;
	default:
		quote = fold_plain_quote(c);
		if (quote)
			c = (uint32_t)quote, is = OTHER;
		if (is_word(is))
			join(w, is, c);
		char bytes[4];
		write_bytes(w, bytes, (size_t)utf8_put(bytes, c), beg, end);
		w->last = is;
		w->base = c;
		w->soft = false;
	}
	w->marks_beg = w->n;
}

/* Everything above ASCII. */
static void write_wide(struct work *w, uint32_t c, uint32_t beg, uint32_t end)
{
	enum class is = class_of(c);

	if (is != LETTER && is != OTHER && is != DIGIT && is != MARK) {
		write(w, c, beg, end);
		return;
	}
	char quote = fold_plain_quote(c);
	if (quote) {
		w->raised = w->lowered = false;
		write(w, (uint32_t)(unsigned char)quote, beg, end);
		return;
	}
	if (fold_is_raised(c)) {
		if (w->raised || (is_word(w->last) && !w->lowered)) {
			write_bytes(w, "^", 1, beg, end);
			w->last = OTHER;
			w->soft = w->lowered = false;
			w->raised = true;
			w->marks_beg = w->n;
			return;
		}
	}
	bool raised = fold_is_raised(c);

	utf8proc_int32_t points[LONGEST_DECOMPOSITION];
	int options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
	if (w->how & FOLD_CASE)
		options |= UTF8PROC_CASEFOLD;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, points,
	                                             LONGEST_DECOMPOSITION, options, NULL);
	if (n < 1 || n > LONGEST_DECOMPOSITION) {
		points[0] = (utf8proc_int32_t)c;
		n = 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		const char *plain = w->how & FOLD_MARKS ? fold_without_stroke((uint32_t)points[i]) : NULL;
		for (; plain && *plain; plain++) {
			uint32_t ascii = (uint32_t)*plain;
			write(w, w->how & FOLD_CASE ? ascii | 0x20 : ascii, beg, end);
		}
		if (!plain)
			write(w, (uint32_t)points[i], beg, end);
	}
	if (is != MARK) {
		w->raised = false;
		w->lowered = raised;
	}
}

static bool is_ascii_letter(unsigned char c)
{
	return (c | 0x20u) - 'a' < 26u;
}

/* Words of ASCII letters with one blank behind each, from byte i on, as far as they go and room is for them; also the
 * end of a word. Returns where they end, i itself when nothing of the kind stands there. Nearly all of a text is
 * this, of which nothing needs to be asked. */
static size_t put_plain(struct work *w, str s, size_t i)
{
	size_t from = i, n = w->n, letter = SIZE_MAX;
	unsigned char lower = w->how & FOLD_CASE ? 0x20 : 0;
	enum class last = w->last;
	bool spaced = false, begins = last == BLANK && !w->line_end;
	for (; i < s.n && n < w->room; i++, n++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_ascii_letter(c) && (last == LETTER || begins)) {
			c |= lower;
			last = LETTER;
			letter = n;
		} else if (c == ' ' && last == LETTER && !(w->how & FOLD_TIGHT)) {
			last = BLANK;
			begins = spaced = true;
		} else {
			break;
		}
		w->text[n] = (char)c;
		w->at[n] = (uint32_t)i;
		w->end[n] = (uint32_t)i + 1;
	}
	if (i == from)
		return i;
	if (letter != SIZE_MAX) {
		w->base = (unsigned char)w->text[letter];
		w->soft = false;
	}
	if (spaced) {
		w->before = LETTER;
		w->line_end = false;
	}
	w->last = last;
	w->raised = w->lowered = false;
	w->last_beg = n - 1;
	w->marks_beg = w->n = n;
	return i;
}

folded fold(str s, unsigned how, arena *mem)
{
	struct work w = { .how = how, .mem = mem, .last = NOTHING, .before = NOTHING };

	if (s.n > UINT32_MAX)
		s.n = UINT32_MAX;
	w.room = s.n + 64;
	w.text = arena_alloc(mem, w.room);
	w.at = arena_array(mem, uint32_t, w.room);
	w.end = arena_array(mem, uint32_t, w.room);

	for (size_t i = 0; (i = put_plain(&w, s, i)) < s.n;) {
		size_t beg = i;
		uint32_t c = utf8_next(s, &i);
		if (c == 0xFFFD && i - beg == 1) {
			write(&w, BAD_BYTE, (uint32_t)beg, (uint32_t)i);
			continue;
		}
		if (c >= 0x80) {
			write_wide(&w, c, (uint32_t)beg, (uint32_t)i);
			continue;
		}
		if (how & FOLD_CASE && c - 'A' < 26u)
			c |= 0x20;
		write(&w, c, (uint32_t)beg, (uint32_t)i);
		if (class_of_ascii(c) != BLANK && class_of_ascii(c) != BREAK)
			w.raised = w.lowered = false;
	}
	make_room(&w, 1);
	w.text[w.n] = 0;
	w.at[w.n] = (uint32_t)s.n;
	return (folded){ { w.text, w.n }, w.at, w.end };
}

str fold_text(str s, unsigned how, arena *mem)
{
	arena *scratch = arena_new();
	str text = str_dup(fold(s, how, scratch).text, mem);
	arena_drop(scratch);
	return text;
}

/* ---- looking back -------------------------------------------------------------------------- */

str fold_source(const folded *f, str source, size_t beg, size_t end)
{
	return str_sub(source, f->at[beg], f->end[end - 1]);
}

static uint32_t point_before(str s, size_t at)
{
	size_t beg = at - 1;
	while (beg > 0 && at - beg < 4 && ((unsigned char)s.p[beg] & 0xC0) == 0x80)
		beg--;
	size_t next = beg;
	uint32_t c = utf8_next(s, &next);
	return next == at ? c : 0xFFFD;
}

bool fold_boundary(str text, size_t at)
{
	if (at == 0 || at >= text.n)
		return true;
	if (((unsigned char)text.p[at] & 0xC0) == 0x80)
		return false;
	size_t next = at;
	uint32_t after = utf8_next(text, &next), before = point_before(text, at);
	enum class a = class_of(after), b = class_of(before);
	if (a == MARK)
		return false;
	if (b == MARK) /* stands for the letter it sits on */
		b = LETTER;
	if (a != b || !is_word(a))
		return true;
	return fold_is_unspaced(after) || fold_is_unspaced(before);
}

unsigned fold_gap(const folded *f, str source, size_t at)
{
	unsigned gap = 0;

	if (at == 0 || at >= f->text.n || f->end[at - 1] >= f->at[at])
		return 0;
	size_t next = at;
	uint32_t after = (unsigned char)f->text.p[at] < 0x80 ? 0 : utf8_next(f->text, &next);
	if (fold_hangs_on(after))
		return 0;
	str left_out = str_sub(source, 0, f->at[at]);
	for (size_t i = f->end[at - 1]; i < left_out.n;) {
		uint32_t c = utf8_next(left_out, &i);
		if (c == ZERO_WIDTH_SPACE)
			gap |= GAP_SEAM;
		switch (class_of(c)) {
		case BLANK:
			gap |= GAP_BLANK;
			break;
		case BREAK:
			gap |= GAP_LINE;
			break;
		case HYPHEN:
			gap |= GAP_HYPHEN;
			break;
		case DASH:
			gap |= GAP_DASH;
			break;
		case SOFT:
			gap |= GAP_SOFT;
			break;
		default:
			break;
		}
	}
	if (after && !(gap & ~(unsigned)(GAP_BLANK | GAP_LINE)) && fold_parts_nothing(point_before(f->text, at), after, gap & GAP_LINE))
		return 0;
	return gap;
}

bool fold_edge(const folded *f, str source, size_t at)
{
	if (fold_boundary(f->text, at))
		return true;
	unsigned gap = fold_gap(f, source, at);
	if (!(gap & (GAP_HYPHEN | GAP_DASH)) || !(gap & GAP_LINE))
		return (gap & ~(unsigned)GAP_SOFT) != 0 && !(gap & GAP_SOFT && gap & GAP_LINE);
	size_t next = f->at[at];
	uint32_t after = utf8_next(source, &next), before = point_before(source, f->end[at - 1]);
	return utf8proc_category((utf8proc_int32_t)after) != UTF8PROC_CATEGORY_LL ||
	       utf8proc_category((utf8proc_int32_t)before) != UTF8PROC_CATEGORY_LL;
}
