#include "formats/pdf/prepare/layers.h"
#include "formats/pdf/read/reach.h"

#include <string.h>

enum { MOST_GROUPS = 1 << 16, DEEPEST_EXPRESSION = 32, LONGEST_EXPRESSION = 4096 };

struct layers {
	pdf_obj *all;          /* the array of groups; lent                                   */
	int n;
	unsigned char *off;    /* per group                                                   */
	arena *mem;
	pdf_obj **members; size_t nmembers, room; /* membership dictionaries; lent           */
};

/* ---- groups ------------------------------------------------------------------------------------- */

static int find_group(fz_context *ctx, const struct layers *l, pdf_obj *group)
{
	int num = pdf_to_num(ctx, group);
	for (int i = 0; num && i < l->n; i++)
		if (pdf_to_num(ctx, pdf_array_get(ctx, l->all, i)) == num)
			return i;
	return -1;
}

static void set_each(fz_context *ctx, struct layers *l, pdf_obj *list, bool off)
{
	for (int i = 0, n = pdf_array_len(ctx, list); i < n; i++) {
		int at = find_group(ctx, l, pdf_array_get(ctx, list, i));
		if (at >= 0)
			l->off[at] = off;
	}
}

static bool has_name(fz_context *ctx, pdf_obj *names, const char *name)
{
	if (pdf_is_name(ctx, names))
		return strcmp(pdf_to_name(ctx, names), name) == 0;
	for (int i = 0, n = pdf_array_len(ctx, names); i < n; i++)
		if (strcmp(pdf_to_name(ctx, pdf_array_get(ctx, names, i)), name) == 0)
			return true;
	return false;
}

/* What the categories of an event advise for a group: 1 to show it, 0 to hide it, -1 nothing. */
static int advice(fz_context *ctx, pdf_obj *group, pdf_obj *categories)
{
	static const char *const known[][2] = {
		{ "View", "ViewState" }, { "Print", "PrintState" }, { "Export", "ExportState" },
	};
	pdf_obj *usage = pdf_dict_get(ctx, group, PDF_NAME(Usage));
	int is = -1;
	for (size_t i = 0; i < nelem(known); i++) {
		pdf_obj *state = pdf_dict_gets(ctx, pdf_dict_gets(ctx, usage, known[i][0]), known[i][1]);
		if (!state || !has_name(ctx, categories, known[i][0]))
			continue;
		bool shows = strcmp(pdf_to_name(ctx, state), "OFF") != 0;
		is = is == 0 ? 0 : shows;
	}
	return is;
}

static void apply_events(fz_context *ctx, struct layers *l, pdf_obj *events)
{
	for (int i = 0, n = pdf_array_len(ctx, events); i < n; i++) {
		pdf_obj *event = pdf_array_get(ctx, events, i), *groups = pdf_dict_get(ctx, event, PDF_NAME(OCGs));
		if (strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, event, "Event")), "View") != 0)
			continue;
		for (int k = 0, m = pdf_array_len(ctx, groups); k < m; k++) {
			pdf_obj *group = pdf_array_get(ctx, groups, k);
			int at = find_group(ctx, l, group);
			int is = advice(ctx, group, pdf_dict_gets(ctx, event, "Category"));
			if (at >= 0 && is >= 0)
				l->off[at] = !is;
		}
	}
}

/* A group whose intent is not the configuration's has no say. */
static void drop_other_intents(fz_context *ctx, struct layers *l, pdf_obj *config)
{
	pdf_obj *wanted = pdf_dict_get(ctx, config, PDF_NAME(Intent));
	for (int i = 0; i < l->n; i++) {
		pdf_obj *intent = pdf_dict_get(ctx, pdf_array_get(ctx, l->all, i), PDF_NAME(Intent));
		bool counts = has_name(ctx, wanted, "All");
		if (!intent)
			counts |= !wanted || has_name(ctx, wanted, "View");
		else if (pdf_is_name(ctx, intent))
			counts |= wanted ? has_name(ctx, wanted, pdf_to_name(ctx, intent)) : has_name(ctx, intent, "View");
		else
			for (int k = 0; k < pdf_array_len(ctx, intent); k++) {
				const char *one = pdf_to_name(ctx, pdf_array_get(ctx, intent, k));
				counts |= wanted ? has_name(ctx, wanted, one) : strcmp(one, "View") == 0;
			}
		if (!counts)
			l->off[i] = false;
	}
}

