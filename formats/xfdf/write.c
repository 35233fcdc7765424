#include "formats/xfdf/xfdf.h"

#include "redact/base/utf8.h"

#include <stdio.h>

/* One character of a value; what XML 1.0 has no room for (2.2), and bytes that are no characters, as U+FFFD. */
static void put(buf *out, uint32_t c, bool attribute)
{
	char bytes[4];
	bool control = c < 0x20 || c == 0x7f;
	if (c == '<' || c == '&' || c == '>' || c == '"')
		buf_z(out, c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '>' ? "&gt;" : "&quot;");
	else if (control && attribute)
		buf_byte(out, ' ');
	else if (!control || c == '\n' || c == '\t')
		buf_add(out, bytes, (size_t)utf8_put(bytes, c == 0xfffe || c == 0xffff ? 0xfffd : c));
}

static void attribute_words(buf *out, const char *name, str words)
{
	if (!words.n)
		return;
	buf_fmt(out, " %s=\"", name);
	for (size_t at = 0; at < words.n;)
		put(out, utf8_next(words, &at), true);
	buf_byte(out, '"');
}

static void words(buf *out, str s)
{
	for (size_t at = 0; at < s.n;)
		put(out, utf8_next(s, &at), false);
}

static void number(buf *out, float v)
{
	char text[48];
	int n = snprintf(text, sizeof text, "%.4f", (double)v);
	while (n && text[n - 1] == '0')
		n--;
	n -= n && text[n - 1] == '.';
	buf_str(out, n == 2 && text[0] == '-' && text[1] == '0' ? STR("0") : (str){ text, (size_t)n });
}

/* 2026-11-22T18:00:00Z as D:20261122180000Z. */
static str date(str iso, arena *mem)
{
	char all[20];
	size_t n = 0;
	for (size_t i = 0; i < iso.n && n < 14; i++)
		if (iso.p[i] >= '0' && iso.p[i] <= '9')
			all[n++] = iso.p[i];
	return n == 14 ? str_fmt(mem, "D:%.14sZ", all) : STR("");
}

/* Corners as all programs have them: upper left, upper right, lower left, lower right. */
static void quads(buf *out, const rect *boxes, size_t n, affine back)
{
	rect whole = { 0 };
	buf_z(out, " coords=\"");
	for (size_t i = 0; i < n; i++) {
		rect r = affine_rect(back, boxes[i]);
		whole = rect_union(whole, r);
		const float v[] = { r.x0, r.y1, r.x1, r.y1, r.x0, r.y0, r.x1, r.y0 };
		for (size_t k = 0; k < 8; k++) {
			buf_z(out, i || k ? "," : "");
			number(out, v[k]);
		}
	}
	buf_z(out, "\" rect=\"");
	const float v[] = { whole.x0, whole.y0, whole.x1, whole.y1 };
	for (size_t k = 0; k < 4; k++) {
		buf_z(out, k ? "," : "");
		number(out, v[k]);
	}
	buf_z(out, "\"");
}

static bool print_place(buf *out, const plan *p, const mark *m, uint32_t page, const rect *boxes, size_t n, const sheet *sheets, size_t nsheets)
{
	affine back;
	if (!page || page > nsheets || !n || !affine_inverse(sheets[page - 1].own, &back))
		return false;
	buf_fmt(out, "<redact page=\"%u\"", page - 1);
	quads(out, boxes, n, back);
	buf_fmt(out, " name=\"underseal-%u\" flags=\"print\" color=\"#C00000\" interior-color=\"#000000\" subject=\"%s\"", m->id,
	        m->state == MARK_PROPOSED ? "Proposed redaction" : "Redact");
	attribute_words(out, "title", m->by);
	attribute_words(out, "date", date(m->at, p->mem));
	attribute_words(out, "overlay-text", p->label.n ? p->label : m->code);
	buf_z(out, ">");
	if (m->note.n) {
		buf_z(out, "<contents>");
		words(out, m->note);
		buf_z(out, "</contents>");
	}
	buf_z(out, "</redact>\n");
	return true;
}

size_t xfdf_print(buf *out, const plan *p, const sheet *sheets, size_t n, str href)
{
	const bool *again = plan_repeats(p, p->mem);
	size_t count = 0;
	buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xfdf xmlns=\"http://ns.adobe.com/xfdf/\" xml:space=\"preserve\">\n<f");
	attribute_words(out, "href", href);
	buf_z(out, "/>\n<annots>\n");
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		/* A picture that is a unit of its own lies on no page. */
		if (m->state == MARK_REJECTED || again[i] || (m->kind == MARK_BOX && m->unit.n && !m->page))
			continue;
		count += print_place(out, p, m, m->page, m->boxes, m->nboxes, sheets, n);
		if (m->rest)
			print_place(out, p, m, m->rest->page, m->rest->boxes, m->rest->nboxes, sheets, n);
	}
	buf_z(out, "</annots>\n</xfdf>\n");
	return count;
}
