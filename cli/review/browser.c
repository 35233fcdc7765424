#include "cli/review/browser.h"

#include "redact/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_file(browser *b, const char *address, err *e)
{
	const char *run = getenv("XDG_RUNTIME_DIR"), *temp = getenv("TMPDIR");
	const char *where = run && *run ? run : temp && *temp ? temp : "/tmp";
	if ((size_t)snprintf(b->folder, sizeof b->folder, "%s/underseal-review-XXXXXX", where) >= sizeof b->folder || !mkdtemp(b->folder)) {
		b->folder[0] = '\0';
		return err_set(e, ERR_SYSTEM, "%s: %s", where, strerror(errno));
	}
	snprintf(b->file, sizeof b->file, "%s/open.html", b->folder);
	arena *mem = arena_new();
	str page = str_fmt(mem, "<!doctype html><meta charset=utf-8><meta name=referrer content=no-referrer><title>Review</title>"
	                        "<meta http-equiv=refresh content=\"0;url=%s\"><a href=\"%s\">Go to the review</a>\n", address, address);
	bool ok = file_write(b->file, page, 0600, true, e);
	arena_drop(mem);
	return ok;
}

/* Twice forked, it is nobody's child that we would have to wait for. */
static bool start(const char *program, const char *file, err *e)
{
	pid_t pid;
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)"\"$1\" \"$2\" >/dev/null 2>&1 </dev/null &", (char *)"sh", (char *)program, (char *)file, NULL };
	int status, code = posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ);
	if (code != 0)
		return err_set(e, ERR_SYSTEM, "%s: %s", program, strerror(code));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return true;
}

static bool on_path(const char *program)
{
	const char *path = getenv("PATH");
	str rest = str_of(path ? path : ""), folder;
	arena *mem = arena_new();
	bool found = strchr(program, '/') && access(program, X_OK) == 0;
	while (!found && str_cut(&rest, ':', &folder))
		found = access(str_fmt(mem, STR_FMT "/%s", STR_ARG(folder), program).p, X_OK) == 0;
	arena_drop(mem);
	return found;
}

bool browser_open(browser *b, const char *address, err *e)
{
	*b = (browser){ .folder = "" };
	const char *own = getenv("BROWSER"), *program = own && *own ? own : "xdg-open";
	if (!on_path(program))
		return err_set(e, ERR_SYSTEM, "%s is not there to open a browser with", program);
	if (write_file(b, address, e) && start(program, b->file, e))
		return true;
	browser_close(b);
	return false;
}

void browser_close(browser *b)
{
	if (!b->folder[0])
		return;
	unlink(b->file);
	rmdir(b->folder);
	b->folder[0] = '\0';
}
