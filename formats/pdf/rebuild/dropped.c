#include "formats/pdf/rebuild/dropped.h"
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/keep/tags.h"
#include "formats/pdf/read/reach.h"

#include <string.h>

struct tally {
	uint32_t bookmarks, scripts, attachments, structure, layers, signatures, fields, threads, xfa;
};

static bool has(fz_context *ctx, pdf_obj *dict, const char *key)
{
	return pdf_dict_gets(ctx, dict, key) != NULL;
}

static bool is_named(fz_context *ctx, pdf_obj *dict, const char *key, const char *name)
{
	return strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, dict, key)), name) == 0;
}

/* A field is told by its type, which may stand above it; a signature of its own counts once. */
static void count_field(fz_context *ctx, struct tally *t, pdf_obj *dict)
{
	pdf_obj *type = pdf_dict_get_inheritable(ctx, dict, PDF_NAME(FT));
	pdf_obj *kids = pdf_dict_get(ctx, dict, PDF_NAME(Kids));
	if (!pdf_is_name(ctx, type) || !pdf_is_string(ctx, pdf_dict_get(ctx, dict, PDF_NAME(T))))
		return;
	if (pdf_is_array(ctx, kids) && has(ctx, pdf_array_get(ctx, kids, 0), "T"))
		return; /* a group of fields */
	t->fields++;
	pdf_obj *value = pdf_dict_get_inheritable(ctx, dict, PDF_NAME(V));
	if (pdf_name_eq(ctx, type, PDF_NAME(Sig)))
		t->signatures += pdf_is_dict(ctx, value);
}

static void count_node(fz_context *ctx, void *arg, const reach_node *at)
{
	struct tally *t = arg;
	pdf_obj *d = at->obj;
	if (!pdf_is_dict(ctx, d))
		return;
	if (has(ctx, d, "Title") && has(ctx, d, "Parent"))
		t->bookmarks++;
	else if (has(ctx, d, "T"))
		count_field(ctx, t, d);
	if (has(ctx, d, "JS"))
		t->scripts++;
	if (has(ctx, d, "EF"))
		t->attachments++;
	if (has(ctx, d, "XFA"))
		t->xfa++;
	if (is_named(ctx, d, "Type", "OCG"))
		t->layers++;
	if (is_named(ctx, d, "Type", "StructElem") || (pdf_is_name(ctx, pdf_dict_gets(ctx, d, "S")) &&
	    has(ctx, d, "P") && (has(ctx, d, "K") || has(ctx, d, "Pg"))))
		t->structure++;
}

static uint32_t beyond(uint32_t all, uint32_t kept)
{
	return all > kept ? all - kept : 0;
}

/* Other annotations are told by those who drew them into their pages. */
static void count_links(fz_context *ctx, pdf_obj **pages, size_t n, const rpdf_kept *kept, proof *report)
{
	uint32_t links = 0;
	for (size_t p = 0; p < n; p++) {
		pdf_obj *annots = pdf_dict_get(ctx, pages[p], PDF_NAME(Annots));
		for (int i = 0, m = pdf_array_len(ctx, annots); i < m; i++)
			links += is_named(ctx, pdf_array_get(ctx, annots, i), "Subtype", "Link");
	}
	proof_drop(report, "link", beyond(links, rpdf_kept_links(kept)));
}

static uint32_t named_destinations(fz_context *ctx, pdf_document *src, pdf_obj *root)
{
	pdf_obj *tree = NULL;
	uint32_t n = (uint32_t)pdf_dict_len(ctx, pdf_dict_get(ctx, root, PDF_NAME(Dests)));
	fz_var(n);
	fz_var(tree);
	fz_try(ctx) {
		tree = pdf_load_name_tree(ctx, src, PDF_NAME(Dests));
		n += (uint32_t)pdf_dict_len(ctx, tree);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, tree);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* a damaged tree is dropped like a whole one */
	return n;
}

static void count_catalog(fz_context *ctx, pdf_document *src, const rpdf_kept *kept, proof *report)
{
	/* NULL: counted one by one, or about how to show a document and not about what it says. */
	const struct { const char *key, *kind; } known[] = {
		{ "Type", NULL }, { "Pages", NULL }, { "Version", NULL }, { "Outlines", NULL }, { "Dests", NULL },
		{ "Names", NULL }, { "AcroForm", NULL }, { "StructTreeRoot", NULL }, { "OCProperties", NULL },
		{ "PageLayout", "viewer setting" }, { "PageMode", "viewer setting" }, { "ViewerPreferences", "viewer setting" },
		{ "Lang", "language" }, { "MarkInfo", NULL }, { "Metadata", "metadata stream" },
		{ "PieceInfo", "private application data" }, { "OpenAction", "script or action" }, { "AA", "script or action" },
		{ "PageLabels", kept && kept->nlabels ? NULL : "page labels" }, { "Threads", "article thread" }, { "URI", "link" },
		{ "OutputIntents", "output intent" }, { "Perms", "permission" }, { "Legal", "legal statement" },
		{ "SpiderInfo", "web capture data" }, { "Collection", "portfolio" }, { "Extensions", "extension" },
		{ "AF", "associated file" }, { "DPartRoot", "document part" }, { "Requirements", "requirement" },
	};
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, src), PDF_NAME(Root));
	for (int i = 0, n = pdf_dict_len(ctx, root); i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, root, i)), *kind = "other key";
		for (size_t j = 0; j < nelem(known); j++)
			if (strcmp(key, known[j].key) == 0)
				kind = known[j].kind;
		if (kind)
			proof_drop(report, kind, 1);
	}
	proof_drop(report, "named destination", named_destinations(ctx, src, root));
}

void rpdf_count_dropped(fz_context *ctx, pdf_document *src, pdf_obj **pages, size_t npages,
                        const rpdf_kept *kept, proof *report)
{
	struct tally t = { 0 };
	arena *mem = arena_new();
	fz_try(ctx)
		rpdf_reach(ctx, src, mem, false, count_node, &t);
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);

	int info = pdf_dict_len(ctx, pdf_dict_get(ctx, pdf_trailer(ctx, src), PDF_NAME(Info)));
	proof_drop(report, "document information", (uint32_t)info);
	proof_drop(report, "bookmark", beyond(t.bookmarks, rpdf_kept_entries(kept)));
	proof_drop(report, "script", t.scripts);
	proof_drop(report, "attachment", t.attachments);
	proof_drop(report, "structure element", beyond(t.structure, kept ? rpdf_tags_kept(kept->tags) : 0));
	proof_drop(report, "layer", t.layers);
	proof_drop(report, "signature", t.signatures);
	proof_drop(report, "form field", t.fields);
	proof_drop(report, "XFA form", t.xfa);
	if (t.signatures)
		proof_note(report, "signatures that are gone (the source stays the signed file): %u", t.signatures);
	count_catalog(ctx, src, kept, report);
	count_links(ctx, pages, npages, kept, report);
}
