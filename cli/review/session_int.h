/*
 * session_int.h - shared by the files of session.
 */
#ifndef UNDERSEAL_REVIEW_SESSION_INT_H
#define UNDERSEAL_REVIEW_SESSION_INT_H

#include "cli/review/session.h"

/* What windows see of a document's marks, made from nothing. */
void session_begin_marks(session *s, document *d);

/* Values, groups and offsets of all its marks, and boxes, as far as it was read. */
void session_place_all(session *s, uint32_t document);

#endif
