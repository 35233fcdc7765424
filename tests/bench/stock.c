/*
 * stock.c - what MuPDF does by itself, as the measure for ours: search a word on every page, mark
 * it with Redact annotations, apply them, save the whole file.
 *
 *     stock IN.pdf WORD OUT.pdf
 */
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include <stdio.h>

enum { MOST_HITS = 5000 };

static int redact_page(fz_context *ctx, pdf_document *doc, int n, const char *word)
{
	static fz_quad hits[MOST_HITS];
	pdf_page *page = pdf_load_page(ctx, doc, n);
	int found = fz_search_page(ctx, (fz_page *)page, word, NULL, hits, MOST_HITS);
	for (int i = 0; i < found; i++) {
		pdf_annot *annot = pdf_create_annot(ctx, page, PDF_ANNOT_REDACT);
		pdf_set_annot_rect(ctx, annot, fz_rect_from_quad(hits[i]));
		pdf_drop_annot(ctx, annot);
	}
	pdf_redact_options options = { .black_boxes = 1, .image_method = PDF_REDACT_IMAGE_PIXELS };
	if (found)
		pdf_redact_page(ctx, doc, page, &options);
	fz_drop_page(ctx, (fz_page *)page);
	return found;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: stock IN.pdf WORD OUT.pdf\n");
		return 2;
	}
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	int status = 0, hits = 0;
	fz_try(ctx) {
		pdf_document *doc = pdf_open_document(ctx, argv[1]);
		int pages = pdf_count_pages(ctx, doc);
		for (int n = 0; n < pages; n++)
			hits += redact_page(ctx, doc, n, argv[2]);
		pdf_write_options options = pdf_default_write_options;
		options.do_garbage = 3;
		options.do_compress = 1;
		pdf_save_document(ctx, doc, argv[3], &options);
		pdf_drop_document(ctx, doc);
		printf("%d pages, %d hits\n", pages, hits);
	}
	fz_catch(ctx) {
		fprintf(stderr, "stock: %s\n", fz_caught_message(ctx));
		status = 1;
	}
	fz_drop_context(ctx);
	return status;
}
