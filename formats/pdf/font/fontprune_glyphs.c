/* Font programs: which glyphs the used codes of all fonts mean that share one, and the program with
 * just those. */
#include "formats/pdf/font/cut.h"
#include "formats/pdf/font/fontprune.h"

#include <string.h>

typedef struct program {
	int num;               /* object number of its stream                                          */
	pdf_obj *stream;       /* lent by the descriptor                                               */
	fz_buffer *bytes;      /* kept                                                                 */
	bool lost;             /* which of its glyphs are used cannot be told                          */
	bool simple;           /* a simple font uses it: glyphs are found by name                      */
	bool numbered;         /* a CID font uses it whose CIDs are numbers of glyphs                  */
	cut_set wanted;
	str *names; size_t nnames, names_room;
} program;

struct programs {
	program **list; size_t n, room;
	arena *mem;
	pdf_document *doc;
};

enum kind { KIND_OTHER, KIND_SFNT, KIND_CFF, KIND_TYPE1 };

static enum kind kind_of(str in)
{
	if (in.n < 16)
		return KIND_OTHER;
	if (memcmp(in.p, "\0\1\0\0", 4) == 0 || memcmp(in.p, "OTTO", 4) == 0 || memcmp(in.p, "true", 4) == 0)
		return KIND_SFNT;
	if (memcmp(in.p, "%!", 2) == 0 || memcmp(in.p, "\x80\1", 2) == 0)
		return KIND_TYPE1;
	return in.p[0] == 1 ? KIND_CFF : KIND_OTHER;
}

/* No font is larger; a few bytes can unpack to more than there is memory. */
enum { LARGEST_PROGRAM = 64 << 20, LARGEST_MAP = 2 * PRUNE_CIDS, CHUNK = 64 << 10 };

fz_buffer *prune_load(fz_context *ctx, pdf_obj *stream, size_t most)
{
	fz_buffer *out = fz_new_buffer(ctx, CHUNK);
	fz_stream *in = NULL;
	unsigned char *chunk = NULL;
	fz_var(in);
	fz_var(chunk);
	fz_try(ctx) {
		size_t n = 1;
		chunk = fz_malloc(ctx, CHUNK);
		in = pdf_open_stream(ctx, stream);
		while (n && out->len <= most) {
			n = fz_read(ctx, in, chunk, CHUNK);
			fz_append_data(ctx, out, chunk, n);
		}
	}
	fz_always(ctx) {
		fz_drop_stream(ctx, in);
		fz_free(ctx, chunk);
	}
	fz_catch(ctx) {
		if (fz_caught(ctx) == FZ_ERROR_MEMORY) {
			fz_drop_buffer(ctx, out);
			fz_rethrow(ctx);
		} /* what comes before a damage is what readers see */
	}
	if (out->len <= most)
		return out;
	fz_drop_buffer(ctx, out);
	return NULL;
}

/* The program of a font, or NULL when none is embedded. */
static program *program_of(fz_context *ctx, struct programs *all, pdf_obj *font)
{
	pdf_obj *descriptor = pdf_dict_get(ctx, font, PDF_NAME(FontDescriptor));
	pdf_obj *keys[] = { PDF_NAME(FontFile), PDF_NAME(FontFile2), PDF_NAME(FontFile3) };
	pdf_obj *stream = NULL;
	for (int i = 0; i < 3 && !pdf_is_stream(ctx, stream); i++)
		stream = pdf_dict_get(ctx, descriptor, keys[i]);
	if (!pdf_is_stream(ctx, stream))
		return NULL;
	int num = pdf_to_num(ctx, stream);
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i]->num == num)
			return all->list[i];
	program *p = arena_array(all->mem, program, 1);
	p->num = num;
	p->stream = stream;
	cut_add(&p->wanted, 0);
	*ARENA_PUSH(all->mem, all->list, all->n, all->room) = p;
	fz_try(ctx)
		p->bytes = prune_load(ctx, stream, LARGEST_PROGRAM);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	p->lost = !p->bytes;
	return p;
}

/* ---- which glyphs ------------------------------------------------------------------------------ */

static void add_name(struct programs *all, program *p, const char *name)
{
	if (name && *name)
		*ARENA_PUSH(all->mem, p->names, p->nnames, p->names_room) = str_dup(str_of(name), all->mem);
}

/* As MuPDF draws it, and by name or table as others may. */
static void add_simple(fz_context *ctx, struct programs *all, program *p, const font_use *use, pdf_font_desc *desc)
{
	const char *names[256];
	str bytes = mu_buffer_str(ctx, p->bytes);
	int flags = pdf_dict_get_int(ctx, pdf_dict_get(ctx, use->font, PDF_NAME(FontDescriptor)), PDF_NAME(Flags));
	rpdf_encoding_names(ctx, use->font, names);
	for (int c = 0; c < 256; c++) {
		char name[128] = "";
		if (!use->one[c])
			continue;
		int gid = pdf_font_cid_to_gid(ctx, desc, c);
		if (gid < 0)
			continue;
		cut_add(&p->wanted, (uint32_t)gid);
		fz_get_glyph_name(ctx, desc->font, gid, name, sizeof name);
		add_name(all, p, name);
		add_name(all, p, names[c]);
	}
	if (kind_of(bytes) == KIND_SFNT)
		rpdf_sfnt_glyphs_of(bytes, use->one, names, (flags & 4) || !(flags & 32), &p->wanted);
}

