/*
 * find_text.h - plain texts looked into, one JSON object a line in, one out: underseal find --text.
 *
 * For whoever measures what is found, or feeds it from a program. In stands {"id": ..., "text": "..."}, out comes, in
 * the same order, {"id": ..., "findings": [{"start", "end", "rule", "code", "rank"}]}: code points of the text, from 0,
 * end exclusive. With a profile a finding of which a part stays has "goes", too: the stretches that go. A line that is no
 * such object yields {"id": null, "line": N, "error": "..."}, and the others go on. Memory is that of the longest line.
 */
#ifndef UNDERSEAL_FIND_TEXT_H
#define UNDERSEAL_FIND_TEXT_H

#include "redact/detector.h"

/* path "-" is standard input. words: each finding with its "words". The exit status: 1 when a line was wrong. */
int find_text(const char *path, const detectors *all, bool words);

#endif
