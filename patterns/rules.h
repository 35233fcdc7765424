/*
 * rules.h - rules at work: patterns of packs compiled, and what speaks for a match weighed.
 *
 * A match is a finding when its shape is telling enough, or its check passes, or a context word
 * stands near, as the rule asks. Context is looked for within the rule's reach before the value
 * (over a line's end too), behind it on the same line, in the line above when that is short enough to
 * be a label, and in the head of the table column (columns.h). One context word speaks for one value,
 * or for a list of them ("SSNs 536-90-4399, 536-90-4390 and ..."), not for whatever number comes next.
 */
#ifndef UNDERSEAL_RULES_H
#define UNDERSEAL_RULES_H

#include "patterns/columns.h"
#include "patterns/packs.h"
#include "redact/model/finding.h"

typedef struct rules rules;

/* Yours: rules_drop() it; list must outlive it. ERR_USAGE with file and line for a bad pattern. */
rules *rules_new(const rule *const *list, size_t n, err *e);
void   rules_drop(rules *set);

/* What heads of columns said on the page before, for tables that go on overleaf: one for a document, shown
 * its pages in their order. Lives in mem. */
typedef struct rules_heads rules_heads;
rules_heads *rules_heads_new(arena *mem);

/* Adds what the rules find in one unit's text; out's strings are lent by the rules. heads may be NULL. Where it is in
 * doubt what the text says, more must speak for a value: a context word; or, where letters stood apart,
 * the shape with its separators; or, where letters may be digits, a check that suffices by itself. */
bool rules_find(const rules *set, const unit *u, uint32_t unit_index, rules_heads *heads, findings *out, err *e);

/* Runs one of the rule's own examples through that rule alone. True when exactly the marked values
 * are found; otherwise *e says how it differs (ERR_INTERNAL), without quoting. */
bool rules_try(const rule *one, const example *ex, err *e);

/* For rules.c: does a head speak for this rule at all, does it for this width, and that it did here. */
bool rules_heads_has(rules_heads *h, const unit *u, size_t rule);
bool rules_heads_speak(rules_heads *h, const unit *u, size_t rule, column_width across);
void rules_heads_note(rules_heads *h, const unit *u, size_t rule, column_width across);

#endif
