/*
 * One thing in several forms (mc:AlternateContent, ECMA-376 part 3): one of them is taken over, and
 * the words of the others are set aside.
 *
 * A reader takes the first Choice whose namespaces it knows. Ours are told by what stands in the
 * Choice, since some producers rename prefixes and forget those in Requires; only a Choice that
 * draws nothing must ask for something that Word itself has. Otherwise it is the Fallback: an emoji,
 * say, is a symbol of 2015 in the Choice and a plain letter beside it.
 */
#include "formats/docx/inner.h"

static bool is_understood(const xnode *n)
{
	if (xml_is(n, NS_W, "drawing"))
		return import_can_draw(n);
	return n->space == NS_W || n->space == NS_M || xml_is(n, NS_MC, "AlternateContent");
}

/* Every element of it, and there is one. */
static bool holds_understood(const xnode *form)
{
	bool any = false;
	for (const xnode *c = form->child; c; c = c->next) {
		if (c->is_text)
			continue;
		if (!is_understood(c))
			return false;
		any = true;
	}
	return any;
}

static bool asks_for_known(const xnode *form)
{
	static const char *const known[] = { "wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "v" };
	str needs = xml_value(form, NS_NONE, "Requires"), one;
	bool all = str_trim(needs).n > 0;
	while (str_cut(&needs, ' ', &one)) {
		bool found = one.n == 0;
		for (size_t i = 0; !found && i < sizeof known / sizeof *known; i++)
			found = str_is(one, known[i]);
		all &= found;
	}
	return all;
}

static const xnode *choose(const xnode *alternate)
{
	const xnode *fallback = xml_find(alternate, NS_MC, "Fallback"), *second = NULL;
	for (const xnode *c = alternate->child; c; c = c->next) {
		if (!xml_is(c, NS_MC, "Choice") || !holds_understood(c))
			continue;
		if (asks_for_known(c) || xml_find(c, NS_W, "drawing"))
			return c;
		second = second ? second : c;
	}
	if (fallback && holds_understood(fallback))
		return fallback;
	if (second || fallback)
		return second ? second : fallback;
	return xml_find(alternate, NS_MC, "Choice");
}

const xnode *import_chosen(importer *im, const xnode *alternate)
{
	const xnode *chosen = choose(alternate);
	for (const xnode *c = alternate->child; c; c = c->next)
		if (c != chosen && !c->is_text)
			import_leave(im, ASIDE_FALLBACK, c);
	return chosen;
}

void import_choice(importer *im, xnode *run, const xnode *alternate)
{
	const xnode *chosen = import_chosen(im, alternate);
	for (const xnode *c = chosen ? chosen->child : NULL; c; c = c->next) {
		if (c->is_text) {
			import_leave_words(im, ASIDE_OTHER, c->text);
		} else if (is_understood(c) || xml_is(c, NS_W, "drawing")) {
			import_run_child(im, c, run);
		} else {
			docx_drop(im->d, "drawing of an unknown kind", 1);
			import_leave(im, ASIDE_OTHER, c);
			import_placeholder(im, run, "[drawing removed]");
		}
	}
}
