/*
 * place.h - where outputs may go, checked before any work starts.
 */
#ifndef UNDERSEAL_PLACE_H
#define UNDERSEAL_PLACE_H

#include "redact/work/batch/batch.h"

/* The output folder must not hold an input nor lie in one; every output needs a path of its own. Makes the folder. */
bool place_check(const batch_options *o, intake *in, arena *mem, err *e);

/* None of the relative names may be there already. */
bool place_free(const batch_options *o, const str *names, size_t n, arena *mem, err *e);

/*
 * A hidden folder in the output folder, where outputs wait for their proof. One run at a time has
 * it: a second is an ERR_USAGE, since both would write the log. What an earlier run left in it when
 * it was killed is removed. An all-zero one is closed.
 */
typedef struct workroom {
	char *path;  /* in the arena given */
	int fd;      /* of the folder      */
	bool mine;   /* locked; some file systems know no locks, and then nobody can say whose files those are */
} workroom;

/* Each shard has one of its own. */
bool workroom_open(const char *folder, shard s, arena *mem, workroom *out, err *e);
void workroom_close(workroom *w);   /* and takes it away, with what killed workers left */

/* Whether a run has it now. */
bool workroom_is_used(const char *folder, shard s);

/* The name an input's output will have unless its name holds a value: by suffix alone. */
str place_planned(const kit *k, str name, arena *mem);

/* Whether no folder on the way from the output folder to what lies below it is a link: whoever planted one there would have
 * outputs written, or taken away, elsewhere. The output folder itself may be one. Folders that are not there are none.
 * *link, which may be NULL, gets the first link in mem. */
bool place_is_inside(const char *folder, str relative, arena *mem, const char **link);

/* folder/relative, as a C string. */
char *place_path(const char *folder, str relative, arena *mem);

#endif
