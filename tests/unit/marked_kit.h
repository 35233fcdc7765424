/*
 * marked_kit.h - findings as a test writes them: "in [Lee] County".
 *
 *     str source = unmarked("in [Lee] County", "[]", mem);
 *     ... look for something in it ...
 *     assert_string_equal(marked(source, &found, "[]", mem), "in [Lee] County");
 */
#ifndef UNDERSEAL_TEST_MARKED_KIT_H
#define UNDERSEAL_TEST_MARKED_KIT_H

#include "redact/base/buf.h"
#include "redact/model/finding.h"

#include <string.h>

/* The text without the two signs; ends in a NUL. */
static inline str unmarked(const char *text, const char *signs, arena *to)
{
	buf out = { 0 };
	for (const char *p = text; *p; p++)
		if (!strchr(signs, *p))
			buf_byte(&out, *p);
	str source = str_of(str_z(buf_view(&out), to));
	buf_free(&out);
	return source;
}

/* The text with what was found in it between the signs. */
static inline const char *marked(str source, const findings *found, const char *signs, arena *to)
{
	buf out = { 0 };
	for (size_t i = 0; i <= source.n; i++) {
		for (size_t k = 0; k < found->n; k++) {
			if (found->list[k].end == i)
				buf_byte(&out, signs[1]);
			if (found->list[k].beg == i)
				buf_byte(&out, signs[0]);
		}
		if (i < source.n)
			buf_byte(&out, source.p[i]);
	}
	const char *all = str_z(buf_view(&out), to);
	buf_free(&out);
	return all;
}

#endif