static void work_out(fz_context *ctx, struct layers *l, pdf_obj *config)
{
	if (has_name(ctx, pdf_dict_get(ctx, config, PDF_NAME(BaseState)), "OFF"))
		memset(l->off, 1, (size_t)l->n);
	set_each(ctx, l, pdf_dict_get(ctx, config, PDF_NAME(ON)), false);
	set_each(ctx, l, pdf_dict_get(ctx, config, PDF_NAME(OFF)), true);
	apply_events(ctx, l, pdf_dict_gets(ctx, config, "AS"));
	drop_other_intents(ctx, l, config);
}

/* ---- memberships -------------------------------------------------------------------------------- */

static bool is_on(fz_context *ctx, const struct layers *l, pdf_obj *group)
{
	int at = find_group(ctx, l, group);
	return at < 0 || !l->off[at];
}

/* An expression that is too deep, too long or no expression counts as true: then it hides nothing. */
static bool express(fz_context *ctx, const struct layers *l, pdf_obj *e, int depth, int *left)
{
	if (!pdf_is_array(ctx, e))
		return is_on(ctx, l, e);
	const char *op = pdf_to_name(ctx, pdf_array_get(ctx, e, 0));
	int n = pdf_array_len(ctx, e);
	if (depth == DEEPEST_EXPRESSION || (*left -= n) < 0 || n < 2)
		return true;
	if (strcmp(op, "Not") == 0)
		return !express(ctx, l, pdf_array_get(ctx, e, 1), depth + 1, left);
	bool any = strcmp(op, "Or") == 0;
	if (!any && strcmp(op, "And") != 0)
		return true;
	for (int i = 1; i < n; i++)
		if (express(ctx, l, pdf_array_get(ctx, e, i), depth + 1, left) == any)
			return any;
	return !any;
}

static bool by_policy(fz_context *ctx, const struct layers *l, pdf_obj *groups, pdf_obj *policy)
{
	int on = 0, off = 0;
	if (pdf_is_dict(ctx, groups)) {
		on = is_on(ctx, l, groups);
		off = !on;
	}
	for (int i = 0, n = pdf_array_len(ctx, groups); i < n; i++) {
		pdf_obj *group = pdf_array_get(ctx, groups, i);
		if (!pdf_is_dict(ctx, group))
			continue; /* null and what is gone does not count */
		bool is = is_on(ctx, l, group);
		on += is;
		off += !is;
	}
	if (on + off == 0)
		return true;
	if (has_name(ctx, policy, "AllOn"))
		return off == 0;
	if (has_name(ctx, policy, "AnyOff"))
		return off > 0;
	if (has_name(ctx, policy, "AllOff"))
		return on == 0;
	return on > 0;
}

static void note_membership(fz_context *ctx, void *arg, const reach_node *at)
{
	struct layers *l = arg;
	if (pdf_is_dict(ctx, at->obj) && pdf_name_eq(ctx, pdf_dict_get(ctx, at->obj, PDF_NAME(Type)), PDF_NAME(OCMD)))
		*ARENA_PUSH(l->mem, l->members, l->nmembers, l->room) = at->obj;
}

static bool member_shows(fz_context *ctx, const struct layers *l, pdf_obj *member)
{
	pdf_obj *expression = pdf_dict_get(ctx, member, PDF_NAME(VE));
	int left = LONGEST_EXPRESSION;
	if (pdf_is_array(ctx, expression))
		return express(ctx, l, expression, 0, &left);
	return by_policy(ctx, l, pdf_dict_get(ctx, member, PDF_NAME(OCGs)), pdf_dict_get(ctx, member, PDF_NAME(P)));
}

/* ---- writing it down ---------------------------------------------------------------------------- */

