#include "share/terminal.h"

#include "share/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };

/* The controlling terminal, or standard error when that is one; -1 when there is none. */
static int terminal_open(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (fd < 0 && isatty(STDERR_FILENO))
		fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	return fd;
}

bool terminal_there(void)
{
	int fd = terminal_open();
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static bool put(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool no_terminal(err *e)
{
	err_set(e, ERR_USAGE, "there is no terminal to ask for the passphrase");
	return err_hint(e, "give it in a file with --passphrase-file");
}

/* One line into line, byte by byte. The terminal sends keys raw: Ctrl-C comes as a byte, so that no
 * signal can leave it with the echo off. */
static bool read_line(int fd, secret *line, size_t *n, err *e)
{
	*n = 0;
	for (;;) {
		unsigned char c;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_SYSTEM, "the terminal cannot be read: %s", strerror(errno));
		if (got == 0 || c == CTRL_C || (c == CTRL_D && *n == 0))
			return err_set(e, ERR_REFUSED, "no passphrase was given");
		if (c == '\n' || c == '\r')
			return true;
		if (c == BACKSPACE || c == DELETE) {
			/* A character may be several bytes. */
			while (*n && (line->p[*n - 1] & 0xc0) == 0x80)
				--*n;
			if (*n)
				--*n;
		} else if (c == CTRL_U) {
			*n = 0;
		} else if (c >= ' ') {
			if (*n == line->n)
				return err_set(e, ERR_USAGE, "the passphrase is longer than %d bytes",
				               PASSPHRASE_MAX);
			line->p[(*n)++] = c;
		}
	}
}

bool terminal_ask(const char *prompt, secret *out, err *e)
{
	if (!terminal_ask_any(prompt, out, e))
		return false;
	return out->n || err_set(e, ERR_USAGE, "the passphrase is empty");
}

bool terminal_ask_any(const char *prompt, secret *out, err *e)
{
	*out = (secret){ NULL, 0 };
	int fd = terminal_open();
	if (fd < 0)
		return no_terminal(e);
	struct termios before, quiet;
	if (tcgetattr(fd, &before) != 0) {
		close(fd);
		return no_terminal(e);
	}
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;

	secret line;
	size_t n = 0;
	bool ok = secret_new(&line, PASSPHRASE_MAX, e);
	if (ok && tcsetattr(fd, TCSAFLUSH, &quiet) != 0)
		ok = err_set(e, ERR_SYSTEM, "the terminal's echo cannot be switched off: %s",
		             strerror(errno));
	if (ok) {
		put(fd, prompt, strlen(prompt));
		ok = read_line(fd, &line, &n, e);
		put(fd, "\n", 1);
		tcsetattr(fd, TCSAFLUSH, &before);
	}
	ok = ok && (n == 0 || secret_of(out, (str){ (const char *)line.p, n }, e));
	secret_drop(&line);
	close(fd);
	return ok;
}

bool terminal_show(const char *before, const secret *pass, const char *after, err *e)
{
	int fd = terminal_open();
	if (fd < 0)
		return no_terminal(e);
	bool ok = put(fd, before, strlen(before)) && put(fd, pass->p, pass->n) &&
	          put(fd, after, strlen(after));
	if (!ok)
		err_set(e, ERR_SYSTEM, "the passphrase could not be shown: %s", strerror(errno));
	close(fd);
	return ok;
}

bool terminal_agree(str text, const char *question, err *e)
{
	char answer[16];
	int fd = terminal_open();
	if (fd < 0) {
		err_set(e, ERR_USAGE, "there is no terminal to answer on");
		return false;
	}
	bool shown = put(fd, text.p, text.n) && put(fd, question, strlen(question));
	size_t n = 0;
	ssize_t got = 1;
	char c = 0;
	while (shown && c != '\n' && ((got = read(fd, &c, 1)) > 0 || (got < 0 && errno == EINTR)))
		if (got > 0 && c != '\n' && n < sizeof answer)
			answer[n++] = c;
	close(fd);
	str said = str_trim((str){ answer, n });
	return c == '\n' && n < sizeof answer && (str_is(said, "yes") || str_is(said, "YES") || str_is(said, "Yes"));
}
