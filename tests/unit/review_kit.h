/*
 * review_kit.h - requests of a window of the review, as its page words them.
 */
#ifndef UNDERSEAL_TEST_REVIEW_KIT_H
#define UNDERSEAL_TEST_REVIEW_KIT_H

#include "cli/review/act.h"
#include "redact/model/json.h"

/* Does actions in window "w": "{\"do\":\"seen\",...},{...}". */
static inline bool review_act(session *s, const char *actions, err *e)
{
	arena *mem = arena_new();
	json_t *request = json_parse(str_fmt(mem, "{\"window\":\"w\",\"actions\":[%s]}", actions), e);
	bool ok = request && act(s, NULL, request, e);
	json_decref(request);
	arena_drop(mem);
	return ok;
}

/* Takes the last step of a window back: undone, how many marks it was; left, how many steps are left. */
static inline bool review_undo(session *s, const char *window, size_t *undone, size_t *left, err *e)
{
	arena *mem = arena_new();
	json_t *request = json_parse(str_fmt(mem, "{\"window\":\"%s\"}", window), e);
	bool ok = request && act_undo(s, request, undone, left, e);
	json_decref(request);
	arena_drop(mem);
	return ok;
}

#endif
