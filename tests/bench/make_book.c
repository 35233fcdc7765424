/*
 * make_book.c - a book for the measurements: text pages of one font family, kerned, justified by
 * word spacing, with headings, page numbers and a running head, always the same bytes.
 *
 *     make_book PAGES OUT.pdf
 *
 * "Okonjo" stands on about one page in six; "the" is on every line.
 */
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
	"the", "agreement", "of", "witness", "and", "to", "invoice", "in", "that", "delivery", "counsel", "was",
	"for", "plaintiff", "as", "defendant", "with", "on", "shipment", "by", "account", "at", "ledger", "from",
	"this", "which", "motion", "or", "an", "exhibit", "are", "were", "warehouse", "his", "her", "they", "testified",
	"have", "not", "statement", "under", "between", "after", "records", "would", "payment", "when", "officer",
	"there", "about", "contract", "because", "quarter", "before", "review", "through", "material", "against",
};

struct dice { uint64_t state; };

static unsigned roll(struct dice *d, unsigned sides)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(d->state >> 33) % sides;
}

/* One line of about ninety letters as a kerned TJ array. */
static void add_line(fz_context *ctx, fz_buffer *out, struct dice *d, int with_name)
{
	int letters = 0, at = 0;
	int name_at = with_name ? (int)roll(d, 10) : -1;
	fz_append_string(ctx, out, "[(");
	while (letters < 84) {
		const char *w = at++ == name_at ? "Okonjo" : words[roll(d, nelem(words))];
		for (const char *c = w; *c; c++, letters++) {
			fz_append_byte(ctx, out, *c);
			if (roll(d, 9) == 0)
				fz_append_printf(ctx, out, ")%d(", (int)roll(d, 40) - 20);
		}
		fz_append_byte(ctx, out, ' ');
		letters++;
	}
	fz_append_string(ctx, out, ")] TJ T*\n");
}

static void add_page(fz_context *ctx, pdf_document *doc, pdf_obj *resources, struct dice *d, int n)
{
	fz_buffer *out = fz_new_buffer(ctx, 8192);
	fz_append_printf(ctx, out, "BT /F2 9 Tf 72 750 Td (In re Meridian Freight) Tj /F2 9 Tf 380 0 Td (%d) Tj ET\n", n + 1);
	fz_append_string(ctx, out, "72 744 468 0.5 re f\nBT /F1 10.5 Tf 13 TL 0.2 Tw 72 722 Td\n");
	for (int line = 0; line < 50; line++)
		add_line(ctx, out, d, n % 6 == 0 && line == 20);
	fz_append_string(ctx, out, "ET\n");
	pdf_obj *page = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, resources, out);
	pdf_insert_page(ctx, doc, -1, page);
	pdf_drop_obj(ctx, page);
	fz_drop_buffer(ctx, out);
}

static pdf_obj *make_resources(fz_context *ctx, pdf_document *doc)
{
	pdf_obj *resources = pdf_new_dict(ctx, doc, 1);
	pdf_obj *fonts = pdf_dict_put_dict(ctx, resources, PDF_NAME(Font), 2);
	const char *const names[] = { "Times-Roman", "Helvetica" };
	for (int i = 0; i < 2; i++) {
		fz_font *font = fz_new_base14_font(ctx, names[i]);
		pdf_obj *obj = pdf_add_simple_font(ctx, doc, font, PDF_SIMPLE_ENCODING_LATIN);
		pdf_dict_puts_drop(ctx, fonts, i ? "F2" : "F1", obj);
		fz_drop_font(ctx, font);
	}
	return resources;
}

int main(int argc, char **argv)
{
	if (argc != 3 || atoi(argv[1]) < 1) {
		fprintf(stderr, "usage: make_book PAGES OUT.pdf\n");
		return 2;
	}
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	int status = 0;
	fz_try(ctx) {
		struct dice d = { 20241122 };
		pdf_document *doc = pdf_create_document(ctx);
		pdf_obj *resources = make_resources(ctx, doc);
		for (int n = 0; n < atoi(argv[1]); n++)
			add_page(ctx, doc, resources, &d, n);
		pdf_write_options options = pdf_default_write_options;
		options.do_compress = 1;
		pdf_save_document(ctx, doc, argv[2], &options);
		pdf_drop_obj(ctx, resources);
		pdf_drop_document(ctx, doc);
	}
	fz_catch(ctx) {
		fprintf(stderr, "make_book: %s\n", fz_caught_message(ctx));
		status = 1;
	}
	fz_drop_context(ctx);
	return status;
}
