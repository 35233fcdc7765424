/*
 * detectors.h - the list of what can find sensitive text.
 *
 * Whoever adds a detector adds a line in detectors.c; the engine knows them by redact/detector.h.
 */
#ifndef UNDERSEAL_DETECTORS_H
#define UNDERSEAL_DETECTORS_H

#include "redact/detector.h"

/* The rules and the terms that a request asks for. */
detectors_opener patterns_open;

#endif
