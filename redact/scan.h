/*
 * scan.h - what in a document should go: rules, terms, and the hunt for what they found.
 */
#ifndef UNDERSEAL_SCAN_H
#define UNDERSEAL_SCAN_H

#include "redact/detector.h"
#include "redact/model/finding.h"

/* Shows t to every detector, then hunts every value found in every unit (rule "hunt"). Sorted and
 * merged. */
bool scan_document(const detectors *all, const text *t, findings *out, err *e);

/* The same, and what an exception keeps from being found, as stays_take() has it. */
bool scan_excepting(const detectors *all, const text *t, findings *out, findings *kept, err *e);

/* A value that was found somewhere else, and as what. */
typedef struct known {
	str value, code, reason;
	visible shows;
	int rank;
} known;

/* The hunt for such values: adds a finding (rule "hunt") for each place where one stands. Sorted and merged. */
bool scan_known(const known *values, size_t n, const text *t, findings *out, err *e);

/* What detectors only suggest, without what is found anyway: for a person to accept. Sorted and merged. */
bool scan_suggest(const detectors *all, const text *t, const findings *found, findings *out, err *e);

/* The hunt alone: adds a finding (rule "hunt") with the code, reason and almost the rank of origin[i] for each
 * place where values[i] stands. As they come. */
bool scan_hunt(const text *t, const str *values, size_t n, const finding *origin, findings *out, err *e);

#endif
