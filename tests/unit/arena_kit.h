/*
 * arena_kit.h - one arena for all tests of a file.
 *
 *     return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
 */
#ifndef UNDERSEAL_TEST_ARENA_KIT_H
#define UNDERSEAL_TEST_ARENA_KIT_H

#include "redact/base/arena.h"

static arena *mem;

static inline int arena_set_up(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static inline int arena_tear_down(void **state)
{
	(void)state;
	arena_drop(mem);
	return 0;
}

#endif
