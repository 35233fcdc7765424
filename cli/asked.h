/*
 * asked.h - what to look for, as find, redact and verify are told: options and the matter file.
 */
#ifndef UNDERSEAL_ASKED_H
#define UNDERSEAL_ASKED_H

#include "cli/command.h"
#include "redact/detector.h"
#include "redact/model/handling.h"
#include "redact/work/batch/batch.h"

typedef struct asked {
	/* As popt stores them. */
	char **terms, **minors, **except, **packs;
	char *rules, *people, *across, *profile, *matter, *label, *password_file;
	char *annots, *gap, *keep, *changes, *attachments, *ocr, *languages, *unreadable;
	const char *text_layer; int with_text_layer;
	int jobs, seconds, megabytes, quiet;

	/* After asked_settle(). */
	request want;
	handling how; bool how_given; /* given: by an option or the matter file       */
	str title, password;      /* title: what is printed on boxes, --label */
	const char **aside; size_t naside;  /* the option files themselves    */
	arena *mem;
} asked;

#define ASKED_INIT { .seconds = 600, .megabytes = 4096 }

/* The rows of a command's option table that fill an asked. */
#define ASKED_WHAT(a) \
	{ "terms", 't', POPT_ARG_ARGV, &(a).terms, 0, "words to remove, one a line, as Okonjo or as Okonjo|CODE|reason; # begins a remark; capitals, accents and line breaks make no difference; may be given more than once", "FILE" }, \
	{ "minors", 0, POPT_ARG_ARGV, &(a).minors, 0, "names of minors, written as terms are: their initials stay, but where --profile says otherwise", "FILE" }, \
	{ "except", 0, POPT_ARG_ARGV, &(a).except, 0, "phrases that stay, one a line: Okonjo in Okonjo County is left alone if the list has Okonjo County; told by line in log, plan and proof", "FILE" }, \
	{ "rules", 'r', POPT_ARG_STRING, &(a).rules, 0, "rules to apply, as ssn,email; none for terms and marks only; without it the personal identifiers (see underseal rules)", "LIST" }, \
	{ "profile", 0, POPT_ARG_STRING, &(a).profile, 0, "what stays to be read of each kind of value: full (nothing; the default), frcp-5.2, frcrp-49.1, frbp-9037, ca-1.201, tx, ny-202.5, hipaa, or one of your own (see underseal rules --profiles)", "NAME" }, \
	{ "matter", 'm', POPT_ARG_STRING, &(a).matter, 0, "a file that sets all this for a matter: below a line [redact], lines as terms = names.txt, rules = ssn,email, label = TEXT, packs = DIR", "FILE" }, \
	{ "packs", 0, POPT_ARG_ARGV, &(a).packs, 0, "a folder with rule packs of your own", "DIR" }
#define ASKED_PEOPLE(a) \
	{ "people", 0, POPT_ARG_STRING, &(a).people, 0, "suggest: propose names of persons whom nobody listed; nothing removes them before a person has accepted them in the plan; none (the default)", "HOW" }
#define ASKED_ACROSS(a) \
	{ "across", 0, POPT_ARG_STRING, &(a).across, 0, "what becomes of values that rules find in one document where they stand in others: hunt (they go there too; the default), tell (the default with --plan), off", "HOW" }
#define ASKED_HANDLING(a) \
	{ "annots", 0, POPT_ARG_STRING, &(a).annots, 0, "what becomes of annotations and form fields: flatten (what is seen becomes part of the page; the default), drop, keep-clean", "HOW" }, \
	{ "keep", 0, POPT_ARG_STRING, &(a).keep, 0, "what stays where it holds nothing to be removed: a list of outlines, jumps (links within the document), links, labels, tags, hidden, comments; or none (outlines,jumps)", "LIST" }, \
	{ "changes", 0, POPT_ARG_STRING, &(a).changes, 0, "what becomes of tracked changes: accept (the default), reject; nothing of the history stays", "HOW" }, \
	{ "gap", 0, POPT_ARG_STRING, &(a).gap, 0, "exact: the rest of a line stays where it stood (the default); even: gap and box say nothing of how long the words were", "HOW" }, \
	{ "attachments", 0, POPT_ARG_STRING, &(a).attachments, 0, "drop (the default), or extract: each becomes a document of its own beside its parent", "HOW" }, \
	ASKED_OCR(a), \
	{ "on-unreadable", 0, POPT_ARG_STRING, &(a).unreadable, 0, "what becomes of pages that nobody could read: report (the default), black, withhold (their document)", "HOW" }
#define ASKED_LAYER(a) \
	{ "text-layer", 0, POPT_ARG_NONE, &(a).with_text_layer, 0, "PDF: what the redacted pages show in pixels is written below as text that nobody sees, so that scans can be searched", NULL }
#define ASKED_OCR(a) \
	{ "ocr", 0, POPT_ARG_STRING, &(a).ocr, 0, "words in pictures and scans are read: auto (where there may be some; the default), always, never", "WHEN" }, \
	{ "ocr-lang", 0, POPT_ARG_STRING, &(a).languages, 0, "languages they are in, as Tesseract names them (eng)", "eng+deu" }
#define ASKED_HOW(a) \
	{ "password-file", 0, POPT_ARG_STRING, &(a).password_file, 0, "a file whose first line opens protected documents", "FILE" }, \
	{ "jobs", 'j', POPT_ARG_INT, &(a).jobs, 0, "documents at once (as many as there are processors)", "N" }, \
	{ "limit-time", 0, POPT_ARG_INT, &(a).seconds, 0, "seconds one document may take (600)", "SECONDS" }, \
	{ "limit-mem", 0, POPT_ARG_INT, &(a).megabytes, 0, "memory one document may take (4096)", "MEGABYTES" }, \
	{ "quiet", 'q', POPT_ARG_NONE, &(a).quiet, 0, "no line of progress", NULL }

/* Reads the matter file and joins it with the options: terms and packs of both count, rules and
 * label of the command line win. ERR_USAGE with file and line when something is wrong. */
bool asked_settle(asked *a, arena *mem, err *e);

/* Whether values go from document to document. reviewed: by whoever made a plan, who has decided what goes.
 * ERR_USAGE for a word that is not known. */
bool asked_across(const asked *a, bool reviewed, batch_spread *out, err *e);

/* For commands that only look: OCR as it was asked for, and the document as it is. */
handling asked_to_look(const asked *a);

#endif