static void collect_simple(fz_context *ctx, struct programs *all, const font_use *use)
{
	program *p = program_of(ctx, all, use->font);
	pdf_font_desc *desc = NULL;
	if (!p)
		return;
	p->simple = true;
	if (use->whole) {
		p->lost = true;
		return;
	}
	fz_var(desc);
	fz_try(ctx) {
		desc = pdf_load_font(ctx, all->doc, NULL, use->font);
		if (desc->font->flags.ft_substitute)
			p->lost = true; /* its numbers are those of another program */
		else
			add_simple(ctx, all, p, use, desc);
	}
	fz_always(ctx)
		pdf_drop_font(ctx, desc);
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		p->lost = true;
	}
}

static bool add_mapped(fz_context *ctx, pdf_obj *map, const cid_use *cids, cut_set *gids)
{
	fz_buffer *bytes = prune_load(ctx, map, LARGEST_MAP);
	for (uint32_t cid = 0; bytes && 2 * (size_t)cid + 1 < bytes->len && cid < CUT_GLYPHS; cid++)
		if (prune_has(cids->bits, cid))
			cut_add(gids, (uint32_t)bytes->data[2 * cid] << 8 | bytes->data[2 * cid + 1]);
	fz_drop_buffer(ctx, bytes);
	return bytes != NULL;
}

static void collect_cids(fz_context *ctx, struct programs *all, const cid_use *cids)
{
	program *p = program_of(ctx, all, cids->font);
	if (!p)
		return;
	pdf_obj *map = pdf_dict_get(ctx, cids->font, PDF_NAME(CIDToGIDMap));
	str bytes = mu_buffer_str(ctx, p->bytes);
	cut_set same;
	memcpy(same.bits, cids->bits, sizeof same.bits);
	if (cids->whole) {
		p->lost = true;
	} else if (pdf_is_stream(ctx, map)) {
		p->numbered = true;
		p->lost |= !add_mapped(ctx, map, cids, &p->wanted);
	} else if (kind_of(bytes) == KIND_CFF && rpdf_cff_is_cid(bytes)) {
		p->lost |= !rpdf_cff_glyphs_of_cids(bytes, &same, &p->wanted);
	} else {
		p->numbered = true;
		for (size_t i = 0; i < sizeof same.bits; i++)
			p->wanted.bits[i] |= same.bits[i];
	}
}

/* ---- the new programs -------------------------------------------------------------------------- */

static bool cut(fz_context *ctx, program *p, buf *out, size_t length[static 2])
{
	str in = mu_buffer_str(ctx, p->bytes);
	err ignored = ERR_INIT;
	switch (kind_of(in)) {
	case KIND_SFNT:
		return rpdf_cut_sfnt(in, &p->wanted, out, &ignored);
	case KIND_CFF:
		return rpdf_cut_cff(in, &p->wanted, p->numbered, out, &ignored);
	case KIND_TYPE1:
		return !p->numbered && rpdf_cut_type1(in, p->names, p->nnames, out, &length[0], &length[1], &ignored);
	case KIND_OTHER:
		break;
	}
	return false;
}

static void replace(fz_context *ctx, pdf_document *doc, program *p, buf *bytes, const size_t length[static 2])
{
	fz_buffer *fresh = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)bytes->p, bytes->n);
	fz_try(ctx) {
		pdf_update_stream(ctx, doc, p->stream, fresh, 0);
		if (length[1]) {
			pdf_dict_put_int(ctx, p->stream, PDF_NAME(Length1), (int64_t)length[0]);
			pdf_dict_put_int(ctx, p->stream, PDF_NAME(Length2), (int64_t)length[1]);
			pdf_dict_put_int(ctx, p->stream, PDF_NAME(Length3), 0);
		}
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, fresh);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* False when more of it is left than the text needs. */
static bool cut_program(fz_context *ctx, struct programs *all, program *p)
{
	buf bytes = { 0 };
	size_t length[2] = { 0 };
	bool whole = p->lost || !cut(ctx, p, &bytes, length);
	str in = mu_buffer_str(ctx, p->bytes);
	if (whole)
		buf_clear(&bytes);
	if (whole && (p->lost || kind_of(in) != KIND_CFF || !rpdf_empty_cff(in, &p->wanted, &bytes, NULL))) {
		buf_free(&bytes);
		return false;
	}
	fz_try(ctx)
		replace(ctx, all->doc, p, &bytes, length);
	fz_always(ctx)
		buf_free(&bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return !whole;
}

void prune_programs(fz_context *ctx, pdf_document *doc, const font_uses *uses, cid_use *const *cids, size_t ncids,
                    proof *report)
{
	struct programs all = { .mem = uses->mem, .doc = doc };
	size_t whole = 0;
	fz_var(whole);
	fz_try(ctx) {
		for (size_t i = 0; i < uses->n; i++)
			collect_simple(ctx, &all, uses->list[i]);
		for (size_t i = 0; i < ncids; i++)
			collect_cids(ctx, &all, cids[i]);
		for (size_t i = 0; i < all.n; i++)
			whole += !cut_program(ctx, &all, all.list[i]);
	}
	fz_always(ctx)
		for (size_t i = 0; i < all.n; i++)
			fz_drop_buffer(ctx, all.list[i]->bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (whole)
		proof_note(report, "font programs that could not be cut down to the text that stays: %zu", whole);
}
