#include "redact/work/pool/ended.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

bool ended_well(const ended *how)
{
	return !how->gone && !how->late && !how->flooded && WIFEXITED(how->status) && WEXITSTATUS(how->status) == 0;
}

static bool no_time(const ended *how)
{
	return WIFSIGNALED(how->status) && WTERMSIG(how->status) == SIGXCPU;
}

static bool no_end(const ended *how)
{
	return WIFSIGNALED(how->status) && WTERMSIG(how->status) == SIGXFSZ;
}

static bool no_memory(const ended *how)
{
	return WIFEXITED(how->status) && WEXITSTATUS(how->status) == ENDED_NO_MEMORY;
}

bool ended_at_limit(const ended *how)
{
	return how->late || how->flooded || no_time(how) || no_end(how) || no_memory(how);
}

/* "2 GB", "512 MB" */
static void in_words(uint64_t bytes, char *to, size_t room)
{
	unsigned long long mb = bytes >> 20;
	if (mb && mb % 1024 == 0)
		snprintf(to, room, "%llu GB", mb / 1024);
	else
		snprintf(to, room, "%llu MB", mb);
}

static void tell_signal(int number, const char *twice, err *e)
{
	char name[64];
	snprintf(name, sizeof name, "%s", strsignal(number));
	name[0] = (char)tolower((unsigned char)name[0]);
	err_set(e, ERR_INTERNAL, "the reader was ended by signal %d (%s)%s", number, name, twice);
	err_hint(e, number == SIGKILL ? "the system may have run out of memory" : "the document may be damaged; please report it");
}

void ended_tell(const ended *how, const ended_limits *limits, bool again, err *e)
{
	const char *twice = again ? ", and so when it was tried again alone" : "";
	const uint32_t seconds = limits->seconds;
	char most[32] = "it may have";
	if (how->late) {
		err_set(e, ERR_SYSTEM, "took longer than %u s and was stopped%s", seconds, twice);
		err_hint(e, "allow more with --limit-time=SECONDS");
	} else if (how->flooded) {
		err_set(e, ERR_INTERNAL, "the reader sent more than we can take%s", twice);
	} else if (how->gone) {
		err_set(e, ERR_INTERNAL, "the reader was lost%s", twice);
	} else if (no_time(how)) {
		err_set(e, ERR_SYSTEM, "used more than %u s of processor time and was stopped%s", seconds, twice);
		err_hint(e, "allow more with --limit-time=SECONDS");
	} else if (no_end(how)) {
		if (limits->file)
			in_words(limits->file, most, sizeof most);
		err_set(e, ERR_SYSTEM, "wrote a file of more than %s and was stopped%s", limits->file ? most : "it may", twice);
		err_hint(e, "the document may be damaged; please report it");
	} else if (no_memory(how)) {
		if (limits->memory)
			in_words(limits->memory, most, sizeof most);
		err_set(e, ERR_SYSTEM, "needed more memory than %s%s", most, twice);
		err_hint(e, "allow more with --limit-mem=MEGABYTES");
	} else if (WIFSIGNALED(how->status)) {
		tell_signal(WTERMSIG(how->status), twice, e);
	} else {
		err_set(e, ERR_INTERNAL, "the reader left with status %d%s", WEXITSTATUS(how->status), twice);
	}
}
