/*
 * mu_kit.h - what a test does with MuPDF, in a context of its own.
 *
 * cmocka leaves a failed assert by longjmp: assert when in_mupdf() has returned, never inside.
 */
#ifndef UNDERSEAL_TEST_MU_KIT_H
#define UNDERSEAL_TEST_MU_KIT_H

#include "formats/lib/mu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The test fails when `what` throws. */
static inline void in_mupdf(void (*what)(fz_context *, void *), void *arg)
{
	err e = ERR_INIT;
	fz_context *ctx = mu_open_context(&e);
	bool ok = ctx && mu_call(ctx, what, arg, &e);
	mu_close_context(ctx);
	if (!ok)
		fail_msg("%s", e.text);
}

#endif
