#include "formats/pdf/slip.h"

#include "formats/pdf/slip_glyphs.h"
#include "redact/base/utf8.h"

#include <stdio.h>

enum { LINE = 64, LEFT = 108, VALUES = 198, WIDTH = 316, TOP = 560, STEP = 20 };

static void letters(buf *out, const char *s, size_t n)
{
	buf_byte(out, '<');
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%02X", (unsigned char)s[i]);
	buf_byte(out, '>');
}

static void line(buf *out, const char *font, int size, int x, int y, const char *s, size_t n)
{
	buf_fmt(out, "BT /%s %d Tf %d %d Td ", font, size, x, y);
	letters(out, s, n);
	buf_z(out, " Tj ET\n");
}

/* WinAnsi has Latin-1 where Latin-1 is, and these from 0x80 on (ISO 32000-1, D.2). */
static char letter(uint32_t c)
{
	static const uint16_t more[32] = {
		0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
		0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
	};
	if ((c >= 32 && c < 127) || (c >= 0xa0 && c < 0x100))
		return (char)c;
	for (size_t i = 0; i < 32; i++)
		if (c == more[i] && c)
			return (char)(0x80 + i);
	return 0;
}

static size_t encode(str *rest, char *to, size_t room)
{
	size_t n = 0, at = 0;
	while (at < rest->n && n < room) {
		char c = letter(utf8_next(*rest, &at));
		to[n++] = c ? c : '?';
	}
	*rest = str_sub(*rest, at, rest->n);
	return n;
}

static bool has_font(str says)
{
	for (size_t at = 0; at < says.n;)
		if (!letter(utf8_next(says, &at)))
			return false;
	return true;
}

/* So many lines at most, broken wherever they are full; y goes down with them. All entries have room in the frame. */
static void entry(fz_context *ctx, buf *out, const char *what, str says, int lines, int *y)
{
	char s[LINE];
	bool standard = has_font(says);
	if (!says.n)
		return;
	line(out, "B", 11, LEFT, *y, what, strlen(what));
	for (int i = 0; says.n && i < lines; i++, *y -= STEP) {
		if (!standard) {
			says = str_sub(says, slip_glyphs(ctx, out, says, 11, VALUES, (float)*y, WIDTH), says.n);
			continue;
		}
		size_t n = encode(&says, s, LINE);
		line(out, "R", 11, VALUES, *y, s, n);
	}
}

static void content(fz_context *ctx, const slip_sheet *w, buf *out)
{
	int y = TOP;
	buf_z(out, "0.8 w 90 380 432 260 re S\n");
	line(out, "B", 22, LEFT, 600, "Document withheld", 17);
	entry(ctx, out, "Code", w->code, 1, &y);
	entry(ctx, out, "Reason", w->reason, 4, &y);
	entry(ctx, out, "Document", w->name, 3, &y);
	if (w->pages) {
		char pages[24];
		int n = snprintf(pages, sizeof pages, "%u", w->pages);
		entry(ctx, out, "Pages", (str){ pages, (size_t)n }, 1, &y);
	}
}

struct drawing { const slip_sheet *what; buf *out; };

static void draw(fz_context *ctx, void *arg)
{
	struct drawing *d = arg;
	content(ctx, d->what, d->out);
}

/* Without a context where nothing but standard letters asks for none: most sheets. */
static bool draw_content(const slip_sheet *what, buf *out, err *e)
{
	if (has_font(what->code) && has_font(what->reason) && has_font(what->name)) {
		content(NULL, what, out);
		return true;
	}
	fz_context *ctx = mu_open_context(e);
	bool ok = ctx && mu_call(ctx, draw, &(struct drawing){ what, out }, e);
	mu_close_context(ctx);
	return ok;
}

bool rpdf_slip(const slip_sheet *what, buf *out, err *e)
{
	static const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</B 4 0 R/R 5 0 R>>>>/Contents 6 0 R>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	};
	enum { N = sizeof objects / sizeof *objects };
	size_t at[N + 1];
	buf drawn = { 0 };
	if (!draw_content(what, &drawn, e)) {
		buf_free(&drawn);
		return false;
	}
	buf_z(out, "%PDF-1.4\n");
	for (size_t i = 0; i < N; i++) {
		at[i] = out->n;
		buf_fmt(out, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	at[N] = out->n;
	buf_fmt(out, "%d 0 obj\n<</Length %zu>>\nstream\n", N + 1, drawn.n);
	buf_str(out, buf_view(&drawn));
	buf_z(out, "endstream\nendobj\n");
	buf_free(&drawn);
	size_t table = out->n;
	buf_fmt(out, "xref\n0 %d\n0000000000 65535 f \n", N + 2);
	for (size_t i = 0; i <= N; i++)
		buf_fmt(out, "%010zu 00000 n \n", at[i]);
	buf_fmt(out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", N + 2, table);
	return true;
}
