/*
 * make_book.c - a book for the measurements, as word processors print them: embedded fonts with
 * two-byte codes and a ToUnicode map, kerned arrays, a running head; always the same bytes.
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

/* The fonts of the book, as found in its resources under F1 and F2. */
struct face { fz_font *font; const char *name; };

static void add_text(fz_context *ctx, fz_buffer *out, const struct face *face, const char *s)
{
	for (; *s; s++)
		fz_append_printf(ctx, out, "%04x", fz_encode_character(ctx, face->font, (unsigned char)*s));
}

/* One line of about ninety letters as a kerned TJ array. */
static void add_line(fz_context *ctx, fz_buffer *out, const struct face *face, struct dice *d, int with_name)
{
	int letters = 0, at = 0;
	int name_at = with_name ? (int)roll(d, 10) : -1;
	fz_append_string(ctx, out, "[<");
	while (letters < 84) {
		const char *w = at++ == name_at ? "Okonjo" : words[roll(d, nelem(words))];
		for (const char *c = w; *c; c++, letters++) {
			char one[2] = { *c, 0 };
			add_text(ctx, out, face, one);
			if (roll(d, 9) == 0)
				fz_append_printf(ctx, out, ">%d<", (int)roll(d, 40) - 20);
		}
		add_text(ctx, out, face, " ");
		letters++;
	}
	fz_append_string(ctx, out, ">] TJ T*\n");
}

static void add_page(fz_context *ctx, pdf_document *doc, pdf_obj *resources, const struct face faces[2],
                     struct dice *d, int n)
{
	char number[12];
	fz_buffer *out = fz_new_buffer(ctx, 8192);
	snprintf(number, sizeof number, "%d", n + 1);
	fz_append_string(ctx, out, "BT /F2 9 Tf 72 750 Td <");
	add_text(ctx, out, &faces[1], "In re Meridian Freight");
	fz_append_string(ctx, out, "> Tj 380 0 Td <");
	add_text(ctx, out, &faces[1], number);
	fz_append_string(ctx, out, "> Tj ET\n72 744 468 0.5 re f\nBT /F1 10.5 Tf 13 TL 72 722 Td\n");
	for (int line = 0; line < 50; line++)
		add_line(ctx, out, &faces[0], d, n % 6 == 0 && line == 20);
	fz_append_string(ctx, out, "ET\n");
	pdf_obj *page = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, resources, out);
	pdf_insert_page(ctx, doc, -1, page);
	pdf_drop_obj(ctx, page);
	fz_drop_buffer(ctx, out);
}

static void make_book(fz_context *ctx, int pages, const char *path)
{
	struct face faces[2] = { { NULL, "Times-Roman" }, { NULL, "Helvetica" } };
	struct dice d = { 20241122 };
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *resources = pdf_new_dict(ctx, doc, 1);
	pdf_obj *fonts = pdf_dict_put_dict(ctx, resources, PDF_NAME(Font), 2);
	for (int i = 0; i < 2; i++) {
		faces[i].font = fz_new_base14_font(ctx, faces[i].name);
		pdf_dict_puts_drop(ctx, fonts, i ? "F2" : "F1", pdf_add_cid_font(ctx, doc, faces[i].font));
	}
	for (int n = 0; n < pages; n++)
		add_page(ctx, doc, resources, faces, &d, n);
	pdf_write_options options = pdf_default_write_options;
	options.do_compress = 1;
	pdf_save_document(ctx, doc, path, &options);
	for (int i = 0; i < 2; i++)
		fz_drop_font(ctx, faces[i].font);
	pdf_drop_obj(ctx, resources);
	pdf_drop_document(ctx, doc);
}

int main(int argc, char **argv)
{
	if (argc != 3 || atoi(argv[1]) < 1) {
		fprintf(stderr, "usage: make_book PAGES OUT.pdf\n");
		return 2;
	}
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	int status = 0;
	fz_try(ctx)
		make_book(ctx, atoi(argv[1]), argv[2]);
	fz_catch(ctx) {
		fprintf(stderr, "make_book: %s\n", fz_caught_message(ctx));
		status = 1;
	}
	fz_drop_context(ctx);
	return status;
}
