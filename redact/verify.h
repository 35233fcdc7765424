/*
 * verify.h - a written file looked at by somebody who did not write it.
 *
 * Runs in a process of its own on a file that was closed and opened again. Every value that should
 * be gone is hunted in every unit of text and in every carrier that the format can name; what is
 * outside the marks is compared with the source. No value is ever written into the report.
 */
#ifndef UNDERSEAL_VERIFY_H
#define UNDERSEAL_VERIFY_H

#include "redact/engine.h"
#include "redact/hunt.h"

/* A value that must be gone, and why. */
typedef struct sought {
	str value;
	str rule, code, reason;
} sought;

/* What must be gone by plan p, plus terms of a user's that no mark of p rejects. In mem. */
size_t verify_sought(const plan *p, const sought *terms, size_t n, arena *mem, sought **out);

/* The hunt for them, which the checks below share: anywhere but in phrases that stay. In mem; NULL when it
 * cannot be made. */
hunt *verify_hunt(const sought *list, size_t n, const stays *stay, arena *mem, err *e);

/* Where to look for them: in the units of text ("values-gone", needs a read document), in every
 * carrier ("carriers-clean"), in pixels at and around the marks ("pixels-gone", see below). */
enum { VERIFY_UNITS = 1, VERIFY_CARRIERS = 2, VERIFY_BOTH = 3, VERIFY_PIXELS = 4, VERIFY_ALL = 7 };

/* Those checks of one opened file. False when the hunt broke down. */
bool verify_gone(const opened *o, unsigned where, const sought *list, size_t n, const hunt *h, const stays *stay, proof *report, err *e);

/* Reads the pixels of a written file once more, at the marks of p and around them, and hunts the values
 * in what OCR sees there: the check "pixels-gone". Needs a read document.
 *
 * What was read once and not recognised may be read now, where more is blacked out around it. still, unless NULL,
 * gets an accepted box (rule VERIFY_MISREAD) for each place of a value, for who redacts the source once more. */
#define VERIFY_MISREAD "misread"
bool verify_pixels(const opened *o, const plan *p, const sought *list, size_t n, const hunt *h, const stays *stay,
                   plan *still, proof *report, err *e);

/* What the detectors find in a file that claims to be clean, as the checks "terms-gone" and
 * "rules-find-nothing". */
bool verify_detect(const opened *o, const detectors *all, proof *report, err *e);

/* Whether somebody tried to redact it, and failed: what the format's inspect() finds, and a note where
 * text is hidden. A SKIP "no-text-under-boxes" where the format cannot look. */
bool verify_inspect(const opened *o, proof *report, err *e);

/* Keeps our own words clean: whatever in the report or the error holds a sought value is replaced
 * by a neutral text. */
void verify_scrub(const hunt *h, proof *report, err *trouble);

/* The checks of source against written file that the format makes. */
bool verify_kept(const opened *before, const opened *after, const plan *p, bool pixels,
                 proof *report, err *e);

#endif
