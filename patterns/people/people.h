/*
 * people.h - persons whom nobody listed: names proposed to a person, never removed without one.
 *
 * A model reads each unit (model.h). Then what it found speaks for the rest of the document: whoever was named in
 * full is proposed where only one of the names stands, too. The rank says how sure the model is.
 */
#ifndef UNDERSEAL_PEOPLE_H
#define UNDERSEAL_PEOPLE_H

#include "redact/model/finding.h"

typedef struct people_data {
	str names;     /* bytes of census.list                           */
	str weights;   /* bytes of person.weights                       */
} people_data;

/* What travels inside the program. */
people_data people_shipped(void);

/* Adds a finding for every name in the units of t: rule "person", code "NAME". Linear in the text. */
void people_propose(people_data data, const text *t, findings *out);

#endif