/* A group that is off, whatever others there are. Lent: the document keeps it. */
static pdf_obj *new_group(fz_context *ctx, pdf_document *doc, struct layers *l, pdf_obj *off)
{
	pdf_obj *group = pdf_add_new_dict(ctx, doc, 1);
	fz_try(ctx) {
		pdf_dict_put(ctx, group, PDF_NAME(Type), PDF_NAME(OCG));
		pdf_array_push(ctx, l->all, group);
		pdf_array_push(ctx, off, group);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, group);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return group;
}

/* No usage and no intent may say otherwise. What else they say is still looked through for words. */
static void silence(fz_context *ctx, pdf_obj *group)
{
	pdf_obj *usage = pdf_dict_get(ctx, group, PDF_NAME(Usage));
	if (pdf_is_dict(ctx, group))
		pdf_dict_del(ctx, group, PDF_NAME(Intent));
	if (pdf_is_dict(ctx, usage))
		pdf_dict_dels(ctx, usage, "View");
}

static void settle_members(fz_context *ctx, pdf_document *doc, struct layers *l, pdf_obj *off)
{
	pdf_obj *off_group = NULL;
	for (size_t i = 0; i < l->nmembers; i++) {
		bool shows = member_shows(ctx, l, l->members[i]);
		pdf_dict_del(ctx, l->members[i], PDF_NAME(VE));
		pdf_dict_del(ctx, l->members[i], PDF_NAME(P));
		pdf_dict_del(ctx, l->members[i], PDF_NAME(OCGs));
		if (shows)
			continue; /* one of no groups hides nothing */
		if (!off_group)
			off_group = new_group(ctx, doc, l, off);
		pdf_dict_put(ctx, l->members[i], PDF_NAME(OCGs), off_group);
	}
}

static void write_down(fz_context *ctx, pdf_document *doc, struct layers *l, pdf_obj *properties, pdf_obj *config)
{
	pdf_obj *off = pdf_dict_put_array(ctx, config, PDF_NAME(OFF), l->n);
	pdf_dict_put(ctx, config, PDF_NAME(BaseState), PDF_NAME(ON));
	pdf_dict_del(ctx, config, PDF_NAME(ON));
	pdf_dict_del(ctx, config, PDF_NAME(Intent));
	for (int i = 0; i < l->n; i++) {
		pdf_obj *group = pdf_array_get(ctx, l->all, i);
		if (l->off[i])
			pdf_array_push(ctx, off, group);
		silence(ctx, group);
	}
	settle_members(ctx, doc, l, off);
	pdf_obj *others = pdf_dict_get(ctx, properties, PDF_NAME(Configs));
	if (pdf_is_array(ctx, others))
		pdf_array_insert(ctx, others, config, 0); /* the first of these is what MuPDF takes */
}

static void settle(fz_context *ctx, pdf_document *doc, struct layers *l, pdf_obj *properties, pdf_obj *config, arena *mem)
{
	l->n = pdf_array_len(ctx, l->all);
	if (l->n > MOST_GROUPS)
		mu_throw(ctx, ERR_REFUSED, "it has more than %d layers", MOST_GROUPS);
	l->mem = mem;
	l->off = arena_alloc(mem, (size_t)l->n + 1);
	work_out(ctx, l, config);
	rpdf_reach(ctx, doc, mem, false, note_membership, l);
	write_down(ctx, doc, l, properties, config);
}

void rpdf_settle_layers(fz_context *ctx, pdf_document *doc)
{
	pdf_obj *properties = pdf_dict_getp(ctx, pdf_trailer(ctx, doc), "Root/OCProperties");
	pdf_obj *config = pdf_dict_get(ctx, properties, PDF_NAME(D));
	struct layers l = { .all = pdf_dict_get(ctx, properties, PDF_NAME(OCGs)) };
	if (!pdf_is_array(ctx, l.all) || !pdf_is_dict(ctx, config))
		return;
	arena *mem = arena_new();
	fz_try(ctx)
		settle(ctx, doc, &l, properties, config, mem);
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
