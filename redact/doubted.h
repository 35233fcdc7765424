/*
 * doubted.h - numbers in pixels that cannot be what was read there.
 *
 * No number is written "536-9€-4399": OCR took a digit for a sign. What was known to look for is found all the same
 * (misread.h), but a rule cannot say what stood there. So that it is not passed in silence, its page is told as one
 * that could not be searched. So is the page where a number that has to go seems to stand with one digit that is another:
 * OCR takes a 3 for an 8, and it may as well be the number beside it, which has to stay.
 */
#ifndef UNDERSEAL_DOUBTED_H
#define UNDERSEAL_DOUBTED_H

#include "redact/detector.h"
#include "redact/model/plan.h"

/* The next such number of a text at or behind *end; where it stands. False when there is none. */
bool doubted_next(str text, size_t *beg, size_t *end);

/* Makes unsearchable all units in pixels with such a number that no accepted mark of p touches: one with a sign in it, or one
 * like a value of these marks or of the terms. */
void doubted_tell(const detectors *all, text *t, const plan *p);

#endif
