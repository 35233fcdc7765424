/*
 * intake.h - the files a command was pointed at.
 *
 * Every name given is followed: a file is itself, a folder is everything below it. What cannot be
 * taken in is listed with its reason, never left out in silence.
 *
 * A name below a folder that was named is what follows the folder. One from a list is the path itself, from its first
 * part on: lists are made by find and the like, and name the same letter in many folders.
 */
#ifndef UNDERSEAL_INTAKE_H
#define UNDERSEAL_INTAKE_H

#include "redact/base/file.h"

typedef struct input {
	const char *path;    /* openable                                               */
	str name;            /* relative: below the folder named, or the file's own    */
	const char *root;    /* the operand it came from                               */
	bool named;          /* the operand is this very file                          */
	uint64_t size, device, inode;
	const char *archive; /* the path of the archive that it lay in; path is of a copy, for a while. NULL */
	const char *label;   /* for the user's own terminal; NULL: the path             */
	bool crowded;        /* another one's output has the name that its own would have: it gets a number (place_check()) */
} input;

/* What the user is told it is. */
static inline const char *input_label(const input *in)
{
	return in->label ? in->label : in->path;
}

typedef struct refusal {
	const char *path;
	err why;             /* without the path                                       */
	bool named;          /* an operand that could not be read at all               */
} refusal;

typedef struct intake {
	size_t nlisted;      /* set by you: the last so many roots come from a list, where a file keeps its path */
	input *list;      size_t n, room;
	refusal *refused; size_t nrefused, refused_room;
	size_t junk;             /* files left out because only a computer wants them */
} intake;

/* Never fails: what is wrong is in refused. A file reached twice by one name counts once. */
void intake_gather(const char *const *roots, size_t n, arena *mem, intake *out);

/* Takes out what was not named itself and is junk or one of the paths aside: the user's own terms,
 * plans and the like, lying among the documents. */
void intake_leave_out(intake *in, const char *const *aside, size_t n);

/* ERR_INPUT where the roots hold no file at all, not even one that was refused. */
bool intake_any(const intake *in, const char *const *roots, size_t n, err *e);

/* Files that only a computer wants (.DS_Store, Thumbs.db, ~$letter.docx): by their name, and unless they begin as a
 * document does. */
bool intake_is_junk(str name, const char *path);

#endif
